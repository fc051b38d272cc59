"""Requests that reach Django: how many, by view and class of status, and how long they took.

Labels are words of our own code: no address, method or header that a stranger sends can make one.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.metrics.events import Events
from portal.metrics.sources import register

OTHER = "other"  # answered before a view was found: static files, unknown addresses, redirects
served = Events("broadsheet_requests_total", "broadsheet_request_seconds")


class RequestMetricsMiddleware:
    """Counts what the rest of the house answers; stands aside when nobody asks for metrics."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_PORT:
            raise MiddlewareNotUsed
        register(served.samples)
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, and count it."""
        began = time.perf_counter()
        response = self.get_response(request)
        labels = (view_label(request), f"{response.status_code // 100}xx")
        served.add(labels, time.perf_counter() - began)
        return response


def view_label(request: HttpRequest) -> str:
    """The name of the address that was found; of the admin's hundred just the namespace."""
    match = request.resolver_match
    if match is None:
        return OTHER
    return match.namespaces[0] if match.namespaces else match.url_name or OTHER
