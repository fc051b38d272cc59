"""What has had its time is forgotten, and nothing before."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import ReaderVote
from comments.guest_links import new_link
from comments.models import GuestLink
from portal import forgetting
from portal.forgetting import forget_old
from tests.making import Make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def around(span: timedelta) -> list[Any]:
    """Two moments: an hour past its time, and an hour before."""
    now = timezone.now()
    return [now - span - HOUR, now - span + HOUR]


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


def test_links_go_some_time_after_they_have_ended(make_comment: Make) -> None:
    comment = make_comment()
    for field in ("expires_at", "revoked_at"):
        for moment in around(forgetting.LINKS):
            new_link(comment)
            GuestLink.objects.filter(pk=GuestLink.objects.latest("pk").pk).update(**{field: moment})
    forget_old()
    assert GuestLink.objects.count() == 2


def test_more_than_one_batch_is_forgotten_in_a_night(make_comment: Make, monkeypatch: Any) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    comment = make_comment()
    for _ in range(5):
        new_link(comment)
    GuestLink.objects.update(expires_at=timezone.now() - forgetting.LINKS - HOUR)
    forget_old()
    assert not GuestLink.objects.exists()
