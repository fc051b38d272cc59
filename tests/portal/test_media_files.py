"""Pictures come with their own type, for good, and nothing else comes at all."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 4000


@pytest.fixture
def media(settings: Any) -> Path:
    """A media folder with a picture in it, and a secret beside it."""
    root = Path(settings.MEDIA_ROOT)
    (root / "photos").mkdir(parents=True)
    (root / "photos" / "dawn.jpg").write_bytes(JPEG)
    (root.parent / "secret.jpg").write_bytes(b"secret")
    return root


@pytest.mark.usefixtures("media")
def test_a_picture_comes_whole_and_may_be_kept_for_good(client: Client) -> None:
    response = client.get("/media/photos/dawn.jpg")
    assert b"".join(response.streaming_content) == JPEG
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(len(JPEG))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    assert "Vary" not in response or "cookie" not in response["Vary"].lower()


@pytest.mark.usefixtures("media")
def test_a_picture_that_the_browser_has_is_not_sent_again(client: Client) -> None:
    changed = client.get("/media/photos/dawn.jpg")["Last-Modified"]
    again = client.get("/media/photos/dawn.jpg", HTTP_IF_MODIFIED_SINCE=changed)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["page.html", "drawing.svg", "script.js", "no-suffix", "photos", "photos/", "none.jpg"]
)
def test_what_is_no_picture_is_not_served(client: Client, media: Path, name: str) -> None:
    for file in ("page.html", "drawing.svg", "script.js", "no-suffix"):
        (media / file).write_text("<script>alert(1)</script>")
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.django_db
def test_nothing_outside_the_folder_is_served(client: Client, media: Path) -> None:
    (media / "way-out.jpg").symlink_to(media.parent / "secret.jpg")
    for name in ("way-out.jpg", "../secret.jpg", "%2e%2e/secret.jpg", "photos/%00.jpg"):
        assert client.get(f"/media/{name}").status_code == 404, name


@pytest.mark.usefixtures("media")
def test_pictures_are_only_read(client: Client) -> None:
    assert client.post("/media/photos/dawn.jpg").status_code == 405
