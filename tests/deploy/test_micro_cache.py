"""nginx keeps a public page for at most a second, and never what is not everybody's."""

import gzip
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest

from tests.deploy.contract import PUBLIC, Application
from tests.deploy.front import Answer, Front, wait_until

PAGE = "/en/valley/the-bridge/"
TRIES = 20  # seconds to find one in which a slow machine got two requests done


def next_second() -> None:
    """Return when a new second has begun by everybody's clock."""
    time.sleep(1.05 - time.time() % 1)


def in_one_second(do: Callable[[], list[Answer]]) -> list[Answer]:
    """Return what was answered within one second of the clock."""
    for attempt in range(TRIES):
        if attempt or time.time() % 1 > 0.6:
            next_second()
        began = int(time.time())
        answers = do()
        if int(time.time()) == began:
            return answers
    raise AssertionError("this machine answers nothing within a second")


def twice(front: Front, path: str, **other: dict[str, str]) -> list[Answer]:
    """Ask twice in one second, the second time with other headers."""
    return in_one_second(lambda: [front.ask(path), front.ask(path, **other.get("second", {}))])


def made(answer: Answer) -> float:
    """When the application made what was answered."""
    return float(answer.body.split()[1])


def test_a_public_page_is_asked_for_once_in_a_second(front: Front) -> None:
    first, second = twice(front, PAGE)
    assert first.status == second.status == 200
    assert first.body == second.body


def test_no_page_is_older_than_a_second(front: Front) -> None:
    until = time.monotonic() + 5
    pages = set()
    while time.monotonic() < until:
        asked = time.time()
        answer = front.ask(PAGE)
        assert asked - made(answer) < 1.02  # the clocks that both read tick in milliseconds
        pages.add(answer.body)
        time.sleep(0.02)
    assert len(pages) > 2


def test_a_page_is_answered_with_the_headers_of_its_first_answer(front: Front) -> None:
    first, second = twice(front, PAGE)
    assert first.headers["cache-control"] == PUBLIC["Cache-Control"]
    assert first.headers["surrogate-key"] == PUBLIC["Surrogate-Key"]
    assert not [name for name in first.headers if name.startswith(("x-accel", "x-page"))]
    dates = {"date": ""}
    assert first.headers | dates == second.headers | dates


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "public, max-age=600"},
        PUBLIC | {"Set-Cookie": "session=1"},
        PUBLIC | {"Cache-Control": "private"},
        PUBLIC | {"Cache-Control": "no-store"},
        PUBLIC | {"Vary": "Cookie"},
        PUBLIC | {"Vary": "Accept-Encoding, Cookie"},
    ],
    ids=str,
)
def test_what_is_not_everybodys_is_never_kept(
    front: Front, application: Application, headers: dict[str, str]
) -> None:
    application.headers[PAGE] = headers
    first, second = twice(front, PAGE)
    assert first.body != second.body
    assert first.headers.get("cache-control") == headers.get("Cache-Control")


@pytest.mark.parametrize("status", [302, 400, 403, 429, 500])
def test_only_what_a_page_may_answer_is_kept(
    front: Front, application: Application, status: int
) -> None:
    application.status[PAGE] = status
    first, second = twice(front, PAGE)
    assert first.status == status
    assert first.body != second.body


@pytest.mark.parametrize("status", [301, 404, 410])
def test_a_missing_page_is_kept_as_well(
    front: Front, application: Application, status: int
) -> None:
    application.status[PAGE] = status
    first, second = twice(front, PAGE)
    assert first.status == status
    assert first.body == second.body


@pytest.mark.parametrize("status", [404, 403, 410, 429])
def test_a_page_that_is_gone_is_gone_within_the_second(
    front: Front, application: Application, status: int
) -> None:
    assert front.ask(PAGE).status == 200
    application.status[PAGE] = status
    next_second()
    assert front.ask(PAGE).status == status


def test_neither_cookies_nor_authorisation_make_another_page(front: Front) -> None:
    other = {"Cookie": "sessionid=x; junk=1", "Authorization": "Basic eDp5"}
    first, second = twice(front, PAGE, second=other)
    assert first.body == second.body


@pytest.mark.parametrize(
    "junk", ["utm_source=letter", "utm_source=a&utm_medium=b&fbclid=IwAR0", "gclid=1", "utm_x", ""]
)
def test_what_newsletters_add_to_an_address_is_left_away(
    front: Front, application: Application, junk: str
) -> None:
    first, second = in_one_second(lambda: [front.ask(PAGE), front.ask(f"{PAGE}?{junk}")])
    assert first.body == second.body
    assert {path for _method, path, _headers in application.asked} == {PAGE}


@pytest.mark.parametrize("query", ["after=12", "after=12&utm_source=a", "utm_source=a&after=12"])
def test_what_a_page_reads_of_its_address_is_kept(
    front: Front, application: Application, query: str
) -> None:
    first, second = in_one_second(lambda: [front.ask(PAGE), front.ask(f"{PAGE}?{query}")])
    assert first.body != second.body or first is second
    assert application.times(f"{PAGE}?{query}") >= 1


def test_an_address_reaches_the_application_as_it_was_written(
    front: Front, application: Application
) -> None:
    path = "/en/valley/%D0%BC%D0%BE%D1%81%D1%82%20a%2Fb/?to=%26%2B"
    front.ask(path)
    assert application.asked[-1][1] == path


def test_another_host_gets_another_page(front: Front) -> None:
    first, second = in_one_second(lambda: [front.ask(PAGE), front.ask(PAGE, host="example.net")])
    assert first.body != second.body or int(made(first)) != int(made(second))


@pytest.mark.parametrize(
    ("asked", "told", "packed"),
    [
        ("gzip, deflate, br, zstd", "br, gzip", "br"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br, gzip", "br"),
        ("GZIP", "gzip", "gzip"),
        ("gzip;q=0.5", "gzip", "gzip"),
        ("br", "br", "br"),
        ("br;q=0, gzip", "gzip", "gzip"),
        ("gzip;q=0", "", ""),
        ("gzip;q=0.000, br;q=0.0", "", ""),
        ("brotli, x-gzip", "", ""),
        ("identity", "", ""),
    ],
)
def test_the_application_hears_one_of_four_encodings(
    front: Front, application: Application, asked: str, told: str, packed: str
) -> None:
    answer = front.ask(PAGE, Accept_Encoding=asked)
    assert application.last().get("accept-encoding", "") == told
    assert answer.headers.get("content-encoding", "") == packed
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[packed]
    assert unpack(answer.body).startswith(b"1 ")


def test_each_encoding_is_kept_by_itself(front: Front, application: Application) -> None:
    def do() -> list[Answer]:
        application.asked.clear()
        return [
            front.ask(PAGE, Accept_Encoding=words)
            for words in ("gzip", "br", "", "gzip, x", "x,br", "identity")
        ]

    answers = in_one_second(do)
    assert [answer.headers.get("content-encoding") for answer in answers] == [
        "gzip", "br", None, "gzip", "br", None,
    ]  # fmt: skip
    assert application.times(PAGE) == 3


def test_who_has_the_page_is_told_so_by_nginx(front: Front, application: Application) -> None:
    def do() -> list[Answer]:
        application.asked.clear()
        first = front.ask(PAGE)
        return [first, front.ask(PAGE, If_None_Match=f'W/"x", {first.headers["etag"]}')]

    first, second = in_one_second(do)
    assert (second.status, second.body) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert second.headers[name] == first.headers[name]
    assert application.times(PAGE) == 1


def test_who_has_another_page_gets_this_one(front: Front, application: Application) -> None:
    assert front.ask(PAGE, If_None_Match='"of-yesterday"').status == 200
    assert "if-none-match" not in application.last()


def test_who_asks_for_the_head_gets_the_pages_headers(
    front: Front, application: Application
) -> None:
    def do() -> list[Answer]:
        application.asked.clear()
        return [front.ask(PAGE, "HEAD"), front.ask(PAGE)]

    head, page = in_one_second(do)
    assert (head.status, head.body) == (200, b"")
    assert head.headers | {"date": ""} == page.headers | {"date": ""}
    assert application.times(PAGE) == 1


def test_a_post_is_never_answered_from_the_cache(front: Front, application: Application) -> None:
    first, second = in_one_second(lambda: [front.ask(PAGE), front.ask(PAGE, "POST", b"a=1")])
    assert first.body != second.body
    assert application.asked[-1][0] == "POST"


@pytest.mark.parametrize("warm", [False, True], ids=["not there yet", "a second old"])
def test_of_many_who_ask_at_once_one_is_sent_to_the_application(
    front: Front, application: Application, *, warm: bool
) -> None:
    application.seconds = 0.3
    for number in range(TRIES):
        path = f"{PAGE}?after={number}"
        if warm:
            front.ask(path)
            next_second()
        before = application.times(path)
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _n, of=path: front.ask(of), range(16)))
        assert {answer.status for answer in answers} == {200}
        if application.times(path) - before <= 2:
            return
    raise AssertionError("each time, more than two of sixteen were sent on")


def test_private_pages_do_not_wait_at_the_cache(front: Front) -> None:
    paths = [PAGE, f"{PAGE}waiting/", f"{PAGE}vote/", "/session/", "/admin/", "/account/"]
    paths += [
        f"{PAGE}comments/{act}/" for act in ("recommended", "7/act", "7/recommend", "7/report")
    ]
    paths += ["/your-comment/7/", "/your-comment/7/edit/", "/your-comment/7/delete/"]
    for path in paths:
        front.ask(path)
    front.close()
    lines = (front.folder / "logs" / "broadsheet.log").read_text().splitlines()
    # A line is written when nginx is done with a request, which may be after the next one's answer.
    told = {path: line for path in paths for line in lines if f" {path} " in line}
    assert {path: line.rsplit(" ", 1)[1] for path, line in told.items()} == {
        path: "MISS" if path == PAGE else "-" for path in paths
    }


def test_while_the_application_is_down_its_pages_stay(
    front: Front, application: Application
) -> None:
    kept = front.ask(PAGE)
    application.down = True
    next_second()
    answer = front.ask(PAGE)
    assert (answer.status, answer.body) == (200, kept.body)
    assert answer.headers["cache-control"] == PUBLIC["Cache-Control"]
    application.down = False
    wait_until(lambda: front.ask(PAGE).body != kept.body)


def test_pages_of_an_application_that_is_down_are_not_shown_for_ever(
    application: Application, tmp_path: Path
) -> None:
    front = Front(tmp_path, [application.port], {"stale-if-error=3600": "stale-if-error=2"})
    try:
        front.open()
        front.ask(PAGE)
        application.down = True
        wait_until(lambda: front.ask(PAGE).status == 503)
    finally:
        front.close()


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_of_the_application_is_not_hidden_behind_an_old_page(
    front: Front, application: Application, status: int
) -> None:
    front.ask(PAGE)
    application.status[PAGE] = status
    next_second()
    answer = front.ask(PAGE)
    assert (answer.status, answer.body[:2]) == (status, b"2 ")


def test_without_a_page_that_was_kept_the_newspaper_says_that_it_will_be_back(
    front: Front, application: Application
) -> None:
    application.down = True
    for path in (PAGE, f"{PAGE}reply/"):
        answer = front.ask(path)
        assert answer.status == 503
        assert b"The newspaper will be back" in answer.body
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["retry-after"] == "30"
        assert "style-src" in answer.headers["content-security-policy"]


def test_an_answer_of_the_applications_own_is_left_as_it_is(
    front: Front, application: Application
) -> None:
    application.status["/readyz"] = 503
    answer = front.ask("/readyz")
    assert (answer.status, answer.body[:2]) == (503, b"1 ")
