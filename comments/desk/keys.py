"""The keys of the desk: what each does, and those that a moderator has chosen instead.

Digits are the rules', "?" and Esc stay what they are.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import DeskKeys

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

KEYS = {  # what is done: the house's key, and its words
    "next": ("j", gettext_lazy("next comment")),
    "previous": ("k", gettext_lazy("previous comment")),
    "approve": ("a", gettext_lazy("approve or restore")),
    "reject": (
        "r",
        gettext_lazy("reject or remove: then the digit of the rule, or the arrows and Enter"),
    ),
    "keep": ("p", gettext_lazy("keep a comment that was reported")),
    "hold": ("w", gettext_lazy("send back to waiting")),
    "note": ("n", gettext_lazy("write a note on the decision; Esc leaves it")),
    "reply": ("s", gettext_lazy("choose a saved reply")),
    "colleagues": ("c", gettext_lazy("write a note for colleagues")),
    "more": ("m", gettext_lazy("show more about the comment")),
    "choose": ("x", gettext_lazy("choose the comment for deciding about many")),
    "undo": ("u", gettext_lazy("undo your last decision")),
    "work": ("g", gettext_lazy("work through the queue, or go back to the list")),
}
LETTERS = set("abcdefghijklmnopqrstuvwxyz")


def in_force(chosen: dict[str, str]) -> dict[str, str]:
    """Return the key of each act: the one that was chosen, else the house's."""
    return {name: chosen.get(name) or key for name, (key, _words) in KEYS.items()}


class KeysForm(forms.Form):
    """One letter for each act, none for two."""

    def __init__(self, data: Any = None, *, keys: dict[str, str]) -> None:
        super().__init__(data, label_suffix="")
        letter = {"autocomplete": "off", "autocapitalize": "none", "size": 2, "spellcheck": "false"}
        for name, (_key, words) in KEYS.items():
            self.fields[name] = forms.CharField(
                label=words, initial=keys[name], max_length=1, widget=forms.TextInput(letter)
            )

    def clean(self) -> dict[str, str]:
        """Refuse what is no letter, and a letter that two acts have."""
        by_letter: dict[str, str] = {}
        for name, key in {**self.cleaned_data}.items():
            letter = key.lower()
            if letter not in LETTERS:
                self.add_error(name, _("Choose a letter from a to z."))
            elif letter in by_letter:
                self.add_error(name, _("Another act has this letter."))
            by_letter.setdefault(letter, name)
        return {name: key.lower() for name, key in self.cleaned_data.items()}


def keep_keys(moderator: "_User", keys: dict[str, str]) -> None:
    """Keep what a moderator has chosen; the house's own keys are not written down."""
    own = {name: key for name, key in keys.items() if KEYS[name][0] != key}
    DeskKeys.objects.update_or_create(moderator=moderator, defaults={"keys": own})


def keys_of(moderator: "_User") -> dict[str, str]:
    """Return a moderator's keys, in one query."""
    chosen = DeskKeys.objects.filter(moderator=moderator).values_list("keys", flat=True).first()
    return in_force(chosen or {})
