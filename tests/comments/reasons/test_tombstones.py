"""Whether a tombstone says who removed a comment: the house decides."""

import pytest
from django.test import Client
from pytest_django import Settings

from comments.models import Move, Status
from comments.moderation import decide
from tests.comments.reading import address, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("names", [False, True])
def test_a_tombstone_names_the_moderator_where_the_house_does(
    names: bool,
    client: Client,
    make_comment: Make,
    make_user: Make,
    make_rule: Make,
    settings: Settings,
) -> None:
    settings.COMMENT_NAME_MODERATORS = names
    comment, moderator = make_comment(), make_user("Moderators", display_name="Marta Vale")
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    said = text_of(client.get(address("comment", comment.article, pk=comment.pk)))
    assert "rule 3, personal attacks" in said
    assert ("by Marta Vale" in said) == names


def test_a_removal_by_nobody_names_nobody(
    client: Client, make_comment: Make, settings: Settings
) -> None:
    settings.COMMENT_NAME_MODERATORS = True
    comment = make_comment(status=Status.REMOVED)
    said = text_of(client.get(address("comment", comment.article, pk=comment.pk)))
    assert "rule 3, personal attacks" in said
    assert "by " not in said.partition("rule 3, personal attacks")[2][:10]
