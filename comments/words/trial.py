"""Trying a list on past comments before it counts: what it would have done, and who had approved.

The newest comments, as many as there is time for: whoever waits in front of the form waits for
seconds.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from comments.models import Comment, Decision, Move, Status
from comments.words.lists import languages_of, matcher
from comments.words.matching import Found

MOST = 10_000  # comments
SECONDS = 5.0
BATCH = 500  # comments of one statement
EXAMPLES = 20
SAID_YES = (Move.APPROVE, Move.RESTORE, Move.KEEP)
SAID_NO = (Status.REJECTED, Status.REMOVED)


@dataclass(frozen=True)
class Example:
    """A past comment in which something was found."""

    comment: Comment
    found: list[Found]
    was_approved: bool


@dataclass
class Trial:
    """What a list would have done; `in_time` is false where time ran out before MOST comments."""

    read: int = 0
    hits: int = 0
    approved: int = 0
    refused: int = 0
    examples: list[Example] = field(default_factory=list)
    in_time: bool = True


def try_list(entries: str, language: str, *, seconds: float = SECONDS) -> Trial:
    """Return what a list would have found in the newest comments."""
    compiled, trial, until = matcher(entries), Trial(), time.monotonic() + seconds
    for comment in _newest():
        if time.monotonic() > until:
            trial.in_time = False
            break
        trial.read += 1
        if language and language not in languages_of(
            comment.body, comment.language, comment.article.language
        ):
            continue
        if found := compiled.find(comment.body, comment.guest_name):
            _count(trial, comment, found)
    return trial


def _count(trial: Trial, comment: Any, found: list[Found]) -> None:
    approved = comment.status == Status.PUBLISHED and comment.said_yes
    trial.hits += 1
    trial.approved += approved
    trial.refused += comment.status in SAID_NO
    if len(trial.examples) < EXAMPLES:
        trial.examples.append(Example(comment, found, approved))


def _newest() -> Iterator[Comment]:
    """Give the newest comments whose words are there, with whether somebody has approved them."""
    yes = Decision.objects.filter(
        comment=OuterRef("pk"), move__in=SAID_YES, automated=False, actor__isnull=False
    )
    comments = Comment.objects.confirmed().filter(erased_at=None).order_by("-pk")
    comments = comments.select_related("article__section", "author").annotate(said_yes=Exists(yes))
    last = None
    for _batch in range(0, MOST, BATCH):
        batch = list((comments.filter(pk__lt=last) if last else comments)[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk
