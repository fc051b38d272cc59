"""What a newspaper of a given size asks of each layer: the arithmetic of docs/scale.md.

`python -m benchmarks.scale` prints that page's tables; `readers=2000000 comments=20000` puts in
other numbers. Nothing is measured here: H, M and P are what `make bench` found, or what is hoped.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from articles.public_page import BY_AGE, SHARED_SECONDS
from articles.purging import SOFT_SECONDS

DAY = 86_400  # seconds
AN_HOUR_OLD, A_DAY_OLD, A_WEEK_OLD = (seconds for _age, seconds in BY_AGE[:3])
COMMENT_BYTES, DECISION_BYTES, VOTE_BYTES = 1318, 318, 529  # a row with its indexes, measured


@dataclass(frozen=True)
class Newspaper:
    """How much is read and written. Rates are of the busiest minute unless a name says a day."""

    readers: float = 10_000_000  # a day
    views: float = 4  # pages a reader opens a day
    peak: float = 5  # the busiest minute of a day, in average ones
    comments: float = 200_000  # a day
    decisions: float = 2  # about a comment: how it began, and a moderator's
    votes: float = 0.01  # of the views of articles
    articles: float = 300  # published a day
    changes: float = 3  # of an article that its readers see: publication, corrections
    sections: float = 10
    signed_in: float = 0.05  # of the views: a fragment each
    bots: float = 58  # requests a second, all of the archive
    caches: float = 5  # of the CDN, that ask us for themselves
    fronts: float = 2  # machines with nginx
    processes: float = 12  # that keep pages
    hits: float = 20_000  # H: a second, a core
    misses: float = 400  # M
    posts: float = 100  # P


@dataclass(frozen=True)
class Kind:
    """Pages that are read alike: how many, their share of views and comments, a CDN's seconds."""

    name: str
    pages: int
    views: float
    comments: float
    seconds: float
    is_list: bool = False
    is_kept: bool = True  # whether it fits into a process' page memory


KINDS = (
    Kind("front pages and lists", 40, 0.25, 0, SHARED_SECONDS, is_list=True),
    Kind("the day's ten most read", 10, 0.30, 0.40, SHARED_SECONDS),
    Kind("the day's others", 290, 0.25, 0.45, AN_HOUR_OLD),
    Kind("the week's", 2_000, 0.12, 0.15, A_DAY_OLD),
    Kind("the archive", 100_000, 0.08, 0, A_WEEK_OLD, is_kept=False),
)


REQUESTS = (
    "pages",
    "how many",
    "readers ask",
    "one is emptied every",
    "past the CDN",
    "past nginx alone",
    "Django makes, no CDN",
    "Django makes, with CDN",
)


@dataclass(frozen=True)
class Load:
    """Requests a second for all pages of a kind, layer by layer, and how often one is emptied."""

    readers: float
    emptied: float  # a page, a second
    behind_cdn: float
    behind_nginx: float
    made: float  # without a CDN, page memory alone
    made_behind_cdn: float


class Work(NamedTuple):
    """What is done how often a second, without a CDN and with one, and how often a core can."""

    name: str
    letter: str
    alone: float
    with_cdn: float
    speed: float


def load(paper: Newspaper, kind: Kind) -> Load:
    """Work out one kind of page. Readers come at random, so a cache that keeps a page for L seconds
    is missed λ / (1 + λL) times a second, and one emptied μ times a second λμ / (λ + μ) times.
    """
    number = kind.pages
    rate = paper.readers * paper.views * paper.peak / DAY * kind.views / number
    emptied = _emptied(paper, kind, rate)
    behind_cdn = rate / (1 + rate * kind.seconds / paper.caches)
    behind_nginx = rate / (1 + rate / paper.fronts)

    def made(asked: float) -> float:
        everywhere = emptied * paper.processes
        return asked * everywhere / (asked + everywhere) if kind.is_kept else asked

    return Load(
        number * rate,
        emptied,
        number * behind_cdn,
        number * behind_nginx,
        number * made(rate),
        number * made(behind_cdn),
    )


def _emptied(paper: Newspaper, kind: Kind, rate: float) -> float:
    """Return how often one page of the kind is emptied a second: comments, counts, publications."""
    talk = 1.1 * kind.comments * paper.comments * paper.peak / DAY / kind.pages
    counts = 1 / SOFT_SECONDS if kind.is_list else min(1 / SOFT_SECONDS, paper.votes * rate)
    published = paper.articles * paper.changes * paper.peak / DAY
    return talk + counts + (published if kind.is_list else published / paper.sections)


def requests_table(paper: Newspaper) -> list[str]:
    """Return the table of requests a second, as Markdown."""
    loads = [load(paper, kind) for kind in KINDS]
    lines = [f"| {' | '.join(REQUESTS)} |", "|---" * len(REQUESTS) + "|"]
    for kind, one in zip(KINDS, loads, strict=True):
        emptied = f"{1 / one.emptied:,.0f} s" if kind.is_kept else "not kept"
        lines.append(_row(kind.name, f"{kind.pages:,}", one, emptied))
    total = Load(*(sum(getattr(one, f.name) for one in loads) for f in fields(Load)))
    lines.append(_row("all", "", total, ""))
    return lines


def _row(name: str, number: str, one: Load, emptied: str) -> str:
    rates = (one.behind_cdn, one.behind_nginx, one.made, one.made_behind_cdn)
    return (
        f"| {name} | {number} | {one.readers:,.0f} | {emptied} | "
        + " | ".join(f"{rate:,.0f}" for rate in rates)
        + " |"
    )


def cores_table(paper: Newspaper) -> list[str]:
    """Return the table of what the web machines' cores do in the busiest minute, as Markdown."""
    loads = [load(paper, kind) for kind in KINDS]
    asked, made = sum(one.readers for one in loads), sum(one.made for one in loads)
    past, made_past = sum(x.behind_cdn for x in loads), sum(x.made_behind_cdn for x in loads)
    posts = paper.comments * paper.peak / DAY
    articles = sum(x.readers for x, kind in zip(loads, KINDS, strict=True) if not kind.is_list)
    fragments, votes = paper.signed_in * asked, paper.votes * articles
    work = [
        Work("answered from memory", "H", asked - made, past - made_past, paper.hits),
        Work("pages made", "M", made, made_past, paper.misses),
        Work("made for bots", "M", paper.bots, paper.bots, paper.misses),
        Work("“signed in as”", "M", fragments, fragments, paper.misses),
        Work("forms, own comments", "M", 3 * posts, 3 * posts, paper.misses),
        Work("votes", "P", votes, votes, paper.posts),
        Work("comments posted", "P", posts, posts, paper.posts),
    ]
    lines = ["| work | ÷ | a second, no CDN | cores | a second, with CDN | cores |"]
    lines.append("|---" * 6 + "|")
    for one in work:
        alone = f"{one.alone:,.0f} | {one.alone / one.speed:.2f}"
        with_cdn = f"{one.with_cdn:,.0f} | {one.with_cdn / one.speed:.2f}"
        lines.append(f"| {one.name} | {one.letter} | {alone} | {with_cdn} |")
    cores = [sum(one.alone / one.speed for one in work), sum(x.with_cdn / x.speed for x in work)]
    lines.append(f"| all | | | {cores[0]:.2f} | | {cores[1]:.2f} |")
    return lines


def growth_table(paper: Newspaper) -> list[str]:
    """Return the table of rows and bytes that a day adds to the database, as Markdown."""
    read = paper.readers * paper.views
    votes = paper.votes * read * sum(kind.views for kind in KINDS if not kind.is_list)
    added = [
        ("comments_comment", paper.comments, COMMENT_BYTES),
        ("comments_decision", paper.comments * paper.decisions, DECISION_BYTES),
        ("articles_readervote", votes, VOTE_BYTES),
    ]
    lines = ["| table | rows a day | bytes a row | GB a day | GB a year |", "|---" * 5 + "|"]
    for table, rows, size in added:
        a_day = rows * size / 1e9
        lines.append(f"| `{table}` | {rows:,.0f} | {size:,} | {a_day:.2f} | {a_day * 365:,.0f} |")
    total = sum(rows * size for _table, rows, size in added) / 1e9
    lines.append(f"| all | | | {total:.2f} | {total * 365:,.0f} |")
    return lines


def tables(paper: Newspaper) -> list[str]:
    """Return all tables, each behind an empty line."""
    made = (requests_table, cores_table, growth_table)
    return [line for table in made for line in ("", *table(paper))]


def newspaper(arguments: Iterable[str]) -> Newspaper:
    """Return the newspaper that `readers=2000000 …` describes. Raises ValueError for others."""
    known = {field.name for field in fields(Newspaper)}
    told = dict(argument.split("=", 1) for argument in arguments)
    if unknown := told.keys() - known:
        raise ValueError(f"{', '.join(sorted(unknown))}: known are {', '.join(sorted(known))}")
    return replace(Newspaper(), **{name: float(value) for name, value in told.items()})


if __name__ == "__main__":
    print("\n".join(tables(newspaper(sys.argv[1:]))))
