"""The environment drives the settings; what is missing or weak stops the start with a sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.site_address import SiteAddress

STRONG = "".join(chr(33 + number % 90) for number in range(64))
PUBLIC = {
    "SITE_URL": "https://news.example.org",
    "SECRET_KEY": STRONG,
    "DATABASE_URL": "postgres://site:word@database.example.org:5432/newspaper",
}
OURS = (
    "SITE_URL",
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_REPLICA_URL",
    "EMAIL_URL",
    "DEBUG",
    "PORT",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # what the browser tests set for themselves
)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py with this environment and none of our own settings."""
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=rest | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def show(*names: str, **environment: str) -> list[Any]:
    """Return what these settings are under an environment."""
    program = f"import json; from django.conf import settings as s; names = {names!r}\n"
    program += "print(json.dumps([getattr(s, name) for name in names]))"
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    shown = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=rest | {"DJANGO_SETTINGS_MODULE": "portal.settings"} | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return json.loads(shown)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (PUBLIC | {"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        (PUBLIC | {"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        (PUBLIC | {"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too weak"),
        (PUBLIC | {"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        (PUBLIC | {"DEBUG": "1"}, "DEBUG is on"),
        (PUBLIC | {"SITE_URL": "http://news.example.org", "DATABASE_URL": ""}, "DATABASE_URL"),
        (PUBLIC | {"DATABASE_OWNER_URL": "postgres://o:w@h/other"}, "two ways into one database"),
        (PUBLIC | {"DATABASE_REPLICA_URL": "postgres://s:w@h/other"}, "two ways into one database"),
        ({"DATABASE_REPLICA_URL": "postgres://s:w@h/name"}, "DATABASE_URL is not"),
        (PUBLIC | {"REPLICA_MAX_LAG": "0"}, "REPLICA_MAX_LAG is 0"),
        ({"SITE_URL": "news.example.org"}, "SITE_URL is 'news.example.org'"),
        ({"SITE_URL": "https://news.example.org/paper"}, "without a path"),
        ({"SITE_URL": "http://[bad"}, "SITE_URL is 'http://[bad'"),
        ({"SITE_URL": "http://localhost:99999"}, "SITE_URL is"),
        ({"DSA_API_URL": "http://database.example.org/api"}, "DSA_API_URL is"),
        ({"DSA_API_URL": "https://"}, "DSA_API_URL is"),
        ({"DATABASE_URL": "mysql://user@host/name"}, "not the address of a PostgreSQL database"),
        ({"DATABASE_URL": "newspaper"}, "not the address of a PostgreSQL database"),
        ({"EMAIL_URL": "mail.example.org"}, "not the address of a mail server"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL names no host"),
        ({"PORT": "http"}, "PORT is 'http'. Set it to a whole number from 1 to 65535."),
        ({"PORT": "70000"}, "PORT is 70000"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is -1"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE is 'Mars/Olympus'"),
        ({"LANGUAGE_CODE": "xx"}, "LANGUAGE_CODE is 'xx'"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'"),
        ({"VAR_DIR": "/proc/nowhere"}, "set VAR_DIR to a folder of your own"),
    ],
)
def test_what_cannot_be_meant_stops_the_start_with_a_sentence(
    environment: dict[str, str], sentence: str
) -> None:
    ended = run("check", **environment)
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_public_address_passes_djangos_deployment_checks_without_a_remark() -> None:
    ended = run("check", "--deploy", "--fail-level", "DEBUG", **PUBLIC)
    assert ended.returncode == 0, ended.stderr
    assert "no issues (0 silenced)" in ended.stdout


def test_https_without_a_believed_proxy_is_remarked_upon() -> None:
    ended = run("check", "--fail-level", "WARNING", **PUBLIC, TRUSTED_PROXIES="0")
    assert ended.returncode == 1
    assert "portal.W001" in ended.stderr


def test_https_turns_on_secure_cookies_redirect_and_hsts() -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert show(*names, **PUBLIC) == [True, True, True]
    assert show("SECURE_HSTS_SECONDS", **PUBLIC)[0] >= 365 * 24 * 3600
    plain = show(*names, "SECURE_HSTS_SECONDS", SITE_URL="http://localhost:8000")
    assert plain == [False, False, False, 0]


def test_behind_https_one_proxy_is_believed_unless_said_otherwise() -> None:
    names = ("TRUSTED_PROXIES", "SECURE_PROXY_SSL_HEADER")
    assert show(*names, **PUBLIC) == [1, ["HTTP_X_FORWARDED_PROTO", "https"]]
    assert show(*names, **PUBLIC, TRUSTED_PROXIES="2")[0] == 2
    assert show(*names, **PUBLIC, TRUSTED_PROXIES="0") == [0, None]
    assert show(*names, SITE_URL="http://localhost:8000") == [0, None]


def test_only_the_newspapers_own_address_is_answered() -> None:
    names = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS")
    assert show(*names, **PUBLIC) == [["news.example.org"], ["https://news.example.org"]]
    hosts, origins = show(*names, PORT="8123")
    assert set(hosts) == {"localhost", "127.0.0.1", "[::1]"}
    assert origins == ["http://localhost:8123"]


def test_mail_goes_where_email_url_says_and_else_into_files() -> None:
    where = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
    how = ("EMAIL_USE_TLS", "EMAIL_USE_SSL")
    given = {"EMAIL_URL": "smtp+tls://news%40example.org:p%2Fw@mail.example.org"}
    assert show(*where, **given) == ["mail.example.org", 587, "news@example.org", "p/w"]
    assert show(*how, **given) == [True, False]
    given = {"EMAIL_URL": "smtps://mail.example.org"}
    assert show(*where, **given) == ["mail.example.org", 465, "", ""]
    assert show(*how, **given) == [False, True]
    assert show(*how, EMAIL_URL="smtp://mail.example.org:25") == [False, False]
    assert "filebased" in show("EMAIL_BACKEND")[0]


def test_a_secret_may_hold_any_character() -> None:
    odd = "$SHELL" + STRONG + "#\"'"
    assert show("SECRET_KEY", **PUBLIC | {"SECRET_KEY": odd}) == [odd]


def test_an_empty_variable_is_an_unset_one() -> None:
    assert show("PORT", "DEBUG", "TIME_ZONE", PORT="", DEBUG="", TIME_ZONE="") == [
        8000,
        False,
        "UTC",
    ]


def test_the_two_roles_may_come_by_different_ways_to_one_database() -> None:
    owner = {"DATABASE_OWNER_URL": "postgres://owner:own@/newspaper?host=/run/postgresql"}
    found_owner, found_site = show("DATABASE_OWNER", "DATABASE_SITE", **PUBLIC, **owner)
    assert (found_owner["USER"], found_owner["PASSWORD"]) == ("owner", "own")
    assert found_owner["OPTIONS"]["host"] == "/run/postgresql"
    assert (found_site["USER"], found_site["HOST"]) == ("site", "database.example.org")


def test_the_secret_of_a_local_house_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first, second = (show("SECRET_KEY", VAR_DIR=str(tmp_path))[0] for _ in range(2))
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "shown", "loopback"),
    [
        ("http://localhost:8000/", "http://localhost:8000", True),
        ("http://127.0.0.1", "http://127.0.0.1", True),
        ("http://[::1]:8000", "http://[::1]:8000", True),
        ("http://paper.localhost", "http://paper.localhost", True),
        ("https://News.Example.org:443", "https://news.example.org", False),
        ("http://192.0.2.7:80", "http://192.0.2.7", False),
        ("http://localhost.example.org", "http://localhost.example.org", False),
    ],
)
def test_an_address_is_read_as_a_browser_writes_it(url: str, shown: str, loopback: bool) -> None:
    address = SiteAddress.parse(url)
    assert address.url == shown
    assert address.is_loopback is loopback


def test_without_a_replica_nothing_is_routed() -> None:
    databases, routers = show("DATABASES", "DATABASE_ROUTERS")
    assert list(databases) == ["default"]
    assert routers == []


def test_a_replica_is_given_up_sooner_than_the_primary() -> None:
    address = "postgres://site:word@replica.example.org:5432/newspaper"
    environment = PUBLIC | {"DATABASE_REPLICA_URL": address, "CONN_MAX_AGE": "60"}
    databases, routers = show("DATABASES", "DATABASE_ROUTERS", **environment)
    replica = databases["replica"]
    assert replica["HOST"] == "replica.example.org"
    assert replica["OPTIONS"] == {"connect_timeout": 2, "tcp_user_timeout": 2000}
    assert replica["CONN_MAX_AGE"] == 60
    assert routers == ["portal.replica.reading.ReplicaRouter"]
