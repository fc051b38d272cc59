"""What has moved: where nothing answers at an address, what is remembered of it leads on (301).

Forms that readers still have open are sent again to where their article is now (308).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles.moving import moved_to
from articles.public_page import shows
from articles.purging import MOVED
from portal.page_memory.layer import READING

NOTHING = 404


class MovedPagesMiddleware:
    """Asks for an old address when everybody else has found nothing, and not before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; what leads on says so of itself (portal.public_pages keeps it)."""
        response = self.get_response(request)
        if response.status_code != NOTHING:
            return response
        to = moved_to(request.path_info, request.META.get("QUERY_STRING", ""))
        if to is None:
            return response
        shows(request, MOVED)
        again = request.method not in READING
        return HttpResponsePermanentRedirect(to, preserve_request=again)
