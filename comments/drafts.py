"""Drafts: a comment before it is one, and what is asked of the database about it.

What a phase of screening wants to know it puts as a Question and asks the draft. Questions that
phases have announced (comments.screening.asks) are put together, in one message; another one is
asked when it is asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from articles.models import Article
from comments.models import Comment
from comments.terms import HOUSE, Terms

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

Query = tuple[str, list[Any]]  # a SELECT of one value, and its parameters
Question = Callable[["Draft"], Query | None]  # None: not to be asked about this draft


@dataclass(frozen=True)
class Draft:
    """A comment before it is one, or the text that is to take the place of another (`edited`).

    `edited` is also the comment itself, where its own text is screened again.
    """

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
    terms: Terms = HOUSE
    ip: str = field(default="", repr=False)  # never kept
    answers: dict[Question, Any] = field(default_factory=dict, compare=False, repr=False)
    took: dict[Question, float] = field(default_factory=dict, compare=False, repr=False)  # seconds

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

    def put(self, questions: Iterable[Question]) -> "Put":
        """Return questions as columns of one SELECT; those that are known already are left out.

        A question that cannot even be put is left to the phase that asks it, and fails there.
        """
        asked: dict[Question, Query] = {}
        for question in questions:
            if question in self.answers:
                continue
            try:
                query = question(self)
            except Exception:  # noqa: BLE001, S112 (the phase that asks it raises it again)
                continue
            if query:
                asked[question] = query
            else:
                self.answers[question] = None
        return Put(self, asked)

    def ask_together(self, questions: Iterable[Question]) -> None:
        """Ask all these questions in one message, where there are any."""
        put = self.put(questions)
        if put.values:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {put.columns}", put.values)
                put.take(cursor.fetchone())


# The clock stands between the questions: PostgreSQL works the columns of a row out in their order,
# and a question that stands alone when its value is first wanted. So each is timed at no cost.
# Seconds, and not a time, which takes Python a hundred times as long to read.
CLOCK = "extract(epoch FROM clock_timestamp())::float8"


@dataclass(frozen=True)
class Put:
    """Questions of a draft that travel together: `columns` of a SELECT, and their parameters."""

    draft: Draft
    asked: dict[Question, Query]

    @property
    def columns(self) -> str:
        """The columns: each question with the time before it, and the time after the last."""
        return ", ".join([*(f"{CLOCK}, ({sql})" for sql, _values in self.asked.values()), CLOCK])

    @property
    def values(self) -> list[Any]:
        """The parameters of all questions."""
        return [value for _sql, values in self.asked.values() for value in values]

    def take(self, row: Sequence[Any]) -> None:
        """Keep in the draft what the columns say."""
        times, answers = row[::2], row[1::2]
        for number, (question, answer) in enumerate(zip(self.asked, answers, strict=True)):
            self.draft.answers[question] = answer
            self.draft.took[question] = times[number + 1] - times[number]
