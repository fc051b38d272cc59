"""What has had its time is forgotten, and nothing before."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from articles.models import ReaderVote
from comments.guest_links import new_link
from comments.models import Comment, GuestLink, Letter, Notice
from portal import forgetting
from portal.forgetting import forget_old
from tests.making import Make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def around(span: timedelta) -> list[Any]:
    """Two moments: an hour past its time, and an hour before."""
    now = timezone.now()
    return [now - span - HOUR, now - span + HOUR]


def test_from_where_a_comment_came_is_forgotten_and_the_comment_stays(make_comment: Make) -> None:
    old, young = (
        make_comment(submitted_at=moment, address="a" * 64, network="b" * 64)
        for moment in around(forgetting.ADDRESSES)
    )
    forget_old()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.address, old.network, bool(old.body)) == ("", "", True)
    assert (young.address, young.network) == ("a" * 64, "b" * 64)


def test_an_answer_about_an_article_stays_without_its_address(make_article: Make) -> None:
    article = make_article()
    for number, moment in enumerate(around(forgetting.VOTERS)):
        vote = ReaderVote.objects.create(
            article=article, story=article.story, reader=str(number), address="a" * 64, likes=True
        )
        ReaderVote.objects.filter(pk=vote.pk).update(voted_at=moment)
    forget_old()
    assert list(ReaderVote.objects.order_by("pk").values_list("address", flat=True)) == [
        "", "a" * 64,
    ]  # fmt: skip


def test_links_notices_letters_and_sessions_go_when_their_time_has_passed(
    make_comment: Make, make_user: Make
) -> None:
    comment, user = make_comment(), make_user()
    for field in ("expires_at", "revoked_at"):
        for moment in around(forgetting.LINKS):
            new_link(comment)
            GuestLink.objects.filter(pk=GuestLink.objects.latest("pk").pk).update(**{field: moment})
    for moment in around(forgetting.NOTICES):
        comment = make_comment()
        Notice.objects.create(
            user=user, comment=comment, kind="story", story_id=comment.story_id, made_at=moment
        )
    for field in ("sent_at", "dropped_at"):
        for moment in around(forgetting.LETTERS):
            Letter.objects.create(user=user, **{field: moment})
    Letter.objects.create(user=user, made_at=timezone.now() - timedelta(days=999))  # not sent yet
    for number, moment in enumerate(around(timedelta())):
        Session.objects.create(session_key=str(number), session_data="", expire_date=moment)
    forget_old()
    counts = [model.objects.count() for model in (GuestLink, Notice, Letter, Session)]
    assert counts == [2, 1, 3, 1]


def test_more_than_one_batch_is_forgotten_in_a_night(make_comment: Make, monkeypatch: Any) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    old = timezone.now() - forgetting.ADDRESSES - HOUR
    for _ in range(5):
        make_comment(submitted_at=old, address="a" * 64)
    forget_old()
    assert not Comment.objects.exclude(address="").exists()
