"""SITE_URL decides what the settings may assume: a loopback house, or one open to the world."""

import fcntl
import ipaddress
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MINIMUM_SECRET_LENGTH = 50  # characters; what Django's check security.W009 asks for


@dataclass(frozen=True)
class SiteAddress:
    """Where the newspaper is read: scheme, host name, and port where it is not the usual one."""

    url: str  # as a browser writes an origin: without a slash at its end, without a usual port
    scheme: str
    host: str

    @classmethod
    def parse(cls, url: str) -> "SiteAddress":
        """Read SITE_URL. Raises ImproperlyConfigured when it is not http(s)://host[:port]."""
        refusal = ImproperlyConfigured(
            f"SITE_URL is {url!r}. Set it to the newspaper's address without a path, "
            "for example SITE_URL=https://news.example.org"
        )
        try:
            parts = urlsplit(url.strip().rstrip("/"))
            port = parts.port
        except ValueError as error:
            raise refusal from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise refusal
        name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        usual = {"http": 80, "https": 443}[parts.scheme]
        place = name if port in {None, usual} else f"{name}:{port}"
        if parts.username or parts.path or parts.query or parts.fragment:
            raise refusal
        return cls(f"{parts.scheme}://{place}", parts.scheme, parts.hostname)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_https(self) -> bool:
        """Whether readers come over TLS: turns on secure cookies, redirect and HSTS."""
        return self.scheme == "https"

    def allowed_hosts(self) -> list[str]:
        """Host names that Django answers to; a loopback house answers to all loopback names."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return ["localhost", "127.0.0.1", "[::1]", name] if self.is_loopback else [name]


def is_safe_for_a_token(url: str) -> bool:
    """Whether a secret may be sent to an address: over TLS, or to this very machine."""
    try:
        parts = urlsplit(url)
        host = SiteAddress(url, parts.scheme, parts.hostname or "")
    except ValueError:
        return False
    return bool(host.host) and (
        parts.scheme == "https" or (parts.scheme == "http" and host.is_loopback)
    )


def secret_key(given: str, site: SiteAddress, var: Path) -> str:
    """Return the given secret, or on a loopback address one that is kept under `var`.

    Raises ImproperlyConfigured when a public address has no secret or a weak one.
    """
    if given:
        weak = len(given) < MINIMUM_SECRET_LENGTH or len(set(given)) < 5
        if weak and not site.is_loopback:
            raise ImproperlyConfigured(
                f"SECRET_KEY is too weak for {site.url}: it needs at least "
                f"{MINIMUM_SECRET_LENGTH} random characters, for example what "
                "`openssl rand -base64 48` prints."
            )
        return given
    if not site.is_loopback:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and {site.url} is a public address. Set it to at least "
            f"{MINIMUM_SECRET_LENGTH} random characters (`openssl rand -base64 48` prints some) "
            "and keep it the same on every machine."
        )
    return _kept_secret(var / "secret_key")


def _kept_secret(path: Path) -> str:
    """Return the secret that the file keeps; the first to ask makes it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if kept := file.read().strip():
                return kept
            made = secrets.token_urlsafe(64)
            file.write(made)
            return made
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be written ({error.strerror}). Run Broadsheet as the account that "
            "owns this folder, or set VAR_DIR to a folder of your own."
        ) from error


def refuse_debug(debug: bool, site: SiteAddress) -> None:
    """Raise ImproperlyConfigured when the world would see the debugger's pages."""
    if debug and not site.is_loopback:
        raise ImproperlyConfigured(
            f"DEBUG is on, and {site.url} is a public address: every error would show the "
            "program's insides. Unset DEBUG."
        )


def require_database(url: str, site: SiteAddress) -> None:
    """Raise ImproperlyConfigured when a public address has no database of its own."""
    if not url and not site.is_loopback:
        raise ImproperlyConfigured(
            f"DATABASE_URL is not set, and {site.url} is a public address. The embedded "
            "PostgreSQL is for trying things out on this machine; set "
            "DATABASE_URL=postgres://user:password@host:5432/name"
        )


def require_original(replica: str, original: str) -> None:
    """Raise ImproperlyConfigured when there is a replica of a database that nobody named."""
    if replica and not original:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL is set, but DATABASE_URL is not: the embedded PostgreSQL has no "
            "replica. Set DATABASE_URL to the primary's address."
        )
