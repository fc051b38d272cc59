"""Ignoring a commenter: their comments fold for one reader, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from comments import ignoring
from comments.ignoring import IgnoreRefused, ignore, ignored_among, take_back
from comments.models import Comment, Ignored
from tests.comments.reading import SAME_ORIGIN, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
LIST, HERE, TAKE_BACK = "/account/ignored/", "/account/ignored/here/", "/account/ignored/take-back/"


@pytest.fixture
def reader(make_user: Make) -> Any:
    return make_user(display_name="Odile Wray")


@pytest.fixture
def as_reader(client: Client, reader: Any) -> Client:
    client.force_login(reader)
    return client


def folded(as_reader: Client, *comments: Comment) -> list[int]:
    """Ask as the page's script does."""
    asked = ".".join(str(comment.pk) for comment in comments)
    answer = as_reader.get(HERE, {"comments": asked, "language": "en"})
    assert "no-store" in answer["Cache-Control"]
    return answer.json()["comments"] if answer.status_code == 200 else []


def test_all_that_an_ignored_account_writes_folds_and_answers_to_it_stay(
    as_reader: Client, make_comment: Make, make_user: Make
) -> None:
    loud = make_user()
    one, other = make_comment(author=loud), make_comment(author=loud)
    answer = make_comment(parent=other)
    as_reader.post(LIST, {"comment": one.pk}, headers=SAME_ORIGIN)
    assert folded(as_reader, one, other, answer) == [one.pk, other.pk]


def test_a_guest_is_ignored_under_one_name_so_that_nobody_learns_of_another(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    guest = {"guest_name": "Loud", "guest_email": "loud@example.org"}
    one, other = make_comment(**guest), make_comment(**guest)
    another_name = make_comment(guest_name="Quiet", guest_email="loud@example.org")
    namesake = make_comment(guest_name="Loud", guest_email="other@example.org")
    ignore(reader, one)
    assert folded(as_reader, one, other, another_name, namesake) == [one.pk, other.pk]


def test_erased_comments_of_guests_do_not_all_fold_as_one_persons(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    named, other = make_comment(), make_comment()
    ignore(reader, named)
    Comment.objects.update(guest_name="", guest_email="", erased_at="2026-01-01T00:00Z")
    assert folded(as_reader, named, other) == []
    with pytest.raises(IgnoreRefused):
        ignore(reader, Comment.objects.get(pk=other.pk))
    take_back(reader, Comment.objects.get(pk=named.pk))
    assert not Ignored.objects.exists()


def test_an_author_is_ignored_once_by_whichever_comment(
    reader: Any, make_comment: Make, make_user: Make
) -> None:
    loud = make_user()
    ignore(reader, make_comment(author=loud))
    ignore(reader, make_comment(author=loud))
    assert Ignored.objects.count() == 1


def test_taking_back_by_any_of_their_comments_unfolds_all(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make
) -> None:
    loud = make_user()
    one, other = make_comment(author=loud), make_comment(author=loud)
    ignore(reader, one)
    as_reader.post(TAKE_BACK, {"comment": other.pk}, headers=SAME_ORIGIN)
    assert folded(as_reader, one, other) == []


def test_nobody_ignores_themselves(as_reader: Client, reader: Any, make_comment: Make) -> None:
    own = make_comment(author=reader)
    refused = as_reader.post(LIST, {"comment": own.pk}, headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert "This comment is your own." in text_of(refused)
    assert not Ignored.objects.exists()


def test_staff_can_be_ignored_like_everybody(
    as_reader: Client, make_comment: Make, moderator: Any
) -> None:
    comment = make_comment(author=moderator)
    as_reader.post(LIST, {"comment": comment.pk}, headers=SAME_ORIGIN)
    assert folded(as_reader, comment) == [comment.pk]


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 30])
def test_a_comment_that_is_not_there_cannot_be_named(as_reader: Client, named: str) -> None:
    assert as_reader.post(LIST, {"comment": named}, headers=SAME_ORIGIN).status_code == 404


def test_what_nobody_may_read_names_nobody(as_reader: Client, make_comment: Make) -> None:
    held = make_comment(status="held")
    refused = as_reader.post(LIST, {"comment": held.pk}, headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert held.guest_name not in text_of(refused)


def test_there_is_a_bound(reader: Any, make_comment: Make, monkeypatch: Any) -> None:
    monkeypatch.setattr(ignoring, "MOST", 1)
    ignore(reader, make_comment())
    with pytest.raises(IgnoreRefused):
        ignore(reader, make_comment())


def test_what_folds_for_one_folds_for_nobody_else(
    as_reader: Client, reader: Any, make_comment: Make, make_user: Make
) -> None:
    comment = make_comment()
    ignore(make_user(), comment)
    assert folded(as_reader, comment) == []


def test_a_stranger_is_answered_with_nothing(client: Client, make_comment: Make) -> None:
    answer = client.get(HERE, {"comments": make_comment().pk})
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_words_come_in_the_pages_language(
    as_reader: Client, reader: Any, make_comment: Make
) -> None:
    comment = make_comment()
    ignore(reader, comment)
    said = as_reader.get(HERE, {"comments": comment.pk, "language": "en"}).json()
    assert said["said"] == "You ignore this commenter."


def test_a_page_asks_one_query_however_many_are_ignored(
    reader: Any, make_comment: Make, make_user: Make, django_assert_num_queries: Any
) -> None:
    made = [make_comment(author=make_user() if n % 2 else None) for n in range(8)]
    for comment in made:
        ignore(reader, comment)
    with django_assert_num_queries(1):
        assert ignored_among(reader, [c.pk for c in made]) == [c.pk for c in made]


def test_a_page_cannot_ask_about_more_comments_than_pages_show(
    reader: Any, make_comment: Make, monkeypatch: Any
) -> None:
    monkeypatch.setattr(ignoring, "MOST_ASKED", 2)
    made = [make_comment() for _ in range(3)]
    for comment in made:
        ignore(reader, comment)
    assert len(ignored_among(reader, [c.pk for c in made])) == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_ignore_somebody_once(make_comment: Make, make_user: Make) -> None:
    reader, loud = make_user(), make_user()
    comments = [make_comment(author=loud) for _ in range(4)]

    def press(comment: Comment) -> None:
        try:
            ignore(reader, comment)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as presses:
        list(presses.map(press, comments))
    assert Ignored.objects.count() == 1
