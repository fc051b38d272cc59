"""The pages of links: why one leads nowhere, and the form by which a guest gets fresh ones."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.newspaper import Newspaper
from articles.reader_identity import origin_of
from articles.reader_pages import reader_page, token_for_accounts
from comments.guest_links import why_not
from comments.link_requests import TooManyRequests, ask_for_links


class LinkForm(forms.Form):
    """The address of mail under which somebody has commented."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("Please write an e-mail address such as name@example.org."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, with_token: bool, language: str) -> None:
        super().__init__(data, auto_id="link-form-%s")
        self.with_token, self.language = with_token, language

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays it out."""
        helper = FormHelper()
        helper.layout = Layout("email")
        helper.form_action = f"{reverse('send_guest_link')}?language={self.language}"
        helper.form_id = "link-form"
        helper.attrs = {"novalidate": ""}
        helper.form_error_title = _("Nothing was sent")
        helper.add_input(Submit("send", _("Send me a link"), css_class="button"))
        helper.disable_csrf = not self.with_token
        return helper


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def send_guest_link(request: HttpRequest) -> HttpResponse:
    """The form for fresh links; whatever address is written into it, the answer is the same."""
    language = _known(request.GET.get("language", ""))
    if request.method != "POST":
        return _page(request, language, {})
    with translation.override(language):
        form = _form(request, language, request.POST)
        if not form.is_valid():
            return _page(request, language, {"form": form}, status=422)
    try:
        ask_for_links(form.cleaned_data["email"], origin=origin_of(request))
    except TooManyRequests:
        return _page(request, language, {"form": form, "too_many": True}, status=429)
    return _page(request, language, {"is_sent": True})


def link_needed(request: HttpRequest, token: str) -> HttpResponse:
    """Say why a link leads nowhere, or that one is needed, and offer a fresh one."""
    reason, language = why_not(token) if token else ("", "")
    return _page(request, _known(language), {"reason": str(reason)}, status=404)


def _page(
    request: HttpRequest, language: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    with translation.override(language):
        context = {
            "form": _form(request, language),
            "newspaper": Newspaper(language),
            "robots": "noindex",
        } | context
        response = render(request, "comments/link.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _form(request: HttpRequest, language: str, data: QueryDict | None = None) -> LinkForm:
    return LinkForm(data, with_token=request.user.is_authenticated, language=language)


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
