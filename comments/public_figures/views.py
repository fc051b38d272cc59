"""The public pages of the figures: of a month or year, as a file, and the yearly report."""

import csv
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles.newspaper import Newspaper
from articles.public_page import shows
from comments.public_figures.cells import Table
from comments.public_figures.keeping import LAG
from comments.public_figures.page import figures_of
from comments.public_figures.periods import Period, period_asked, period_of

READS = ("year", "month", "csv")
ALL = "all"  # tables in one file
WORDS = timedelta(hours=1)  # how long rules may keep their former titles on pages of past months
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin to reckon


def moderation_figures(request: HttpRequest, language: str) -> HttpResponse:
    """The figures of `year` and `month`; with `csv` one of the tables as a file, or all."""
    newspaper = Newspaper.of(language)
    period = period_asked(request.GET)
    _lasts(request, period)
    if name := request.GET.get("csv"):
        return _csv(request, period, language, name)
    context = _page(newspaper, "moderation_figures", period.query if period else "")
    if period:
        context |= {"period": period, "figures": figures_of(request, period, language)}
        context["name"] = period.in_words(language)
        context["years"] = period.years(language)
        context["months"] = period.months_of_year(language)
    return render(request, "comments/figures.html", context)


def moderation_report(request: HttpRequest, language: str, year: int) -> HttpResponse:
    """The report of a year, as the Digital Services Act asks for it (Article 15)."""
    newspaper = Newspaper.of(language)
    period = period_of(year)
    assert period is not None  # noqa: S101 (of a year that is named)
    _lasts(request, period)
    context = _page(newspaper, "moderation_report", year=year)
    context |= {"period": period, "figures": figures_of(request, period, language)}
    context["name"] = period.in_words(language)
    context["appeal_months"] = settings.COMMENT_APPEAL_MONTHS
    return render(request, "comments/moderation_report.html", context)


def _lasts(request: HttpRequest, period: Period | None) -> None:
    """Say for how long the page is right: nothing that it counts is told to it."""
    is_running = period is None or period.is_running
    shows(request, until=timezone.now() + (LAG if is_running else WORDS))


def _page(newspaper: Newspaper, name: str, query: str = "", **parts: Any) -> dict[str, Any]:
    """Return what base.html needs: the page is there in each language."""
    addresses = {
        row.language: reverse(name, kwargs={"language": row.language, **parts})
        + (f"?{query}" if query else "")
        for row in newspaper.mastheads
    }
    return newspaper.page(addresses[newspaper.language], addresses)


def _csv(request: HttpRequest, period: Period | None, language: str, name: str) -> HttpResponse:
    tables = figures_of(request, period, language).tables if period else {}
    if period is None or (name != ALL and name not in tables):
        raise Http404("There is no such table.")
    when = f"{period.year}" + (f"-{period.month:02}" if period.month else "")
    headers = {"Content-Disposition": f'attachment; filename="moderation-{name}-{when}.csv"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    answer.write("\ufeff")  # else spreadsheets read other than Latin letters wrongly
    rows = _all(tables.values()) if name == ALL else _rows(tables[name])
    csv.writer(answer).writerows([_cell(value) for value in row] for row in rows)
    return answer


def _rows(table: Table) -> Iterator[list[Any]]:
    yield list(table.heads)
    for row in table.rows:
        yield [row.name, *(cell.raw for cell in row.cells)]


def _all(tables: Iterable[Table]) -> Iterator[list[Any]]:
    """Give a line for each figure: its table, row and column."""
    yield ["table", "row", "column", "figure"]
    for table in tables:
        for row in table.rows:
            for head, cell in zip(table.heads[1:], row.cells, strict=True):
                yield [table.name, row.name, head, cell.raw]


def _cell(value: Any) -> Any:
    """Keep a name that begins like a formula from being one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
