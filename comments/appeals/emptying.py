"""What is forgotten of appeals: their words go, what was decided stays."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from comments.legal_holds import free, must_stay
from comments.models import Appeal, AppealMessage, Comment

BATCH = 500
EMPTY = {"text": "", "answer": ""}


def empty_with(comments: Iterable[int]) -> int:
    """Empty what was written in appeals about comments that are erased; return how many.

    An answer may quote them as well.
    """
    return _empty(Appeal.objects.filter(comment__in=list(comments)))


def empty_old() -> int:
    """Empty appeals that were closed COMMENT_EVIDENCE_DAYS ago, in batches; return how many.

    But for those about a comment that must stay.
    """
    before, number = timezone.now() - timedelta(days=settings.COMMENT_EVIDENCE_DAYS), 0
    over = Appeal.objects.filter(closed_at__lt=before).exclude(**EMPTY)
    staying = must_stay(Comment.objects.filter(appeals__in=over)).values("pk")
    old = free(over.exclude(comment__isnull=False, comment__in=staying))
    while ids := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            number += _empty(Appeal.objects.filter(pk__in=ids))
    return number


def take_back_all_of(user_id: int) -> int:
    """Let open appeals of somebody end who closes their account, and name them in none.

    Part of the transaction that closes it: nobody is left to be told. Returns how many there were.
    """
    taken_over = Q(report=None, comment__author=user_id)
    rows = Appeal.objects.filter(Q(user=user_id) | taken_over)
    rows.filter(closed_at=None).update(closed_at=timezone.now(), outcome="withdrawn")
    AppealMessage.objects.filter(by=user_id, is_house=False).update(by=None)
    return rows.update(user=None)


def _empty(appeals: QuerySet[Appeal]) -> int:
    AppealMessage.objects.filter(appeal__in=appeals.values("pk")).update(text="")
    return appeals.update(**EMPTY)
