"""Deciding at the desk: a moderator's act, but for cards that are another's."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from comments import moderation
from comments.desk.acts import Act, BadAct
from comments.desk.handing_out import give_back, hand_out, with_others
from comments.limits import outside_in_words
from comments.models import Comment, Decision
from comments.moderation import Outcome, Refusal, carried_out, lock_comments

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


@transaction.atomic
def carry_out(act: Act, *, by: "_User") -> Outcome:
    """Do what was asked, once; refuse cards that another moderator has.

    The comments are locked first, so that nobody is handed one meanwhile. Cards that were decided
    about are nobody's afterwards. Raises BadAct where none is theirs to decide about, and
    ActIsAnothers where it has the id of an act that is not theirs.
    """
    if act.id and (done := carried_out(act.id, by=by)):
        return done
    allowed = Comment.objects.for_moderator(by).confirmed().filter(pk__in=act.seen)
    ids = list(allowed.values_list("pk", flat=True))
    if not ids:
        raise BadAct(_not_theirs(act))
    comments = {row.pk: row for row in lock_comments(ids)}
    taken = with_others(comments, by)
    outcome = moderation.decide(
        [row for row in comments.values() if row.pk not in taken],
        act.move,
        by=by,
        rule=act.rule,
        note=act.note,
        seen=act.seen,
        act=act.id,
    )
    for pk, moderator in taken.items():
        reason = _("%(name)s has this card now.") % {"name": moderator}
        outcome.refusals.append(Refusal(comments[pk], reason))
    give_back(row.comment_id for row in outcome.decisions)
    return outcome


def _not_theirs(act: Act) -> str:
    if Comment.objects.confirmed().filter(pk__in=act.seen).exists():
        return outside_in_words()
    return _("This comment cannot be found. Read the page again.")


def take_again(decisions: Iterable[Decision], *, by: "_User") -> None:
    """Hand cards to whoever has just taken back what they decided about them."""
    ids = [row.comment_id for row in decisions]
    hand_out(Comment.objects.filter(pk__in=ids).order_by("pk"), to=by, number=len(ids))
