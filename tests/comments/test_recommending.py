"""One "recommend" a person and comment, exact however many press at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django import Settings

from comments.models import Comment, Discussion, Move, Recommendation, Status
from comments.moderation import decide
from comments.ownership import guest_hash
from comments.recommending import Person, RecommendRefused, recommend, recommended, take_back
from comments.recount import drifts
from comments.tasks import FORGET, forget_addresses_of_recommendations
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

PRESSES = 64
LONG = 120  # seconds: they take turns on one processor of a busy machine
ONE, OTHER = guest_hash("odile@example.org"), guest_hash("petra@example.org")


def count(comment: Comment) -> int:
    """The count on the comment; it must be that of the rows."""
    comment.refresh_from_db()
    assert comment.recommend_count == Recommendation.objects.filter(comment=comment).count()
    return comment.recommend_count


# --- Once each, and back ---


def test_people_are_counted_once_each_and_taken_back_once_each(
    make_comment: Make, make_user: Make
) -> None:
    comment, reader = make_comment(), make_user()
    for _ in range(2):
        recommend(comment, user=reader)
        recommend(comment, guest=ONE)
    recommend(comment, guest=OTHER)
    assert count(comment) == 3
    for _ in range(2):
        take_back(comment, user=reader)
        take_back(comment, guest=ONE)
    assert count(comment) == 1
    assert Recommendation.objects.get().guest == OTHER


def test_who_was_a_guest_first_recommends_no_second_time(
    make_comment: Make, make_user: Make
) -> None:
    comment, reader = make_comment(), make_user(email="odile@example.org")
    recommend(comment, guest=ONE)
    recommend(comment, user=reader)
    assert count(comment) == 1
    assert recommended([comment.pk], Person(reader)) == {comment.pk}
    take_back(comment, user=reader)
    assert count(comment) == 0


def test_nobody_recommends_what_they_said_themselves(make_comment: Make, make_user: Make) -> None:
    writer = make_user(email="odile@example.org")
    own = make_comment(author=writer, guest_name="", guest_email="")
    as_guest = make_comment(guest_email="odile@example.org")
    for comment in (own, as_guest):
        for who in ({"user": writer}, {"guest": ONE}):
            with pytest.raises(RecommendRefused, match="your own"):
                recommend(comment, **who)
        assert count(comment) == 0
        recommend(comment, guest=OTHER)
        assert count(comment) == 1


def test_a_recommendation_is_of_somebody(make_comment: Make) -> None:
    for verb in (recommend, take_back):
        with pytest.raises(ValueError, match="an account's or a guest's"):
            verb(make_comment())


# --- Which comments ---


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
def test_only_what_readers_can_read_is_recommended(status: str, make_comment: Make) -> None:
    comment = make_comment(status=status)
    with pytest.raises(RecommendRefused, match="no longer there"):
        recommend(comment, guest=ONE)
    assert count(comment) == 0


def test_it_is_taken_back_whatever_became_of_the_comment(
    make_comment: Make, make_rule: Make
) -> None:
    comment = make_comment()
    recommend(comment, guest=ONE)
    decide([comment], Move.REMOVE, by=None, rule=make_rule())
    take_back(comment, guest=ONE)
    assert count(comment) == 0


def test_a_closed_discussion_may_still_be_recommended_from(make_comment: Make) -> None:
    comment = make_comment()
    Discussion.objects.filter(story=comment.story_id).update(is_open=False)
    recommend(comment, guest=ONE)
    assert count(comment) == 1


# --- Limits ---


def test_a_person_recommends_so_much_in_an_hour(make_comment: Make, settings: Settings) -> None:
    settings.RECOMMENDS_PER_HOUR = 2
    first, second, third = (make_comment() for _ in range(3))
    recommend(first, guest=ONE)
    recommend(second, guest=ONE)
    with pytest.raises(RecommendRefused, match="within an hour"):
        recommend(third, guest=ONE)
    recommend(third, guest=OTHER)
    recommend(second, guest=ONE)  # adds none
    Recommendation.objects.filter(comment=first).update(
        made_at=timezone.now() - timedelta(minutes=61)
    )
    recommend(third, guest=ONE)
    assert count(third) == 2


def test_an_account_s_limit_is_its_own(
    make_comment: Make, make_user: Make, settings: Settings
) -> None:
    settings.RECOMMENDS_PER_HOUR = 1
    first, second = make_comment(), make_comment()
    reader, other = make_user(), make_user()
    recommend(first, user=reader)
    with pytest.raises(RecommendRefused):
        recommend(second, user=reader)
    recommend(second, user=other)


def test_so_does_an_address(make_comment: Make, settings: Settings) -> None:
    settings.RECOMMENDS_PER_ADDRESS_HOUR = 1
    first, second = make_comment(), make_comment()
    recommend(first, guest=ONE, address="house")
    with pytest.raises(RecommendRefused, match="your connection"):
        recommend(second, guest=OTHER, address="house")
    recommend(second, guest=OTHER, address="elsewhere")
    recommend(second, guest=guest_hash("a@example.org"))  # of unknown address
    recommend(first, guest=guest_hash("b@example.org"))


def test_an_address_is_forgotten_after_a_day(make_comment: Make) -> None:
    old, new = make_comment(), make_comment()
    for comment in (old, new):
        recommend(comment, guest=ONE, address="house")
    Recommendation.objects.filter(comment=old).update(made_at=timezone.now() - timedelta(hours=25))
    forget_addresses_of_recommendations(timestamp=0)
    kept = Recommendation.objects.values_list("comment_id", "address")
    assert set(kept) == {(old.pk, ""), (new.pk, "house")}
    assert FORGET in app.tasks


# --- Many at once ---


def at_once(work: Callable[[int], Any], times: int = PRESSES) -> list[Any]:
    """Do something in many threads that begin together; return what each gave."""
    together = threading.Barrier(times)

    def go(number: int) -> Any:
        together.wait(LONG)
        return work(number)

    threads = [InThread(lambda n=n: go(n)) for n in range(times)]
    return [thread.result(LONG) for thread in threads]


@pytest.mark.django_db(transaction=True)
def test_sixty_four_people_at_once_are_all_counted_and_one_pressing_often_is_one(
    make_comment: Make,
) -> None:
    """Twenty of them press and take back in turn; a count without its row's lock would drift."""
    comment = make_comment()

    def press(number: int) -> None:
        person = guest_hash(f"reader{number % 40}@example.net")
        recommend(comment, guest=person)
        if number % 40 >= 20:
            take_back(comment, guest=person)

    at_once(press)
    assert count(comment) == 20
    assert drifts() == []


@pytest.mark.django_db(transaction=True)
def test_a_press_waits_for_another_and_is_counted_as_well(make_comment: Make) -> None:
    comment = make_comment()
    with uncommitted(lambda: recommend(comment, guest=ONE)) as commit:
        other = InThread(lambda: recommend(comment, guest=OTHER))
        assert other.is_blocked()
        commit()
        other.result()
    assert count(comment) == 2


@pytest.mark.django_db(transaction=True)
def test_presses_at_once_stay_within_the_limit(make_comment: Make, settings: Settings) -> None:
    settings.RECOMMENDS_PER_HOUR = 3
    comments = [make_comment() for _ in range(8)]

    def press(number: int) -> bool:
        try:
            recommend(comments[number], guest=ONE)
        except RecommendRefused:
            return False
        return True

    assert sum(at_once(press, len(comments))) == 3


@pytest.mark.django_db(transaction=True)
def test_a_press_waits_for_a_removal_and_then_finds_nothing(
    make_comment: Make, make_rule: Make
) -> None:
    comment, rule = make_comment(), make_rule()
    with uncommitted(lambda: decide([comment], Move.REMOVE, by=None, rule=rule)) as commit:
        press = InThread(lambda: recommend(comment, guest=ONE))
        assert press.is_blocked()
        commit()
        with pytest.raises(RecommendRefused):
            press.result()
    assert count(comment) == 0


@pytest.mark.django_db(transaction=True)
def test_people_who_recommend_different_comments_do_not_wait_for_each_other(
    make_comment: Make,
) -> None:
    first = make_comment()
    second = make_comment(article=first.article)
    with uncommitted(lambda: recommend(first, guest=ONE)):
        InThread(lambda: recommend(second, guest=OTHER)).result()
    assert count(second) == 1
