"""Pages for one reader: never stored by anybody, and acting only on forms of our own pages.

A public page is the same for everybody and carries no token, so what it posts is checked by
where the request comes from. Browsers say so in headers that scripts cannot forge:
Sec-Fetch-Site (to https and localhost) and Origin (with every POST, for years). A request with
neither comes from no browser and is refused as well. Somebody signed in acts with the rights of
an account, so from them Django's own form token is asked for besides.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponseBase]
READING = {"GET", "HEAD", "OPTIONS"}
OUR_OWN = {"same-origin", "none"}  # "none": typed, or the browser restoring a page of its own


def reader_page(view: View) -> View:
    """Mark a view as answering one reader: its answers, refusals too, are not to be stored."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _refuse_foreign_forms(request)
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refusal:
            response = response_for_exception(request, refusal)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def token_for_accounts(view: View) -> View:
    """Ask for Django's form token of those who are signed in; guests' browsers get no cookie."""
    with_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def choose(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = with_token if request.user.is_authenticated else view
        return chosen(request, *args, **kwargs)

    return choose


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site has sent the request."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in OUR_OWN
    ours = {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}
    return request.META.get("HTTP_ORIGIN") in ours


def _refuse_foreign_forms(request: HttpRequest) -> None:
    if request.method not in READING and not is_from_our_page(request):
        raise PermissionDenied(
            _("This form was sent from another site. Open the article here and send it again.")
        )
