"""Addresses of mail: when two of them are one, and what stands for one where none may be kept."""

from contextlib import suppress

from articles.reader_identity import keyed_hash


def folded(address: str) -> str:
    """Return an address as it is compared: in small letters, its domain as DNS writes it (IDNA).

    Dots and plus signs before the @ stay: that they mean nothing is one provider's custom.
    """
    name, at, domain = address.strip().lower().rpartition("@")
    if not domain.isascii():
        with suppress(UnicodeError):  # of no domain that mail could be sent to: it is still itself
            domain = domain.encode("idna").decode("ascii")
    return f"{name}{at}{domain}"


def address_hash(address: str) -> str:
    """Return 64 hexadecimal digits that stand for an address of mail."""
    return keyed_hash("mail address", folded(address))
