"""Who is signed in: kept off public pages, and hinted at by a cookie that holds no secret."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HINT = "signed_in"


class SignedInHintMiddleware:
    """Sets a readable cookie while there is a session, so that pages know whether to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep the hint in step with the session cookie; public pages never get here with one."""
        response = self.get_response(request)
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if session is not None and session.value:
            response.set_cookie(
                HINT,
                "1",
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        elif session is not None:
            response.delete_cookie(HINT, samesite="Lax")
        return response
