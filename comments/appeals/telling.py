"""Who is told of an appeal: whoever makes it, and at its end those who reported the comment.

Notices are written with what they tell, in one transaction; comments.letters makes letters of them.
"""

from collections.abc import Iterable

from django.db.models import Q

from comments.models import Appeal, AppealOutcome, Case, Notice, Report, Sanction

Kind = Notice.Kind


def tell_receipt(appeal: Appeal) -> None:
    """Tell whoever appeals that it has arrived."""
    _add(_to_appellant(appeal, Kind.APPEALED))


def tell_of_message(appeal: Appeal) -> None:
    """Tell whoever appeals that the house has asked something."""
    _add(_to_appellant(appeal, Kind.APPEAL))


def tell_outcome(appeal: Appeal) -> None:
    """Tell how an appeal was decided: whoever made it, and of an author's the reporters as well.

    Those are told whose reports ended with the decision that was appealed.
    """
    _add([*_to_appellant(appeal, Kind.APPEAL), *_to_reporters(appeal)])


def close_with_sanction(row: Sanction) -> None:
    """End an open appeal against a sanction that somebody lifts by themselves, and tell of it.

    Part of the transaction that lifts it, which holds its lock.
    """
    rows = Appeal.objects.filter(sanction=row, closed_at=None).select_for_update(of=("self",))
    for appeal in rows.select_related("comment"):
        appeal.closed_at, appeal.outcome = row.lifted_at, AppealOutcome.REVERSED
        appeal.decided_by = row.lifted_by
        appeal.alone = row.lifted_by_id == row.made_by_id
        appeal.save(update_fields=["closed_at", "outcome", "decided_by", "alone"])
        tell_outcome(appeal)


def _to_appellant(appeal: Appeal, kind: Kind) -> list[Notice]:
    report, comment = appeal.report, appeal.comment
    if appeal.appellant_id:
        return [_notice(appeal, kind, user_id=appeal.appellant_id, report=report)]
    if report:
        return [_notice(appeal, kind, report=report)] if report.email else []
    if comment and comment.author_id is None and comment.guest_email:
        return [_notice(appeal, kind, own_comment=comment)]
    return []


def _to_reporters(appeal: Appeal) -> list[Notice]:
    if appeal.report_id or appeal.decision is None:
        return []
    cases = Case.objects.filter(comment=appeal.comment, closing_act=appeal.decision.act)
    reached = Q(user__isnull=False) | ~Q(email="")
    reports = Report.objects.filter(reached, case__in=cases).order_by("pk")
    return [_notice(appeal, Kind.APPEAL, user_id=row.user_id, report=row) for row in reports]


def _notice(appeal: Appeal, kind: Kind, **to: object) -> Notice:
    story = appeal.comment.story_id if appeal.comment else None
    return Notice(kind=kind, appeal=appeal, story_id=story, **to)


def _add(notices: Iterable[Notice]) -> None:
    Notice.objects.bulk_create(notices)
