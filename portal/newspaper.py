"""What stands on every page: the newspaper in the page's language, read when first used."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.newspaper import Newspaper
from portal.languages import language_in_path


def masthead(request: HttpRequest) -> dict[str, Any]:
    """Give templates `newspaper`; views that have opened it themselves pass their own."""
    language = language_in_path(request.path_info)
    return {"newspaper": SimpleLazyObject(lambda: Newspaper(language))}
