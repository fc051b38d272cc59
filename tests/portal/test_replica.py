"""A real streaming replica: what is read from it, and that nobody sees less than they wrote.

Replication is paused and resumed, the replica killed and started again. It is a copy of the tests'
own server, made by PostgreSQL's own program.
"""

import copy
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as house
from django.core.signing import get_cookie_signer
from django.db import close_old_connections, connection, connections, router
from django.test import Client
from django.urls import reverse

from articles.models import Photo
from comments import own_comments
from comments.models import Comment
from portal.embedded_postgres import binaries, cluster, server
from portal.replica import freshness
from portal.replica.middleware import COOKIE
from tests.making import Make

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "replica"]),
    pytest.mark.usefixtures("replicated"),
]
PAGES = "tests.portal.replica_pages"
LIST = "admin:articles_photo_changelist"
PATIENCE = 60  # seconds; what is waited for takes a moment, unless the machine is very busy
AGES = 300  # a REPLICA_MAX_LAG that no test lasts for


@pytest.fixture(scope="module")
def standby(django_db_setup: None) -> Iterator[Path]:
    """The data folder of a replica that follows the tests' server; Django knows it by its alias."""
    primary = house.VAR_DIR / "postgres"
    sockets = server.ensure(primary)
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    folder.chmod(0o755)  # the server runs as another account where the tests run as root
    data = folder / "postgres"
    who = binaries.account(primary)
    data.mkdir(mode=0o700)
    os.chown(data, who.uid, who.gid)
    programs = binaries.readable_by(who, binaries.folder(), primary.resolve().parent)
    source = ["-h", sockets, "-p", cluster.PORT, "-U", "postgres"]
    copying = ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
    who.run(programs / "pg_basebackup", *source, "-D", data, *copying)
    config = copy.deepcopy(connection.settings_dict)
    config |= {"ENGINE": "django.db.backends.postgresql", "HOST": server.ensure(data)}
    config["TEST"] |= {"MIRROR": "default"}
    connections.settings[freshness.ALIAS] = config
    yield data
    connections[freshness.ALIAS].close()
    del connections[freshness.ALIAS]
    del connections.settings[freshness.ALIAS]
    server.leave(data)
    server.forget(data)
    shutil.rmtree(folder)


@pytest.fixture
def replicated(standby: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run the house with the replica, which has everything when the test begins."""
    settings.DATABASE_ROUTERS = ["portal.replica.reading.ReplicaRouter"]
    settings.REPLICA_MAX_LAG = AGES
    monkeypatch.setattr(freshness, "replica", freshness.Freshness())
    monkeypatch.setattr(freshness, "REST_SECONDS", 0)  # each request tries anew
    yield
    cluster.start(standby)
    resume(standby)
    catch_up(standby)  # else the next test's rows would be ahead of this one's end


def on(standby: Path, question: str) -> Any:
    """Ask the replica as its administrator."""
    with psycopg.connect(
        host=str(cluster.socket_folder(standby)),
        port=cluster.PORT,
        user="postgres",
        dbname="postgres",
        autocommit=True,
    ) as administrator:
        row = administrator.execute(question).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come about"
        time.sleep(0.05)


def pause(standby: Path) -> None:
    """Let the replica have what was written until now, and nothing after."""
    be_seen(standby)
    on(standby, "SELECT pg_wal_replay_pause()")
    until(lambda: on(standby, "SELECT pg_get_wal_replay_pause_state()") == "paused", "the pause")


def resume(standby: Path) -> None:
    on(standby, "SELECT pg_wal_replay_resume()")


def catch_up(standby: Path) -> None:
    """Wait until the replica has what is written by now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        (end,) = cursor.fetchone()
    has_it = f"SELECT pg_last_wal_replay_lsn() >= '{end}'::pg_lsn"
    until(lambda: on(standby, has_it), "the replica's catching up")


def be_seen(standby: Path) -> None:
    """Let the house see that the replica has come this far, however much others write meanwhile."""
    catch_up(standby)
    until(freshness.replica.may_read, "the replica's being read")


@pytest.fixture
def read_from(settings: Any, make_photo: Make, standby: Path) -> Callable[..., str]:
    """Say from which server a page has read the photo there is."""
    settings.ROOT_URLCONF = PAGES
    make_photo()
    be_seen(standby)
    client = Client()

    def read(page: str, method: str = "get") -> str:
        response = getattr(client, method)(page)
        assert response.status_code == 200
        return response.content.decode()

    return read


def staff(make_user: Make) -> Client:
    client = Client()
    client.force_login(make_user("Administrators"))
    return client


def captions(client: Client) -> list[str]:
    """The captions that the list of photos in the admin shows."""
    response = client.get(reverse(LIST))
    assert response.status_code == 200
    return re.findall(r'class="field-title"><a [^>]*>(.*?)</a>', response.content.decode())


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log says of the replica."""
    return [record.getMessage() for record in caplog.records if "replica" in record.name]


def change(client: Client, photo: Photo, caption: str) -> Any:
    form = {"caption": caption, "credit": "", "photographer": "", "alt_text": "A bridge"}
    form |= {"focal_x": "0.5", "focal_y": "0.5"}
    address = reverse("admin:articles_photo_change", args=[photo.pk])
    response = client.post(address, form)
    assert response.status_code == 302
    return response


# --- What is read from the replica ---------------------------------------------------------------
def test_only_what_may_lag_is_read_from_the_replica(read_from: Callable[..., str]) -> None:
    places = {
        "/lagging/": "replica",
        "/lagging/locked/": "default",  # SELECT … FOR UPDATE, and what follows it
        "/lagging/transaction/": "default",
        "/lagging/written/": "default",  # a row that this very request has written
        "/lagging/saved/": "default",  # read from the replica, written to the primary
        "/unmarked/": "default",
        "/public/": "default",  # what the page memory keeps
    }
    assert {page: read_from(page) for page in places} == places


def test_what_a_form_sends_is_read_from_the_primary(read_from: Callable[..., str]) -> None:
    assert read_from("/lagging/", "post") == "default"
    assert read_from("/lagging/", "head") == ""


def test_who_somebody_is_is_read_from_the_primary(
    read_from: Callable[..., str], make_user: Make
) -> None:
    make_user()
    assert read_from("/lagging/account/") == "default"


def test_jobs_and_commands_read_from_the_primary(make_photo: Make, standby: Path) -> None:
    photo = make_photo()
    catch_up(standby)
    assert Photo.objects.get()._state.db == "default"
    assert Photo.objects.using("replica").get().pk == photo.pk


def test_the_newsroom_s_lists_and_a_reader_s_own_comments_may_lag(
    standby: Path, make_user: Make, make_photo: Make, make_comment: Make
) -> None:
    """What is changed while the replica stands still is not seen on them; on a form it is."""
    photo = make_photo(caption="Before")
    comment = make_comment(status="held", body="Before the pause.")
    client, author = staff(make_user), Client()
    sent = get_cookie_signer(salt=own_comments.COOKIE + own_comments.SALT).sign(str(comment.pk))
    author.cookies[own_comments.COOKIE] = sent
    pause(standby)
    Photo.objects.update(caption="After")
    Comment.objects.update(body="After the pause.")
    assert captions(client) == ["Before"]
    desk = client.get(reverse("admin:comments_comment_waiting")).content.decode()
    assert "After the pause." in desk, "what is decided about is never old"
    address = reverse("own_comments", kwargs=comment.article.address())
    assert "Before the pause." in author.get(address).content.decode()
    form = client.get(reverse("admin:articles_photo_change", args=[photo.pk])).content.decode()
    assert "After</textarea>" in form


def test_tables_are_never_made_on_the_replica() -> None:
    assert not router.allow_migrate("replica", "articles")
    assert router.allow_migrate("default", "articles")


# --- Nobody sees less than they wrote ------------------------------------------------------------
def test_whoever_has_written_sees_it_and_others_a_little_later(
    standby: Path, make_user: Make, make_photo: Make
) -> None:
    photo = make_photo(caption="Before")
    writer, other = staff(make_user), staff(make_user)
    pause(standby)
    cookie = change(writer, photo, "After").cookies[COOKIE]
    assert captions(writer) == ["After"]
    assert captions(other) == ["Before"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 300)
    resume(standby)
    until(lambda: captions(other) == ["After"], "the replica's catching up")


def test_once_the_replica_has_it_the_writer_reads_there_again(
    standby: Path, make_user: Make, make_photo: Make
) -> None:
    photo = make_photo(caption="Before")
    writer = staff(make_user)
    change(writer, photo, "Mine")
    pause(standby)  # after it has caught up with the change
    Photo.objects.update(caption="Somebody else’s")
    assert captions(writer) == ["Mine"]


def test_a_cookie_that_somebody_made_up_counts_for_nothing(read_from: Callable[..., str]) -> None:
    assert read_from("/lagging/") == "replica"
    client = Client()
    client.cookies[COOKIE] = "999999999999:1abcde:made-up"
    assert client.get("/lagging/").content == b"replica"


def test_reading_sets_no_cookie(read_from: Callable[..., str]) -> None:
    for page in ("/lagging/", "/lagging/written/", "/unmarked/", "/public/"):
        assert not Client().get(page).cookies
    assert Client().post("/public/").status_code == 405
    assert not Client().post("/public/").cookies


# --- A replica that lags, or is gone -------------------------------------------------------------
def test_a_replica_that_lags_too_much_is_not_read_until_it_has_caught_up(
    standby: Path,
    read_from: Callable[..., str],
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.REPLICA_MAX_LAG = 1
    until(lambda: read_from("/lagging/") == "replica", "reading from the replica")
    pause(standby)
    Photo.objects.update(caption="After")
    until(lambda: read_from("/lagging/") == "default" and bool(said(caplog)), "the fallback")
    for _ in range(5):
        assert read_from("/lagging/") == "default"
    fault = "The replica lags more than 1 seconds: everything is read from the primary."
    assert said(caplog) == [fault]
    resume(standby)
    until(lambda: read_from("/lagging/") == "replica", "its return")
    assert said(caplog) == [fault, "The replica is read again."]


def test_a_replica_that_was_killed_is_done_without_until_it_is_back(
    standby: Path, read_from: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    assert read_from("/lagging/") == "replica"
    kill(standby)
    for _ in range(5):
        assert read_from("/lagging/") == "default"
    fault = "The replica cannot be reached: everything is read from the primary."
    assert said(caplog) == [fault]
    cluster.start(standby)
    until(lambda: read_from("/lagging/") == "replica", "its return")
    assert said(caplog) == [fault, "The replica is read again."]


def test_a_replica_in_trouble_is_left_alone_for_a_while(
    standby: Path, read_from: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "REST_SECONDS", 3600)
    kill(standby)
    assert read_from("/lagging/") == "default"
    cluster.start(standby)
    assert read_from("/lagging/") == "default"


def test_what_the_replica_breaks_off_is_answered_by_the_primary(
    read_from: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    pages = ["/lagging/broken-off/", "/lagging/broken-off-late/"]
    assert [read_from(page) for page in pages] == ["default", "default"]
    assert said(caplog) == [
        f"The replica broke off {page}; the primary answers it." for page in pages
    ]
    assert read_from("/lagging/") == "replica"


def test_other_errors_are_not_tried_again(read_from: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match="not the replica's fault"):
        read_from("/lagging/faulty/")


def test_a_server_that_follows_nobody_is_no_replica(
    read_from: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(
        connections["replica"].settings_dict, "HOST", connection.settings_dict["HOST"]
    )
    connections["replica"].close()
    assert read_from("/lagging/") == "default"
    assert said(caplog) == ["The replica is no replica: everything is read from the primary."]


def test_readyz_tells_of_the_replica_and_is_ready_without_it(standby: Path, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    be_seen(standby)
    assert client.get("/readyz").json()["replica"] == "ok"
    kill(standby)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["replica"] == "cannot be reached"
    assert answer.json()["database"] == "ok"


def kill(standby: Path) -> None:
    """End the replica as a power cut would."""
    pid = cluster.postmaster(standby.resolve())
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: not cluster.is_ready(standby), "the end of the replica")
    close_old_connections()
