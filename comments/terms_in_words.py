"""Terms in words, for the newsroom: the mode, when a discussion closes, and who says so."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Discussion, Mode
from comments.terms import Level, Terms, discussion_with_terms

LABEL = gettext_lazy("Comments")


def mode_in_words(terms: Terms) -> str:
    """Return what waits, and where that comes from."""
    if terms.is_switched_off:
        return _("Closed by hand.")
    words = {"mode": capfirst(terms.mode.label), "level": terms.mode_from.label}
    return _("%(mode)s, as %(level)s says.") % words


def closing_in_words(terms: Terms) -> str:
    """Return when it closes or has closed by itself, and who says so; "" where it is closed."""
    if terms.is_switched_off or terms.mode == Mode.CLOSED:
        return ""
    if terms.closes_at is None:
        return _("It stays open.")
    sentence = _("Closes %(time)s, as %(level)s says.")
    if not terms.accepts_comments:
        sentence = _("Closed since %(time)s, as %(level)s says.")
    time = date_format(timezone.localtime(terms.closes_at), "DATETIME_FORMAT")
    return sentence % {"time": time, "level": terms.closes_from.label}


def terms_in_words(terms: Terms) -> str:
    """Return both, in one line."""
    return f"{mode_in_words(terms)} {closing_in_words(terms)}".strip()


def of_article(request: HttpRequest, article: Any) -> list[tuple[str, str, str]]:
    """Say on an article's page in the newsroom what its discussion asks (ARTICLE_FACTS).

    Returns a label, a sentence, and where it is changed: "" for whoever may not.
    """
    discussion, terms = discussion_with_terms(article.story_id)
    return [(str(LABEL), terms_in_words(terms), _way_to(request, discussion, terms))]


def _way_to(request: HttpRequest, discussion: Discussion, terms: Terms) -> str:
    if discussion.pk and request.user.has_perm("comments.change_discussion"):
        return reverse("admin:comments_discussion_change", args=[discussion.pk])
    may_see = request.user.has_perm("comments.view_discussionterms")
    if may_see and terms.mode_from != Level.STORY:
        return reverse("admin:comments_discussionterms_changelist")
    return ""
