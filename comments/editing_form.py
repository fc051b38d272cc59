"""The form in which an author changes a comment of theirs."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments.body_text import clean_body
from comments.editing import EditOutdated, EditRefused
from comments.models import Comment
from comments.models.comments import BODY_CHARACTERS


class EditForm(forms.Form):
    """The text, and unseen the revision that the author had before them when they began.

    It needs no token of its own: a second send of the same text changes nothing.
    """

    body = forms.CharField(
        label=_("Comment"),
        help_text=_("At most 1,500 characters."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto", "data-counts": BODY_CHARACTERS}),
        error_messages={"required": _("Please write your comment.")},
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, comment: Comment, has_token: bool) -> None:
        beginning: dict[str, Any] = {"body": comment.body, "revision": comment.revision}
        super().__init__(data, initial=beginning, auto_id="comment-form-%s")
        self.comment, self.has_token = comment, has_token
        self.is_outdated = False

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the form out."""
        helper = FormHelper()
        helper.layout = Layout(Field("body", template="comments/_body_field.html"), "revision")
        helper.attrs = {"novalidate": ""}
        helper.form_error_title = _("Your comment was not changed")
        helper.add_input(Submit("save", _("Save the change"), css_class="button"))
        helper.disable_csrf = not self.has_token
        return helper

    def clean_body(self) -> str:
        """Return the text as it is stored; says by how much it is too long."""
        return clean_body(self.cleaned_data["body"])

    def refuse(self, refusal: EditRefused, comment: Comment) -> None:
        """Say why the text was not taken; the next one sent is to replace `comment`'s as it is."""
        self.add_error(None, str(refusal))
        self.comment, self.is_outdated = comment, isinstance(refusal, EditOutdated)
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(comment.revision)
        self.data = data
