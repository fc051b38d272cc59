"""The page on which somebody of the newsroom translates a comment for an edition's readers."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.newspaper import Newspaper, language_name
from articles.reader_pages import reader_page, token_for_accounts
from comments.body_text import clean_body
from comments.entries import Entry, Place
from comments.models import Comment, Translation
from comments.translating import MOST_CHARACTERS, TranslationRefused, take_back, translate
from comments.views import published_article


class TranslationForm(forms.Form):
    """The translation, and unseen the revision that was translated."""

    body = forms.CharField(
        label=gettext_lazy("Translation"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto", "data-counts": MOST_CHARACTERS}),
        error_messages={"required": gettext_lazy("Please write the translation.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, comment: Comment, made: Translation | None, language: str
    ) -> None:
        initial = {"body": made.body if made else "", "revision": comment.revision}
        super().__init__(data, initial=initial, auto_id="translation-%s")
        self.fields["body"].widget.attrs["lang"] = language
        self.made = made

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the form out."""
        helper = FormHelper()
        helper.layout = Layout(Field("body", template="comments/_body_field.html"), "revision")
        helper.attrs = {"novalidate": ""}
        helper.form_error_title = _("The translation was not saved")
        helper.add_input(Submit("save", _("Save the translation"), css_class="button"))
        if self.made:
            taken = Submit("take_back", _("Take it back"), css_class="button button-quiet")
            helper.add_input(taken)
        return helper

    def clean_body(self) -> str:
        """Return the text as it is stored."""
        return clean_body(self.cleaned_data["body"], most=MOST_CHARACTERS)

    def refuse(self, reason: str, comment: Comment) -> None:
        """Say why it was not taken; what is sent next is of `comment` as it is now."""
        self.add_error(None, reason)
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(comment.revision)
        self.data = data


@csrf_exempt  # token_for_accounts asks for it, as on all pages of readers
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def translate_comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """The original, and below it the form for the language of the edition."""
    if not request.user.has_perm("comments.translate_comment"):
        raise PermissionDenied(_("Only the newsroom translates comments."))
    article = published_article(**address)
    comment = _comment(article, pk)
    made = Translation.objects.filter(comment=comment, language=article.language).first()
    data = request.POST if request.method == "POST" else None
    form = TranslationForm(data, comment=comment, made=made, language=article.language)
    if data is not None and _carried_out(request, form, comment, article):
        place = Place.of(article)
        return HttpResponseRedirect(place.addresses.comment(comment.pk), status=303)
    status = 422 if form.is_bound else 200
    return render(request, "comments/translate.html", _context(article, pk, form), status=status)


def _carried_out(
    request: HttpRequest, form: TranslationForm, comment: Comment, article: Article
) -> bool:
    """Do what was sent; where that was refused the form says why."""
    by: Any = request.user
    try:
        if "take_back" in request.POST:
            take_back(comment, article.language, by=by)
            return True
        if form.is_valid():
            sent = form.cleaned_data
            seen = sent["revision"]
            translate(comment, article.language, sent["body"], by=by, seen_revision=seen)
            return True
    except TranslationRefused as refusal:
        form.full_clean()
        form.refuse(str(refusal), _comment(article, comment.pk))
    return False


def _comment(article: Article, pk: int) -> Comment:
    """Read a comment that stands under the article's story. Raises Http404 without one."""
    shown = Comment.objects.on(article.story_id).shown()
    return get_object_or_404(shown.select_related("author", "parent__author"), pk=pk)


def _context(article: Article, pk: int, form: TranslationForm) -> dict[str, Any]:
    comment, place = _comment(article, pk), Place.of(article)
    return Newspaper.of(article.language).page(place.addresses.discussion) | {
        "place": place,
        "addresses": place.addresses,
        "comment": comment,
        "entry": Entry(comment),
        "form": form,
        "from_language": language_name(comment.language),
        "into_language": language_name(article.language),
        "is_same": comment.language == article.language,
        "is_outdated": form.made is not None and form.made.revision != comment.revision,
        "robots": "noindex",
    }
