"""`/account/close/`: what closing an account means, in words, and doing it."""

from datetime import timedelta
from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from comments.own_pages.frame import own_page, show
from portal import closing
from portal.models import User

GUESSES = {"close": "10/h/user"}  # of the password, from a session that somebody else may have
RECENT = timedelta(minutes=10)  # since signing in, for those who have no password


class ClosingForm(forms.Form):
    """What becomes of the comments, and the password once more."""

    comments = forms.ChoiceField(
        choices=[(choice.value, choice.name) for choice in closing.Comments],
        error_messages={"required": _("Please choose what becomes of your comments.")},
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Please write your password.")},
    )

    def __init__(self, request: HttpRequest, *, user: User) -> None:
        super().__init__(request.POST if request.method == "POST" else None, auto_id="close-%s")
        self.request, self.user = request, user
        if not user.has_usable_password():  # signed in by a passkey or a code, never by one
            del self.fields["password"]

    def clean_password(self) -> str:
        """Return the password if it is theirs; who only guesses may do so a few times an hour."""
        password: str = self.cleaned_data["password"]
        if not ratelimit.consume(
            self.request, app="portal", action="close", config=GUESSES, user=self.user
        ):
            raise forms.ValidationError(_("That was tried too often. Please wait for an hour."))
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean(self) -> dict[str, Any]:
        """Without a password it takes somebody who has just signed in."""
        signed_in = self.user.last_login
        is_recent = signed_in is not None and signed_in > timezone.now() - RECENT
        if not self.user.has_usable_password() and not is_recent:
            self.add_error(
                None, _("Please sign out and in again first, so that we know it is you.")
            )
        return self.cleaned_data


@sensitive_post_parameters("password")
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest) -> HttpResponse:
    """The page that explains, and what its form sends; afterwards nobody is signed in here."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (own_page lets nobody else in)
    form = ClosingForm(request, user=user)
    refused = closing.refusal(user)
    if request.method == "POST" and not refused and form.is_valid():
        closing.close(user, comments=closing.Comments(form.cleaned_data["comments"]))
        logout(request)
        return show(request, "own/closed.html", {})
    status = 422 if request.method == "POST" else 200
    return show(request, "own/close.html", {"form": form, "refused": refused}, status=status)
