"""What a moderator asks for with one press of a button: read and checked before it is done."""

import uuid
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from comments.desk.filters import id_in
from comments.models import Decision, Move, Rule, SavedReply
from comments.moderation import NEEDS_RULE

AT_ONCE = 100  # comments; each keeps its discussion locked until the last is done
MODERATORS_MOVES = {
    Move.APPROVE,
    Move.REJECT,
    Move.REMOVE,
    Move.HOLD,
    Move.RESTORE,
    Move.KEEP,
}
NOTE_CHARACTERS: int = Decision._meta.get_field("note").max_length or 0


class BadAct(ValueError):  # noqa: N818 (what cannot be done is an answer, not an error)
    """The act cannot be carried out at all; the message says why, in the moderator's words."""


@dataclass(frozen=True)
class Act:
    """A move of one or many comments. `seen` maps their ids to the revisions that were read.

    `id` is what the page has named it, so that it is carried out once however often it is sent.
    """

    move: Move
    rule: Rule | None
    note: str
    seen: dict[int, int]
    id: uuid.UUID | None = None


def read_act(sent: QueryDict) -> Act:
    """Read an act from a form.

    `comment` holds "id.revision" for each comment, `decision` a move, with ":" and the rule's
    number where it needs one, `act` its own id. The note is what was written, else the saved reply
    that `reply` names. Raises BadAct, with the reason, where it cannot be carried out.
    """
    move_name, _colon, code = sent.get("decision", "").partition(":")
    if move_name not in MODERATORS_MOVES:
        raise BadAct(_("Choose what to decide."))
    move, note = Move(move_name), sent.get("note", "").strip() or _reply(sent)
    if "\x00" in note or len(note) > NOTE_CHARACTERS:
        raise BadAct(
            _("The note is too long: at most %(most)d characters are possible.")
            % {"most": NOTE_CHARACTERS}
        )
    seen = dict(_chosen(value) for value in sent.getlist("comment"))
    if not seen:
        raise BadAct(_("Choose at least one comment."))
    if len(seen) > AT_ONCE:
        raise BadAct(
            _("At most %(most)d comments can be decided about at once.") % {"most": AT_ONCE}
        )
    rule = _rule(code) if move in NEEDS_RULE else None
    return Act(move, rule, note, seen, uuid_in(sent.get("act", "")))


def uuid_in(text: str) -> uuid.UUID | None:
    """Return the id that a text from a form stands for, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _reply(sent: QueryDict) -> str:
    pk = id_in(sent.get("reply", ""))
    saved = SavedReply.objects.filter(pk=pk).values_list("text", flat=True).first() if pk else None
    return saved or ""


def _chosen(value: str) -> tuple[int, int]:
    pk, _dot, revision = value.partition(".")
    comment, read = id_in(pk), id_in(revision)
    if comment is None or read is None:
        raise BadAct(_("This comment cannot be found. Read the page again."))
    return comment, read


def _rule(code: str) -> Rule:
    rule = None if "\x00" in code else Rule.objects.in_force().filter(code=code).first()
    if rule is None:
        raise BadAct(_("Choose a rule that is in force."))
    return rule
