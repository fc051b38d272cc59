"""What is refused in posting, with the reason and the text kept."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Discussion, Move
from comments.moderation import decide
from comments.posting import PostRefused, Writer, post
from tests.comments.reading import address, send, text_of, token_in
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_a_closed_discussion_refuses_with_the_reason_and_keeps_the_text(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    token = token_in(client.get(address("post_comment", article)))
    Discussion.objects.create(story_id=article.story_id, is_open=False)
    refused = send(client, article, token=token, body="Too late.")
    assert refused.status_code == 422
    assert "This discussion is closed" in text_of(refused)
    assert "Too late." in refused.content.decode()
    assert not Comment.objects.exists()
    assert "<textarea" not in client.get(address("post_comment", article)).content.decode()


@pytest.mark.parametrize("move", [Move.REMOVE, Move.HOLD, Move.DELETE])
def test_an_answer_to_what_is_gone_can_become_a_comment_of_its_own(
    move: Move, client: Client, make_comment: Make, make_rule: Make
) -> None:
    root = make_comment()
    url = f"{address('post_comment', root.article)}?to={root.pk}"
    token = token_in(client.get(url))
    decide([root], move, by=None, rule=make_rule())
    refused = send(client, root.article, to=root, token=token, body="An answer.")
    assert refused.status_code == 422
    assert "The comment you answer is no longer there." in text_of(refused)
    assert "An answer." in refused.content.decode()
    assert f'action="{address("post_comment", root.article)}"' in refused.content.decode()
    send(client, root.article, token=token_in(refused), body="An answer.")
    assert Comment.objects.get(body="An answer.").parent is None


@pytest.mark.parametrize("asked", ["x", "0", "999999999", "1" * 30, "-1", "²"])
def test_a_form_that_answers_nothing_is_not_found(
    asked: str, client: Client, make_article: Make
) -> None:
    page = client.get(address("post_comment", make_article()) + f"?to={asked}")
    assert page.status_code == 404


def test_a_comment_of_another_story_cannot_be_answered_here(
    client: Client, make_article: Make, make_comment: Make
) -> None:
    other = make_comment()
    article = make_article()
    assert client.get(f"{address('post_comment', article)}?to={other.pk}").status_code == 404
    with pytest.raises(PostRefused):
        post(article, "Text.", by=Writer(guest_name="A"), submission=uuid.uuid4(), parent=other)


def test_an_article_that_nobody_reads_yet_takes_no_comments(
    client: Client, make_article: Make
) -> None:
    article = make_article(publish_at=timezone.now() + timedelta(days=1))
    assert client.get(address("post_comment", article)).status_code == 404
    with pytest.raises(PostRefused):
        post(article, "Text.", by=Writer(guest_name="A"), submission=uuid.uuid4())
