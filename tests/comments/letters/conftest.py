"""Mail that goes into files, and a comment that will be answered."""

from pathlib import Path

import pytest
from pytest_django import Settings

from comments.models import Comment
from tests.comments.mailing import keep_mail_in_files
from tests.making import Make


@pytest.fixture(autouse=True)
def _mail(settings: Settings, tmp_path: Path) -> None:
    keep_mail_in_files(settings, tmp_path / "mail")


@pytest.fixture
def asked(make_user: Make, make_comment: Make) -> Comment:
    """A comment of an account that will be answered."""
    return make_comment(author=make_user(email="asked@example.org"))
