"""Screening: what is asked of a new text, in the order that COMMENT_SCREENING names.

A phase (a module of comments.phases each; docs/moderation-phases.md) takes a Draft and returns None
to pass, or a Verdict that holds or refuses it and says why: in general terms to its author, in full
to moderators. A text is new in a new comment, and when its author changes one: then the draft names
the comment (`edited`). It is asked once a text, and what every phase said is kept (`record`).

A phase that fails holds the comment, and the others go on; one that takes longer than its allowance
is reported to the operator (comments.screening_counts).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, TypeVar

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from comments.drafts import Draft, Query, Question
from comments.models import Comment
from comments.same_text import text_hash
from comments.screening_counts import note_failure, note_said
from comments.settling import Statement, as_json

__all__ = ["Draft", "Query", "Question", "Verdict", "asks", "describes", "screen"]

Kind = Literal["pass", "hold", "refuse", "failed"]


@dataclass(frozen=True)
class Verdict:
    """What a phase says of a draft: hold it or refuse it, and why.

    `to_author` is a sentence in general terms, "" where there is nothing to say besides that it
    waits. `to_moderators` goes into the record of decisions, which nobody can change afterwards:
    what quotes the text stands in `quoted`, which goes when its words are erased.
    """

    kind: Literal["hold", "refuse"]
    to_author: str
    to_moderators: str = ""
    phase: str = ""
    quoted: str = ""


Phase = Callable[[Draft], Verdict | None]
Version = str | int | Callable[[Draft], str | int]
T = TypeVar("T")


def asks(*questions: Question) -> Callable[[Phase], Phase]:
    """Say which questions a phase asks, so that they are put together with all others."""

    def mark(phase: Phase) -> Phase:
        phase.asks = questions  # type: ignore[attr-defined]
        return phase

    return mark


def describes(*, title: Any = "", version: Version = 1) -> Callable[[Phase], Phase]:
    """Give a phase its name in words (lazy), and the version that is recorded with what it says.

    A version that is a function is asked after the phase, with the draft: for what depends on the
    answers, such as the lists that were in force.
    """

    def mark(phase: Phase) -> Phase:
        phase.title, phase.version = title, version  # type: ignore[attr-defined]
        return phase

    return mark


@dataclass(frozen=True)
class Said:
    """What one phase said of a text, and the seconds that it took, its questions' among them."""

    phase: str
    kind: Kind
    version: str = ""
    to_author: str = ""
    to_moderators: str = ""
    quoted: str = ""
    seconds: float = 0.0

    @property
    def in_short(self) -> dict[str, Any]:
        """As it is kept: without what is empty."""
        said = {name: value for name in KEPT if (value := getattr(self, name)) != ""}
        return said | {"seconds": round(self.seconds, 6)}


KEPT = tuple(kept.name for kept in fields(Said) if kept.name != "seconds")


@dataclass(frozen=True)
class Screened:
    """What all phases said, and the verdict that counts: None where all let the text pass."""

    said: list[Said] = field(default_factory=list)
    verdict: Verdict | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the text is not taken."""
        return self.verdict is not None and self.verdict.kind == "refuse"


class PhaseSpoiled(Exception):  # noqa: N818
    """A phase has made the transaction useless: it is done again without that phase."""

    def __init__(self, phase: str) -> None:
        self.phase = phase  # "": a question that was put together with others


def names() -> dict[str, str]:
    """Return the phases of this house in their order: their dotted paths, by name."""
    return {path.rsplit(".", 1)[-1]: path for path in settings.COMMENT_SCREENING}


def title_of(name: str) -> str:
    """Return what a phase is called in the reader's language; its own name where it has none."""
    return str(getattr(_load(names().get(name, "")), "title", "") or name)


def questions_of_all() -> list[Question]:
    """Return what the phases of this house ask, each question once."""
    asked = (getattr(_load(path), "asks", ()) for path in settings.COMMENT_SCREENING)
    return list(dict.fromkeys(chain.from_iterable(asked)))


def ask_all(draft: Draft, spoiled: frozenset[str] = frozenset()) -> None:
    """Put the questions of all phases in one message, where nothing was spoiled by that before."""
    if spoiled:
        return
    try:
        draft.ask_together(questions_of_all())
    except OperationalError:
        raise
    except DatabaseError as error:
        raise PhaseSpoiled("") from error


def without_spoiled_phases(work: Callable[[frozenset[str]], T]) -> T:
    """Do something that screens a draft, in a transaction; again without a phase that spoils it.

    What PostgreSQL refuses ends a transaction, so that neither the other phases nor the comment
    could go on in it. `work` takes the phases that count as failed; "" among them says that
    questions are not to be put together. Other errors of the database are the caller's.
    """
    spoiled: frozenset[str] = frozenset()
    while True:
        try:
            with transaction.atomic():
                return work(spoiled)
        except PhaseSpoiled as end:
            spoiled |= {end.phase}


def screen(draft: Draft, spoiled: frozenset[str] = frozenset()) -> Screened:
    """Ask the phases in order; the first that refuses ends it, else the first that holds counts."""
    said: list[Said] = []
    held: Verdict | None = None
    counted: set[Question] = set()
    allowance = settings.COMMENT_PHASE_MILLISECONDS / 1000
    for name, path in names().items():
        phase = _load(path)  # the first time takes long, and says nothing of the phase
        began = time.perf_counter()
        verdict, version, failed = _asked(name, phase or path, draft, spoiled)
        seconds = time.perf_counter() - began + _took(phase, draft, counted)
        kind: Kind = "failed" if failed else verdict.kind if verdict else "pass"
        note_said(name, kind, seconds, allowance)
        words = (
            (verdict.to_author, verdict.to_moderators, verdict.quoted) if verdict else ("", "", "")
        )
        said.append(Said(name, kind, version, *words, seconds=seconds))
        if verdict and verdict.kind == "refuse":
            return Screened(said, verdict)
        held = held or verdict
    return Screened(said, held)


def _load(path: str) -> Any:
    """Return a phase, None where it cannot be imported (which its turn then says)."""
    try:
        return _imported(path)
    except ImportError:
        return None


_imported = lru_cache(maxsize=100)(import_string)  # a failure is not kept


def _asked(
    name: str, phase: Any, draft: Draft, spoiled: frozenset[str]
) -> tuple[Verdict | None, str, bool]:
    """Return what a phase says, its version, and whether it failed.

    One that cannot be imported is given by its path, and fails here.
    """
    if name in spoiled:
        return _failed(name), "", True
    try:
        phase = import_string(phase) if isinstance(phase, str) else phase
        verdict = phase(draft)
        version = getattr(phase, "version", "")
        version = version(draft) if callable(version) else version
    except OperationalError:  # the database is gone or overtaxed, whoever asked
        raise
    except DatabaseError as error:
        note_failure(name)
        raise PhaseSpoiled(name) from error
    except Exception:  # noqa: BLE001 (whatever a phase does wrong, the comment waits and others go on)
        note_failure(name)
        return _failed(name), "", True
    return verdict and replace(verdict, phase=name), str(version), False


def _failed(name: str) -> Verdict:
    """Hold what a phase could not look at."""
    reason = _("This phase of screening failed, so that a person has to look.")
    return Verdict("hold", "", reason, name)


def _took(phase: Any, draft: Draft, counted: set[Question]) -> float:
    """Return how long the database took for a phase's questions; those of several count once."""
    own = set(getattr(phase, "asks", ())) - counted
    counted |= own
    return sum(draft.took.get(question, 0.0) for question in own)


RECORD = """
INSERT INTO comments_screening
    (comment_id, story_id, revision, held_by, said, text_hash, made_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s)
ON CONFLICT (comment_id, revision) DO UPDATE
SET held_by = excluded.held_by, said = excluded.said, made_at = excluded.made_at
"""


def record(comment: Comment, screened: Screened, *, at: datetime) -> Statement:
    """Return the statement that keeps what screening said of the comment's present text.

    One that waits for its guest is screened a second time, when it is confirmed; that one counts.
    """
    held_by = screened.verdict.phase if screened.verdict else ""
    said = as_json([row.in_short for row in screened.said])
    text = comment.pk, comment.story_id, comment.revision
    return RECORD, [*text, held_by, said, text_hash(comment.body), at]


EMPTY = """
UPDATE comments_screening SET text_hash = NULL, said = coalesce((
    SELECT jsonb_agg(phase - 'to_author' - 'to_moderators' - 'quoted' ORDER BY place)
    FROM jsonb_array_elements(said) WITH ORDINALITY AS phases (phase, place)
), '[]') WHERE comment_id = ANY(%s)
"""


def empty_screenings(comments: list[int]) -> None:
    """Take out of what screening said of comments, by their ids, all that may quote them."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, [comments])


def keep(comment: Comment, screened: Screened, *, at: datetime) -> None:
    """Keep it at once, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(*record(comment, screened, at=at))
