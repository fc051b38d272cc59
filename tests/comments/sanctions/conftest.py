"""A guest's browser and an account, and a house that asks of new texts nothing but sanctions."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.models import User
from tests.comments.sanctioning import EMAIL, IPV4, Stage, open_own_page
from tests.making import Make


@pytest.fixture(autouse=True)
def _house(settings: Settings) -> None:
    """Ask of new texts nothing but sanctions, and let tests type fast."""
    settings.COMMENT_SCREENING = ["comments.phases.sanctions.sanctions"]
    settings.COMMENT_MINIMUM_SECONDS = 0


@pytest.fixture
def stage(make_comment: Make) -> Stage:
    """A guest's browser at an IPv4 address, with a comment of theirs."""
    theirs = make_comment(guest_email="tomas@example.org")
    own = make_comment(theirs.article, guest_email=EMAIL, submitted_at=timezone.now())
    browser = Client(REMOTE_ADDR=IPV4)
    open_own_page(browser, own)
    return Stage(browser, theirs.article, theirs, own)


@pytest.fixture
def reader(make_user: Make) -> User:
    return make_user(display_name="Odile Wray")
