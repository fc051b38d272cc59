"""The pages of the comments policy: as it stands, and each version that was in force before."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.newspaper import Newspaper
from articles.public_page import shows
from comments.models import PolicyVersion, Rule
from comments.policy import TAG
from comments.policy_changes import rules_told
from comments.policy_picture import way_of_a_comment
from comments.terms import mode_of_site

LAST = 2**31 - 2  # that the column can hold, with one more behind it


def policy(request: HttpRequest, language: str) -> HttpResponse:
    """The comments policy: its rules, what happens to a comment, and how to object."""
    shows(request, TAG)
    mode, guests = mode_of_site(), settings.COMMENT_GUESTS
    newspaper = Newspaper.of(language)
    is_rtl = newspaper.direction == "rtl"
    context = _page(newspaper, request, "policy") | {
        "guests": guests,
        "mode": mode,
        "picture": way_of_a_comment(mode, guests, is_rtl=is_rtl),
        "rules": [(rule, rule.text_in(language)) for rule in Rule.objects.in_force().with_texts()],
        "versions": list(PolicyVersion.objects.defer("rules")),
        "appeal_months": settings.COMMENT_APPEAL_MONTHS,
        "reasons_hours": settings.COMMENT_HOLD_REASONS_HOURS,
        "evidence_days": settings.COMMENT_EVIDENCE_DAYS,
    }
    return render(request, "comments/policy.html", context)


def policy_version(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """The policy as it was from one change of a rule to the next, and what that change was."""
    shows(request, TAG)
    if number > LAST:
        raise Http404(f"The policy has no version {number}.")
    around = {
        version.number: version
        for version in PolicyVersion.objects.filter(number__in=range(number - 1, number + 2))
    }
    if number not in around:
        raise Http404(f"The policy has no version {number}.")
    version, before, after = (around.get(number + step) for step in (0, -1, 1))
    context = _page(Newspaper.of(language), request, "policy_version", number=number) | {
        "version": version,
        "before": before,
        "after": after,
        "rules": rules_told(around[number], before, language),
        "robots": "" if after is None else "noindex, follow",
    }
    return render(request, "comments/policy_version.html", context)


def _page(newspaper: Newspaper, request: HttpRequest, name: str, **address: int) -> dict[str, Any]:
    elsewhere = {
        row.language: reverse(name, kwargs={"language": row.language, **address})
        for row in newspaper.mastheads
    }
    return newspaper.page(request.path, elsewhere)
