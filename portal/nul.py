"""NUL: nothing that the house has ever written holds one, and PostgreSQL refuses to look for it.

Forms say so at their fields. An address with one is no address of ours, and a cookie with one is
none that we have set; without this they would end in an error of the database's.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

NUL = "\0"


class NulMiddleware:
    """Finds nothing at an address with a NUL in it, and leaves out cookies that hold one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request. Raises Http404 for an address with a NUL."""
        query = request.META.get("QUERY_STRING", "")
        if NUL in request.path_info or NUL in query or "%00" in query:
            raise Http404("There is a NUL in the address.")
        cookies = request.COOKIES
        for name in [name for name, value in cookies.items() if NUL in value]:
            del cookies[name]
        return self.get_response(request)
