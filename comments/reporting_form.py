"""The form of a report: which rule a comment breaks, or why it is illegal, and who is told."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Report, Rule
from comments.reporting import LegalNotice

OTHER, ILLEGAL = "other", "illegal"


def _longest(name: str) -> Any:
    return Report._meta.get_field(name).max_length  # type: ignore[union-attr]


class ReportForm(forms.Form):
    """A rule of the policy or something else, and a line of text, which the latter needs.

    Or illegal content, and what the law asks of a notice of it: why, a name and an address of mail
    (not for the offences that it excepts), good faith. Strangers may leave an address of mail with
    any report; who is known is told without. Unseen goes along which text the reader had before
    them.
    """

    rule = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what the comment breaks.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should the newsroom know?"),
        required=False,
        max_length=_longest("text"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Why is it illegal?"),
        required=False,
        max_length=_longest("explanation"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    is_exempt = forms.BooleanField(
        label=gettext_lazy(
            "It is about the sexual abuse of children (Directive 2011/93/EU, Articles 3 to 7): "
            "then no name is needed"
        ),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=_longest("name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=_longest("email"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "invalid": gettext_lazy("Please write an e-mail address such as name@example.org."),
        },
    )
    in_good_faith = forms.BooleanField(
        label=gettext_lazy("I believe in good faith that what I say here is accurate and complete"),
        required=False,
    )
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        comment: Comment,
        language: str,
        is_reached: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(
            data,
            initial={"revision": comment.revision, "name": name},
            auto_id=f"report-{comment.pk}-%s",
        )
        self.comment = comment
        self.rules = {rule.code: rule for rule in Rule.objects.in_force().with_texts()}
        choices: list[tuple[str, Any]] = [
            (code, f"{code}. {rule.title_in(language)}") for code, rule in self.rules.items()
        ]
        others = [(OTHER, _("Something else")), (ILLEGAL, _("It is illegal"))]
        self.fields["rule"].choices = [*choices, *others]  # type: ignore[attr-defined]
        if is_reached:  # an account, or a guest who is known by a link
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Ask for words where no rule says what is wrong, and for what a notice needs."""
        sent = self.cleaned_data
        if sent.get("rule") == OTHER and not (sent.get("text") or "").strip():
            self.add_error("text", _("Please say in a line what is wrong with this comment."))
        if sent.get("rule") == ILLEGAL:
            self._check_notice(sent)
        return sent

    def _check_notice(self, sent: dict[str, Any]) -> None:
        """Ask for all that is missing; a field that is wrong in itself says so already."""
        needed = {
            "explanation": _("Please say why it is illegal: which words, and which law."),
            "in_good_faith": _("A notice is given in good faith: please confirm that."),
        }
        if not sent.get("is_exempt"):
            needed["name"] = _("A notice of illegal content needs your name.")
            needed["email"] = _("A notice of illegal content needs your e-mail address.")
        for name, words in needed.items():
            if name in self.fields and name not in self.errors and not sent.get(name):
                self.add_error(name, words)

    @property
    def errors_in_order(self) -> list[tuple[forms.BoundField, str]]:
        """Each field that has to be mended, as it stands in the form, and why."""
        return [(field, str(error)) for field in self for error in field.errors]

    @property
    def first_id(self) -> str:
        """The id of the first of the choices, to which a complaint about them leads."""
        return f"{self['rule'].auto_id}_0"

    @property
    def rule_named(self) -> Rule | None:
        """The rule that a valid form names."""
        return self.rules.get(self.cleaned_data["rule"])

    @property
    def notice(self) -> LegalNotice | None:
        """What a valid form says of illegal content, None where it reports something else."""
        sent = self.cleaned_data
        if sent["rule"] != ILLEGAL:
            return None
        return LegalNotice(sent["explanation"].strip(), sent["name"], sent["is_exempt"])
