"""Which comments a browser has sent: kept in a signed cookie, so that only their author sees them.

A second cookie, which our script can read, says under which stories they stand: the article's
page, the same for everybody, asks for the author's own comments only where it names the story.
Both are set by posting and by nothing else. So is a third, which lives for some minutes: it tells
our script that what it kept as a draft was taken.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponse

from comments.entries import in_sentence
from comments.models import Comment, Rule, Screening, Status

COOKIE, HINT, TAKEN = "own_comments", "waits", "taken"
SALT = "comments.own_comments"
SECONDS = 30 * 24 * 3600
TAKEN_SECONDS = 600  # until a page with our script has surely been opened
MOST = 20  # comments remembered; the oldest are forgotten first


def sent_by(request: HttpRequest) -> list[int]:
    """Return the ids of the comments that this browser has sent, oldest first."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS)
    return _numbers(kept or "")


def remember(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    """Let the browser keep that it has sent this comment."""
    comments = _with(sent_by(request), comment.pk)
    stories = _with(_numbers(request.COOKIES.get(HINT, "")), comment.story_id)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(
        COOKIE,
        comments,
        salt=SALT,
        max_age=SECONDS,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )
    response.set_cookie(HINT, stories, max_age=SECONDS, secure=secure, samesite="Lax")


def end_draft(response: HttpResponse, comment: Comment) -> None:
    """Tell the page that the answer leads to which draft (static/js/draft.js) has been taken."""
    response.set_cookie(
        TAKEN,
        f"{comment.story_id}.{comment.parent_id or 0}",
        max_age=TAKEN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _numbers(kept: str) -> list[int]:
    parts = kept.split(".")
    return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19]


def _with(numbers: list[int], newest: int) -> str:
    kept = [number for number in numbers if number != newest][1 - MOST :]
    return ".".join(map(str, [*kept, newest]))


def waiting_of(request: HttpRequest, story_id: int) -> list[Comment]:
    """Return this browser's comments under a story that wait, oldest first."""
    own = Comment.objects.on(story_id).held().filter(pk__in=sent_by(request))
    found = list(own.select_related("author", "parent", "parent__author"))
    say_why_they_wait(found)
    return found


def say_why_they_wait(comments: Iterable[Comment]) -> None:
    """Put into comments that wait what their author may be told of why (`waits_because`).

    In general terms, and only where a phase of screening holds the text that stands there now.
    """
    held = [row for row in comments if row.status == Status.HELD and row.held_by]
    if not held:
        return
    revisions = Q()
    for comment in held:
        revisions |= Q(comment=comment.pk, revision=comment.revision)
    rows = Screening.objects.filter(revisions).values_list("comment", "said")
    told = {pk: {row["phase"]: row.get("to_author", "") for row in said} for pk, said in rows}
    for comment in held:
        comment.waits_because = told.get(comment.pk, {}).get(comment.held_by, "")


def rule_broken(comment: Comment) -> Rule | None:
    """Return the rule for which a comment was rejected or removed; None for other states."""
    if comment.status not in {Status.REJECTED, Status.REMOVED}:
        return None
    decisions = comment.decisions.filter(status_after=comment.status, rule__isnull=False)
    latest = decisions.select_related("rule").order_by("-pk").first()
    return latest.rule if latest else None


def rule_in_words(comment: Comment, language: str) -> dict[str, str]:
    """Return the code and the title of that rule as a page prints them; nothing without one."""
    rule = rule_broken(comment)
    if rule is None:
        return {}
    return {"rule_code": rule.code, "rule_title": in_sentence(rule.title_in(language))}
