"""Connections to other sites' servers that end at no address of our own network.

Who writes an export chooses which addresses this machine asks. So each name is resolved here, what
it resolves to is looked at, and the connection goes to the very address that was looked at: a name
that means something else a moment later gains nothing. Proxies of the environment are not used.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult

from django.utils.translation import gettext as _

from articles.wxr.media.limits import Limits, NotHad

Resolve = Callable[[str, int], list[str]]
PORTS = {"http": 80, "https": 443}
# What is_global does not know, or lets pass although another network's address may be inside.
NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/9",
        "ff00::/8",
    )
]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(address: str) -> bool:
    """Whether an address of IPv4 or IPv6 is one of the public internet's."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # with a zone behind it, "fe80::1%eth0", among others
        return False
    if any(ip in network for network in NOT_PUBLIC if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def open_connection(
    parts: SplitResult, limits: Limits, resolve_host: Resolve = resolve
) -> http.client.HTTPConnection:
    """Return a connection to the server of an address, made and checked.

    Raises NotHad where the address is none of a public server's, OSError where nobody answers.
    """
    port = _port(parts)
    host = parts.hostname or ""
    try:
        addresses = resolve_host(host, port)
    except (OSError, UnicodeError) as error:
        words = _("The name %(host)s leads to no server.")
        raise NotHad(words % {"host": host}) from error
    for address in addresses:  # one that is not public is enough: such names are made on purpose
        if not is_public(address) and (address, port) not in limits.allowed:
            raise NotHad(_("%(host)s is no address of the public internet.") % {"host": host})
    if port not in PORTS.values() and not any((a, port) in limits.allowed for a in addresses):
        raise NotHad(_("Port %(port)s is none of a public site's.") % {"port": port})
    made = _connect(addresses, port, limits.silent_seconds)
    if parts.scheme == "https":
        made = _secured(made, host)
    connection = http.client.HTTPConnection(host, port, timeout=limits.silent_seconds)
    connection.sock = made  # it finds itself connected, and resolves nothing
    connection.auto_open = 0
    return connection


def _port(parts: SplitResult) -> int:
    """Return an address's port. Raises NotHad where it is none, or of another protocol."""
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise NotHad(_("This is no address of the web."))
    if parts.username or parts.password:
        raise NotHad(_("There is a password in the address."))
    return port or PORTS[parts.scheme]


def _connect(addresses: list[str], port: int, seconds: float) -> socket.socket:
    """Connect to the first address that answers. Raises OSError."""
    failed = OSError("The name has no address.")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            failed = error
    raise failed


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """Speak TLS over a connection; the certificate has to be the host's. Raises OSError."""
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
