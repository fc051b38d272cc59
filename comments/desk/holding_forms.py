"""The forms of legal holds and of handing a case to the authorities."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Photo
from comments.models import Comment, Escalation, LegalHold

LINES = {"rows": 3, "dir": "auto"}
KINDS = [
    ("comment", gettext_lazy("a comment")),
    ("photo", gettext_lazy("a photo")),
    ("user", gettext_lazy("the records of an account")),
]


def reason_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Return the field in which somebody says why."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LegalHold._meta.get_field("reason").max_length,
        widget=forms.Textarea(LINES),
    )


class HoldForm(forms.Form):
    """What is held, by its number or an account's address of mail, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to stay"), choices=KINDS, widget=forms.RadioSelect
    )
    which = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=254,
        help_text=gettext_lazy(
            "The number of the comment or photo, as in the address of its page here; of an account "
            "its number or its e-mail address."
        ),
    )
    reason = reason_field(
        gettext_lazy("Reason"), gettext_lazy("Who asked for it, and the number of their file.")
    )

    def __init__(self, *args: Any, moderator: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moderator, self.target = moderator, {}  # type: ignore[var-annotated]

    def clean(self) -> dict[str, Any]:
        """Find what is meant."""
        sent = self.cleaned_data
        if "kind" in sent and "which" in sent:
            try:
                self.target = {sent["kind"]: self._find(sent["kind"], sent["which"].strip(" #"))}
            except ValidationError as refusal:
                self.add_error("which", refusal)
        return sent

    def _find(self, kind: str, which: str) -> Any:
        rows: Any = {
            "comment": Comment.objects.for_moderator(self.moderator),
            "photo": Photo.objects.all(),
            "user": get_user_model()._default_manager.all(),
        }[kind]
        named: dict[str, Any] | None = (
            {"email__iexact": which} if kind == "user" and "@" in which else None
        )
        if named is None:
            if not (which.isascii() and which.isdigit() and len(which) < 19):
                raise ValidationError(_("Please write its number."))
            named = {"pk": int(which)}
        found = rows.filter(**named).first()
        if found is None:
            raise ValidationError(_("There is none of that number."))
        return found


class LiftHoldForm(forms.Form):
    """Why a hold is lifted."""

    because = reason_field(gettext_lazy("Why it is lifted"))


class EscalationForm(forms.Form):
    """To whom a case goes and why, and whether its author's records are to stay as well."""

    authority = forms.CharField(
        label=gettext_lazy("To whom"),
        max_length=Escalation._meta.get_field("authority").max_length,
        widget=forms.TextInput({"dir": "auto"}),
    )
    reason = reason_field(gettext_lazy("Why"))
    with_author = forms.BooleanField(
        label=gettext_lazy("Keep all records of its author's account as well"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if comment.author_id is None:
            del self.fields["with_author"]
