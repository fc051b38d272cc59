"""Which statements of a time are for the transparency database, with all that they are made of.

Those that somebody was given. Of deceptive bulk advertising none is given. What was taken back
before it was told, within DECISION_MAIL_SECONDS, was given to nobody either; what is younger than
that may still be taken back, and waits.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from comments.models import PolicyVersion, RuleText, StatementOfReasons

RELATED = (
    "policy",
    "comment__author",
    "decision__rule",
    "decision__actor",
    "sanction__rule",
    "sanction__user",
    "sanction__made_by",
    "sanction__lifted_by",
)
PREFETCHED = (
    "decision__rule__texts",
    "sanction__rule__texts",
    "comment__revisions",
    "comment__decisions__rule__texts",
    "comment__decisions__actor",
    "comment__cases__reports__user",
)


@dataclass(frozen=True)
class Chosen:
    """The statements, oldest first, and how many of the same days are left out, and why."""

    statements: list[StatementOfReasons]
    unsent: int
    taken_back: int
    too_young: int


def chosen(first: date, last: date, *, now: datetime | None = None) -> Chosen:
    """Return the statements that were made from the first to the last day, both included.

    Days are those of TIME_ZONE.
    """
    now = now or timezone.now()
    made = StatementOfReasons.objects.filter(
        made_at__gte=_midnight(first), made_at__lt=_midnight(last + timedelta(days=1))
    )
    told = made.filter(is_sent=True)
    until = now - timedelta(seconds=settings.DECISION_MAIL_SECONDS)
    gone = told.filter(_taken_back())
    young = told.filter(made_at__gt=until).exclude(pk__in=gone.values("pk"))
    given = told.filter(made_at__lte=until).exclude(pk__in=gone.values("pk"))
    return Chosen(
        statements=_read(given),
        unsent=made.filter(is_sent=False).count(),
        taken_back=gone.count(),
        too_young=young.count(),
    )


def policy_texts() -> list[str]:
    """Return all words of the policy, of every version, each once."""
    found: set[str] = set()
    for rules in PolicyVersion.objects.values_list("rules", flat=True):
        for rule in rules:
            for texts in (rule.get("texts") or {}).values():
                found |= {text for text in texts.values() if isinstance(text, str)}
    for row in RuleText.objects.values_list("title", "text", "why", "law"):
        found |= set(row)
    return sorted(found - {""})


def _taken_back() -> Q:
    before_told = timedelta(seconds=settings.DECISION_MAIL_SECONDS)
    return Q(decision__reversed_by__decided_at__lte=F("decision__decided_at") + before_told) | Q(
        sanction__lifted_at__lte=F("sanction__begins_at") + before_told
    )


def _read(statements: QuerySet[StatementOfReasons]) -> list[StatementOfReasons]:
    rows = (
        statements.select_related(*RELATED).prefetch_related(*PREFETCHED).order_by("made_at", "pk")
    )
    found = list(rows)
    for row in found:
        if row.decision is not None and row.comment is not None:
            row.decision.comment = row.comment  # the one with its history
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
