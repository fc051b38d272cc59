"""The form of a report: which rule a comment breaks, and a line of text."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Report, Rule

OTHER = "other"
TEXT_CHARACTERS = Report._meta.get_field("text").max_length


class ReportForm(forms.Form):
    """A rule of the policy or something else, and a line of text, which the latter needs.

    Unseen goes along which text of the comment the reader had before them.
    """

    rule = forms.ChoiceField(
        label=gettext_lazy("Which rule does it break?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what the comment breaks.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should the newsroom know?"),
        required=False,
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, comment: Comment, language: str) -> None:
        super().__init__(
            data, initial={"revision": comment.revision}, auto_id=f"report-{comment.pk}-%s"
        )
        self.comment = comment
        self.rules = {rule.code: rule for rule in Rule.objects.in_force().with_texts()}
        choices: list[tuple[str, Any]] = [
            (code, f"{code}. {rule.title_in(language)}") for code, rule in self.rules.items()
        ]
        self.fields["rule"].choices = [*choices, (OTHER, _("Something else"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for words where no rule says what is wrong."""
        sent = self.cleaned_data
        if sent.get("rule") == OTHER and not (sent.get("text") or "").strip():
            self.add_error("text", _("Please say in a line what is wrong with this comment."))
        return sent

    @property
    def rule_named(self) -> Rule | None:
        """The rule that a valid form names."""
        return self.rules.get(self.cleaned_data["rule"])
