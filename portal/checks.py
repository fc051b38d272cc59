"""System checks: misuse that can be seen at the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution


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
