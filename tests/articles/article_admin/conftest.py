"""Who writes articles in the admin: a reporter at their desk, and the editors."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Author
from tests.making import Make

DRAFT = {"status": "draft", "publish_at": None, "first_published_at": None}


@pytest.fixture
def reporter(make_user: Make) -> Any:
    """A reporter, who signs what they begin."""
    person = make_user("Reporters")
    Author.objects.create(name="Rita Halm", slug="rita-halm", user=person)
    return person


@pytest.fixture
def desk(client: Client, reporter: Any) -> Client:
    """A browser in which a reporter is signed in."""
    client.force_login(reporter)
    return client


@pytest.fixture
def editors(make_user: Make) -> Client:
    """A browser in which an editor is signed in."""
    client = Client()
    client.force_login(make_user("Editors"))
    return client
