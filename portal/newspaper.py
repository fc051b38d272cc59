"""What stands on every page: the newspaper in the page's language, read when first used."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from articles.models import Masthead
from articles.newspaper import Newspaper
from portal.languages import is_account_page, language_in_path


def masthead(request: HttpRequest) -> dict[str, Any]:
    """Give templates `newspaper`; views that have opened it themselves pass their own."""
    if is_account_page(request.path_info):
        language = translation.get_language() or ""
        return {"newspaper": SimpleLazyObject(lambda: _published_in(language))}
    language = language_in_path(request.path_info)
    return {"newspaper": SimpleLazyObject(lambda: Newspaper(language))}


def name_of_the_newspaper() -> str:
    """Return the newspaper's name in the language that is spoken, else its first edition's."""
    names = dict(Masthead.objects.values_list("language", "name"))
    own = names.get(translation.get_language() or "")
    return own or next(iter(names.values()), "") or "Broadsheet"


def _published_in(language: str) -> Newspaper:
    """The newspaper in a language, or its first edition: an account may speak another."""
    newspaper = Newspaper(language)
    return newspaper if newspaper.is_published else Newspaper("")
