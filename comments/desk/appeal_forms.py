"""The forms of an appeal at the desk: the decision, and a question to whoever appeals."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comments.appeals.forms import MESSAGE, TEXT
from comments.models import Rule

UPHOLD, REVERSE = "uphold", "reverse"
BOX = {"rows": 5, "dir": "auto"}


class DecisionForm(forms.Form):
    """Whether the decision stands, what whoever appeals is told, and the rule of a removal."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how it ends.")},
    )
    rule = forms.ModelChoiceField(
        label=gettext_lazy("Rule"), queryset=Rule.objects.none(), required=False
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("Whoever appeals reads it. Where the decision stands it says why."),
        max_length=TEXT,
        required=False,
        widget=forms.Textarea(attrs=BOX),
    )
    act = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, reversal: str, needs_rule: bool, seen: int | None
    ) -> None:
        beginning: dict[str, Any] = {"act": uuid.uuid4(), "seen": seen}
        super().__init__(data, initial=beginning, auto_id="appeal-%s")
        language, rules = get_language() or "", self.fields["rule"]
        rules.queryset = Rule.objects.in_force().with_texts()  # type: ignore[attr-defined]
        rules.label_from_instance = lambda rule: f"{rule.code}. {rule.title_in(language)}"  # type: ignore[attr-defined]
        if not needs_rule:
            del self.fields["rule"]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (UPHOLD, _("It stands")),
            (REVERSE, _("It is reversed: %(what)s") % {"what": reversal}),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what the verb would refuse, beside the field that it is about."""
        sent = self.cleaned_data
        if sent.get("outcome") == UPHOLD and not sent.get("answer"):
            self.add_error("answer", _("Please write why it stands: whoever appeals reads it."))
        if sent.get("outcome") == REVERSE and "rule" in self.fields and not sent.get("rule"):
            self.add_error("rule", _("Please choose the rule under which it is removed."))
        return sent

    @property
    def is_reversed(self) -> bool:
        """Whether the decision is reversed, by a valid form."""
        return self.cleaned_data["outcome"] == REVERSE


class QuestionForm(forms.Form):
    """What the house asks."""

    text = forms.CharField(
        label=gettext_lazy("Ask something"),
        help_text=gettext_lazy("Whoever appeals gets a mail and answers on their page."),
        max_length=MESSAGE,
        widget=forms.Textarea(attrs={**BOX, "rows": 3}),
        error_messages={"required": gettext_lazy("Please write something.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="question-%s")
