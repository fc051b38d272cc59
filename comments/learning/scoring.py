"""Scoring: what the version in use says of new texts, and what waits for a moderator for it.

A job does it each minute for all texts that have come since, so that posting costs nothing more.
It orders the queue, and may send a published comment back to waiting. It never takes one out.
"""

from functools import lru_cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from comments import moderation
from comments.learning.decided import YES
from comments.learning.score_models import Piece, Weights, is_installed
from comments.models import Comment, CommentScore, Decision, Move, ScoreModel, Status
from comments.models.comments import CommentQuerySet

PHASE = "learned_score"
LATELY = 5_000  # comments among which a sweep looks for new texts
BATCH = 200
WRITE = """
UPDATE comments_comment AS comment SET score = new.score
FROM unnest(%s::bigint[], %s::int[], %s::float[]) AS new (id, revision, score)
WHERE comment.id = new.id AND comment.revision = new.revision AND comment.erased_at IS NULL
"""
SEEN = (Status.HELD, Status.PUBLISHED)


def score_new() -> int:
    """Score the texts that have come since the last time; return how many."""
    newest = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    return _score(Comment.objects.filter(pk__gt=newest - LATELY))


def score_waiting() -> int:
    """Score all that waits: after another version was switched on, and once a night."""
    return _score(Comment.objects.waiting())


def _score(chosen: CommentQuerySet) -> int:
    model = _in_use()
    if model is None or not is_installed():
        return 0
    number = 0
    while batch := list(_unscored(chosen, model)[:BATCH]):
        _score_batch(batch, model)
        number += len(batch)
    return number


def _in_use() -> ScoreModel | None:
    return ScoreModel.objects.defer("data").filter(in_use=True).first()


@lru_cache(maxsize=2)
def _weights(model: int) -> Weights:
    """Read a version's weights, once a process."""
    return Weights.read(bytes(ScoreModel.objects.values_list("data", flat=True).get(pk=model)))


def _unscored(chosen: CommentQuerySet, model: ScoreModel) -> CommentQuerySet:
    scored = CommentScore.objects.filter(
        comment=OuterRef("pk"), revision=OuterRef("revision"), model=model
    )
    texts = chosen.filter(~Exists(scored), status__in=SEEN, erased_at=None, unconfirmed=False)
    return texts.select_related("author").order_by("pk")


def _score_batch(batch: list[Comment], model: ScoreModel) -> None:
    weights = _weights(model.pk)
    scores = weights.scores([comment.body for comment in batch])
    rows = [
        CommentScore(
            comment=comment,
            story_id=comment.story_id,
            revision=comment.revision,
            model=model,
            score=score,
            pieces=weights.pieces(comment.body),
        )
        for comment, score in zip(batch, scores, strict=True)
    ]
    CommentScore.objects.bulk_create(rows, ignore_conflicts=True)
    with connection.cursor() as cursor:
        ids, revisions = [row.comment_id for row in rows], [row.revision for row in rows]
        cursor.execute(WRITE, [ids, revisions, scores])
    if settings.COMMENT_SCORE_HOLDS:
        for row in rows:
            if row.score >= model.figures["threshold"]:
                _hold(row)


@transaction.atomic
def _hold(row: CommentScore) -> None:
    """Send a published text back to waiting, unless staff wrote it or somebody has approved it."""
    if row.comment.by_staff:
        return
    [locked] = moderation.lock_comments([row.comment_id])
    looked_at = Decision.objects.filter(comment=locked, move__in=YES, actor__isnull=False)
    if locked.status != Status.PUBLISHED or looked_at.exists():
        return
    moderation.decide(
        [locked],
        Move.HOLD,
        by=None,
        automated=True,
        phase=PHASE,
        note=in_words(row.score, row.pieces),
        seen={row.comment_id: row.revision},
    )


def in_words(score: float, pieces: list[Piece]) -> str:
    """Say a score, and the words that speak most for taking the text out."""
    for_it = ", ".join(f"“{word[:40]}”" for word, weight in pieces[:3] if weight > 0)
    if not for_it:
        return _("Its score is %(score)d %%.") % {"score": round(100 * score)}
    return _("Its score is %(score)d %%, most of all for %(words)s.") % {
        "score": round(100 * score),
        "words": for_it,
    }
