"""System checks: misuse that can be seen at the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.utils.module_loading import import_string

MODES = "comments.phases.new_author.new_author"


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


@register()
def phases_of_screening_are_there(**_: Any) -> list[CheckMessage]:
    """A phase that cannot be found would hold every comment."""
    messages: list[CheckMessage] = []
    for path in settings.COMMENT_SCREENING:
        try:
            import_string(path)
        except ImportError as error:
            messages.append(
                Error(
                    f"COMMENT_SCREENING names {path}, which cannot be imported ({error}), so that "
                    "every comment would wait.",
                    hint="Name a function of a module in comments/phases/.",
                    id="portal.E003",
                )
            )
    if MODES not in settings.COMMENT_SCREENING:
        messages.append(
            Caution(
                f"COMMENT_SCREENING does not name {MODES}, so that no discussion's mode lets "
                "anything wait, whatever the newsroom chooses.",
                hint="Put it at the end of the list, and choose the mode in the admin.",
                id="portal.W004",
            )
        )
    return messages


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
