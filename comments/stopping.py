"""Stopping mail from within a letter, without signing in: its signed token says whose and which.

It does not end: a letter may lie for years before somebody has enough. It can stop mail and take
that back, and nothing else. Decisions on one's own comments are told in any case. Who reported
with an address of mail, which can be anybody's, stops what is told of those reports: the address is
taken from them.
"""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from comments.following import follow
from comments.letters import WISHES
from comments.models import Comment, How, Letter, MailSettings, Notice, Report, Subscription

SALT, SALT_BEFORE = "comments.stopping", "comments.stopping.before"
Payload = dict[str, Any]


def token_for(letter: Letter, notices: Iterable[Notice], language: str) -> str:
    """Return the token that stops what a letter tells of; "" where all of it is always told.

    The page that it opens speaks `language`.
    """
    if letter.report_id:
        reports = sorted({notice.report_id for notice in notices if notice.report_id})
        payload: Payload = {"kinds": ["report"], "language": language, "reports": reports}
        return signing.dumps(payload, salt=SALT)
    of_others = [notice for notice in notices if notice.kind in WISHES]
    if not of_others:
        return ""
    kinds = sorted({str(notice.kind) for notice in of_others})
    payload = {"kinds": kinds, "language": language}
    if letter.user_id:
        payload["account"] = letter.user_id
    else:
        payload["comments"] = sorted({notice.own_comment_id for notice in of_others})
    return signing.dumps(payload, salt=SALT)


def read(token: str) -> Payload | None:
    """Return what a token stops (`kinds`, and whose); None for one that is not ours."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


@transaction.atomic
def stop(payload: Payload) -> str:
    """Stop this mail; return what undo() needs. Twice is once."""
    if "reports" in payload:
        named = Report.objects.filter(pk__in=payload["reports"]).exclude(email="")
        known = dict(named.values_list("pk", "email"))
        named.update(email="")
        return signing.dumps({"mail": list(known.items())}, salt=SALT_BEFORE)
    if "account" not in payload:
        kept = _subscriptions(payload)
        before: Payload = {"comments": sorted(kept.values_list("comment", flat=True))}
        kept.delete()
        return signing.dumps(before, salt=SALT_BEFORE)
    wishes, _made = MailSettings.objects.get_or_create(user_id=payload["account"])
    names = [WISHES[Notice.Kind(kind)] for kind in payload["kinds"]]
    before = {"wishes": {name: getattr(wishes, name) for name in names}}
    for name in names:
        setattr(wishes, name, How.NEVER)
    wishes.save(update_fields=names)
    return signing.dumps(before, salt=SALT_BEFORE)


@transaction.atomic
def undo(payload: Payload, before: str) -> None:
    """Put it back as it was. Raises BadSignature where `before` is not what stop() gave."""
    known = signing.loads(before, salt=SALT_BEFORE)
    if "account" in payload:
        MailSettings.objects.filter(user=payload["account"]).update(**known.get("wishes", {}))
        return
    if "reports" in payload:
        for pk, email in known.get("mail", []):
            if pk in payload["reports"]:
                Report.objects.filter(pk=pk, email="").update(email=email)
        return
    mine = set(payload["comments"]) & set(known.get("comments", []))
    for comment in Comment.objects.filter(pk__in=mine):
        follow(comment.story_id, comment=comment)


def _subscriptions(payload: Payload) -> QuerySet[Subscription]:
    return Subscription.objects.filter(comment__in=payload["comments"])
