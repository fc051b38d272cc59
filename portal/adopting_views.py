"""The page on which an account takes over the comments that its owner wrote as a guest."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.reader_pages import reader_page
from comments.adopting import adopt, adoptable
from portal.confirmed_addresses import confirmed_addresses

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

SHOWN = 20  # comments that the page lists, the newest; all of them are adopted


@reader_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_comments(request: HttpRequest) -> HttpResponse:
    """Show which comments were sent under the account's addresses; adopt them at a press."""
    user = cast("_User", request.user)
    addresses = confirmed_addresses(user)
    if request.method == "POST":
        number = adopt(user, addresses)
        words = ngettext(
            "%(number)d comment is yours now.", "%(number)d comments are yours now.", number
        )
        messages.success(request, words % {"number": number})
        return HttpResponseRedirect(reverse("adopt_comments"), status=303)
    found = adoptable(addresses)
    context = {
        "addresses": addresses,
        "number": found.count(),
        "comments": found.select_related("article")[:SHOWN],
        "name": user.display_name,
        "robots": "noindex",
    }
    return render(request, "account/adopt.html", context)
