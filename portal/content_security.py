"""Content-Security-Policy: that of all pages is worked out once, not with every answer."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityMiddleware(CSPMiddleware):
    """Sends the house's policy; django-csp itself serves views that ask for a nonce or their own.

    It builds the same header anew for each answer, which took longer than finding the view.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Put the policy on an answer that has none of its own."""
        asks_more = getattr(request, "_csp_nonce", None) or any(
            name.startswith("_csp") for name in vars(response)
        )
        if asks_more or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response
