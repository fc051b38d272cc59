"""Screening: what is asked of a new comment, in the order that COMMENT_SCREENING names.

A phase takes a Draft and returns None to pass, or a Verdict that holds or refuses it and says
why: in general terms to its author, in full to moderators.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


@dataclass(frozen=True)
class Draft:
    """A comment before it is one."""

    article: Article
    parent: Comment | None
    author: "_User | None"
    guest_name: str
    guest_email: str
    body: str
    address: str
    network: str
    now: datetime

    @property
    def by_staff(self) -> bool:
        """Whether somebody of the newsroom wrote it."""
        return bool(self.author and getattr(self.author, "is_staff", False))


@dataclass(frozen=True)
class Verdict:
    """What a phase says of a draft: hold it or refuse it, and why."""

    kind: Literal["hold", "refuse"]
    to_author: str
    to_moderators: str = ""
    phase: str = ""


Phase = Callable[[Draft], Verdict | None]


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


def flood(draft: Draft) -> Verdict | None:
    """Refuse an address that has sent COMMENTS_PER_ADDRESS within the last few minutes."""
    window = timedelta(seconds=settings.COMMENTS_PER_ADDRESS_SECONDS)
    if draft.by_staff or not draft.address:
        return None
    recent = Comment.objects.from_address_since(draft.address, draft.now - window)
    if recent.count() < settings.COMMENTS_PER_ADDRESS:
        return None
    minutes = max(1, round(window.total_seconds() / 60))
    return Verdict(
        "refuse",
        _(
            "Too many comments have come from your connection in the last minutes. "
            "Your text is still here: please send it again in about %(minutes)d minutes."
        )
        % {"minutes": minutes},
    )


def repeated_text(draft: Draft) -> Verdict | None:
    """Refuse a text that the same person has posted under the same story within a day."""
    same = Comment.objects.on(draft.article.story_id).filter(
        body=draft.body, submitted_at__gte=draft.now - timedelta(days=1)
    )
    if draft.author:
        same = same.filter(author_id=draft.author.pk)
    else:
        same = same.filter(author=None, guest_email=draft.guest_email)
    if not same.exists():
        return None
    return Verdict("refuse", _("You have posted this very comment here already."))


def guests_wait(draft: Draft) -> Verdict | None:
    """Hold every guest's comment: names and e-mail addresses are not identity."""
    if draft.author:
        return None
    return Verdict("hold", _("Your comment waits for a moderator."), _("Comments of guests wait."))
