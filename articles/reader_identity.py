"""Who a reader is, as far as the house needs to know: keyed hashes of an address and of a token.

Addresses are kept as HMACs under a key derived from SECRET_KEY and a purpose: somebody who
copies the database can neither list all four thousand million addresses to find one, nor match
what was stored for one purpose with what was stored for another.

An IPv4 address counts as a whole. Of an IPv6 address the first 64 bits count: a household or a
telephone gets at least that many and changes the rest by itself every day. The network is what
one operator hands out in one place: a /24 of IPv4 (the smallest block that is routed) and a /48
of IPv6 (one site).
"""

import ipaddress
import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
COOKIE = "reader"
COOKIE_SECONDS = 365 * 24 * 3600
TOKEN_BYTES = 24
ADDRESS_BITS = {4: 32, 6: 64}
NETWORK_BITS = {4: 24, 6: 48}


def keyed_hash(purpose: str, value: str) -> str:
    """Return 64 hexadecimal digits that stand for a value, for one purpose."""
    return salted_hmac(f"reader identity: {purpose}", value, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Origin:
    """Keyed hashes of where a request came from; "" where the server has no address for it.

    `ip` is the address in clear, which is compared with networks under sanction and never kept.
    """

    address: str
    network: str
    ip: str = field(default="", repr=False)


def origin_of(request: HttpRequest) -> Origin:
    """Return where a request came from (REMOTE_ADDR, which portal.client_address corrects)."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return Origin("", "")
    address = getattr(address, "ipv4_mapped", None) or address
    near, around = (hash_of_network(network) for network in networks_around(address))
    return Origin(near, around, str(address))


def networks_around(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> tuple[Network, Network]:
    """Return what counts as an address, and what as its network; an IPv6 zone counts nothing."""
    whole, version = int(address), address.version
    near, around = (
        ipaddress.ip_network((whole, bits[version]), strict=False)
        for bits in (ADDRESS_BITS, NETWORK_BITS)
    )
    return near, around


def hash_of_network(network: Network) -> str:
    """Return what is kept of requests from a network; "" for one that is no whole such place."""
    for purpose, bits in (("address", ADDRESS_BITS), ("network", NETWORK_BITS)):
        if network.prefixlen == bits[network.version]:
            return keyed_hash(purpose, str(network))
    return ""


def token_of(request: HttpRequest) -> str:
    """Return the random token that the reader's browser keeps, or "" where it keeps none."""
    token = request.COOKIES.get(COOKIE, "")
    return token if len(token) == len(new_token()) and token.isascii() else ""


def new_token() -> str:
    """Make a token for a reader who has none."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def remember(response: HttpResponseBase, token: str) -> None:
    """Give the browser its token to keep; only an act of the reader's (a vote) may call this."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
