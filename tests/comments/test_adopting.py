"""Adoption: what somebody wrote as a guest becomes their account's."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from comments.adopting import adopt, adoptable
from comments.guest_links import new_link
from comments.models import (
    Comment,
    Decision,
    GuestLink,
    Notice,
    Recommendation,
    Status,
    Subscription,
)
from comments.ownership import guest_hash
from tests.comments.reading import address, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
ANN = {"guest_email": "ann+news@example.org"}


def test_the_guest_s_comments_become_the_account_s(make_comment: Make, make_user: Make) -> None:
    user = make_user(display_name="Ann of the Valley")
    own = [make_comment(status=status, **ANN) for status in ("published", "held", "removed")]
    other = make_comment(guest_email="ann@example.org")
    assert set(adoptable(["Ann+News@Example.ORG"])) == set(own)
    assert adopt(user, ["Ann+News@Example.ORG"]) == 3
    for comment in Comment.objects.filter(author=user):
        assert (comment.guest_name, comment.guest_email) == ("", "")
        assert comment.name == "Ann of the Valley"
    other.refresh_from_db()
    assert other.author is None
    assert adopt(user, ["ann+news@example.org"]) == 0, "once is enough"


def test_nothing_is_adopted_without_a_confirmed_address(
    make_comment: Make, make_user: Make
) -> None:
    make_comment(guest_email="")
    make_comment(**ANN)
    for addresses in ([], [""], ["somebody.else@example.org"]):
        assert not adoptable(addresses)
        assert adopt(make_user(), addresses) == 0


def test_what_was_deleted_or_erased_stays_as_it_is(make_comment: Make) -> None:
    make_comment(status="deleted", **ANN)
    assert not adoptable([ANN["guest_email"]])


def test_their_links_end_and_the_sign_in_leads_to_them(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    user, comment = make_user(), make_comment(**ANN)
    page = client.get(f"/{new_link(comment).split('/', 3)[3]}")["Location"]
    adopt(user, [ANN["guest_email"]])
    assert not GuestLink.objects.good().exists()
    answer = client.get(page)
    assert answer.status_code == 404
    assert "it belongs to an account now: then sign in" in text_of(answer)
    client.force_login(user)
    assert client.get(page).status_code == 200


def test_the_public_page_shows_the_account_s_name(
    client: Client, make_comment: Make, make_user: Make
) -> None:
    comment = make_comment(guest_name="A guest", **ANN)
    page = address("discussion", comment.article)
    assert "A guest" in text_of(client.get(page))
    adopt(make_user(display_name="Ann of the Valley"), [ANN["guest_email"]])
    shown = text_of(Client().get(page))
    assert "Ann of the Valley" in shown
    assert "A guest" not in shown


def test_an_unconfirmed_comment_is_confirmed_by_it(make_comment: Make, make_user: Make) -> None:
    comment = make_comment(status="held", unconfirmed=True, **ANN)
    adopt(make_user(), [ANN["guest_email"]])
    assert Comment.objects.waiting().get() == comment


def test_the_account_is_told_what_the_guest_was_still_to_be_told(
    make_comment: Make, make_user: Make
) -> None:
    user, comment = make_user(), make_comment(**ANN)
    answer, known = make_comment(parent=comment), make_comment(parent=comment)
    Subscription.objects.create(story_id=comment.story_id, comment=comment)
    told = {"own_comment": comment, "story_id": comment.story_id, "kind": "answer"}
    Notice.objects.create(comment=answer, **told)
    Notice.objects.create(comment=known, **told)
    Notice.objects.create(comment=known, user=user, story_id=comment.story_id, kind="story")
    decision = Decision.objects.filter(comment=comment).first()
    Notice.objects.create(**told | {"kind": "decision", "decision": decision, "comment": comment})
    adopt(user, [ANN["guest_email"]])
    assert sorted(Notice.objects.to(user.pk).values_list("kind", flat=True)) == [
        "answer",
        "decision",
        "story",
    ]
    assert not Subscription.objects.exists(), "accounts hear of answers as they have set it"


def test_what_the_guest_recommended_counts_once(make_comment: Make, make_user: Make) -> None:
    user, mine = make_user(), make_comment(**ANN)
    both, one = make_comment(), make_comment()
    for comment in (both, one):
        Recommendation.objects.create(
            comment=comment, story_id=comment.story_id, guest=guest_hash(mine.guest_email)
        )
    Recommendation.objects.create(comment=both, story_id=both.story_id, user=user)
    adopt(user, [ANN["guest_email"]])
    assert Recommendation.objects.filter(user=user, comment=one).exists()
    assert Recommendation.objects.filter(user=user, comment=both).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_accounts_do_not_adopt_the_same_comment(make_comment: Make, make_user: Make) -> None:
    first, second = make_user(), make_user()
    comment = make_comment(**ANN)
    adopted: list[int] = []

    def go() -> None:
        try:
            adopted.append(adopt(second, [ANN["guest_email"]]))
        finally:
            connection.close()

    with transaction.atomic():
        adopt(first, [ANN["guest_email"]])
        other = threading.Thread(target=go)
        other.start()
        other.join(0.5)
        assert other.is_alive(), "it waits"
    other.join(30)
    assert adopted == [0]
    comment.refresh_from_db()
    assert comment.author == first
    assert comment.status == Status.PUBLISHED


def test_adopting_takes_the_same_number_of_questions(
    make_comment: Make, make_user: Make, django_assert_max_num_queries: Any
) -> None:
    for _number in range(8):
        make_comment(**ANN)
    user = make_user()
    with django_assert_max_num_queries(12):
        assert adopt(user, [ANN["guest_email"]]) == 8
