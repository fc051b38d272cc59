"""What the pages of somebody's account have in common: whose they are, how they are shown."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from articles.newspaper import Newspaper
from articles.reader_pages import reader_page

View = Callable[..., HttpResponseBase]


def own_page(view: View) -> View:
    """Mark a view as a page of whoever is signed in: theirs alone, and in their language."""

    @reader_page
    @login_required
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of(request.user)):
            return view(request, *args, **kwargs)

    return answer


def language_of(user: Any) -> str:
    """Return the language of an account's pages: its own choice, else the house's."""
    chosen = getattr(user, "language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a page of the account, in the language that is active."""
    newspaper = Newspaper(translation.get_language() or settings.LANGUAGE_CODE)
    surroundings = {"newspaper": newspaper, "robots": "noindex"}
    return render(request, template, {**surroundings, **context}, status=status)
