"""Whose request it is: the address behind the proxies that TRUSTED_PROXIES says to believe."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def client_address(remote: str, forwarded_for: str, trusted: int) -> str:
    """Return the client's address.

    Each proxy appends whom it heard from to X-Forwarded-For; with `trusted` proxies of our own
    the client is the trusted-th entry from the right. With none, or an entry that is no
    address, it is the peer itself. A port or brackets around it are dropped.
    """
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    if trusted < 1 or not hops:
        return remote
    try:
        address = ipaddress.ip_address(_bare(hops[-min(trusted, len(hops))]))
    except ValueError:
        return remote
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def _bare(hop: str) -> str:
    """An entry without the port that some proxies add: 192.0.2.1:443, [2001:db8::1]:443."""
    if hop.startswith("["):
        return hop[1:].split("]", 1)[0]
    return hop.split(":", 1)[0] if hop.count(":") == 1 else hop


class ClientAddressMiddleware:
    """Puts the client's address into REMOTE_ADDR, where everything else reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Correct REMOTE_ADDR before anybody reads it."""
        request.META["REMOTE_ADDR"] = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.TRUSTED_PROXIES,
        )
        return self.get_response(request)
