"""The public log as a page and as a file."""

import csv
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles import purging
from articles.newspaper import Newspaper
from articles.public_page import shows
from comments.models import LogEntry, Rule
from comments.public_log.chain import COLUMNS, written
from comments.public_log.filters import LogFilters
from comments.public_log.page import approvals, page_of

ROWS = 10_000  # of one file; the next one begins below its last
HEADS = (*COLUMNS, "hash", "reversed_by")
FORGET = timedelta(hours=1)  # after which the count of approvals is asked for again


def to_the_log(request: HttpRequest) -> HttpResponse:
    """Lead to the log in the newspaper's first language."""
    return HttpResponseRedirect(reverse("moderation_log", args=[Newspaper("").language]))


def moderation_log(request: HttpRequest, language: str) -> HttpResponse:
    """Every decision that restricts somebody or gives back, newest first."""
    newspaper = Newspaper.of(language)
    rules = list(Rule.objects.with_texts())
    filters = LogFilters(request.GET, rules)
    filters.read()
    page = page_of(filters, language, rules)
    tags = [tag for pk in page.stories for tag in (purging.story(pk), purging.talk(pk))]
    shows(request, purging.MODERATION, *tags, until=timezone.now() + FORGET)
    context = _frame(newspaper, filters) | {
        "filters": filters,
        "page": page,
        "approvals": approvals(filters),
        "latest": LogEntry.objects.order_by("-number").first(),
    }
    return render(request, "moderation/log.html", context)


def _frame(newspaper: Newspaper, filters: LogFilters) -> dict[str, Any]:
    """What stands around the page: its address, and in which languages it is there."""
    languages = {row.language for row in newspaper.mastheads}
    addresses = {code: reverse("moderation_log", args=[code]) for code in languages}
    query = filters.address(filters.below)
    own = addresses[newspaper.language] + ("" if query == "?" else query)
    context = newspaper.page(own, addresses if query == "?" else {})
    return context | ({} if query == "?" else {"robots": "noindex, follow"})


def moderation_log_csv(request: HttpRequest, language: str) -> HttpResponse:
    """The same entries as a file, newest first, with all that the hashes are made of.

    ROWS at most: the header Link names the file that goes on below.
    """
    Newspaper.of(language)
    filters = LogFilters(request.GET, list(Rule.objects.with_texts()))
    filters.read()
    shows(request, purging.MODERATION)
    found = list(filters.matching()[: ROWS + 1])
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    if len(found) > ROWS:
        answer["Link"] = f'<{request.path}{filters.address(found[ROWS - 1].number)}>; rel="next"'
    writer = csv.writer(answer, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows([_cell(getattr(entry, name)) for name in HEADS] for entry in found[:ROWS])
    return answer


def _cell(value: Any) -> Any:
    """Write a value as docs/public-log.md reads it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return written(value) if hasattr(value, "astimezone") else value
