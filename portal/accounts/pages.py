"""Pages of accounts: in the language and time of whoever is signed in, and stored by nobody."""

from collections.abc import Callable
from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from portal.accounts.preferences import language_of, time_zone_of
from portal.languages import is_account_page


class AccountPagesMiddleware:
    """Answers /account/… in somebody's own language, and lets nobody store it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; others than those for pages of accounts pass through untouched."""
        if not is_account_page(request.path_info):
            return self.get_response(request)
        with ExitStack() as own:
            if request.user.is_authenticated:
                language = language_of(request.user)
                own.enter_context(translation.override(language))
                own.enter_context(timezone.override(time_zone_of(request.user)))
                request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response
