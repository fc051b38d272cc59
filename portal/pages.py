"""Pages that join articles and comments, and the pages for errors."""

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest, language: str = "") -> HttpResponse:
    """The front page."""
    return HttpResponse()


def article(request: HttpRequest, language: str, section: str, slug: str) -> HttpResponse:
    """An article and its discussion."""
    return HttpResponse()


def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in."""
    return HttpResponse()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what is not there."""
    return HttpResponse(status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong."""
    return HttpResponse(status=500)
