"""Closing an account: the person is forgotten, threads and records stay whole."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments import leaving, legal_holds
from comments.guest_links import new_link
from comments.ignoring import ignore
from comments.models import (
    Comment,
    Decision,
    Discussion,
    GuestLink,
    Ignored,
    Letter,
    MailSettings,
    Move,
    Notice,
    Recommendation,
    Subscription,
)
from comments.moderation import decide
from portal import closing
from portal.closing import ClosingRefused, Comments, close, finish
from portal.models import User
from portal.tasks import finish_closing
from tests.comments.reading import SAME_ORIGIN, text_of
from tests.making import PASSWORD, Make

pytestmark = pytest.mark.django_db
CLOSE = "/account/close/"
FORM = {"comments": "keep", "password": PASSWORD}


@pytest.fixture
def reader(make_user: Make) -> User:
    return make_user(display_name="Odile Wray", email="odile@example.org")


@pytest.fixture
def as_reader(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def waiting_jobs() -> list[dict[str, Any]]:
    jobs = ProcrastinateJob.objects.filter(task_name=closing.FINISH, status="todo")
    return [job.args for job in jobs.order_by("id")]


def closed(user: User, comments: Comments = Comments.KEEP) -> User:
    """Close an account and do its job."""
    close(user, comments=comments)
    for args in waiting_jobs():
        finish_closing(**args)
    return User.objects.get(pk=user.pk)


def test_the_page_says_what_happens_and_its_form_closes_the_account(
    as_reader: Client, reader: User
) -> None:
    assert "Closing is for good" in text_of(as_reader.get(CLOSE))
    answer = as_reader.post(CLOSE, FORM, headers=SAME_ORIGIN)
    assert "The account is closed" in text_of(answer)
    reader.refresh_from_db()
    assert reader.closed_at
    assert as_reader.get("/session/").status_code == 204


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (FORM | {"password": "wrong"}, "This is not your password."),
        ({"comments": "keep"}, "Please write your password."),
        ({"password": PASSWORD}, "Please choose what becomes of your comments."),
        (FORM | {"comments": "burn"}, "burn"),
    ],
)
def test_a_form_that_is_not_right_closes_nothing(
    as_reader: Client, reader: User, form: dict[str, str], said: str
) -> None:
    answer = as_reader.post(CLOSE, form, headers=SAME_ORIGIN)
    assert answer.status_code == 422
    assert said in text_of(answer)
    reader.refresh_from_db()
    assert reader.closed_at is None
    assert waiting_jobs() == []


def test_another_site_closes_nothing(as_reader: Client, reader: User) -> None:
    answer = as_reader.post(CLOSE, FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    reader.refresh_from_db()
    assert reader.closed_at is None


def test_whoever_has_no_password_must_have_signed_in_just_now(
    as_reader: Client, reader: User
) -> None:
    reader.set_unusable_password()
    reader.save()
    as_reader.force_login(reader)
    User.objects.update(last_login=timezone.now() - timezone.timedelta(hours=1))
    refused = as_reader.post(CLOSE, {"comments": "keep"}, headers=SAME_ORIGIN)
    assert "Please sign out and in again first" in text_of(refused)
    User.objects.update(last_login=timezone.now())
    as_reader.post(CLOSE, {"comments": "keep"}, headers=SAME_ORIGIN)
    reader.refresh_from_db()
    assert reader.closed_at


def test_the_person_is_forgotten_and_the_row_stays_empty(reader: User) -> None:
    before = reader.pk
    shell = closed(reader)
    assert shell.pk == before
    assert shell.email == f"closed-{shell.pk}@closed.invalid"
    assert (shell.display_name, shell.last_login) == ("", None)
    assert not shell.has_usable_password()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(u)::text FROM portal_user u WHERE id = %s", [shell.pk])
        assert "odile" not in cursor.fetchone()[0].lower()


def test_all_sessions_end_and_nobody_signs_in_again(reader: User) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(reader)
    close(reader, comments=Comments.KEEP)
    assert all(browser.get("/session/").status_code == 204 for browser in browsers)
    shell = User.objects.get(pk=reader.pk)
    assert not Client().login(username=shell.email, password=PASSWORD)


def test_the_address_is_free_for_a_new_account(reader: User, make_user: Make) -> None:
    close(reader, comments=Comments.KEEP)
    assert make_user(email="odile@example.org").pk != reader.pk


def test_comments_that_stay_stand_under_a_former_reader(
    client: Client, reader: User, make_comment: Make
) -> None:
    comment = make_comment(author=reader)
    closed(reader)
    page = text_of(client.get(comment.article.get_absolute_url()))
    assert comment.body in page
    assert "A former reader" in page
    assert "Odile Wray" not in page


def test_comments_that_go_leave_tombstones_where_they_were_answered(
    client: Client, reader: User, make_comment: Make
) -> None:
    article = (answered := make_comment(author=reader)).article
    alone = make_comment(article, author=reader)
    held = make_comment(article, author=reader, status="held")
    answer = make_comment(parent=answered)
    closed(reader, Comments.DELETE)
    page = text_of(client.get(article.get_absolute_url()))
    assert "Deleted by its author." in page
    assert answer.body in page
    assert answered.body not in page
    assert alone.body not in page
    assert {c.status for c in Comment.objects.filter(author=reader)} == {"deleted"}
    assert Discussion.objects.get(story=article.story_id).comment_count == 1
    assert Decision.objects.filter(comment=held, move=Move.DELETE, actor=reader).exists()


def test_the_moderators_record_stays_whole(
    reader: User, make_comment: Make, make_user: Make, make_rule: Make
) -> None:
    comment, moderator = make_comment(author=reader), make_user("Moderators")
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    before = list(Decision.objects.order_by("pk").values())
    closed(reader)
    assert list(Decision.objects.order_by("pk").values()) == before
    assert Comment.objects.get(pk=comment.pk).status == "removed"


def test_what_only_concerned_them_goes_and_what_is_others_stays(
    reader: User, make_comment: Make, make_user: Make
) -> None:
    other, comment = make_user(), make_comment()
    for user in (reader, other):
        Notice.objects.create(user=user, comment=comment, kind="story", story_id=comment.story_id)
        Subscription.objects.create(user=user, story_id=comment.story_id)
        MailSettings.objects.create(user=user)
        Letter.objects.create(user=user, sent_at=timezone.now())
        ignore(user, comment)
    closed(reader)
    for model in (Notice, Subscription, MailSettings, Letter, Ignored):
        assert [row.user for row in model.objects.exclude(user=None)] == [other], model


def test_a_letter_on_its_way_is_dropped(reader: User) -> None:
    letter = Letter.objects.create(user=reader)
    close(reader, comments=Comments.KEEP)
    letter.refresh_from_db()
    assert letter.dropped_at
    assert letter.why_dropped


def test_a_notice_that_arose_while_it_was_closed_goes_as_well(
    reader: User, make_comment: Make
) -> None:
    close(reader, comments=Comments.KEEP)
    late = make_comment(parent=make_comment(author=reader))
    assert Notice.objects.get(user=reader).comment == late
    for args in waiting_jobs():
        finish_closing(**args)
    assert not Notice.objects.filter(user=reader).exists()


def test_recommendations_are_taken_back_in_batches_and_counts_stay_right(
    reader: User, make_user: Make, make_comment: Make, monkeypatch: Any
) -> None:
    monkeypatch.setattr(leaving, "BATCH", 2)
    comments = [make_comment() for _ in range(5)]
    for user in (reader, make_user()):
        for comment in comments:
            Recommendation.objects.create(user=user, comment=comment, story_id=comment.story_id)
    Comment.objects.update(recommend_count=2)
    closed(reader)
    assert Recommendation.objects.count() == 5
    assert set(Comment.objects.values_list("recommend_count", flat=True)) == {1}


def test_from_where_comments_came_and_whose_they_were_as_a_guests_is_forgotten(
    reader: User, make_comment: Make
) -> None:
    adopted = make_comment(address="a" * 64, network="b" * 64)
    new_link(adopted)
    Subscription.objects.create(comment=adopted, story_id=adopted.story_id)
    Comment.objects.filter(pk=adopted.pk).update(author=reader)
    other = make_comment(address="c" * 64)
    new_link(other)
    closed(reader)
    adopted.refresh_from_db()
    assert [adopted.address, adopted.network, adopted.guest_name, adopted.guest_email] == [""] * 4
    assert [link.comment for link in GuestLink.objects.all()] == [other]
    assert not Subscription.objects.exists()
    other.refresh_from_db()
    assert other.address


@pytest.mark.parametrize("fields", [{"role": "Moderators"}, {"role": "Administrators"}])
def test_staff_must_leave_the_staff_first(
    client: Client, make_user: Make, fields: dict[str, str]
) -> None:
    worker = make_user(**fields)
    client.force_login(worker)
    assert "You work for the newspaper" in text_of(client.get(CLOSE))
    assert client.post(CLOSE, FORM, headers=SAME_ORIGIN).status_code == 422
    with pytest.raises(ClosingRefused):
        close(worker, comments=Comments.KEEP)
    worker.refresh_from_db()
    assert worker.closed_at is None


def test_who_is_in_a_group_without_being_staff_must_leave_it_first(make_user: Make) -> None:
    worker = make_user("Editors", is_staff=False)
    with pytest.raises(ClosingRefused):
        close(worker, comments=Comments.KEEP)


def test_closing_twice_is_closing_once(reader: User) -> None:
    close(reader, comments=Comments.KEEP)
    at = User.objects.get(pk=reader.pk).closed_at
    close(reader, comments=Comments.DELETE)
    assert User.objects.get(pk=reader.pk).closed_at == at
    assert [args["comments"] for args in waiting_jobs()] == ["keep"]


def test_a_job_that_stopped_goes_on_where_it_was_and_may_be_done_twice(
    reader: User, make_comment: Make, make_article: Make, monkeypatch: Any
) -> None:
    monkeypatch.setattr(leaving, "BATCH", 2)
    article = make_article()
    for _ in range(5):
        make_comment(article, author=reader)
    close(reader, comments=Comments.DELETE)
    assert leaving.delete_comments(reader) == 2  # and here the worker was killed
    for _ in range(2):
        finish(reader.pk, comments=Comments.DELETE)
    assert Comment.objects.filter(author=reader, status="deleted").count() == 5
    assert Decision.objects.filter(move=Move.DELETE).count() == 5


def test_an_open_account_loses_nothing_to_a_job(reader: User, make_comment: Make) -> None:
    comment = make_comment(author=reader)
    with pytest.raises(ValueError, match="open"):
        finish(reader.pk, comments=Comments.DELETE)
    comment.refresh_from_db()
    assert comment.is_readable


def test_what_must_stay_waits_and_is_looked_at_again_a_day_later(
    reader: User, make_comment: Make, monkeypatch: Any
) -> None:
    needed = make_comment(author=reader)
    other = make_comment(needed.article, author=reader)
    monkeypatch.setattr(leaving, "must_stay", lambda comments: comments.filter(pk=needed.pk))
    closed(reader, Comments.DELETE)
    states = {c.pk: c.status for c in Comment.objects.all()}
    assert states == {needed.pk: "published", other.pk: "deleted"}
    again = ProcrastinateJob.objects.filter(scheduled_at__gt=timezone.now()).get()
    monkeypatch.setattr(leaving, "must_stay", legal_holds.must_stay)
    finish_closing(**again.args)
    assert Comment.objects.get(pk=needed.pk).status == "deleted"
    assert ProcrastinateJob.objects.filter(scheduled_at__gt=timezone.now()).count() == 1


def test_a_closed_account_that_worked_here_keeps_its_byline(
    reader: User, make_article: Make
) -> None:
    author = make_article().authors.get()
    author.user = reader
    author.save()
    closed(reader)
    author.refresh_from_db()
    assert (author.user, author.name) == (None, "Nilufar Sattor")


def test_a_password_can_be_guessed_a_few_times_an_hour(client: Client, reader: User) -> None:
    client.force_login(reader)
    for _guess in range(10):
        client.post("/account/close/", {"comments": "keep", "password": "no"}, headers=SAME_ORIGIN)
    right = {"comments": "keep", "password": PASSWORD}
    refused = client.post("/account/close/", right, headers=SAME_ORIGIN)
    assert "tried too often" in refused.content.decode()
    reader.refresh_from_db()
    assert reader.closed_at is None
