"""The sizes of a photo: which are made, by whom, and what happens when it goes wrong."""

import asyncio
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from articles import tasks
from articles.models import Photo
from articles.photos import decoder, limits
from articles.photos.archive import change_photo, remove_photo
from articles.photos.intake import add_photo
from articles.photos.refusals import PhotoRefusedError
from articles.photos.renditions import (
    ask_for_sizes,
    card_box,
    make_sizes,
    nobody_makes,
    plan_sizes,
    widths_for,
)
from tests.articles import photo_samples as samples
from tests.working import in_own_thread, work


@pytest.fixture
def make_real_photo(db: None) -> Any:
    """Make a photo with a file behind it; small, so that encoding is quick."""

    def make(width: int = 700, height: int = 500, **fields: Any) -> Photo:
        return add_photo(samples.quarters(width, height), by=None, **fields)

    return make


def made(photo: Photo) -> Photo:
    make_sizes(photo.pk)
    photo.refresh_from_db()
    return photo


def files() -> set[str]:
    root = Path(default_storage.location)  # type: ignore[attr-defined]
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def opened(row: dict) -> Image.Image:
    return Image.open(BytesIO(default_storage.open(row["name"]).read()))


# --- Which sizes --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("full", "widths"),
    [
        (3200, [320, 480, 768, 1024, 1440, 2048]),
        (2048, [320, 480, 768, 1024, 1440, 2048]),
        (1800, [320, 480, 768, 1024, 1440, 1800]),
        (1050, [320, 480, 768, 1050]),
        (322, [322]),
        (7, [7]),
    ],
)
def test_sizes_go_up_to_the_photo_and_never_beyond(full: int, widths: list[int]) -> None:
    assert widths_for(full, limits.WIDTHS) == widths


@pytest.mark.parametrize(
    ("size", "focal", "box"),
    [
        ((3000, 2000), (0.1, 0.9), (0, 0, 3000, 2000)),
        ((4000, 2000), (0.5, 0.5), (500, 0, 3500, 2000)),
        ((4000, 2000), (0.0, 0.5), (0, 0, 3000, 2000)),
        ((4000, 2000), (1.0, 0.5), (1000, 0, 4000, 2000)),
        ((1200, 2400), (0.5, 0.25), (0, 200, 1200, 1000)),
        ((1200, 2400), (0.5, 1.0), (0, 1600, 1200, 2400)),
        ((1, 1), (0.5, 0.5), (0, 0, 1, 1)),
    ],
)
def test_the_card_is_cut_around_the_focal_point(size: Any, focal: Any, box: Any) -> None:
    photo = Photo(width=size[0], height=size[1], focal_x=focal[0], focal_y=focal[1])
    assert card_box(photo) == box


def test_a_camera_s_photo_has_at_least_five_widths_in_three_formats() -> None:
    plan = plan_sizes(Photo(width=3200, height=2400), [("", "avif"), ("", "webp"), ("", "jpeg")])
    for format_ in ("avif", "webp", "jpeg"):
        assert len({row["width"] for row in plan if row["format"] == format_}) >= 5


def test_the_files_are_what_the_row_says_and_tell_nothing_else(db: None) -> None:
    upload = ContentFile(samples.telling(), name="x.jpg")
    photo = made(add_photo(upload, by=None))
    assert photo.rendition_state == "ready"
    assert {(row["crop"], row["format"]) for row in photo.renditions} == {
        (crop, format_) for crop in ("", "card") for format_ in ("avif", "webp", "jpeg")
    }
    for row in photo.renditions:
        image = opened(row)
        assert image.size == (row["width"], row["height"])
        assert image.format == row["format"].upper()
        assert not image.getexif()
        assert not {"icc_profile", "xmp", "comment", "photoshop"} & set(image.info)
        assert samples.told_by(default_storage.open(row["name"]).read()) == []
        wanted = 1400 / 900 if not row["crop"] else 3 / 2
        assert image.width / image.height == pytest.approx(wanted, abs=0.02)


def test_transparency_is_kept_where_the_format_has_it(make_real_photo: Any) -> None:
    clear = Image.new("RGBA", (500, 400), (200, 0, 0, 0))
    photo = made(add_photo(clear, by=None))
    for row in photo.renditions:
        pixel = opened(row).convert("RGBA").getpixel((10, 10))
        if row["format"] == "jpeg":
            assert pixel == (255, 255, 255, 255)  # on paper
        else:
            assert pixel[3] == 0


def test_a_card_shows_what_is_at_the_focal_point(make_real_photo: Any) -> None:
    photo = made(make_real_photo(1200, 400, focal_x=0.0))
    card = next(r for r in photo.renditions if (r["crop"], r["format"]) == ("card", "jpeg"))
    red = opened(card).getpixel((card["width"] - 20, 20))
    assert red[0] > 150
    assert red[1] < 80


# --- The job ------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_the_sizes_of_a_photo_that_was_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    photo = add_photo(samples.quarters(400, 300), by=None)
    assert (photo.rendition_state, photo.renditions) == ("waiting", [])
    work()
    photo.refresh_from_db()
    assert photo.rendition_state == "ready"
    jobs = dict(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert jobs["articles.tasks.make_sizes"] == "succeeded"
    assert jobs.get("articles.tasks.take_up_abandoned_sizes", "succeeded") == "succeeded"


def test_a_moved_focal_point_makes_the_cards_anew_and_only_them(make_real_photo: Any) -> None:
    photo = made(make_real_photo())
    whole = {row["name"] for row in photo.renditions if not row["crop"]}
    cards = {row["name"] for row in photo.renditions if row["crop"]}
    photo.focal_y = 1.0
    change_photo(photo, by=None)
    assert Photo.objects.get().rendition_state == "waiting"
    made(photo)
    assert {row["name"] for row in photo.renditions if not row["crop"]} == whole
    assert not {row["name"] for row in photo.renditions} & cards
    assert files() == {photo.file.name, *(row["name"] for row in photo.renditions)}


def test_other_changes_ask_for_nothing_and_leave_the_worker_s_columns(make_real_photo: Any) -> None:
    photo = make_real_photo()
    stale = Photo.objects.get()
    made(photo)
    stale.caption = "New words"
    change_photo(stale, by=None)
    photo.refresh_from_db()
    assert photo.caption == "New words"
    assert (photo.rendition_state, len(photo.renditions)) == ("ready", 18)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize("said_late", [False, True], ids=["", "before the state is written"])
def test_a_focal_point_moved_while_sizes_are_made_waits_for_the_next_job(
    make_real_photo: Any, monkeypatch: pytest.MonkeyPatch, said_late: bool
) -> None:
    photo = make_real_photo()
    encode = decoder.encode_sizes

    def moved_meanwhile(*args: Any) -> Any:
        photo.focal_x = 0.2
        change_photo(photo, by=None)
        if said_late:
            Photo.objects.update(rendition_state="making")
        yield from encode(*args)

    monkeypatch.setattr(decoder, "encode_sizes", moved_meanwhile)
    assert made(photo).rendition_state == ("making" if said_late else "waiting")
    monkeypatch.setattr(decoder, "encode_sizes", encode)
    assert made(photo).rendition_state == "ready"


def test_a_failed_job_says_why_and_can_be_asked_for_again(make_real_photo: Any) -> None:
    photo = make_real_photo()
    master = default_storage.open(photo.file.name).read()
    default_storage.delete(photo.file.name)
    with pytest.raises(FileNotFoundError):
        make_sizes(photo.pk)
    photo.refresh_from_db()
    assert (photo.rendition_state, photo.rendition_error) == ("failed", "no_file")
    default_storage.save(photo.file.name, ContentFile(master))
    ask_for_sizes(photo)
    made(photo)
    assert (photo.rendition_state, photo.rendition_error) == ("ready", "")


def test_a_decoder_that_runs_out_of_time_fails_the_job_and_keeps_what_was_made(
    make_real_photo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = made(make_real_photo())
    before = photo.renditions
    monkeypatch.setattr(limits, "SIZES_SECONDS", 0)
    with pytest.raises(PhotoRefusedError):
        make_sizes(photo.pk, afresh=True)
    photo.refresh_from_db()
    assert (photo.rendition_state, photo.rendition_error) == ("failed", "out_of_time")
    assert photo.renditions == before


def test_pages_get_the_cheap_formats_while_the_dear_ones_are_made(
    make_real_photo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_real_photo()
    encode = decoder.encode_sizes

    def broken_off(*args: Any) -> Any:
        for place, content in encode(*args):
            if args[2][place]["format"] == "avif":
                raise PhotoRefusedError("out_of_time")
            yield place, content

    monkeypatch.setattr(decoder, "encode_sizes", broken_off)
    with pytest.raises(PhotoRefusedError):
        make_sizes(photo.pk)
    photo.refresh_from_db()
    assert {row["format"] for row in photo.renditions} == {"jpeg", "webp"}


def test_a_photo_deleted_before_its_job_is_no_error(make_real_photo: Any) -> None:
    photo = make_real_photo()
    Photo.objects.all().delete()
    make_sizes(photo.pk)


def test_a_photo_deleted_during_its_job_leaves_no_file(
    make_real_photo: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    photo = make_real_photo()
    encode = decoder.encode_sizes

    def deleted_meanwhile(*args: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            remove_photo(Photo.objects.get(), by=None)
        yield from encode(*args)

    monkeypatch.setattr(decoder, "encode_sizes", deleted_meanwhile)
    make_sizes(photo.pk)
    assert files() == set()


def test_removing_a_photo_removes_all_its_files(
    make_real_photo: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other, photo = make_real_photo(), made(make_real_photo())
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo, by=None)
    assert files() == {other.file.name}


# --- Workers that die ---------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)  # looked at from another thread
def test_a_photo_whose_worker_was_killed_is_given_to_another(make_real_photo: Any) -> None:
    make_real_photo()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = 1", [dead]
        )
    context: Any = type("Context", (), {"app": app})
    in_own_thread(asyncio.run, tasks.take_up_abandoned_sizes.func(context, 0))
    assert ProcrastinateJob.objects.get(task_name="articles.tasks.make_sizes").status == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_photo_whose_worker_lives_is_left_to_it(make_real_photo: Any) -> None:
    make_real_photo()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id"
        )
        (alive,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [alive])
    context: Any = type("Context", (), {"app": app})
    in_own_thread(asyncio.run, tasks.take_up_abandoned_sizes.func(context, 0))
    assert ProcrastinateJob.objects.get().status == "doing"


def test_a_photo_without_a_job_is_known_as_abandoned(make_real_photo: Any) -> None:
    photo = make_real_photo()
    assert not nobody_makes(photo)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert nobody_makes(photo)


# --- The command --------------------------------------------------------------------------------
def test_make_renditions_asks_for_what_is_missing(make_real_photo: Any) -> None:
    made(make_real_photo())
    make_real_photo()
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert "sizes of 1 photos" in out.getvalue()
    assert ProcrastinateJob.objects.count() == 3


def test_make_renditions_now_makes_them_and_names_what_failed(make_real_photo: Any) -> None:
    good, bad = make_real_photo(), make_real_photo(600)
    default_storage.delete(bad.file.name)
    with pytest.raises(CommandError, match="1 photos have no sizes"):
        call_command("make_renditions", "--now", stdout=StringIO(), stderr=StringIO())
    good.refresh_from_db()
    assert good.rendition_state == "ready"
