"""System checks: misuse that can be seen at the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution


@register(Tags.database)
def a_pooler_needs_a_way_around_it(**_: Any) -> list[CheckMessage]:
    """A pooler by transaction takes LISTEN away from whoever asked for it."""
    if settings.PGBOUNCER and settings.PAGE_MEMORY_MB and not settings.DATABASE_LISTEN_URL:
        return [
            Caution(
                "PGBOUNCER is on, but DATABASE_LISTEN_URL is not set: behind a pooler the page "
                "memory hears of no change, so that it answers nothing.",
                hint="Set DATABASE_LISTEN_URL to PostgreSQL's own address, around PgBouncer.",
                id="portal.W002",
            )
        ]
    return []


@register(Tags.security)
def https_needs_its_proxy(**_: Any) -> list[CheckMessage]:
    """An https address without a believed proxy sends each reader to itself for ever."""
    if settings.SITE.is_https and not settings.TRUSTED_PROXIES:
        return [
            Caution(
                "SITE_URL is https, but TRUSTED_PROXIES is 0, so that nobody can say that a "
                "request came over TLS: every page would redirect to itself.",
                hint="Set TRUSTED_PROXIES to the number of proxies in front, 1 for a single nginx.",
                id="portal.W001",
            )
        ]
    return []
