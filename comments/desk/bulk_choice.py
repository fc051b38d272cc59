"""Which comments an act on many is to be about, and the form by which a moderator decides."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import Case, QuerySet, When
from django.http import QueryDict
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from comments.bulk import MOST
from comments.desk.acts import NOTE_CHARACTERS
from comments.desk.filters import LARGEST_ID, Filters
from comments.models import Comment, Move, Rule, Status
from comments.moderation import MOVES, NEEDS_RULE

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

SAMPLE = 12  # comments
EXCERPT = 400  # characters of each
PLACES = {"after", "choose_all"}  # of the desk's address: where one reads, not what is chosen
TO_DO = {
    Move.APPROVE: ngettext_lazy(
        "Approve %(number)d comment", "Approve %(number)d comments", "number"
    ),
    Move.REJECT: ngettext_lazy("Reject %(number)d comment", "Reject %(number)d comments", "number"),
    Move.REMOVE: ngettext_lazy("Remove %(number)d comment", "Remove %(number)d comments", "number"),
    Move.RESTORE: ngettext_lazy(
        "Restore %(number)d comment", "Restore %(number)d comments", "number"
    ),
    Move.KEEP: ngettext_lazy("Keep %(number)d comment", "Keep %(number)d comments", "number"),
    Move.HOLD: ngettext_lazy(
        "Send %(number)d comment back to waiting",
        "Send %(number)d comments back to waiting",
        "number",
    ),
    Move.UNDO: ngettext_lazy(
        "Undo what was decided about %(number)d comment",
        "Undo what was decided about %(number)d comments",
        "number",
    ),
}
NAMES = {"status": _("Status"), "story": _("Story, by its number"), "comment": _("Comment")}


def to_do(move: str, number: int) -> str:
    """Say what an act is to do, as a heading or on a button."""
    return str(TO_DO[Move(move)] % {"number": number})


@dataclass(frozen=True)
class Choice:
    """What the desk's filters find within a moderator's limits, up to a comment's id."""

    filters: Filters
    query: str
    found: QuerySet[Comment]
    total: int
    by_status: list[tuple[str, int]]
    moves: list[Move]
    sample: list[Comment]
    until: int

    @property
    def is_too_many(self) -> bool:
        """Whether there are more than one act can be about; the total is then MOST and one."""
        return self.total > MOST

    @property
    def in_words(self) -> list[tuple[Any, Any]]:
        """What was filtered by: names and values."""
        said = []
        for name, field in self.filters.fields.items():
            value = self.filters.cleaned_data.get(name)
            if value not in (None, ""):
                choices = dict(getattr(field, "choices", ()) or ())
                said.append((field.label or NAMES.get(name, name), choices.get(value, value)))
        return said


def choice_of(address: QueryDict, moderator: "_User", until: int = LARGEST_ID) -> Choice:
    """Read what the desk's filters in an address choose: how many, which states, some of them."""
    kept = address.copy()
    for name in PLACES:
        kept.pop(name, None)
    filters = Filters(kept)
    theirs = Comment.objects.for_moderator(moderator).filter(pk__lte=until)
    found = filters.matching(theirs, moderator)
    seen = Case(When(published_at=None, then=False), default=True)
    rows = list(found.order_by("pk").values_list("pk", "status", seen)[: MOST + 1])
    numbers = Counter(status for _pk, status, _seen in rows)
    spread = [rows[at * len(rows) // SAMPLE][0] for at in range(SAMPLE)] if rows else []
    sample = Comment.objects.filter(pk__in=spread).order_by("submitted_at", "pk")
    return Choice(
        filters=filters,
        query=kept.urlencode(),
        found=found,
        total=len(rows),
        by_status=[(str(Status(status).label), number) for status, number in numbers.most_common()],
        moves=_moves({(status, was_seen) for _pk, status, was_seen in rows}),
        sample=list(sample.select_related("author", "article")),
        until=rows[-1][0] if rows else 0,
    )


def _moves(states: set[tuple[str, bool]]) -> list[Move]:
    """Return the moves that a comment in one of these states allows, in the desk's order.

    A state comes with whether readers have seen the comment: then it is removed, not rejected.
    """
    order = [Move.APPROVE, Move.REJECT, Move.REMOVE, Move.RESTORE, Move.KEEP, Move.HOLD]
    no_more = {Move.REJECT: True, Move.REMOVE: False}  # for a comment that waits
    return [
        move
        for move in order
        if any(
            (status, move) in MOVES
            and not (status == Status.HELD and no_more.get(move) == was_seen)
            for status, was_seen in states
        )
    ]


class RuleField(forms.ModelChoiceField):
    """A rule in force, by its number and its title in the moderator's language."""

    def label_from_instance(self, rule: Rule) -> str:
        """The number and the title."""
        title = rule.title_in(get_language() or settings.LANGUAGE_CODE)
        return f"{rule.code} · {title}" if title else rule.code


class BulkForm(forms.Form):
    """What is to be done to all that was chosen; `sure` comes from the page that asks once more."""

    move = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    rule = RuleField(
        Rule.objects.none(), to_field_name="code", label=_("Rule"), required=False, empty_label="–"
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    until = forms.IntegerField(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
    shown = forms.IntegerField(min_value=1, max_value=MOST, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, choice: Choice) -> None:
        given = {"until": choice.until, "shown": choice.total}
        super().__init__(data, initial=given, label_suffix="")
        self.fields["move"].choices = [(move, to_do(move, choice.total)) for move in choice.moves]  # type: ignore[attr-defined]
        self.fields["rule"].queryset = Rule.objects.in_force().with_texts()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A removal or rejection names its rule; nothing else does."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("move") in NEEDS_RULE:
            if not cleaned.get("rule") and "rule" not in self.errors:
                self.add_error("rule", _("Choose a rule that is in force."))
        else:
            cleaned["rule"] = None
        return cleaned
