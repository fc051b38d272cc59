"""Following a story: by a button, by an account."""

from typing import Any

import pytest
from django.test import Client

from comments.following import follow, follows, unfollow
from comments.models import Subscription
from tests.comments.reading import SAME_ORIGIN, address, links, parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(make_comment: Make) -> Any:
    return make_comment().article


def test_the_discussion_leads_to_following(client: Client, article: Any) -> None:
    page = address("follow_story", article)
    assert page in links(client.get(address("discussion", article)))


def test_an_account_follows_and_ceases_to(client: Client, article: Any, make_user: Make) -> None:
    reader, page = make_user(), address("follow_story", article)
    client.force_login(reader)
    shown = client.get(page)
    parse(shown)
    assert "You do not follow this story" in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    for _twice in range(2):
        answer = client.post(page, {"follow": "yes"}, headers=SAME_ORIGIN)
        assert (answer.status_code, answer["Location"]) == (303, page)
    assert follows(article.story_id, reader)
    assert "You follow this story" in text_of(client.get(page))
    client.post(page, {"follow": "no"}, headers=SAME_ORIGIN)
    assert not follows(article.story_id, reader)


def test_a_guest_is_told_what_guests_can_do(client: Client, article: Any) -> None:
    page = address("follow_story", article)
    shown = client.get(page)
    parse(shown)
    assert "That takes an account" in text_of(shown)
    client.post(page, {"follow": "yes"}, headers=SAME_ORIGIN)
    assert not Subscription.objects.exists()


def test_another_site_lets_nobody_follow(article: Any, make_user: Make) -> None:
    strict, page = Client(enforce_csrf_checks=True), address("follow_story", article)
    strict.force_login(make_user())
    foreign = strict.post(page, {"follow": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    without_token = strict.post(page, {"follow": "yes"}, headers=SAME_ORIGIN)
    assert foreign.status_code == without_token.status_code == 403
    assert not Subscription.objects.exists()


def test_somebody_follows_by_one_of_two_ways(article: Any, make_user: Make) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        follow(article.story_id)
    with pytest.raises(ValueError, match="one of the two"):
        unfollow(article.story_id, user=make_user(), comment=article)
