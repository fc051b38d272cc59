"""Which language a page speaks: its address says; in the admin, the browser's preference.

Pages of accounts have no language in their address. They speak that of whoever is signed in
(portal.accounts.pages), else the one that a link of ours has led there with, which a cookie of
these pages alone remembers, else the browser's preference.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

ACCOUNT_PAGES = "/account/"
PARAMETER, COOKIE = "language", "account_language"


class PageLanguageMiddleware:
    """Activates the language named in the address, else the house's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the page, and leave the thread as it was found."""
        path = request.path_info
        led_with = None
        if path.startswith("/admin/"):
            language = translation.get_language_from_request(request)
        elif is_account_page(path):
            led_with = known(request.GET.get(PARAMETER))
            language = led_with or _language_of_a_visitor(request)
        else:
            language = language_in_path(path)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if led_with:
            _remember(response, led_with)
        return response


def is_account_page(path: str) -> bool:
    """Whether an address is one of the pages of accounts."""
    return path.startswith(ACCOUNT_PAGES)


def known(language: str | None) -> str | None:
    """Return a language that the house speaks, None for anything else."""
    return language if language in dict(settings.LANGUAGES) else None


def _language_of_a_visitor(request: HttpRequest) -> str:
    """What a link has led here with, else the browser's preference, else the house's own."""
    return known(request.COOKIES.get(COOKIE)) or translation.get_language_from_request(request)


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        COOKIE,
        language,
        path=ACCOUNT_PAGES,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def language_in_path(path: str) -> str:
    """Return the language that an address begins with, else the house's own."""
    first = path.strip("/").split("/", 1)[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class LanguageConverter:
    """`<lang:language>` in an address: one of the languages that the settings name."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        """Return the code as it stands."""
        return value

    def to_url(self, value: Any) -> str:
        """Return the code as it stands."""
        return str(value)
