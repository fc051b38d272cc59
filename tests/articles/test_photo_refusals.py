"""Every bad file is a form error in a sentence; what was typed beside it is kept."""

import html
import re
import time
from functools import cache
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Photo
from articles.photos import intake, limits
from tests.articles import photo_samples as samples

ADD = "admin:articles_photo_add"


@pytest.fixture
def reporter(make_user: Any, client: Any) -> Any:
    client.force_login(make_user("Reporters"))
    return client


def post(client: Any, content: bytes, name: str = "bridge.jpg", **words: str) -> Any:
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    return client.post(reverse(ADD), {"file": file, "caption": "", "alt_text": "", **words})


def errors_of(response: Any) -> list[str]:
    found = re.findall(r'class="errorlist"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", " ", entry)).strip() for entry in found]


@pytest.mark.parametrize("name", samples.BAD)
def test_a_bad_file_is_a_form_error_that_says_what_is_wrong(reporter: Any, name: str) -> None:
    make, words = samples.BAD[name]
    response = post(reporter, make(), caption="The bridge at dawn", alt_text="A bridge")
    assert response.status_code == 200
    (error,) = errors_of(response)
    assert words in error
    assert error.endswith(".")
    assert "The bridge at dawn" in response.content.decode()
    assert not Photo.objects.exists()
    assert not default_storage.exists("photos")


@cache  # to encode one takes longer than to refuse it
def textured(kind: str) -> bytes:
    return samples.saved(samples.textured(), kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_file_cut_anywhere_is_a_form_error(reporter: Any, kind: str, share: float) -> None:
    whole = textured(kind)
    response = post(reporter, whole[: int(len(whole) * share)])
    assert response.status_code == 200
    assert len(errors_of(response)) == 1


def test_a_bomb_is_refused_before_it_is_decoded(reporter: Any) -> None:
    begun = time.monotonic()
    assert post(reporter, samples.png_header(60_000, 60_000)).status_code == 200
    assert time.monotonic() - begun < 10


def test_a_file_of_too_many_bytes_is_refused_unread(
    reporter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr(intake.decoder, "read_upload", None)
    response = post(reporter, b"\xff\xd8\xff" + bytes(2_000_000))
    (error,) = errors_of(response)
    assert error.startswith("The file has 2 MB; 40 MB is the most.")


def test_a_decoder_that_is_killed_is_a_form_error(
    reporter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "INTAKE_MEMORY", 9 * 1024 * 1024)  # not even Pillow fits
    response = post(reporter, samples.saved(samples.quarters()))
    assert response.status_code == 200
    (error,) = errors_of(response)
    assert error.startswith("Opening this picture takes more memory")


def test_no_file_is_a_form_error(reporter: Any) -> None:
    response = reporter.post(reverse(ADD), {"caption": "The bridge"})
    assert errors_of(response) == ["Choose the photo's file."]


def test_the_name_and_the_stated_type_of_a_file_say_nothing(reporter: Any) -> None:
    response = post(reporter, samples.saved(samples.quarters(), "WEBP"), name="strange.html")
    assert response.status_code == 302
    assert Photo.objects.get().file.name.endswith(".jpg")


def test_words_longer_than_their_field_are_a_form_error_and_store_nothing(reporter: Any) -> None:
    response = post(reporter, samples.saved(samples.quarters()), caption="x" * 501)
    assert response.status_code == 200
    assert not default_storage.exists("photos")
