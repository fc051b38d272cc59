"""What the conversation holds of an account, as rows of its export (docs/readers.md).

Nothing of anybody else's is in it besides what every reader may see: the names over comments that
were answered. Who of the newsroom decided, and what they noted for each other, stays with them.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from comments.models import (
    Appeal,
    BulkAct,
    Comment,
    CommentRevision,
    CommentScore,
    Decision,
    Ignored,
    Letter,
    ModeratorScope,
    Notice,
    Recommendation,
    Report,
    Rule,
    Sanction,
    Screening,
    StatementOfReasons,
    Subscription,
    Translation,
)
from comments.own_pages.lines import address_of
from comments.own_pages.mail import settings_of
from comments.report_outcomes import outcomes

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

Rows = Iterator[list[dict[str, Any]]]
BATCH = 500  # rows that are in memory at a time
MAIL = ("answers", "stories", "articles", "digest_hour")


def mail_choice(user: "_User") -> dict[str, Any]:
    """Return how the account is told by mail."""
    chosen = settings_of(user.pk)
    return {name: getattr(chosen, name) for name in MAIL}


def lists(user: "_User", language: str) -> Iterator[tuple[str, Rows]]:
    """Give each list of the export: its name, and its rows in batches, oldest first.

    Titles of rules are in `language`.
    """
    rules = {rule.pk: rule for rule in Rule.objects.with_texts()}

    @cache
    def named(pk: int | None) -> dict[str, str] | None:
        rule = rules.get(pk or 0)
        return {"number": rule.code, "title": rule.title_in(language)} if rule else None

    yield "comments", _rows(_comments(user), lambda row: _comment(row, user, named))
    notices = Notice.objects.filter(user=user).select_related("comment__article__section")
    yield "notices", _rows(notices, _notice)
    sanctions = Sanction.objects.filter(user=user)
    yield "sanctions", _rows(sanctions, lambda row: _sanction(row, named))
    stated = StatementOfReasons.objects.filter(
        Q(comment__author=user, decision__isnull=False) | Q(sanction__user=user)
    )
    yield "statements_of_reasons", _rows(stated, _statement)
    reports = Report.objects.filter(user=user).select_related("case", "comment")
    yield "reports", _reports(reports, named)
    own = Q(report=None, comment__author=user)  # taken over from a guest
    appeals = Appeal.objects.filter(Q(user=user) | own).prefetch_related("messages")
    yield "appeals", _rows(appeals, _appeal)
    yield "following", _rows(Subscription.objects.filter(user=user), _subscription)
    for name, model in (("recommended", Recommendation), ("ignored", Ignored)):
        chosen = model.objects.filter(user=user)
        yield name, _rows(chosen.select_related("comment__article__section"), _about_a_comment)
    yield "moderates", _rows(ModeratorScope.objects.filter(moderator=user), _scope)
    yield "acts_on_many", _rows(BulkAct.objects.filter(by=user), _act_on_many)
    yield "letters", _rows(Letter.objects.filter(user=user), _letter)


def _rows(found: QuerySet[Any], as_row: Callable[[Any], dict[str, Any]]) -> Rows:
    """Read rows by keyset: no cursor of the server's, which a pooler would not keep."""
    for batch in _batches(found):
        yield [as_row(row) for row in batch]


def _batches(found: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _comments(user: "_User") -> QuerySet[Comment]:
    decisions = Decision.objects.order_by("pk")
    return Comment.objects.of_account(user.pk).select_related(
        "article__section", "parent__author"
    ).prefetch_related(
        Prefetch("decisions", decisions),
        Prefetch("revisions", CommentRevision.objects.order_by("number")),
        Prefetch("translations", Translation.objects.order_by("language")),
        Prefetch("screenings", Screening.objects.order_by("revision")),
        Prefetch("scores", CommentScore.objects.order_by("pk")),
    )  # fmt: skip


def _comment(comment: Comment, user: "_User", rule: Callable[[int | None], Any]) -> dict[str, Any]:
    parent = comment.parent
    return {
        "id": comment.pk,
        "address": _whole(address_of(comment)),
        "article": comment.article.headline,
        "answers_comment": comment.parent_id,
        "answers_name": parent.name if parent and parent.is_readable else None,
        "text": comment.body,
        "language": comment.language,
        "translations": [
            {"language": made.language, "text": made.body} for made in comment.translations.all()
        ],
        "state": comment.status,
        "submitted_at": comment.submitted_at,
        "published_at": comment.published_at,
        "edited_at": comment.edited_at,
        "recommended": comment.recommend_count,
        "came_by": comment.origin,
        "sent_from": {"address_hash": comment.address, "network_hash": comment.network},
        "as_guest": {"name": comment.guest_name, "email": comment.guest_email},
        "earlier_texts": [
            {
                "revision": text.number,
                "text": text.body,
                "language": text.language,
                "readers_have_seen_it": text.was_published,
                "written_at": text.written_at,
                "replaced_at": text.replaced_at,
            }
            for text in comment.revisions.all()
        ],
        "screened": [
            {
                "revision": screening.revision,
                "held": bool(screening.held_by),
                "told": [said["to_author"] for said in screening.said if said.get("to_author")],
                "at": screening.made_at,
            }
            for screening in comment.screenings.all()
        ],
        "learned_scores": [
            {
                "revision": row.revision,
                "score": row.score,
                "words_that_moved_it": row.pieces,
                "made_at": row.made_at,
            }
            for row in comment.scores.all()
        ],
        "decisions": [
            {
                "move": decision.move,
                "before": decision.status_before,
                "after": decision.status_after,
                "revision": decision.revision,
                "rule": rule(decision.rule_id),
                "automated": decision.automated,
                "by_yourself": decision.actor_id == user.pk,
                "decided_at": decision.decided_at,
            }
            for decision in comment.decisions.all()
        ],
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "comment": notice.comment_id,
        "sanction": notice.sanction_id,
        "report": notice.report_id,
        "address": _whole(address_of(notice.comment)) if notice.comment else None,
        "made_at": notice.made_at,
        "read_at": notice.read_at,
        "letter": notice.letter_id,
    }


def _sanction(row: Sanction, rule: Callable[[int | None], Any]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "rule": rule(row.rule_id),
        "reason": row.reason,
        "comment": row.comment_id,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "lifted": row.lifted_at and {"at": row.lifted_at, "why": row.lifted_because},
    }


def _statement(row: StatementOfReasons) -> dict[str, Any]:
    return {
        "number": row.number,
        "measure": row.measure,
        "comment": row.comment_id,
        "sanction": row.sanction_id,
        "language": row.language,
        "told": row.is_sent,
        "made_at": row.made_at,
        "appeal_until": row.appeal_until,
    }


def _reports(found: QuerySet[Report], rule: Callable[[int | None], Any]) -> Rows:
    for batch in _batches(found):
        ended = outcomes(batch)
        yield [_report(row, rule, str(ended[row.pk].state)) for row in batch]


def _report(row: Report, rule: Callable[[int | None], Any], state: str) -> dict[str, Any]:
    return {
        "comment": row.comment_id,
        "revision": row.revision,
        "rule": rule(row.rule_id),
        "text": row.text,
        "kind": row.kind,
        "explanation": row.explanation,
        "name": row.name,
        "needs_no_name": row.is_exempt,
        "language": row.language,
        "weight": row.weight,
        "state": state,
        "sent_from": {"address_hash": row.address},
        "made_at": row.made_at,
    }


def _appeal(row: Appeal) -> dict[str, Any]:
    return {
        "id": row.pk,
        "decision": row.decision_id,
        "sanction": row.sanction_id,
        "comment": row.comment_id,
        "report": row.report_id,
        "text": row.text,
        "made_at": row.made_at,
        "messages": [
            {"by_the_newsroom": said.is_house, "text": said.text, "at": said.made_at}
            for said in row.messages.all()
        ],
        "closed_at": row.closed_at,
        "outcome": row.outcome,
        "answer": row.answer,
    }


def _subscription(subscription: Subscription) -> dict[str, Any]:
    return {"story": subscription.story_id, "since": subscription.made_at}


def _about_a_comment(row: Recommendation | Ignored) -> dict[str, Any]:
    return {
        "comment": row.comment_id,
        "address": _whole(address_of(row.comment)),
        "since": row.made_at,
    }


def _scope(scope: ModeratorScope) -> dict[str, Any]:
    sections = scope.sections.order_by("position", "pk").values_list("slug", flat=True)
    return {"sections": list(sections), "languages": scope.languages}


def _act_on_many(act: BulkAct) -> dict[str, Any]:
    return {
        "id": act.pk,
        "move": act.move,
        "note": act.note,
        "chosen": act.total,
        "decided": act.done,
        "made_at": act.made_at,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.pk,
        "number": letter.number,
        "daily": letter.is_digest,
        "made_at": letter.made_at,
        "sent_at": letter.sent_at,
        "not_sent": letter.dropped_at and {"at": letter.dropped_at, "why": letter.why_dropped},
    }


def _whole(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
