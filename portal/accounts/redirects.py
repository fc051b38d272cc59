"""Where people are led from and to the pages of accounts: never to another site."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def to_account_page(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to a page of accounts, and let it know where somebody was going."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not is_ours(request, wanted):
        wanted = reverse("admin:index")
    return redirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is one of this very site."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
