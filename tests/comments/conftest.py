"""Somebody who moderates, and their browser; a whole town, for what people do in any order."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from comments.models import WordList
from tests.comments.town import Town
from tests.making import Make


@pytest.fixture
def moderator(make_user: Make) -> Any:
    """A member of the Moderators."""
    return make_user("Moderators", display_name="Dana Ruiz")


@pytest.fixture
def as_moderator(client: Client, moderator: Any) -> Client:
    """The moderator's browser, signed in."""
    client.force_login(moderator)
    return client


@pytest.fixture
def word_list(db: None) -> WordList:
    """The list in force."""
    return WordList.objects.create(name="Insults", entries="rotter*")


@pytest.fixture
def town(
    settings: Settings,
    make_article: Make,
    make_user: Make,
    make_section: Make,
    make_rule: Make,
    word_list: WordList,
) -> Town:
    """A house with its people, of whom one address may post as much as it likes."""
    settings.COMMENTS_PER_ADDRESS = 1000
    return Town(settings, make_article, make_user, make_section, make_rule())
