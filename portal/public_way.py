"""The way to a public page's view: through those middlewares alone that have something to do there.

Who somebody is (session, account, token, messages) concerns no public page, since its cookies are
gone; PAST_PUBLIC_PAGES in the settings names what is left out. What somebody adds to MIDDLEWARE is
not left out unless it is named there.
"""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.module_loading import import_string


class PublicWay(BaseHandler):
    """Answers requests for public pages, whose addresses have been resolved already.

    Errors become answers at every step, as on Django's own way (django.core.handlers.base).
    """

    def __init__(self, after: str) -> None:
        """Build the way from the middleware that stands behind `after`."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        behind = settings.MIDDLEWARE[settings.MIDDLEWARE.index(after) + 1 :]
        handler = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for name in reversed(behind):
            if name in settings.PAST_PUBLIC_PAGES:
                continue
            try:
                step = import_string(name)(handler)
            except MiddlewareNotUsed:
                continue
            if hasattr(step, "process_view"):
                self._view_middleware.insert(0, step.process_view)
            if hasattr(step, "process_template_response"):
                self._template_response_middleware.append(step.process_template_response)
            if hasattr(step, "process_exception"):
                self._exception_middleware.append(step.process_exception)
            handler = convert_exception_to_response(step)
        self._middleware_chain = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request for the page that its `resolver_match` names."""
        return cast(HttpResponse, self._middleware_chain(request))

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return what is known already."""
        match = request.resolver_match
        assert match is not None  # noqa: S101 (set before the way begins)
        return match
