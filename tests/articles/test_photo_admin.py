"""The photo archive in the admin: adding, prefilling, focal point, the state of the sizes."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Author, Figure, Photo
from articles.photos.intake import add_photo
from articles.photos.renditions import make_sizes
from tests.articles import photo_samples as samples

ADD = "admin:articles_photo_add"
CHANGE = "admin:articles_photo_change"
WORDS = {"caption": "The bridge", "credit": "", "photographer": "", "alt_text": "A bridge"}


@pytest.fixture
def signed_in(make_user: Any, client: Any) -> Any:
    """Sign somebody of a role in."""

    def sign_in(role: str) -> Any:
        client.force_login(make_user(role))
        return client

    return sign_in


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_1.JPG", content, content_type="image/jpeg")


def test_a_storage_that_takes_no_more_is_said_beside_the_words_that_were_typed(
    signed_in: Any, settings: Any
) -> None:
    Path(settings.MEDIA_ROOT).write_text("a file where the folder should be")
    page = signed_in("Reporters").post(
        reverse(ADD), WORDS | {"file": upload(samples.saved(samples.textured()))}
    )
    assert page.status_code == 200
    assert "The media storage could not be read or written." in page.content.decode()
    assert "The bridge</textarea>" in page.content.decode()
    assert not Photo.objects.exists()


def test_a_new_photo_goes_on_to_its_own_page_with_its_words_filled_in(signed_in: Any) -> None:
    client = signed_in("Reporters")
    form = {"file": upload(samples.telling()), "caption": "", "credit": "", "photographer": "Me"}
    response = client.post(reverse(ADD), form, follow=True)
    photo = Photo.objects.get()
    assert response.redirect_chain[-1][0] == reverse(CHANGE, args=[photo.pk])
    page = response.content.decode()
    assert (photo.caption, photo.photographer) == ("SECRET-caption", "Me")
    assert "Taken from the file, please check: caption, credit." in page
    assert "SECRET-Maker 9" in page
    assert photo.uploaded_by is not None
    assert ProcrastinateJob.objects.get().task_name == "articles.tasks.make_sizes"


def test_a_picture_that_is_there_already_is_pointed_out(signed_in: Any) -> None:
    client = signed_in("Reporters")
    first = add_photo(samples.quarters(), by=None, caption="Four colours")
    content = samples.saved(samples.quarters(), "PNG")
    page = client.post(reverse(ADD), {"file": upload(content)}, follow=True).content.decode()
    assert "The archive has this very picture already" in page
    assert f'<a href="{reverse(CHANGE, args=[first.pk])}">Four colours</a>' in page


def test_a_photo_is_added_in_the_small_window_of_an_article_s_form(signed_in: Any) -> None:
    client = signed_in("Reporters")
    form = {"file": upload(samples.saved(samples.quarters())), "_popup": "1"}
    response = client.post(reverse(ADD) + "?_popup=1", form)
    assert response.status_code == 200
    assert b"data-popup-response" in response.content


def test_the_focal_point_is_saved_and_makes_new_cards(signed_in: Any) -> None:
    photo = add_photo(samples.quarters(600, 300), by=None)
    make_sizes(photo.pk)
    client = signed_in("Reporters")
    form = {**WORDS, "focal_x": "0.05", "focal_y": "0.5"}
    assert client.post(reverse(CHANGE, args=[photo.pk]), form).status_code == 302
    photo.refresh_from_db()
    assert (photo.focal_x, photo.rendition_state, photo.caption) == (0.05, "waiting", "The bridge")
    assert ProcrastinateJob.objects.count() == 2


def test_a_focal_point_outside_the_photo_is_a_form_error(signed_in: Any) -> None:
    photo = add_photo(samples.quarters(), by=None)
    client = signed_in("Reporters")
    form = {**WORDS, "focal_x": "1.2", "focal_y": "0.5"}
    assert client.post(reverse(CHANGE, args=[photo.pk]), form).status_code == 200
    photo.refresh_from_db()
    assert photo.focal_x == 0.5


def test_the_preview_marks_the_focal_point_and_the_card(signed_in: Any) -> None:
    photo = add_photo(samples.quarters(600, 300), by=None, focal_x=0.25, focal_y=0.5)
    page = signed_in("Reporters").get(reverse(CHANGE, args=[photo.pk])).content.decode()
    assert '<circle class="photo-focus" cx="150" cy="150" r="15">' in page
    assert "M0 0H600V300H0ZM0 0H450V300H0Z" in page


@pytest.mark.parametrize(
    ("state", "error", "said", "again"),
    [
        ("waiting", "", "Waiting for the worker.", False),
        ("making", "", "Being made: 0 of 6 sets.", False),
        ("ready", "", "Ready: 0 files.", False),
        ("failed", "out_of_time", "takes longer than one photo may take", True),
        ("failed", "gone from the code", "The file is damaged", True),
    ],
)
def test_the_page_says_how_far_the_sizes_are(
    signed_in: Any, state: str, error: str, said: str, again: bool
) -> None:
    photo = add_photo(samples.quarters(), by=None)
    Photo.objects.update(rendition_state=state, rendition_error=error)
    client = signed_in("Reporters")
    for name in (CHANGE, "admin:articles_photo_state"):
        page = client.get(reverse(name, args=[photo.pk])).content.decode()
        assert said in page
        assert ("Try again" in page) is again


def test_try_again_asks_the_worker_once_more(signed_in: Any) -> None:
    photo = add_photo(samples.quarters(), by=None)
    Photo.objects.update(rendition_state="failed", rendition_error="storage")
    client = signed_in("Reporters")
    address = reverse("admin:articles_photo_try_again", args=[photo.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    photo.refresh_from_db()
    assert (photo.rendition_state, photo.rendition_error) == ("waiting", "")
    assert ProcrastinateJob.objects.count() == 2


def test_try_again_wants_the_form_s_token(make_user: Any) -> None:
    photo = add_photo(samples.quarters(), by=None)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("Editors"))
    address = reverse("admin:articles_photo_try_again", args=[photo.pk])
    assert client.post(address).status_code == 403


def test_a_photo_whose_job_is_gone_can_be_tried_again(signed_in: Any) -> None:
    photo = add_photo(samples.quarters(), by=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled'")
    page = signed_in("Reporters").get(reverse(CHANGE, args=[photo.pk])).content.decode()
    assert "Nobody is making the sizes." in page
    assert "Try again" in page


MATRIX = [
    ("Moderators", "draft", False),
    ("Moderators", "published", False),
    ("Reporters", "draft", True),
    ("Reporters", "published", False),
    ("Editors", "draft", True),
    ("Editors", "published", True),
    ("Administrators", "published", True),
]


@pytest.mark.parametrize(("role", "status", "allowed"), MATRIX)
def test_what_readers_see_is_changed_by_editors(
    signed_in: Any, make_article: Any, role: str, status: str, allowed: bool
) -> None:
    photo = add_photo(samples.quarters(), by=None)
    Figure.objects.create(parent=make_article(status=status), photo=photo, ordering=20)
    client = signed_in(role)
    form = {**WORDS, "focal_x": "0.5", "focal_y": "0.5"}
    again = reverse("admin:articles_photo_try_again", args=[photo.pk])
    wanted = 302 if allowed else 403
    assert client.post(reverse(CHANGE, args=[photo.pk]), form).status_code == wanted
    assert client.post(again).status_code == wanted
    assert Photo.objects.filter(caption="The bridge").exists() is allowed


def test_the_list_shows_thumbnails_and_finds_words(signed_in: Any) -> None:
    client = signed_in("Reporters")
    add_photo(samples.quarters(), by=None, caption="The bridge at dawn")
    add_photo(samples.textured(300, 200), by=None, credit="Glassworks archive")
    address = reverse("admin:articles_photo_changelist")
    page = client.get(address, {"q": "glassworks"}).content.decode()
    assert page.count('class="photo-thumbnail"') == 1
    assert "The bridge at dawn" not in page


def test_the_list_costs_the_same_for_two_photos_and_for_twenty(
    signed_in: Any, make_photo: Any
) -> None:
    client = signed_in("Reporters")
    counts = []
    for number in (2, 18):
        for _ in range(number):
            make_photo()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("admin:articles_photo_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_photo_in_use_is_not_deleted(signed_in: Any) -> None:
    photo = add_photo(samples.quarters(), by=None, caption="The bridge")
    Author.objects.create(name="Tomas Breck", slug="tomas-breck", portrait=photo)
    client = signed_in("Administrators")
    address = reverse("admin:articles_photo_delete", args=[photo.pk])
    page = client.post(address, {"post": "yes"}).content.decode()
    assert "Tomas Breck" in page
    assert Photo.objects.exists()
    assert default_storage.exists(photo.file.name)


@pytest.mark.parametrize("way", ["page", "action"])
def test_a_deleted_photo_takes_its_files_along(
    signed_in: Any, settings: Any, way: str, django_capture_on_commit_callbacks: Any
) -> None:
    photo = add_photo(samples.quarters(), by=None)
    make_sizes(photo.pk)
    client = signed_in("Administrators")
    with django_capture_on_commit_callbacks(execute=True):
        if way == "page":
            client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})
        else:
            form = {"action": "delete_selected", "_selected_action": photo.pk, "post": "yes"}
            client.post(reverse("admin:articles_photo_changelist"), form)
    assert not Photo.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
