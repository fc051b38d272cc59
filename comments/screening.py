"""Screening: what is asked of a new text, in the order that COMMENT_SCREENING names.

A phase takes a Draft and returns None to pass, or a Verdict that holds or refuses it and says
why: in general terms to its author, in full to moderators. A text is new in a new comment, and when
its author changes one: then the draft names the comment (`edited`).

What a phase wants to know from the database it puts as a Question and asks the draft. Where it
says so with @asks, its question is put together with everybody else's, in one round trip; where it
does not, the draft asks when it is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

Query = tuple[str, list[Any]]  # a SELECT of one value, and its parameters
Question = Callable[["Draft"], Query | None]  # None: not to be asked about this draft


@dataclass(frozen=True)
class Draft:
    """A comment before it is one, or the text that is to take the place of another (`edited`)."""

    article: Article
    parent: Comment | None
    author: "_User | None"
    guest_name: str
    guest_email: str
    body: str
    address: str
    network: str
    now: datetime
    language: str = ""  # "": as its text is recognised
    edited: Comment | None = None
    ip: str = field(default="", repr=False)  # never kept
    answers: dict[Question, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def by_staff(self) -> bool:
        """Whether somebody of the newsroom wrote it."""
        return bool(self.author and getattr(self.author, "is_staff", False))

    def ask(self, question: Question) -> Any:
        """Return what the database says to a question; None where it is not to be asked."""
        if question not in self.answers:
            query = question(self)
            with connection.cursor() as cursor:
                if query:
                    cursor.execute(*query)
                self.answers[question] = cursor.fetchone()[0] if query else None
        return self.answers[question]


@dataclass(frozen=True)
class Verdict:
    """What a phase says of a draft: hold it or refuse it, and why."""

    kind: Literal["hold", "refuse"]
    to_author: str
    to_moderators: str = ""
    phase: str = ""


Phase = Callable[[Draft], Verdict | None]


def asks(*questions: Question) -> Callable[[Phase], Phase]:
    """Say which questions a phase asks, so that they are put together with all others."""

    def mark(phase: Phase) -> Phase:
        phase.asks = questions  # type: ignore[attr-defined]
        return phase

    return mark


def questions_of_all() -> list[Question]:
    """Return what the phases of this house ask, each question once."""
    phases = [import_string(name) for name in settings.COMMENT_SCREENING]
    return list(dict.fromkeys(question for p in phases for question in getattr(p, "asks", ())))


def screen(draft: Draft) -> Verdict | None:
    """Ask the phases in order; the first that refuses ends it, else the first that holds counts."""
    held: Verdict | None = None
    for name in settings.COMMENT_SCREENING:
        verdict = import_string(name)(draft)
        if verdict is None:
            continue
        verdict = Verdict(
            verdict.kind, verdict.to_author, verdict.to_moderators, name.rsplit(".", 1)[-1]
        )
        if verdict.kind == "refuse":
            return verdict
        held = held or verdict
    return held


def sent_lately(draft: Draft) -> Query | None:
    """Ask how many comments the draft's network address has sent in the window of `flood`.

    A change adds no comment; comments.editing bounds how often one is changed.
    """
    if draft.by_staff or draft.edited or not draft.address:
        return None
    since = draft.now - timedelta(seconds=settings.COMMENTS_PER_ADDRESS_SECONDS)
    return (
        "SELECT count(*) FROM comments_comment WHERE address = %s AND submitted_at >= %s",
        [draft.address, since],
    )


def said_already(draft: Draft) -> Query:
    """Ask whether the same person has posted the same text under the story within a day.

    Elsewhere than in the comment itself, where the draft is a change of one.
    """
    who: int | str = draft.author.pk if draft.author else draft.guest_email
    by = "author_id = %s" if draft.author else "author_id IS NULL AND guest_email = %s"
    same = "story_id = %s AND body = %s AND submitted_at >= %s AND id <> %s"
    itself = draft.edited.pk if draft.edited else 0
    return (
        f"SELECT EXISTS (SELECT FROM comments_comment WHERE {same} AND {by})",  # noqa: S608
        [draft.article.story_id, draft.body, draft.now - timedelta(days=1), itself, who],
    )


@asks(sent_lately)
def flood(draft: Draft) -> Verdict | None:
    """Refuse an address that has sent COMMENTS_PER_ADDRESS within the last few minutes."""
    sent = draft.ask(sent_lately)
    if sent is None or sent < settings.COMMENTS_PER_ADDRESS:
        return None
    minutes = max(1, round(settings.COMMENTS_PER_ADDRESS_SECONDS / 60))
    return Verdict(
        "refuse",
        _(
            "Too many comments have come from your connection in the last minutes. "
            "Your text is still here: please send it again in about %(minutes)d minutes."
        )
        % {"minutes": minutes},
    )


@asks(said_already)
def repeated_text(draft: Draft) -> Verdict | None:
    """Refuse a text that the same person has posted under the same story within a day."""
    if not draft.ask(said_already):
        return None
    return Verdict("refuse", _("You have posted this very comment here already."))


def guests_wait(draft: Draft) -> Verdict | None:
    """Hold every guest's comment: names and e-mail addresses are not identity."""
    if draft.author:
        return None
    return Verdict("hold", _("Your comment waits for a moderator."), _("Comments of guests wait."))


def holds_guests() -> bool:
    """Whether whatever a guest writes waits for a moderator in this house."""
    return f"{__name__}.{guests_wait.__name__}" in settings.COMMENT_SCREENING
