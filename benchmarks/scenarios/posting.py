"""Comments accepted a second, against a bare Django view and django-comments-xtd.

Only the POSTs are measured. Ours get their forms first, each with a token of its own, and wait
until COMMENT_MINIMUM_SECONDS are over; every form comes from another guest at another address
(X-Forwarded-For, TRUSTED_PROXIES=1), so that each check runs and none refuses.
"""

import re
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlencode

from benchmarks.asking import Connection
from benchmarks.bench import Bench, Site
from benchmarks.data.texts import letter
from benchmarks.figures import Goal, Line, Result
from benchmarks.house import Place
from benchmarks.sending import Form, send_all
from benchmarks.wrk import MeasurementFailed

OURS, BARE, XTD = "ours", "bare Django view", "django-comments-xtd"
GOALS = {BARE: Goal(least=0.8), XTD: Goal(least=2.5)}
MINIMUM_SECONDS = 3
CSRF = "benchmarkbenchmarkbenchmarkbench"  # 32 letters: a token as Django takes it, unmasked
ROUND_OF_WARM_UP = 40  # forms


def run(bench: Bench) -> Result:
    """Send as many forms to each in every round, and count what the tables hold afterwards."""
    database = bench.house.newspaper(len(bench.options.articles) - 1)
    place = bench.house.place(database, f"size-{min(bench.options.sizes)}")
    bench.house.forget_waiting(database)
    site = bench.ours(database, name="ours for posting", TRUSTED_PROXIES="1")
    everybody: dict[str, tuple[Site, Callable[[int, int], list[Form]]]] = {
        OURS: (site, lambda first, count: _our_forms(site, place, first, count)),
        BARE: (bench.ordinary_django(), _bare_forms),
        XTD: (bench.xtd(), lambda first, count: _xtd_forms(bench.xtd(), first, count)),
    }
    made = {name: forms for name, (_site, forms) in everybody.items()}
    found: dict[str, list[float]] = {name: [] for name in everybody}
    counts = [ROUND_OF_WARM_UP, *[bench.options.posts] * bench.options.rounds]
    sent = [
        {name: forms(10_000 * (number + 1), count) for name, forms in made.items()}
        for number, count in enumerate(counts)
    ]
    time.sleep(MINIMUM_SECONDS + 1)
    for number, count in enumerate(counts):
        for name, (where, _forms) in everybody.items():
            seconds = send_all(where, sent[number][name])
            if number:
                found[name].append(count / seconds)
    _count(bench, database, place)
    bench.house.forget_waiting(database)
    return _told(bench, found)


def _told(bench: Bench, found: dict[str, list[float]]) -> Result:
    result = Result("posting", f"Comments accepted, {bench.options.posts} in each round")
    result.raw = {"accepted_per_second": found}
    result.lines = [Line(n, statistics.median(rates), "comments/s") for n, rates in found.items()]
    for name, goal in GOALS.items():
        shares = [own / their for own, their in zip(found[OURS], found[name], strict=True)]
        result.lines.append(Line(OURS, statistics.median(shares), f"× {name}", goal))
    return result


def _count(bench: Bench, database: str, place: Place) -> None:
    """Raise MeasurementFailed unless every form that was sent has become a comment that waits."""
    wanted = bench.options.rounds * bench.options.posts + ROUND_OF_WARM_UP
    with bench.house.administering(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM comments_comment WHERE story_id = %s AND origin = 'form'"
            " AND status = 'held'",
            [place.story],
        ).fetchone()
    if row is None or row[0] != wanted:
        raise MeasurementFailed(f"{row and row[0]} comments wait of {wanted} that were sent")


def _our_forms(site: Site, place: Place, first: int, count: int) -> list[Form]:
    """Ask for a form for each comment, and fill it in."""
    connection = Connection(site.url)
    path, forms = f"{place.path}reply/", []
    for number in range(first, first + count):
        page = connection.ask(path, {"Host": site.host}).text.decode()
        token = re.search(r'name="token"[^>]*value="([^"]+)"', page)
        if token is None:
            raise MeasurementFailed("The form of a comment holds no token")
        said = _guest(number) | {"agrees": "on", "token": token.group(1), "website": ""}
        forms.append(
            Form(
                path,
                {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": _address(number)},
                urlencode(said),
            )
        )
    connection.close()
    return forms


def _bare_forms(first: int, count: int) -> list[Form]:
    cookie = {"Cookie": f"csrftoken={CSRF}"}
    return [
        Form(
            "/article/1/post/",
            cookie,
            urlencode(_guest(number) | {"csrfmiddlewaretoken": CSRF}),
        )
        for number in range(first, first + count)
    ]


def _xtd_forms(site: Site, first: int, count: int) -> list[Form]:
    """Take the signed fields of xtd's form from the article's page: they are the same for all."""
    connection = Connection(site.url)
    page = connection.ask("/article/1/", {"Host": site.host}).text.decode()
    connection.close()
    signed = {}
    for name in ("content_type", "object_pk", "timestamp", "security_hash"):
        field = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page) or re.search(
            rf'value="([^"]+)"[^>]*name="{name}"', page
        )
        if field is None:
            raise MeasurementFailed(f"django-comments-xtd's form holds no {name}")
        signed[name] = field.group(1)
    forms = []
    for number in range(first, first + count):
        guest = _guest(number)
        said = {"name": guest["name"], "email": guest["email"], "comment": guest["body"]}
        said |= {"csrfmiddlewaretoken": CSRF, "reply_to": "0", "next": "/article/1/", "url": ""}
        cookie = {"Cookie": f"csrftoken={CSRF}"}
        forms.append(Form("/comments/post/", cookie, urlencode(said | signed | {"honeypot": ""})))
    return forms


def _guest(number: int) -> dict[str, str]:
    return {
        "name": f"Guest {number}",
        "email": f"guest{number}@example.org",
        "body": letter(number, 240),
    }


def _address(number: int) -> str:
    """An address of a network for documentation and tests (RFC 2544), another for each form."""
    return f"198.{18 + number // 65536 % 2}.{number // 256 % 256}.{number % 256}"
