"""What stands before the application: TLS, addresses, limits, files, pages for errors."""

import re
import socket
import ssl
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from articles.photos.limits import MAX_BYTES
from portal.media_files import FOREVER, TYPES
from tests.deploy.contract import Application
from tests.deploy.front import HOST, SOURCE, Answer, Front

PAGE = "/en/valley/the-bridge/"
NAMED = "css/page.0123456789ab.css"
MEGABYTE = 1024 * 1024


def put(front: Front, name: str, content: bytes = b"bytes") -> None:
    """Put a file where the newspaper's own lie."""
    path = front.var / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_nginx_takes_the_configuration(front: Front) -> None:
    done = subprocess.run(front.command("-t"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = done.stderr + (front.folder / "logs" / "error.log").read_text()
    complaints = [line for line in said.splitlines() if "[warn]" in line or "[emerg]" in line]
    # Not root, who alone may raise the limit of open files; written for nginx 1.22 and 1.25 alike.
    spared = ('"user" directive', "open file resource limit", "listen ... http2")
    assert not [line for line in complaints if not any(words in line for words in spared)]


def test_nobody_but_the_one_host_name_has_to_be_replaced() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.conf"))
    assert set(re.findall(r"\b[\w.-]+\.example\.(?:org|com|net)\b", text)) == {HOST}


# --- TLS and addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["", "somebody.example.net"])
def test_plain_http_leads_to_the_newspapers_own_https(front: Front, host: str) -> None:
    answer = front.ask(f"{PAGE}?after=1", plain=True, host=host)
    assert (answer.status, answer.headers["location"]) == (301, f"https://{HOST}{PAGE}?after=1")


def test_certificates_are_asked_for_over_plain_http(front: Front) -> None:
    put(front, "acme/.well-known/acme-challenge/token", b"token.key")
    assert front.ask("/.well-known/acme-challenge/token", plain=True).body == b"token.key"


def handshake(front: Front, **versions: ssl.TLSVersion) -> tuple[str | None, str | None]:
    """Shake hands; return the version of TLS and the protocol agreed upon."""
    context = ssl.create_default_context(cafile=str(front.folder / "tls" / "fullchain.pem"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    for name, version in versions.items():
        setattr(context, name, version)
    with (
        socket.create_connection(("127.0.0.1", front.https), 30) as bare,
        context.wrap_socket(bare, server_hostname=HOST) as held,
    ):
        return held.version(), held.selected_alpn_protocol()


def test_http2_over_the_newest_tls_is_spoken(front: Front) -> None:
    assert handshake(front) == ("TLSv1.3", "h2")
    assert handshake(front, maximum_version=ssl.TLSVersion.TLSv1_2) == ("TLSv1.2", "h2")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_is_refused(front: Front) -> None:
    old = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(front, minimum_version=old, maximum_version=old)


@pytest.mark.parametrize("path", [PAGE, "/admin/", f"{PAGE}reply/"])
def test_a_visitor_cannot_invent_an_address(
    front: Front, application: Application, path: str
) -> None:
    front.ask(
        path,
        X_Forwarded_For="203.0.113.9, 198.51.100.7",
        X_Forwarded_Proto="http",
        X_Forwarded_Host="evil.example.net",
        X_Real_IP="203.0.113.9",
        Forwarded="for=203.0.113.9",
    )
    told = application.last()
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "https"
    assert told["host"] == HOST
    assert not {"x-forwarded-host", "x-real-ip", "forwarded"} & set(told)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_reach_the_application_under_any_name(
    front: Front, application: Application, path: str, *, plain: bool
) -> None:
    assert front.ask(path, plain=plain, host="192.0.2.1").status == 200
    assert application.times(path) == 1
    assert application.last()["x-forwarded-for"] == "127.0.0.1"


def test_metrics_are_not_shown_outside(front: Front, application: Application) -> None:
    for path in ("/metrics", "/metrics?x=1", "//metrics", "/%6detrics"):
        assert front.ask(path).status == 404
    assert application.asked == []


# --- Which pages go past the cache ----------------------------------------------------------------


PLACES = {"lang": "en", "int": "12", "path": "x", "section": "valley"}


def routes(resolver: URLResolver, before: str = "") -> list[tuple[str, Callable]]:
    """Every address of the house with a believable value in each of its places, and its view."""
    found = []
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += routes(entry, route)
        elif isinstance(entry, URLPattern):
            path = re.sub(
                r"<(?:(\w+):)?\w+>", lambda kind: PLACES.get(kind[1], "the-bridge"), route
            )
            found.append((f"/{path}", entry.callback))
    return found


def test_exactly_what_is_not_public_goes_past_the_cache() -> None:
    source = (SOURCE / "broadsheet.conf").read_text(encoding="utf-8")
    (private,) = re.findall(r'location ~ "(\^/.*?\$)" {', source)
    known = [
        (path, hasattr(view, "reads"))
        for path, view in routes(get_resolver())
        if not path.startswith(
            ("/admin/", "/media/", "/account/", "/reports/")
        )  # each has a location
    ]
    assert len(known) > 12
    for path, is_public in known:
        assert bool(re.search(private, path)) != is_public, path


# --- Limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        (f"{PAGE}reply/", 80_000, 200),
        (f"{PAGE}reply/", 300_000, 413),
        (PAGE, 300_000, 413),
        ("/account/login/", 300_000, 413),
        ("/admin/articles/photo/add/", MAX_BYTES + MEGABYTE, 200),
        ("/admin/articles/photo/add/", 43 * MEGABYTE, 413),
    ],
)
def test_only_photos_may_be_large(front: Front, path: str, size: int, status: int) -> None:
    answer = front.ask(path, "POST", b"x" * size)
    assert answer.status == status
    assert (b"That is too large" in answer.body) == (status == 413)


@pytest.mark.parametrize(
    ("path", "burst"),
    [(f"{PAGE}reply/", 20), (f"{PAGE}vote/", 20), (PAGE, 20), ("/account/login/", 10)],
)
def test_a_flood_of_posts_is_told_to_wait(front: Front, path: str, burst: int) -> None:
    def flood(method: str) -> list[Answer]:
        body = b"" if method == "POST" else None  # all at once: a slow machine is no flood else
        with ThreadPoolExecutor(burst) as many:
            return list(many.map(lambda _n: front.ask(path, method, body), range(burst)))

    assert {answer.status for answer in flood("POST")} == {200}
    refused = [answer for _try in range(20) for answer in flood("POST") if answer.status != 200]
    assert {answer.status for answer in refused} == {429}
    assert b"That was a lot at once" in refused[0].body
    assert refused[0].headers["cache-control"] == "no-store"
    assert refused[0].headers["retry-after"] == "30"
    assert {answer.status for answer in flood("GET")} == {200}


def test_the_newsrooms_own_work_is_not_limited(front: Front) -> None:
    path = "/admin/comments/comment/"
    assert {front.ask(path, "POST", b"").status for _n in range(60)} == {200}


# --- Files ----------------------------------------------------------------------------------------


def test_a_file_named_by_its_bytes_is_kept_for_good(front: Front, application: Application) -> None:
    put(front, f"static/{NAMED}")
    answer = front.ask(f"/static/{NAMED}")
    assert (answer.status, answer.body) == (200, b"bytes")
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert application.asked == []


def test_a_file_under_a_plain_name_is_asked_for_again(front: Front) -> None:
    put(front, "static/css/page.css")
    assert front.ask("/static/css/page.css").headers["cache-control"] == "public, max-age=60"


def test_a_static_file_is_sent_as_it_was_compressed_before(front: Front) -> None:
    put(front, f"static/{NAMED}")
    put(front, f"static/{NAMED}.gz", b"packed before")
    packed = front.ask(f"/static/{NAMED}", Accept_Encoding="gzip")
    assert (packed.body, packed.headers["content-encoding"]) == (b"packed before", "gzip")
    plain = front.ask(f"/static/{NAMED}")
    assert plain.body == b"bytes"
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_a_style_of_another_version_is_asked_of_the_application(
    front: Front, application: Application
) -> None:
    assert front.ask(f"/static/{NAMED}").status == 200
    assert application.times(f"/static/{NAMED}") == 1


@pytest.mark.parametrize(("suffix", "kind"), TYPES.items())
def test_a_picture_is_sent_as_the_application_would(
    front: Front, application: Application, suffix: str, kind: str
) -> None:
    put(front, f"media/photos/bridge{suffix}")
    answer = front.ask(f"/media/photos/bridge{suffix}")
    assert (answer.status, answer.body) == (200, b"bytes")
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    known = {"If_Modified_Since": answer.headers["last-modified"]}
    assert front.ask(f"/media/photos/bridge{suffix}", **known).status == 304
    assert application.asked == []


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "x", "a.jpg.html"])
def test_nothing_but_pictures_is_sent_from_media(
    front: Front, application: Application, name: str
) -> None:
    put(front, f"media/{name}")
    assert front.ask(f"/media/{name}").body != b"bytes"
    assert application.times(f"/media/{name}") == 1


def test_no_link_leads_out_of_the_media(front: Front) -> None:
    put(front, "private/secret.jpg", b"a secret")
    put(front, "media/photos/own.jpg")
    (front.var / "media" / "photos" / "link.jpg").symlink_to(front.var / "private" / "secret.jpg")
    for path in ("photos/link.jpg", "../private/secret.jpg", "photos/..%2f..%2fprivate/secret.jpg"):
        assert b"a secret" not in front.ask(f"/media/{path}").body


# --- What is written down -------------------------------------------------------------------------


def test_the_log_names_no_persons_address_and_no_token(front: Front) -> None:
    front.ask(f"{PAGE}?token=secret", Referer="https://somewhere.example.net/", User_Agent="Some")
    front.close()
    (line,) = (front.folder / "logs" / "broadsheet.log").read_text().splitlines()
    assert line.startswith("127.0.0.0 ")
    assert f'"GET {PAGE} HTTP/1.1" 200' in line
    assert not re.search(r"127\.0\.0\.1|secret|somewhere|Some", line)


@pytest.mark.parametrize("path", ["/your-comment/open/", "/mail/stop/", "/reports/"])
def test_a_token_in_an_address_is_written_down_nowhere_and_told_to_nobody(
    front: Front, application: Application, path: str
) -> None:
    taken = front.ask(f"{path}S3cretToken/")
    assert application.times(f"{path}S3cretToken/") == 1
    assert taken.headers["referrer-policy"] == "no-referrer"
    application.down = True
    assert front.ask(f"{path}S3cretToken/").status == 503
    assert front.ask(f"{PAGE}reply/").status == 503
    front.close()
    log = (front.folder / "logs" / "broadsheet.log").read_text()
    assert f'"GET {path}... HTTP/1.1" 200' in log
    errors = (front.folder / "logs" / "error.log").read_text()
    assert f"{PAGE}reply/" in errors, "what goes wrong elsewhere is written down"
    assert "S3cretToken" not in log + errors


def test_a_link_is_asked_of_the_application_each_time(
    front: Front, application: Application
) -> None:
    for _twice in range(2):
        front.ask("/your-comment/open/S3cretToken/")
    assert application.times("/your-comment/open/S3cretToken/") == 2


@pytest.mark.parametrize("name", ["unavailable", "slowly", "too-large"])
def test_an_error_page_needs_nothing_else(name: str) -> None:
    page = (SOURCE / "broadsheet" / "errors" / f"broadsheet-{name}.html").read_text("utf-8")
    assert not re.search(r"\b(?:src|href|url)\b", page)
    assert set(re.findall(r'lang="(\w+)"', page)) == set(dict(settings.LANGUAGES))
    assert 'lang="fa" dir="rtl"' in page
