"""Reads the settings' environment variables; a value that cannot be meant ends in a sentence."""

import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
POSTGRES = {"postgres", "postgresql", "pgsql", "psql"}
REPLICA_SECONDS = 2
CONNECT_SECONDS = 10  # a database that does not answer must not hold a thread for minutes


class Environment(environ.Env):
    """django-environ's reader: an empty variable is an unset one, and nothing is guessed."""

    def get_value(
        self,
        var: str,
        cast: Any = None,
        default: Any = environ.Env.NOTSET,
        parse_default: bool = False,
    ) -> Any:
        """Return a variable's value. Only the words of YES and NO are yes and no."""
        if default is not self.NOTSET and not self.ENVIRON.get(var, "").strip():
            return default
        value = self.ENVIRON.get(var, "").strip()
        if cast is str:
            return value  # as it stands: a password may begin with "$"
        if cast is bool:
            return _one_of(var, value)
        return super().get_value(var, cast, default, parse_default)

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """Return a whole number within bounds."""
        value = self.str(name, str(default))
        bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
        if not (value.isascii() and value.removeprefix("-").isdigit()):
            raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number {bounds}.")
        if int(value) < least or (most is not None and int(value) > most):
            raise ImproperlyConfigured(f"{name} is {value}. Set it to a whole number {bounds}.")
        return int(value)

    def choice(self, name: str, default: str, allowed: Callable[[str], bool], hint: str) -> str:
        """Return a word that `allowed` accepts; `hint` says which those are."""
        value = self.str(name, default)
        if not allowed(value):
            raise ImproperlyConfigured(f"{name} is {value!r}. Set it to {hint}.")
        return value

    def postgres(self, name: str, *, of: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return Django's settings for the PostgreSQL that a variable names.

        `of` is another role's, or the replica's original: both have to name the same database.
        """
        value = self.str(name)
        try:
            parts = urlsplit(value)
            config = self.db_url_config(value, engine="portal.postgresql")
        except ValueError:
            parts, config = urlsplit(""), {}
        if parts.scheme not in POSTGRES or not config.get("NAME"):
            raise ImproperlyConfigured(
                f"{name} is not the address of a PostgreSQL database. Set it to "
                f"{name}=postgres://user:password@host:5432/name, or over a local socket "
                f"{name}=postgres://user@/name?host=/run/postgresql"
            )
        if of is not None and config["NAME"] != of["NAME"]:
            raise ImproperlyConfigured(
                f"{name} names the database {config['NAME']!r}, but DATABASE_URL names "
                f"{of['NAME']!r}. They have to be two ways into one database."
            )
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", CONNECT_SECONDS)
        return config

    def replica(self, name: str, *, of: Mapping[str, Any]) -> dict[str, Any]:
        """Return Django's settings for a replica of the database `of`.

        It is given up sooner than the primary, which answers in its place.
        """
        config = self.postgres(name, of=of)
        config["OPTIONS"] |= {"connect_timeout": REPLICA_SECONDS}
        config["OPTIONS"].setdefault("tcp_user_timeout", REPLICA_SECONDS * 1000)
        config |= {key: of[key] for key in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")}
        config["TEST"] = {"MIRROR": "default"}
        return config

    def mail(self, name: str) -> dict[str, Any]:
        """Return Django's settings for the mail server that a variable names."""
        value = self.str(name)
        if value.startswith("smtps:"):  # TLS from the first byte, which django-environ mistakes
            value = value.replace("smtps:", "smtp+ssl:", 1)
        example = f"{name}=smtp+tls://user:password@mail.example.org:587"
        try:
            config = self.email_url_config(value)
        except (ImproperlyConfigured, ValueError) as error:
            raise ImproperlyConfigured(
                f"{name} is not the address of a mail server. Set it to for example {example}"
            ) from error
        if "smtp" in config["EMAIL_BACKEND"] and not config["EMAIL_HOST"]:
            raise ImproperlyConfigured(f"{name} names no host. Set it to for example {example}")
        config["EMAIL_PORT"] = config["EMAIL_PORT"] or _usual_port(config)
        config.pop("OPTIONS", None)
        return {key: "" if setting is None else setting for key, setting in config.items()}


def is_time_zone(name: str) -> bool:
    """Whether the time zone database has this name."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _one_of(name: str, value: str) -> bool:
    if value.lower() not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1 for yes or 0 for no.")
    return value.lower() in YES


def _usual_port(config: dict[str, Any]) -> int:
    if config.get("EMAIL_USE_SSL"):
        return 465
    return 587 if config.get("EMAIL_USE_TLS") else 25
