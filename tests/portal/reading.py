"""How the tests of the newspaper's pages read them."""

from django.test import Client


def read(client: Client, address: str, status: int = 200) -> str:
    """What a page says, as its HTML; an answer of another status fails the test."""
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()
