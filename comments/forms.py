"""The form of a comment: a guest's with name and e-mail, or that of somebody signed in."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, LayoutObject, Submit
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.newspaper import own_name
from articles.reader_identity import Origin
from comments.body_text import characters, clean_body
from comments.form_subject import Subject
from comments.form_token import FormToken, SentTooFast, TokenRefused
from comments.models import Comment
from comments.models.comments import BODY_CHARACTERS
from comments.names import clean_name, refuse_names_of_staff
from comments.posting import Writer

if TYPE_CHECKING:
    from django.contrib.auth.models import _User


def language_choices() -> list[tuple[str, Any]]:
    """Return the languages that a comment may be in, by the names that they have themselves."""
    names = {code: own_name(code) for code, _name in settings.LANGUAGES}
    own = [(code, name[:1].upper() + name[1:]) for code, name in names.items()]
    return [("", _("Recognise by itself (recommended)")), *own]


TRAP = "website"  # a field that nobody sees, and that a program fills in


class Unseen(LayoutObject):
    """What every form carries unseen: its token, and the trap.

    Neither is a field to Django, which would copy and check both with every comment.
    """

    def render(
        self, form: "CommentForm", context: Any, *_args: Any, **_settings: Any
    ) -> SafeString:
        """Return both as HTML, the trap empty again."""
        return render_to_string("comments/_unseen_fields.html", {"form": form, "trap": TRAP})


class CommentForm(forms.Form):
    """The text and its language; the form of somebody signed in has no other fields."""

    account: "_User | None" = None

    body = forms.CharField(
        label=_("Comment"),
        help_text=_("At most 1,500 characters. A line that begins with “> ” is a quotation."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto", "data-counts": BODY_CHARACTERS}),
        error_messages={"required": _("Please write your comment.")},
    )
    language = forms.ChoiceField(
        label=_("Language of your comment"), required=False, choices=language_choices
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        article: Article,
        parent: Comment | None = None,
        is_fragment: bool = False,
    ) -> None:
        super().__init__(data, auto_id="comment-form-%s")
        self.article, self.parent, self.is_fragment = article, parent, is_fragment
        self.submission: uuid.UUID | None = None
        self.token = "" if data is None else data.get("token", "")  # as the form carries it
        if not self.is_bound:
            self.renew()

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the form out; a form that is taken is never shown."""
        helper = FormHelper()
        helper.layout = Layout(*self._layout())
        helper.form_action = self.post_address
        helper.form_id = "comment-form"
        # Without the browser's own bubbles every error stands in one summary, in our language.
        helper.attrs = {"novalidate": "", "data-comment-form": ""}
        helper.form_error_title = _("Your comment was not sent")
        helper.add_input(Submit("send", _("Send the comment"), css_class="button"))
        helper.add_input(Submit("preview", _("Preview"), css_class="button button-quiet"))
        helper.disable_csrf = self.account is None
        return helper

    def _layout(self) -> list[str | LayoutObject]:
        return [Field("body", template="comments/_body_field.html"), "language", Unseen()]

    def clean_body(self) -> str:
        """Return the text as it is stored; says by how much it is too long."""
        return clean_body(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        """Check what the form carries unseen; a refused token is replaced by a fresh one.

        A preview sends nothing: it neither uses the token up nor is told what is wrong with it.
        """
        if self.data.get(TRAP, "").strip():
            self.add_error(
                None, _("A field that people do not see was filled in. Please send it again.")
            )
        try:
            token = FormToken.read(self.token, self.article, self.parent)
            self.submission = token.submission
        except SentTooFast as refusal:
            self._refuse(refusal)
        except TokenRefused as refusal:
            self._refuse(refusal)
            self.renew()
        return self.cleaned_data

    def _refuse(self, refusal: TokenRefused) -> None:
        if not self.is_preview:
            self.add_error(None, str(refusal))

    @property
    def is_preview(self) -> bool:
        """Whether its writer wants to see the comment before it is sent."""
        return "preview" in self.data

    def renew(self) -> None:
        """Give the form a fresh token: it is shown to its writer, maybe once more."""
        self.token = FormToken.new(self.article, self.parent).signed()

    def answer_nobody(self) -> None:
        """Make it the form of a comment of its own: the one it answered is gone."""
        self.parent = None
        self.__dict__.pop("helper", None)  # it is laid out for another address
        self.renew()

    @property
    def post_address(self) -> str:
        """Where the form is sent to."""
        query = QueryDict(mutable=True)
        if self.parent:
            query["to"] = str(self.parent.pk)
        if self.is_fragment:
            query["fragment"] = "1"
        address = reverse("post_comment", kwargs=self.article.address())
        return f"{address}?{query.urlencode()}" if query else address

    @property
    def characters_left(self) -> int:
        """How many characters may still be written; negative when it is too long already."""
        written = (self["body"].value() or "").replace("\r\n", "\n")
        return BODY_CHARACTERS - characters(written.strip())

    def writer(self, origin: Origin) -> Writer:
        """Return who posts, of a valid form: the account, and where it comes from."""
        return Writer(
            author=self.account, address=origin.address, network=origin.network, ip=origin.ip
        )


class AccountCommentForm(CommentForm):
    """The form of somebody who is signed in."""

    def __init__(self, *args: Any, account: "_User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account


def _agreement(language: str) -> SafeString:
    """Return what a guest agrees to, with a link to the policy in a language."""
    sentence = gettext(
        'I agree to the <a href="{}" target="_blank">comments policy</a> (opens in a new tab).'
    )
    return format_html(sentence, reverse("policy", kwargs={"language": language}))


agreement = lazy(_agreement, SafeString)  # worked out where a form is shown, not where it is taken


class GuestCommentForm(CommentForm):
    """The form of a guest."""

    field_order = (
        "name",
        "email",
        "body",
        "answers",
        "language",
        "agrees",
    )  # errors are told in the order of the page

    name = forms.CharField(
        label=_("Name"),
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Please write your name, or a name you go by.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("Please write an e-mail address such as name@example.org."),
        },
    )
    answers = forms.BooleanField(
        label=_("Mail me the answers to this comment"),
        required=False,  # and not ticked: mail that nobody has to get is asked for
    )
    agrees = forms.BooleanField(
        error_messages={"required": _("Please agree to the comments policy.")},
    )

    def __init__(self, *args: Any, staff: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.fields["agrees"].label = agreement(self.article.language)

    @property
    def sign_in_query(self) -> str:
        """What the sign-in is told: the language of the page, and the way back to this form."""
        back = reverse("post_comment", kwargs=self.article.address())
        query = QueryDict(mutable=True)
        query["language"] = self.article.language
        query["next"] = f"{back}?to={self.parent.pk}" if self.parent else back
        return query.urlencode(safe="/")

    def _layout(self) -> list[str | LayoutObject]:
        body, language, unseen = super()._layout()
        return ["name", "email", body, language, "answers", "agrees", unseen]

    def clean_name(self) -> str:
        """Return the name on one line; nobody of the newsroom goes by it."""
        name = clean_name(self.cleaned_data["name"])
        refuse_names_of_staff(name, self.staff)
        return name

    def writer(self, origin: Origin) -> Writer:
        """Return the guest as the writer."""
        return replace(
            super().writer(origin),
            guest_name=self.cleaned_data["name"],
            guest_email=self.cleaned_data["email"],
            answers=self.cleaned_data["answers"],
        )


def comment_form(
    data: QueryDict | None,
    subject: Subject,
    *,
    account: "_User | None",
    is_fragment: bool = False,
) -> CommentForm:
    """Return the form for whoever wants to write: somebody signed in, or a guest (None)."""
    about = {"article": subject.article, "parent": subject.parent, "is_fragment": is_fragment}
    if account:
        return AccountCommentForm(data, account=account, **about)
    return GuestCommentForm(data, staff=subject.staff, **about)
