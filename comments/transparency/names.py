"""Names of people whom the house knows, so that no exported text names one of them.

Of a statement's own case: its author, who reported it, who decided. Of everybody else, names of two
words and more that stand in the policy's words; of the newsroom also those of one word.
"""

from collections.abc import Iterable
from typing import Any

import regex
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.db.models.functions import Lower

from comments.models import Comment, Report, StatementOfReasons

WORDS = regex.compile(r"[\p{L}\p{M}\p{N}'’.-]+")
MOST_WORDS = 4  # of a name that is looked for


def people_of(statement: StatementOfReasons) -> set[str]:
    """Return the names of all who have to do with a statement's case."""
    decision, sanction, comment = statement.decision, statement.sanction, statement.comment
    accounts = []
    names: set[str] = set()
    if decision is not None:
        accounts.append(decision.actor)
    if sanction is not None:
        accounts += [sanction.user, sanction.made_by, sanction.lifted_by]
        names.add(sanction.guest_name)
    if comment is not None:
        accounts.append(comment.author)
        names.add(comment.guest_name)
        accounts += [row.actor for row in comment.decisions.all()]
        for case in comment.cases.all():
            for report in case.reports.all():
                accounts.append(report.user)
                names.add(report.name)
    names |= {getattr(account, "display_name", "") for account in accounts if account}
    return names - {""}


def known_names(texts: Iterable[str]) -> set[str]:
    """Return the names in some texts that are those of accounts, guests or reporters.

    Three queries that read each table once; the names of the newsroom with them.
    """
    wanted = {name for text in texts for name in _sequences(text)}
    users = get_user_model().objects.all()
    found = set(users.filter(is_staff=True).values_list("display_name", flat=True))
    if wanted:
        guests = Comment.objects.filter(author=None).order_by()
        reporters = Report.objects.exclude(name="").order_by()
        found |= _among(users, "display_name", wanted)
        found |= _among(guests, "guest_name", wanted)
        found |= _among(reporters, "name", wanted)
    return found - {""}


def _among(rows: QuerySet[Any], field: str, wanted: set[str]) -> set[str]:
    lower = rows.annotate(lower=Lower(field)).filter(lower__in=wanted)
    return set(lower.values_list(field, flat=True).distinct())


def _sequences(text: str) -> Iterable[str]:
    """All runs of two to four words, in small letters."""
    words = [word.strip(".-'’") for word in WORDS.findall(text.lower())]
    for many in range(2, MOST_WORDS + 1):
        for start in range(len(words) - many + 1):
            yield " ".join(words[start : start + many])
