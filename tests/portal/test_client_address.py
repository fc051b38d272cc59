"""A ban must hit the reader, not the proxy, and a forged header must fool nobody."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from portal.client_address import ClientAddressMiddleware, client_address

PROXY = "10.0.0.2"


@pytest.mark.parametrize(
    ("forwarded_for", "trusted", "client"),
    [
        ("", 0, PROXY),
        ("203.0.113.9", 0, PROXY),  # nobody is believed
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),  # the left is what the client wrote
        ("6.6.6.6, 203.0.113.9, 10.0.0.1", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "203.0.113.9"),
        (" 203.0.113.9 ,", 1, "203.0.113.9"),
        ("203.0.113.9:41234", 1, "203.0.113.9"),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("[2001:db8::7]:41234", 1, "2001:db8::7"),
        ("2001:DB8:0:0::7", 1, "2001:db8::7"),  # one spelling, or a ban would miss it
        ("::ffff:203.0.113.9", 1, "203.0.113.9"),
        ("unknown", 1, PROXY),
        ("' OR 1=1", 1, PROXY),
        ("", 1, PROXY),
    ],
)
def test_the_client_is_who_the_last_believed_proxy_heard(
    forwarded_for: str, trusted: int, client: str
) -> None:
    assert client_address(PROXY, forwarded_for, trusted) == client


@given(st.text(max_size=80))
def test_what_the_client_writes_never_changes_what_the_proxy_adds(written: str) -> None:
    assert client_address(PROXY, f"{written}, 203.0.113.9", 1) == "203.0.113.9"


def test_everybody_reads_the_corrected_address(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    request = HttpRequest()
    request.META = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    ClientAddressMiddleware(view)(request)
    assert seen == ["203.0.113.9"]
