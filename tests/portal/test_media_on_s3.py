"""Pictures on S3: they go there, readers get them from there, and an S3 that is down loses nothing.

The S3 is moto's, a server of its own on this machine.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from moto.server import ThreadedMotoServer
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Photo
from articles.photos.archive import remove_photo
from articles.photos.intake import add_photo
from articles.photos.pictures import jpeg_near
from articles.photos.renditions import make_sizes
from articles.structured_data import picture_address
from articles.tasks import delete_files
from portal.environment import Environment
from portal.media_bucket import MediaBucket
from portal.site_address import SiteAddress
from tests.articles import photo_samples as samples
from tests.making import Make
from tests.portal.test_settings import PUBLIC, run, show
from tests.working import work

ADD = "admin:articles_photo_add"
PUBLIC_URL = "https://media.example.org/paper"
S3 = {
    "MEDIA_S3_URL": "https://s3.example.org/pictures",
    "AWS_ACCESS_KEY_ID": "made-up",
    "AWS_SECRET_ACCESS_KEY": "made-up",
}


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """A client of an S3 that runs, with an empty bucket."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",
    )
    client.create_bucket(Bucket="pictures")
    yield client
    server.stop()


@pytest.fixture
def bucket(s3: Any, settings: Any) -> Iterator[MediaBucket]:
    """Keep the house's pictures in the bucket, which is empty again afterwards."""
    found = MediaBucket(
        s3.meta.endpoint_url, "pictures", "us-east-1", PUBLIC_URL, "made-up", "made-up"
    )
    use(settings, found)
    yield found
    for name in names(s3):
        s3.delete_object(Bucket="pictures", Key=name)


@pytest.fixture
def down(bucket: MediaBucket) -> MediaBucket:
    """The bucket under an address where nobody answers."""
    return replace(bucket, endpoint="http://127.0.0.1:9")


def use(settings: Any, bucket: MediaBucket) -> None:
    settings.MEDIA_BUCKET = bucket
    settings.STORAGES = {**settings.STORAGES, "default": bucket.storage()}


def names(s3: Any) -> set[str]:
    return {entry["Key"] for entry in s3.list_objects_v2(Bucket="pictures").get("Contents", [])}


def named_by(photo: Photo) -> set[str]:
    photo.refresh_from_db()
    return {photo.file.name, *(row["name"] for row in photo.renditions)}


def send(client: Client, make_user: Make) -> Any:
    client.force_login(make_user("Reporters"))
    file = SimpleUploadedFile("IMG_1.JPG", samples.saved(samples.textured()))
    words = {"caption": "The bridge", "credit": "", "photographer": "", "alt_text": "A bridge"}
    return client.post(reverse(ADD), words | {"file": file})


# --- Where pictures go, and where readers get them -----------------------------------------------
def test_a_photo_that_is_added_lies_in_the_bucket_as_browsers_want_it(
    s3: Any, bucket: MediaBucket, client: Client, make_user: Make
) -> None:
    assert send(client, make_user).status_code == 302
    photo = Photo.objects.get()
    make_sizes(photo.pk)
    assert names(s3) == named_by(photo)
    kinds = set()
    for name in names(s3):
        found = s3.get_object(Bucket="pictures", Key=name)
        assert found["CacheControl"] == "public, max-age=31536000, immutable"
        kinds.add((name.rsplit(".", 1)[1], found["ContentType"]))
        assert samples.told_by(found["Body"].read()) == []
    assert kinds >= {("jpeg", "image/jpeg"), ("webp", "image/webp"), ("avif", "image/avif")}


def test_pages_name_the_public_address_and_nothing_of_the_bucket_s_own(
    bucket: MediaBucket, client: Client, make_article: Make
) -> None:
    photo = add_photo(samples.quarters(700, 500), by=None, alt_text="Four colours", caption="Four")
    make_sizes(photo.pk)
    photo.refresh_from_db()
    article = make_article(lead_photo=photo)
    page = client.get(article.get_absolute_url()).content.decode()
    shown = re.search(r"<picture>.*?</picture>", page, re.DOTALL)
    assert shown is not None
    attributes = re.findall(r'src(?:set)?="([^"]*)"', shown[0])
    addresses = [entry.split(" ")[0] for value in attributes for entry in value.split(", ")]
    assert len(addresses) >= 6
    assert all(address.startswith(f"{PUBLIC_URL}/photos/") for address in addresses)
    assert f'<meta property="og:image" content="{PUBLIC_URL}/photos/' in page
    assert f'"image":["{PUBLIC_URL}/photos/' in page
    assert "127.0.0.1" not in page


def test_an_address_on_another_host_is_whole_already(bucket: MediaBucket, make_photo: Make) -> None:
    photo = make_photo()
    assert picture_address(photo) == f"{PUBLIC_URL}/{photo.file.name}" == jpeg_near(photo, 9).src


def test_the_same_picture_twice_is_two_files_so_that_deleting_one_keeps_the_other(
    s3: Any, bucket: MediaBucket, django_capture_on_commit_callbacks: Any, db: None
) -> None:
    first, second = (add_photo(samples.quarters(), by=None) for _ in range(2))
    make_sizes(first.pk)
    make_sizes(second.pk)
    assert not named_by(first) & named_by(second)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(first, by=None)
    assert names(s3) == named_by(second)


def test_files_that_were_left_behind_are_served_no_longer(
    bucket: MediaBucket, settings: Any, client: Client, db: None
) -> None:
    (settings.MEDIA_ROOT / "photos").mkdir(parents=True)
    (settings.MEDIA_ROOT / "photos" / "dawn.jpg").write_bytes(b"\xff\xd8\xff")
    assert client.get("/media/photos/dawn.jpg").status_code == 404
    settings.MEDIA_BUCKET = None
    assert client.get("/media/photos/dawn.jpg").status_code == 200


# --- An S3 that is down --------------------------------------------------------------------------
def test_an_s3_that_is_down_is_said_beside_the_words_that_were_typed(
    down: MediaBucket, settings: Any, client: Client, make_user: Make
) -> None:
    use(settings, down)
    page = send(client, make_user)
    assert page.status_code == 200
    assert "The media storage could not be read or written." in page.content.decode()
    assert "The bridge</textarea>" in page.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sizes_that_could_not_be_stored_are_tried_again(
    s3: Any,
    bucket: MediaBucket,
    down: MediaBucket,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    photo = add_photo(samples.quarters(400, 300), by=None)
    use(settings, down)
    work()
    photo.refresh_from_db()
    assert (photo.rendition_state, photo.rendition_error) == ("failed", "storage")
    job = ProcrastinateJob.objects.get(task_name="articles.tasks.make_sizes")
    assert (job.status, job.attempts) == ("todo", 1)
    use(settings, bucket)
    with connection.cursor() as cursor:  # as if the time to wait were over
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work()
    photo.refresh_from_db()
    assert photo.rendition_state == "ready"
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "succeeded"
    assert names(s3) == named_by(photo)


def test_a_picture_that_is_not_there_is_not_called_a_storage_that_fails(
    s3: Any, bucket: MediaBucket, db: None
) -> None:
    photo = add_photo(samples.quarters(), by=None)
    s3.delete_object(Bucket="pictures", Key=photo.file.name)
    with pytest.raises(FileNotFoundError):
        make_sizes(photo.pk)
    photo.refresh_from_db()
    assert photo.rendition_error == "no_file"


def test_what_is_not_deleted_at_once_is_deleted_by_a_job(
    s3: Any,
    bucket: MediaBucket,
    down: MediaBucket,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    db: None,
) -> None:
    photo = add_photo(samples.quarters(), by=None)
    use(settings, down)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo, by=None)
    assert not Photo.objects.exists()
    job = ProcrastinateJob.objects.get(task_name="articles.tasks.delete_files")
    assert job.args == {"names": [photo.file.name]}
    with pytest.raises(OSError, match="1 of 1 files are still in the media storage"):
        delete_files(**job.args)
    use(settings, bucket)
    assert names(s3) == {photo.file.name}
    delete_files(**job.args)
    assert names(s3) == set()


def test_every_failure_of_the_storage_is_an_error_as_a_disk_s_are(
    bucket: MediaBucket, down: MediaBucket, settings: Any
) -> None:
    use(settings, replace(bucket, name="somebody-else-s"))
    with pytest.raises(OSError, match="NoSuchBucket"):
        default_storage.save("a.jpg", ContentFile(b"a"))
    use(settings, down)
    for act in (
        lambda: default_storage.save("a.jpg", ContentFile(b"a")),
        lambda: default_storage.open("a.jpg"),
        lambda: default_storage.exists("a.jpg"),
        lambda: default_storage.delete("a.jpg"),
    ):
        with pytest.raises(OSError, match="The media storage failed"):
            act()


class BrokenOff(BaseHTTPRequestHandler):
    """Promises a picture and hangs up in the middle of it."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(b"half")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def test_a_picture_that_breaks_off_is_a_failure_and_not_half_a_picture(
    bucket: MediaBucket, settings: Any
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BrokenOff) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        use(settings, replace(bucket, endpoint=f"http://127.0.0.1:{server.server_port}"))
        with pytest.raises(OSError, match="The media storage failed"):
            default_storage.open("photos/a.jpg")
        server.shutdown()


def test_what_is_no_picture_is_kept_as_nothing_that_a_browser_would_run(
    s3: Any, bucket: MediaBucket
) -> None:
    name = default_storage.save("photos/a.html", ContentFile(b"<script>"))
    kind = s3.head_object(Bucket="pictures", Key=name)["ContentType"]
    assert kind == "application/octet-stream"


# --- The settings --------------------------------------------------------------------------------
def test_pictures_may_come_from_the_bucket_s_host_and_nothing_else_may() -> None:
    before, after = (
        show("CONTENT_SECURITY_POLICY", "SECURE_REFERRER_POLICY", **environment)[0]["DIRECTIVES"]
        for environment in ({}, S3 | {"MEDIA_PUBLIC_URL": PUBLIC_URL})
    )
    assert after.pop("img-src") == ["'self'", "https://media.example.org"]
    assert before.pop("img-src") == ["'self'"]
    assert before == after


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (S3 | {"AWS_ACCESS_KEY_ID": ""}, "AWS_ACCESS_KEY_ID is not. Set AWS_ACCESS_KEY_ID and"),
        (S3 | {"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY is not. Set"),
        (S3 | {"MEDIA_S3_URL": "https://s3.example.org"}, "MEDIA_S3_URL names no bucket"),
        (S3 | {"MEDIA_S3_URL": "s3://pictures"}, "MEDIA_S3_URL is 's3://pictures'"),
        (S3 | {"MEDIA_PUBLIC_URL": "media.example.org"}, "MEDIA_PUBLIC_URL is 'media.example.org'"),
        (S3 | {"MEDIA_PUBLIC_URL": "https://a.org; script-src *"}, "Set it to an address"),
        (PUBLIC | S3 | {"MEDIA_S3_URL": "http://s3.example.org/p"}, "browsers refuse them"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], sentence: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    site = SiteAddress.parse(environment.get("SITE_URL", "http://localhost:8000"))
    with pytest.raises(ImproperlyConfigured) as refusal:
        MediaBucket.read(Environment(), site)
    assert sentence in str(refusal.value)
    assert "made-up" not in str(refusal.value)  # a key in a log is a key that is lost


def test_a_house_without_the_packages_is_told_what_to_install(tmp_path: Any) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'boto3': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing)\n"
    )
    ended = run("check", **S3, PYTHONPATH=str(tmp_path))
    assert ended.returncode == 1
    assert "the extra [s3]: run `.ci/install s3`" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_public_house_with_a_bucket_passes_the_checks() -> None:
    ended = run("check", "--deploy", "--fail-level", "DEBUG", **PUBLIC, **S3)
    assert ended.returncode == 0, ended.stderr
    (storages, media_url) = show("STORAGES", "MEDIA_URL", **PUBLIC, **S3)
    assert storages["default"]["OPTIONS"]["bucket_name"] == "pictures"
    assert media_url == "https://s3.example.org/pictures/"
