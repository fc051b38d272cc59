"""Networks as a moderator types them: how they are read, which are too wide, their hashes."""

import ipaddress

from django.utils.translation import gettext as _

from articles.reader_identity import Network, Origin, hash_of_network, networks_around

WIDEST = {4: 16, 6: 32}  # bits; one with fewer holds whole providers, and is confirmed first


class BadNetwork(ValueError):  # noqa: N818 (what cannot be read is an answer, not an error)
    """What was typed is no network; the message says so in the moderator's language."""


def read_network(typed: str) -> Network:
    """Return the network that was typed: an address, or one with the bits that count behind a "/".

    An IPv6 address without bits stands for its first 64: a household changes the rest every day.
    Raises BadNetwork for anything else.
    """
    text = typed.strip()
    try:
        if "/" in text:
            return ipaddress.ip_network(text, strict=False)
        address = ipaddress.ip_address(text)
    except ValueError:
        raise BadNetwork(
            _("Please write an address or a network: 192.0.2.7, 192.0.2.0/24 or 2001:db8::/48.")
        ) from None
    return networks_around(getattr(address, "ipv4_mapped", None) or address)[0]


def is_too_wide(network: Network) -> bool:
    """Whether so many people are in a network that somebody has to mean it."""
    return network.prefixlen < WIDEST[network.version]


def hashes_within(typed: str) -> set[str]:
    """Return the hashes by which an address that was typed may be known; none for no address."""
    try:
        network = read_network(typed)
    except BadNetwork:
        return set()
    around = networks_around(network.network_address)
    return {hash_of_network(one) for one in (network, *around)} - {""}


def in_clear(origin: Origin, known_hash: str) -> str:
    """Return the network of an origin that a hash stands for, in clear; "" for another's hash."""
    if not origin.ip:
        return ""
    for network in networks_around(ipaddress.ip_address(origin.ip)):
        if hash_of_network(network) == known_hash:
            return str(network)
    return ""
