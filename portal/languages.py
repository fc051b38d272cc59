"""Which language a page speaks: its address says; in the admin, the browser's preference."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class PageLanguageMiddleware:
    """Activates the language named in the address, else the house's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the page, and leave the thread as it was found."""
        if request.path_info.startswith("/admin/"):
            language = translation.get_language_from_request(request)
        else:
            language = language_in_path(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return self.get_response(request)


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
