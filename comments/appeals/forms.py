"""The forms of an appeal: the appeal itself, and what is said about it while it is open."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.body_text import NOT_TEXT

TEXT, MESSAGE = 5000, 2000  # characters


class Words(forms.CharField):
    """A box for so many characters. No browser cuts what is pasted: who writes more is told."""

    def __init__(self, most: int, rows: int, **how: object) -> None:
        box = forms.Textarea(attrs={"rows": rows, "dir": "auto", "data-counts": most})
        super().__init__(widget=box, **how)  # type: ignore[arg-type]
        self.most = most

    def clean(self, value: str | None) -> str:
        """Return the text as it is stored. Raises ValidationError for one that is too long."""
        text = super().clean((value or "").replace("\r\n", "\n"))
        text = NOT_TEXT.sub("", text)
        if (over := len(text) - self.most) > 0:
            raise ValidationError(
                ngettext(
                    "This is %(over)d character too long: at most %(most)d are possible.",
                    "This is %(over)d characters too long: at most %(most)d are possible.",
                    over,
                )
                % {"over": over, "most": self.most}
            )
        return text


class WordsForm(forms.Form):
    """One box and one button, whose name is `do`."""

    text: forms.Field
    do, button, title = "", _("Send"), _("Nothing was sent")

    def __init__(self, data: QueryDict | None = None, *, with_token: bool) -> None:
        super().__init__(data, auto_id="appeal-form-%s")
        self.with_token = with_token

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays it out."""
        helper = FormHelper()
        helper.layout = Layout(Field("text", template="comments/_body_field.html"))
        helper.attrs = {"novalidate": ""}
        helper.form_error_title = self.title
        helper.add_input(Submit(self.do, self.button, css_class="button"))
        helper.disable_csrf = not self.with_token
        return helper


class AppealForm(WordsForm):
    """Why somebody thinks that a decision is wrong."""

    do, button, title = "appeal", _("Send the appeal"), _("Your appeal was not sent")
    text = Words(
        TEXT,
        10,
        label=_("Why the decision is wrong"),
        help_text=_("At most 5,000 characters. You need not know the law."),
        error_messages={"required": _("Please write why you think that the decision is wrong.")},
    )


class MessageForm(WordsForm):
    """What somebody adds to their open appeal."""

    do, button, title = "say", _("Add this"), _("Nothing was added")
    text = Words(
        MESSAGE,
        5,
        label=_("Add something"),
        help_text=_("At most 2,000 characters."),
        error_messages={"required": _("Please write something.")},
    )
