"""Pages of one's own account beside django-allauth's: what there is, settings, all sessions."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles.reader_pages import reader_page
from comments.adopting import adoptable
from portal.accounts import sessions
from portal.accounts.addresses import as_people_write_it
from portal.accounts.forms import SettingsForm
from portal.accounts.preferences import language_of
from portal.confirmed_addresses import confirmed_addresses
from portal.models import User


class SignedIn(HttpRequest):
    """A request that login_required has let through."""

    user: User


@reader_page
@login_required
@require_GET
def account(request: SignedIn) -> HttpResponse:
    """Your account: who one is here, and the ways to all that one may change."""
    context = {
        "address": as_people_write_it(request.user.email),
        "written_as_guest": adoptable(confirmed_addresses(request.user)).count(),
    }
    return render(request, "account/account.html", context)


@reader_page
@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: SignedIn) -> HttpResponse:
    """The name that stands beside one's comments, language and time zone."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if form.is_valid() and form.take():
        with translation.override(language_of(form.instance)):
            messages.success(request, _("Your settings are saved."))
        return redirect("account_settings")
    return render(request, "account/settings.html", {"form": form})


@reader_page
@login_required
@require_http_methods(["GET", "POST"])
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """Ask, and end all sessions of this account, this one as well."""
    if request.method == "GET":
        return render(request, "account/sign_out_everywhere.html")
    sessions.end_all(request.user)
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")
