"""Which requests may be read from the replica, and remembering who has written up to where.

Whoever sends a form gets a small signed cookie with the primary's position. As long as the replica
has not passed it, this person is answered from the primary. It is set on answers to forms alone,
none of which is public.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from portal.replica.freshness import ALIAS, written
from portal.replica.reading import Reading, current

READING = {"GET", "HEAD"}
COOKIE, SALT = "written", "portal.replica"
SECONDS = 300  # longer than any REPLICA_MAX_LAG: beyond that, the lag itself is what counts
LISTS = "_changelist"  # how the admin names the addresses of its lists
logger = logging.getLogger(__name__)


class ReplicaMiddleware:
    """Opens a request's reading; installed always, used where there is a replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if ALIAS not in connections.settings:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, and let whoever has sent a form keep how far that was written."""
        token = current.set(Reading(after=_remembered(request)))
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        if request.method not in READING:
            _remember(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> None:
        """Let lists, and what is marked by articles.lagging, be read from the replica."""
        match, reading = request.resolver_match, current.get()
        is_list = match is not None and (match.url_name or "").endswith(LISTS)
        if reading and request.method in READING and (is_list or hasattr(view, "may_lag")):
            reading.answer_again = partial(view, request, *args, **kwargs)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Answer from the primary what the replica has broken off.

        It does so when it goes down, and when rows that a long query reads are about to be
        cleaned away on the primary.
        """
        reading = current.get()
        if not isinstance(exception, OperationalError | InterfaceError) or reading is None:
            return None
        answer_again, reading.answer_again = reading.answer_again, None
        if not (answer_again and reading.from_replica) or reading.has_written:
            return None
        logger.warning("The replica broke off %s; the primary answers it.", request.path)
        connections[ALIAS].close()
        response = answer_again()
        return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _remembered(request: HttpRequest) -> int:
    kept = request.get_signed_cookie(COOKIE, default="0", salt=SALT, max_age=SECONDS)
    return int(kept or 0)


def _remember(response: HttpResponse) -> None:
    response.set_signed_cookie(
        COOKIE,
        str(written()),
        salt=SALT,
        max_age=SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
