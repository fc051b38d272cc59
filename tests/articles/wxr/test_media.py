"""Pictures of an old site: found by address, name and size, taken in once, else missing."""

import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from articles.models import Photo, TakenPicture
from articles.photos.intake import add_photo
from articles.wxr.items import Item, PictureRef
from articles.wxr.media import Limits, Media, MediaUnusable, media_from
from articles.wxr.media.names import absolute, key_of, originals
from tests.articles.photo_samples import quarters, saved, with_iptc
from tests.articles.wxr.old_site import old_site
from tests.making import Make

UPLOADS = "https://old.example/wp-content/uploads"
BASE = "https://old.example"
pytestmark = pytest.mark.django_db
Open = Callable[..., Media]


def picture(width: int = 64) -> bytes:
    """A picture that can be told from others by its width."""
    return saved(quarters(width, 40))


@pytest.fixture(params=["folder", "zip"])
def given(request: Any, tmp_path: Path) -> Open:
    """Open a folder, or a zip, with some files; each is given by its width or its content."""

    def given(**files: Any) -> Media:
        names = {name.replace("__", "/"): content for name, content in files.items()}
        return media_with(names, tmp_path, zipped=request.param == "zip")

    return given


def media_with(files: dict[str, Any], tmp_path: Path, *, zipped: bool) -> Media:
    """Open a folder or a zip with files by their paths."""
    contents = {
        path: picture(content) if isinstance(content, int) else content
        for path, content in files.items()
    }
    if zipped:
        with zipfile.ZipFile(tmp_path / "media.zip", "w") as archive:
            for path, content in contents.items():
                archive.writestr(path, content)
        return media_from(tmp_path / "media.zip", base_url=BASE)
    for path, content in contents.items():
        (tmp_path / "media" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "media" / path).write_bytes(content)
    (tmp_path / "media").mkdir(exist_ok=True)
    return media_from(tmp_path / "media", base_url=BASE)


def width_of(media: Media, url: str = "", number: int | None = None) -> int | None:
    """The width of the photo that a text's picture becomes, None for a missing one."""
    photo = media.photo_for(PictureRef(url, number))
    return photo.width if photo else None


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("/wp-content/a.jpg", "old.example/wp-content/a.jpg"),
        ("//www.Old.example/A.jpg?w=604#x", "old.example/a.jpg"),
        ("https://i0.wp.com/old.example/a.jpg?resize=3", "old.example/a.jpg"),
        ("http://old.example/image.php?id=3", "old.example/image.php?id=3"),
        ("/%D8%B3.jpg", "old.example/س.jpg"),
        ("data:image/png;base64,xx", ""),
        ("http://[bad/a.jpg", ""),
        ("", "old.example/"),
    ],
)
def test_one_picture_has_one_key(address: str, known: str) -> None:
    assert key_of(absolute(address, BASE)) == known


def test_the_originals_of_a_size_are_known() -> None:
    assert originals("x/a-300x200.jpg") == ["x/a.jpg", "x/a-scaled.jpg", "x/a-rotated.jpg"]
    assert originals("x/a-e1234567890123-300x200.jpg")[0] == "x/a.jpg"
    assert originals("x/a-300.jpg") == originals("x/a.jpg") == []


def test_a_picture_is_found_by_its_address(given: Open) -> None:
    media = given(**{"2012__03__a.jpg": 64, "2012__04__a.jpg": 80})
    assert width_of(media, f"{UPLOADS}/2012/04/a.jpg") == 80
    assert width_of(media, f"{UPLOADS}/2012/03/a.jpg") == 64
    assert width_of(media, "/wp-content/uploads/2012/03/A.JPG?w=100") == 64
    assert (media.taken, media.known, media.missing) == (2, 1, [])


def test_a_picture_is_found_by_its_name_alone_where_that_is_enough(given: Open) -> None:
    media = given(**{"all__a.jpg": 64, "2012__03__b.jpg": 80, "x__c.jpg": 64, "y__c.jpg": 80})
    assert width_of(media, f"{UPLOADS}/2012/03/a.jpg") == 64
    assert width_of(media, f"{UPLOADS}/2015/07/b.jpg") is None, "it is of another month"
    assert width_of(media, f"{UPLOADS}/2012/03/c.jpg") is None
    assert "Several files" in media.missing[-1].reason


def test_a_size_is_replaced_by_its_original(given: Open) -> None:
    media = given(
        **{"2012__a.jpg": 90, "2012__a-30x20.jpg": 30, "b-scaled.jpg": 80, "b-9x9.jpg": 9}
    )
    assert width_of(media, f"{UPLOADS}/2012/a-30x20.jpg") == 90
    assert width_of(media, f"{UPLOADS}/2012/a-60x40.jpg") == 90
    assert width_of(media, f"{UPLOADS}/b-60x40.jpg") == 80
    assert media.taken == 2


def test_what_an_attachment_is_called_is_no_size(given: Open) -> None:
    media = given(**{"map-30x20.jpg": 30, "map-58x30.jpg": 58, "map.jpg": 99})
    for number, name in enumerate(["map-30x20.jpg", "map-58x30.jpg"], start=1):
        media.know_attachment(attachment(number, name))
    assert width_of(media, f"{UPLOADS}/map-30x20.jpg") == 30
    assert width_of(media, f"{UPLOADS}/map-58x30.jpg") == 58
    assert width_of(media, number=2) == 58


def test_where_an_original_is_lost_the_largest_of_its_sizes_is_taken(given: Open) -> None:
    media = given(**{"a-30x20.jpg": 30, "a-60x40.jpg": 60, "a-90x90.jpg": 90, "b-58x30.jpg": 58})
    assert width_of(media, f"{UPLOADS}/a-45x30.jpg") == 60
    assert width_of(media, f"{UPLOADS}/b-30x20.jpg") is None, "of other proportions: another one"


def test_an_original_that_cannot_be_taken_gives_way_to_a_size(given: Open) -> None:
    media = given(**{"a.jpg": picture(90)[:-200], "a-scaled.jpg": 80, "a-30x20.jpg": 30})
    assert width_of(media, f"{UPLOADS}/a-30x20.jpg") == 80
    assert media.missing == []


def test_names_are_found_however_another_system_wrote_them(tmp_path: Path) -> None:
    name = "Qishlogʻ é.jpg"
    media = media_with({unicodedata.normalize("NFD", name): 64}, tmp_path, zipped=False)
    assert width_of(media, f"{UPLOADS}/Qishlog%CA%BB%20%C3%A9.jpg") == 64
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("xxxxxxxx.jpg", picture(80))
        archive.writestr("__MACOSX/._xxxxxxxx.jpg", b"what macOS adds")
    silently = (tmp_path / "b.zip").read_bytes().replace(b"xxxxxxxx.jpg", "سلام.jpg".encode())
    (tmp_path / "b.zip").write_bytes(silently)  # no flag says that the names are UTF-8
    with media_from(tmp_path / "b.zip", base_url=BASE) as media:
        assert width_of(media, f"{UPLOADS}/%D8%B3%D9%84%D8%A7%D9%85.jpg") == 80


def attachment(number: int, name: str, **others: Any) -> Item:
    """An attachment as an export gives it."""
    return Item(number, "attachment", attachment_url=f"{UPLOADS}/{name}", **others)


def test_an_attachments_words_are_the_photos(given: Open, make_user: Make) -> None:
    media, editor = given(**{"a.jpg": 64, "b.jpg": 80}), make_user("Editors")
    words = {"_wp_attachment_image_alt": "A <b>dam</b> &amp; a lake"}
    media.know_attachment(attachment(7, "a.jpg", excerpt="The dam,\n 2012", meta=words))
    photo = media.photo_for(
        PictureRef(f"{UPLOADS}/a-30x20.jpg", 7), caption="Here", credit="Rita", alt="x", by=editor
    )
    assert photo
    assert (photo.caption, photo.alt_text) == ("The dam, 2012", "A dam & a lake")
    assert (photo.credit, photo.uploaded_by) == ("Rita", editor)
    assert photo.name_it_came_with == "a.jpg"
    other = media.photo_for(PictureRef(f"{UPLOADS}/b.jpg"), caption="x" * 999, alt="A lake")
    assert other
    assert (len(other.caption), other.alt_text) == (500, "A lake")


def test_a_picture_is_taken_in_once_whatever_it_is_called(given: Open) -> None:
    media = given(**{"a.jpg": 64, "copy__b.jpg": 64})
    first = media.photo_for(PictureRef(f"{UPLOADS}/a.jpg"), caption="First")
    again = media.photo_for(PictureRef(f"{UPLOADS}/b.jpg"), caption="Second")
    assert first == again
    assert Photo.objects.get().caption == "First"
    assert (media.taken, media.known) == (1, 1)


def test_a_photo_that_an_editor_has_uploaded_is_found_again(given: Open, make_user: Make) -> None:
    own = add_photo(ContentFile(picture(64), name="own.jpg"), by=make_user("Editors"))
    assert given(**{"a.jpg": 64}).photo_for(PictureRef(f"{UPLOADS}/a.jpg")) == own


def test_a_second_run_takes_nothing_in_and_needs_no_files(given: Open) -> None:
    ref = PictureRef(f"{UPLOADS}/a-30x20.jpg")
    photo = given(**{"a.jpg": 64}).photo_for(ref)
    assert photo
    Photo.objects.update(caption="An editor's words")
    again = media_from(None, base_url=BASE)
    assert again.photo_for(ref, caption="Ours") == photo
    assert (again.taken, Photo.objects.get().caption) == (0, "An editor's words")
    assert TakenPicture.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"<html></html>", "web page"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("a.jpg", b"GIF89a" + bytes(100), "GIF"),
        ("a.jpg", picture()[:-200], "missing"),
        ("b.jpg", 64, "not among the files"),
    ],
)
def test_what_cannot_be_had_is_missing_once_with_a_reason(
    name: str, content: Any, why: str, given: Open
) -> None:
    media, ref = given(**{name: content}), PictureRef(f"{UPLOADS}/a.jpg")
    assert [media.photo_for(ref) for _time in range(3)] == [None] * 3
    (missing,) = media.missing
    assert missing.address == f"{UPLOADS}/a.jpg"
    assert why in missing.reason
    assert media.why_missing(ref) == missing
    assert not Photo.objects.exists()


def test_an_attachment_that_nobody_knows_is_missing() -> None:
    media = media_from(None, base_url=BASE)
    assert media.photo_for(PictureRef(attachment_id=17)) is None
    assert media.missing[0].address == "attachment 17"
    media.know_attachment(attachment(18, "a.jpg"))
    assert media.photo_for(PictureRef(attachment_id=18)) is None
    assert media.missing[1].address == f"{UPLOADS}/a.jpg"
    assert "no downloads were asked for" in media.missing[1].reason


def test_what_a_rollback_took_away_leaves_no_file(given: Open) -> None:
    media = given(**{"a.jpg": 64, "b.jpg": 80})
    kept = media.photo_for(PictureRef(f"{UPLOADS}/b.jpg"))
    with transaction.atomic():
        gone = media.photo_for(PictureRef(f"{UPLOADS}/a.jpg"))
        transaction.set_rollback(True)
    assert kept
    assert gone
    media.take_back()
    assert default_storage.exists(str(kept.file))
    assert not default_storage.exists(str(gone.file))


# --- Folders and zips that were made to do harm --------------------------------------------------
@pytest.mark.parametrize(
    "name", ["../a.jpg", "x/../../a.jpg", "/etc/a.jpg", "..\\a.jpg", "C:\\a.jpg", "x/.."]
)
def test_a_zip_with_a_name_that_leads_out_of_it_is_refused_whole(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("fine.jpg", picture())
        archive.writestr(name, picture())
    with pytest.raises(MediaUnusable, match="leads out of it"):
        media_from(tmp_path / "a.zip")


def test_what_is_no_zip_or_half_of_one_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(MediaUnusable, match=r"^a\.zip cannot be read as a zip: "):
        media_from(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.jpg", picture())
    (tmp_path / "b.zip").write_bytes((tmp_path / "b.zip").read_bytes()[:-30])
    with pytest.raises(MediaUnusable, match="cannot be read as a zip"):
        media_from(tmp_path / "b.zip")
    with pytest.raises(MediaUnusable, match="There is no folder and no zip"):
        media_from(tmp_path / "nothing")


def test_a_damaged_entry_is_missing_and_the_others_are_there(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jpg", picture())
        archive.writestr("b.jpg", picture())
    content = bytearray((tmp_path / "a.zip").read_bytes())
    content[100] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(content))
    media = media_from(tmp_path / "a.zip", base_url=BASE)
    assert width_of(media, f"{UPLOADS}/a.jpg") is None
    assert "cannot be read" in media.missing[0].reason
    assert width_of(media, f"{UPLOADS}/b.jpg") == 64


def test_an_entry_that_explodes_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", bytes(50_000_000))
    media = media_from(tmp_path / "a.zip", base_url=BASE, limits=Limits(picture_bytes=1_000_000))
    assert width_of(media, f"{UPLOADS}/a.jpg") is None
    assert "more than 0 MB" in media.missing[0].reason


def test_a_link_that_leads_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture())
    (tmp_path / "media").mkdir()
    os.symlink(tmp_path / "secret.jpg", tmp_path / "media" / "a.jpg")
    media = media_from(tmp_path / "media", base_url=BASE)
    assert width_of(media, f"{UPLOADS}/a.jpg") is None
    assert "leads out" in media.missing[0].reason


# --- Downloads ------------------------------------------------------------------------------------
def test_what_the_files_lack_is_downloaded_the_original_before_its_size(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.jpg").write_bytes(picture(64))
    with old_site() as site:
        site.pages = {"/u/b.jpg": picture(80), "/u/c-30x20.jpg": picture(30)}
        media = media_from(
            tmp_path / "media",
            download=True,
            limits=site.limits(),
            base_url=site.url,
            state_dir=tmp_path / "state",
            resolve_host=site.resolve(),
        )
        assert width_of(media, f"{site.url}/u/a.jpg") == 64
        assert width_of(media, "/u/b-30x20.jpg") == 80
        assert width_of(media, "/u/c-30x20.jpg") == 30
        assert width_of(media, "/u/d.jpg") is None
        assert media.missing[0].reason == "The site answers 404."
        assert site.asked[0][0] == "/u/b.jpg"


def test_downloads_need_a_folder_that_keeps_them() -> None:
    with pytest.raises(ValueError, match="folder"):
        media_from(None, download=True)


def test_the_words_of_a_file_fill_what_nobody_else_has_said(given: Open) -> None:
    media = given(**{"a.jpg": with_iptc(picture(), {120: b"What the desk wrote"})})
    photo = media.photo_for(PictureRef(f"{UPLOADS}/a.jpg"))
    assert photo
    assert photo.caption == "What the desk wrote"
