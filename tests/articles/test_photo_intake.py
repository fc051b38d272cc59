"""What is kept of a photo that comes in: the picture, upright and in its colours, nothing else."""

import fcntl
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Photo
from articles.photos import decoder, limits
from articles.photos.intake import CleanPhoto, add_photo, clean_own_picture, clean_upload
from articles.photos.refusals import PhotoRefusedError
from tests.articles import photo_samples as samples

KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]


def taken_in(content: bytes) -> CleanPhoto:
    return clean_upload(ContentFile(content, name="photo.jpg"))


def picture(clean: CleanPhoto) -> Image.Image:
    return Image.open(BytesIO(clean.content))


def close_to(found: Any, wanted: tuple[int, ...], tolerance: int = 14) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))


def shows_quarters(image: Image.Image) -> bool:
    width, height = image.size
    points = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
    found = [image.getpixel((round(x * width), round(y * height))) for x, y in points]
    wanted = [samples.RED, samples.GREEN, samples.BLUE, samples.WHITE]
    return all(close_to(a, b) for a, b in zip(found, wanted, strict=True))


TURNS = [("JPEG", turn) for turn in range(1, 9)]
TURNS += [(kind, turn) for kind in ("PNG", "WEBP", "AVIF") for turn in (6, 7)]


@pytest.mark.parametrize(("kind", "orientation"), TURNS)
def test_all_eight_orientations_come_out_upright(kind: str, orientation: int) -> None:
    clean = taken_in(samples.turned(orientation, kind))
    assert (clean.width, clean.height) == (240, 160)
    assert picture(clean).size == (240, 160)
    assert shows_quarters(picture(clean))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    source = samples.telling(kind)
    assert b"SECRET" in source
    clean = taken_in(source)
    assert samples.told_by(clean.content) == []
    assert not picture(clean).getexif()
    assert samples.jpeg_markers(clean.content) <= samples.PICTURE_MARKERS
    assert picture(clean).size == (1400, 900)


@pytest.mark.parametrize("kind", KINDS)
def test_camera_and_time_are_noted_and_the_place_is_not(kind: str) -> None:
    source = taken_in(samples.telling(kind)).source
    assert source["camera"] == "SECRET-Maker 9"
    assert source["taken_at"] == "2026-03-04T05:06:07+05:00"
    assert set(source) == {"camera", "taken_at", "format", "size", "name"}


@pytest.mark.parametrize(
    "content",
    [
        samples.saved(samples.quarters(mode="CMYK")),
        samples.saved(samples.quarters().quantize(8), "PNG"),
        samples.saved(samples.quarters(), "HEIF"),
        samples.animated("WEBP"),
        samples.animated("PNG"),
        samples.animated("AVIF"),
        samples.saved(samples.quarters(), progressive=True),
    ],
    ids=["CMYK", "palette", "HEIC", "moving WebP", "moving PNG", "moving AVIF", "progressive"],
)
def test_unusual_pictures_keep_their_colours(content: bytes) -> None:
    clean = taken_in(content)
    assert clean.name.endswith(".jpg")
    assert shows_quarters(picture(clean).convert("RGB"))


@pytest.mark.parametrize(
    ("mode", "value"), [("L", 120), ("I;16", 120 * 256 + 99)], ids=["8 bits", "16 bits"]
)
def test_grey_pictures_keep_their_grey(mode: str, value: int) -> None:
    clean = taken_in(samples.saved(Image.new(mode, (60, 40), value), "PNG"))
    assert close_to(picture(clean).getpixel((30, 20)), (120, 120, 120), 2)


def test_black_and_white_line_art_is_taken() -> None:
    clean = taken_in(samples.saved(Image.new("1", (60, 40), 1), "PNG"))
    assert close_to(picture(clean).getpixel((30, 20)), (255, 255, 255), 2)


def test_a_colour_profile_is_applied_and_then_not_needed() -> None:
    clean = taken_in(samples.with_red_and_blue_exchanged())
    assert close_to(picture(clean).getpixel((30, 20)), (0, 0, 255))


def test_a_broken_colour_profile_is_passed_over() -> None:
    clean = taken_in(samples.saved(samples.quarters(), icc_profile=b"no profile at all"))
    assert shows_quarters(picture(clean))


def test_transparency_is_kept_only_where_there_is_some() -> None:
    opaque = samples.quarters(mode="RGBA")
    assert taken_in(samples.saved(opaque, "PNG")).name.endswith(".jpg")
    opaque.putpixel((0, 0), (0, 0, 0, 0))
    clean = taken_in(samples.saved(opaque, "WEBP", lossless=True))
    assert clean.name.endswith(".png")
    assert picture(clean).getpixel((0, 0))[3] == 0


def test_a_large_photo_is_kept_at_3200_pixels() -> None:
    clean = taken_in(samples.saved(samples.textured(5000, 2500)))
    assert (clean.width, clean.height) == picture(clean).size == (3200, 1600)
    assert clean.source["size"] == "5000 × 2500"


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}])
def test_a_picture_of_the_grey_that_stands_for_no_data_is_no_damage(options: dict) -> None:
    clean = taken_in(samples.saved(Image.new("RGB", (600, 400), (128, 128, 128)), **options))
    assert clean.width == 600


def test_restart_markers_of_a_whole_photo_are_no_damage() -> None:
    for size in [(640, 480), (641, 479), (33, 17)]:
        content = samples.saved(samples.textured(*size), restart_marker_blocks=5)
        assert taken_in(content).width == size[0]


# --- Words --------------------------------------------------------------------------------------
def test_words_are_read_from_xmp() -> None:
    xmp = samples.XMP.format(
        caption="Тирган довони қорда", credit="Valley &amp; Co", photographer="Å. Breck"
    )
    words = taken_in(samples.saved(samples.quarters(), xmp=xmp.encode())).words
    assert words == {
        "caption": "Тирган довони қорда",
        "credit": "Valley & Co",
        "photographer": "Å. Breck",
    }


@pytest.mark.parametrize(
    ("encoding", "utf8"), [("utf-8", True), ("utf-8", False), ("latin-1", False)]
)
def test_words_are_read_from_iptc_in_its_encodings(encoding: str, utf8: bool) -> None:
    values = {120: "Zürich bei Föhn".encode(encoding), 80: b"Tomas Breck", 110: b"Courier"}
    words = taken_in(samples.with_iptc(samples.saved(samples.quarters()), values, utf8=utf8)).words
    assert words == {
        "caption": "Zürich bei Föhn",
        "photographer": "Tomas Breck",
        "credit": "Courier",
    }


def test_xmp_counts_more_than_iptc_and_empty_words_count_nothing() -> None:
    xmp = samples.XMP.format(caption="From XMP", credit="", photographer=" ")
    jpeg = samples.saved(samples.quarters(), xmp=xmp.encode())
    words = taken_in(samples.with_iptc(jpeg, {120: b"From IPTC", 115: b"Source"})).words
    assert words == {"caption": "From XMP", "credit": "Source"}


def test_words_fit_their_fields_and_hold_no_control_characters() -> None:
    jpeg = samples.with_iptc(
        samples.saved(samples.quarters()), {120: b"A\0 b\r\n" + b"long " * 200}
    )
    caption = taken_in(jpeg).words["caption"]
    assert caption.startswith("A b long")
    assert len(caption) <= 500
    assert caption.endswith("…")


@pytest.mark.parametrize(
    "xmp",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"<x:xmpmeta",
        b"\xff\xfe\0",
    ],
    ids=["entities", "broken", "not text"],
)
def test_a_broken_or_hostile_xmp_block_is_passed_over(xmp: bytes) -> None:
    assert taken_in(samples.saved(samples.quarters(), xmp=xmp)).words == {}


# --- Limits of the decoder ----------------------------------------------------------------------
def test_a_decoder_out_of_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INTAKE_MEMORY", 200 * 1024 * 1024)
    with pytest.raises(PhotoRefusedError, match="takes more memory"):
        taken_in(samples.saved(Image.new("RGB", (7000, 7000)), "PNG"))


def test_a_decoder_out_of_time_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INTAKE_SECONDS", 0)
    with pytest.raises(PhotoRefusedError, match="takes longer"):
        taken_in(samples.saved(samples.quarters()))


def test_a_second_upload_waits_for_the_first_and_gives_up_in_the_end(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(decoder, "LONGEST_WAIT", 0.2)
    taken_in(samples.saved(samples.quarters()))
    with (settings.VAR_DIR / ".photo-upload.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(PhotoRefusedError, match="Wait a minute"):
            taken_in(samples.saved(samples.quarters()))
    assert taken_in(samples.saved(samples.quarters())).width == 240


def test_the_decoder_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}
    start = decoder.subprocess.Popen

    def listen(*args: Any, **kwargs: Any) -> Any:
        given.update(kwargs["env"])
        return start(*args, **kwargs)

    monkeypatch.setenv("SECRET_KEY", "not for decoders")
    monkeypatch.setattr(decoder.subprocess, "Popen", listen)
    taken_in(samples.saved(samples.quarters()))
    assert set(given) == {"PYTHONPATH", "MALLOC_ARENA_MAX"}


# --- The record ---------------------------------------------------------------------------------
def test_only_the_clean_picture_is_stored_under_the_name_of_its_content(
    make_user: Any, settings: Any
) -> None:
    person = make_user()
    photo = add_photo(
        ContentFile(samples.telling(), name="SECRET-IMG_0042.jpg"), by=person, alt_text="A gradient"
    )
    stored = default_storage.open(photo.file.name).read()
    assert re.fullmatch(rf"photos/{photo.checksum[:2]}/{photo.checksum}\.jpg", photo.file.name)
    assert samples.told_by(stored) == []
    assert (photo.caption, photo.credit) == ("SECRET-caption", "SECRET-credit")
    assert (photo.alt_text, photo.uploaded_by) == ("A gradient", person)
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert kept == [settings.MEDIA_ROOT / photo.file.name]


def test_words_that_somebody_typed_are_kept(db: None) -> None:
    content = ContentFile(samples.telling(), name="x.jpg")
    photo = add_photo(content, by=None, caption="My own caption")
    assert (photo.caption, photo.photographer) == ("My own caption", "SECRET-name")


def test_the_same_picture_twice_is_two_photos_with_files_of_their_own(db: None) -> None:
    content = samples.saved(samples.quarters())
    first, second = (add_photo(ContentFile(content, name="x"), by=None) for _ in range(2))
    assert first.checksum == second.checksum
    assert first.file.name != second.file.name


def test_a_picture_that_our_own_program_drew_needs_no_process(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder.subprocess, "Popen", None)
    photo = add_photo(samples.quarters(4000, 2000), by=None, caption="Drawn")
    assert (photo.width, photo.height) == (3200, 1600)
    assert Image.open(default_storage.open(photo.file.name)).format == "JPEG"


def test_both_ways_of_taking_in_give_the_same_file() -> None:
    image = samples.quarters()
    assert clean_own_picture(image).content == taken_in(samples.saved(image, "PNG")).content


def test_the_job_and_the_photo_come_or_go_together(db: None) -> None:
    with transaction.atomic():
        add_photo(samples.quarters(), by=None)
        assert ProcrastinateJob.objects.count() == 1
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    assert not Photo.objects.exists()
