"""The newspaper itself, served by granian, behind nginx."""

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from articles.moving import remember, remember_former
from comments.models import Move
from comments.moderation import decide
from tests.deploy.front import HOST, Front, free_ports, takes_connections, wait_until

Make = Callable[..., Any]
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


class Newspaper:
    """manage.py's commands on the tests' database, with the files that nginx serves."""

    def __init__(self, var: Path) -> None:
        (self.port,) = free_ports(1)
        known = connection.settings_dict
        database = f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST']}"
        self.environment = os.environ | {
            "SITE_URL": "https://localhost",
            "DATABASE_URL": f"{database}&port={known['PORT']}",
            "PORT": str(self.port),
            "VAR_DIR": str(var),
            "WEB_PROCESSES": "1",
            "DEBUG": "0",
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command of manage.py."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment)


@pytest.fixture(scope="module")
def static_files(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collected styles and scripts; that takes ten seconds."""
    var = tmp_path_factory.mktemp("collected")
    collect = Newspaper(var).start("collectstatic", "--no-input", "--verbosity", "0")
    assert collect.wait(300) == 0
    return var / "static"


@pytest.fixture
def newspaper(transactional_db: None, tmp_path: Path) -> Iterator[Newspaper]:
    """granian with the newspaper."""
    connection.ensure_connection()
    opened = Newspaper(tmp_path / "var")
    opened.web = opened.start("serve")
    wait_until(lambda: takes_connections(opened.port), 120)
    yield opened
    opened.web.terminate()
    opened.web.wait(60)


@pytest.fixture
def served(newspaper: Newspaper, static_files: Path, tmp_path: Path) -> Iterator[Front]:
    """nginx before it, over https at the name localhost."""
    front = Front(tmp_path, [newspaper.port], {HOST: "localhost"})
    (front.var / "static").rmdir()
    (front.var / "static").symlink_to(static_files)
    try:
        front.open()
        yield front
    finally:
        front.close()


def test_a_reader_gets_the_newspaper_through_nginx(
    served: Front, make_article: Make, make_comment: Make
) -> None:
    article = make_article(headline="The bridge is open again")
    make_comment(article=article, body="At last!")
    path = article.get_absolute_url()

    page = served.ask(path, Cookie="sessionid=junk; csrftoken=junk", Authorization="Basic eDp5")
    assert page.status == 200
    assert b"The bridge is open again" in page.body
    assert b"At last!" in page.body
    assert "surrogate-key" in page.headers
    assert "max-age=31536000" in page.headers["strict-transport-security"]
    assert "set-cookie" not in page.headers
    assert served.ask(path, If_None_Match=page.headers["etag"]).status == 304
    assert served.ask(path, "HEAD").body == b""
    for accepted in ("br, gzip", "gzip", "identity"):
        packed = served.ask(path, Accept_Encoding=accepted)
        assert UNPACK[packed.headers.get("content-encoding")](packed.body) == page.body

    style = re.search(rb"/static/css/page\.[0-9a-f]{12}\.css", page.body)[0].decode()
    assert served.ask(style, Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    assert "immutable" in served.ask(style).headers["cache-control"]

    form = served.ask(f"{path}reply/")
    assert form.status == 200
    assert "no-store" in form.headers["cache-control"]
    login = served.ask("/account/login/")
    assert login.status == 200
    assert "Secure" in login.headers["set-cookie"]
    assert served.ask("/healthz", plain=True, host="192.0.2.1").body == b"ok\n"
    assert served.ask(path, plain=True).headers["location"] == f"https://localhost{path}"

    kept = [file.read_bytes() for file in (served.folder / "cache").rglob("*") if file.is_file()]
    keys = {re.search(rb"\nKEY: https \S+ (\S+) ", file)[1].decode() for file in kept}
    assert keys == {path}


def test_a_removed_comment_is_gone_behind_nginx(
    served: Front, make_article: Make, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    article = make_article()
    comment = make_comment(article=article, body="Something uncivil")
    path = article.get_absolute_url()
    assert b"Something uncivil" in served.ask(path).body
    decide([comment], Move.REMOVE, by=make_user(role="Moderators"), rule=make_rule())
    wait_until(lambda: b"Something uncivil" not in served.ask(path).body)


def test_an_old_address_leads_on_through_nginx_and_follows_within_a_second(
    served: Front, make_article: Make
) -> None:
    article = make_article(slug="is")
    old = ["/2012/03/hello/", "/?p=17", "/en/valley/was/"]
    assert [served.ask(path).status for path in old] == [404, 404, 404]
    for path in old[:2]:
        remember(path, article=article)
    remember_former(article, "was")
    wait_until(lambda: {served.ask(path).status for path in old} == {301})
    for path in old:
        answer = served.ask(path, Cookie="sessionid=junk")
        assert answer.headers["location"] == "/en/valley/is/"
        assert "moved" in answer.headers["surrogate-key"].split()
        assert "set-cookie" not in answer.headers
    kept = [file.read_bytes() for file in (served.folder / "cache").rglob("*") if file.is_file()]
    keys = {re.search(rb"\nKEY: https \S+ (\S+) ", file)[1].decode() for file in kept}
    assert keys == set(old)
    article.slug = "anew"
    article.save()
    remember_former(article, "is")
    wait_until(
        lambda: {served.ask(path).headers.get("location") for path in old} == {"/en/valley/anew/"}
    )
    assert served.ask("/?utm_source=mail").status == 200


def test_an_answer_that_was_begun_is_ended_when_the_server_is_asked_to_stop(
    newspaper: Newspaper, served: Front, make_article: Make
) -> None:
    path = f"{make_article().get_absolute_url()}reply/"
    assert served.ask(path).status == 200  # its templates are compiled from here on
    known = connection.get_connection_params()
    place = {"host": known["host"], "port": known["port"], "dbname": known["dbname"]}
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(user=settings.DATABASE_OWNER["USER"], **place) as slow,
    ):
        slow.execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
        answer = pool.submit(served.ask, path)  # waits for the table
        wait_until(lambda: waiting_for_locks() > 0)
        newspaper.web.terminate()
        time.sleep(0.5)  # it has heard; after five seconds it would cut the answer off
        slow.rollback()
        assert answer.result(60).status == 200
    assert newspaper.web.wait(60) == 0


def waiting_for_locks() -> int:
    """How many of the database's sessions wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]
