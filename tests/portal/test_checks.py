"""Misuse that can be seen at the start is seen at the start."""

from typing import Any

from django.core.checks import run_checks

from portal.site_address import SiteAddress


def remarks() -> set[str]:
    return {str(message.id) for message in run_checks(tags=["security"])}


def test_https_wants_a_proxy_that_is_believed(settings: Any) -> None:
    settings.SITE = SiteAddress.parse("https://news.example.org")
    settings.TRUSTED_PROXIES = 0
    assert "portal.W001" in remarks()
    settings.TRUSTED_PROXIES = 1
    assert "portal.W001" not in remarks()


def test_plain_http_wants_none(settings: Any) -> None:
    settings.SITE = SiteAddress.parse("http://localhost:8000")
    settings.TRUSTED_PROXIES = 0
    assert "portal.W001" not in remarks()
