"""Legal holds: what one keeps outlives every way in which the house deletes and forgets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Figure
from articles.photos.archive import remove_photo
from comments import erasing, legal_holds
from comments.adopting import adopt
from comments.confirming import erase_unconfirmed
from comments.editing import delete
from comments.guest_links import new_link
from comments.legal_holds import HoldRefused, hold, lift
from comments.letters import forget as forget_letters
from comments.models import (
    Comment,
    CommentRevision,
    GuestLink,
    LegalHold,
    Letter,
    Move,
    Notice,
    Recommendation,
    Report,
    Sanction,
    Status,
)
from comments.moderation import decide
from comments.not_me import disown
from comments.recommending import Person, recommend
from comments.recommending import forget_addresses as forget_recommenders
from comments.reporting import report
from portal.accounts import unconfirmed
from portal.closing import Comments, close, finish
from portal.forgetting import forget_old
from portal.models import User
from tests.comments.mailing import later
from tests.comments.own_words import change, owner
from tests.making import Make

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=3000)
SECRET = "Words that are evidence."
REASON = "Asked for by the public prosecutor, 12/26."


@pytest.fixture
def keeper(make_user: Make) -> User:
    return make_user("Administrators")


def evidence(comment: Comment) -> dict[str, Any]:
    """All that is known of a comment and its author, as the database has it."""
    row = Comment.objects.filter(pk=comment.pk)
    columns = ("body", "guest_name", "guest_email", "address", "network", "erased_at", "author")
    person = User.objects.filter(pk=comment.author_id)
    return {
        "comment": row.values(*columns).get(),
        "texts": list(CommentRevision.objects.filter(comment=comment).values("number", "body")),
        "reports": list(Report.objects.filter(comment=comment).values("text", "address")),
        "links": GuestLink.objects.filter(comment=comment).exists(),
        "sanctions": list(Sanction.objects.filter(comment=comment).values("network", "user")),
        "letters": Letter.objects.filter(user=comment.author_id).count() if person else 0,
        "person": list(person.values("email", "display_name")),
        "addresses": list(EmailAddress.objects.filter(user__in=person).values("email")),
        "recommended": list(Recommendation.objects.filter(user__in=person).values("address")),
    }


def deleted_and_over(comment: Comment, keeper: User) -> None:
    delete(comment, by=owner(comment))
    with later(days=3000):
        erasing.erase_what_is_over()


def erased_by_name(comment: Comment, keeper: User) -> None:
    decide([comment], Move.DELETE, by=None)
    erasing.erase([comment])


def addresses_forgotten(comment: Comment, keeper: User) -> None:
    with later(days=3000):
        erasing.forget_addresses()


def the_house_forgets(comment: Comment, keeper: User) -> None:
    with later(days=3000):
        forget_old()


def letters_forgotten(comment: Comment, keeper: User) -> None:
    with later(days=3000):
        forget_letters()


def recommenders_forgotten(comment: Comment, keeper: User) -> None:
    with later(days=3000):
        forget_recommenders()


def account_closed(comment: Comment, keeper: User) -> None:
    author = User.objects.get(pk=comment.author_id)
    close(author, comments=Comments.DELETE)
    finish(author.pk, comments=Comments.DELETE)
    with later(days=3000):
        erasing.erase_what_is_over()


def account_never_confirmed(comment: Comment, keeper: User) -> None:
    User.objects.filter(pk=comment.author_id).update(
        last_login=None, date_joined=timezone.now() - YEARS
    )
    EmailAddress.objects.filter(user=comment.author_id).update(verified=False)
    try:
        unconfirmed.forget()
    except ProtectedError:  # who has written something is not deleted in any case
        return


def guest_never_confirmed(comment: Comment, keeper: User) -> None:
    Comment.objects.filter(pk=comment.pk).update(unconfirmed=True, status="held", shown=False)
    with later(days=3000):
        erase_unconfirmed()


def guest_disowned(comment: Comment, keeper: User) -> None:
    disown(comment)


def guest_adopted(comment: Comment, keeper: User) -> None:
    adopt(keeper, [comment.guest_email])


OF_ACCOUNTS = {deleted_and_over, account_closed, letters_forgotten, recommenders_forgotten}
OF_GUESTS = {guest_never_confirmed, guest_disowned, guest_adopted}
OF_BOTH = {erased_by_name, deleted_and_over, addresses_forgotten, the_house_forgets}
WALK = sorted(
    [(way, kind) for way in OF_ACCOUNTS | OF_BOTH for kind in ("comment", "user")]
    + [(way, "guest's comment") for way in OF_GUESTS | OF_BOTH],
    key=lambda step: (step[0].__name__, step[1]),
)
# What a hold on the comment alone does not keep: records of the person.
OF_THE_PERSON = {"person", "addresses", "letters", "recommended"}


@pytest.fixture
def make_evidence(make_comment: Make, make_user: Make, keeper: User) -> Make:
    """Make a comment on which everything hangs that is forgotten one day."""

    def make(kind: str) -> Comment:
        author = None
        fields: dict[str, Any] = {"guest_name": "Gulbahor", "guest_email": "gulbahor@example.org"}
        if kind != "guest's comment":
            author = make_user(display_name="Odile Wray", email="odile@example.org")
            fields = {"author": author}
        comment = make_comment(
            body=SECRET, address="a" * 64, network="b" * 64, submitted_at=timezone.now(), **fields
        )
        change(comment, f"{SECRET} Edited.")
        decide([comment], Move.APPROVE, by=None)
        comment.refresh_from_db()
        report(comment, by=Person(), address="c" * 64, text="It threatens me.")
        if author is None:
            new_link(comment)
        else:
            other = make_comment(comment.article)
            recommend(other, user=author, address="d" * 64)
            Letter.objects.create(user=author, sent_at=timezone.now())
        Sanction.objects.create(
            kind="warning",
            comment=comment,
            network="203.0.113.0/24",
            ends_at=timezone.now(),
            reason="…",
            made_by=keeper,
        )
        return comment

    return make


@pytest.mark.parametrize(("way", "kind"), WALK)
def test_what_is_held_outlives_every_way_to_delete(
    way: Callable[[Comment, User], None], kind: str, make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence(kind)
    target = {"user": User.objects.get(pk=comment.author_id)} if kind == "user" else {}
    hold(by=keeper, reason=REASON, **(target or {"comment": comment}))  # type: ignore[arg-type]
    before = evidence(comment)
    way(comment, keeper)
    after = evidence(comment)
    if kind != "user":
        for part in OF_THE_PERSON:
            before.pop(part), after.pop(part)
    if way is guest_disowned:
        before["reports"] = after["reports"]  # its own line is added
    assert after == before


@pytest.mark.parametrize(("way", "kind"), [step for step in WALK if step[1] != "comment"])
def test_without_a_hold_each_of_these_ways_forgets_something(
    way: Callable[[Comment, User], None], kind: str, make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence(kind)
    before = evidence(comment)
    way(comment, keeper)
    assert evidence(comment) != before


# --- Photos ---


def test_a_held_photo_is_not_deleted_nor_its_file_changed(
    make_photo: Make, keeper: User, make_article: Make
) -> None:
    photo = make_photo(source_metadata={"name": "bridge.jpg"})
    article = make_article()
    figure = Figure.objects.create(parent=article, region="main", ordering=90, photo=photo)
    held = hold(photo=photo, by=keeper, reason=REASON)
    other = make_photo()
    Figure.objects.filter(pk=figure.pk).update(photo=other)  # replaced in the article: it may be
    photo.refresh_from_db()
    with pytest.raises(ProtectedError):
        remove_photo(photo, by=keeper)
    refused = {"file": "photos/other.jpg", "checksum": "0" * 64, "source_metadata": {}}
    for column, value in refused.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            type(photo).objects.filter(pk=photo.pk).update(**{column: value})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_photo WHERE id = %s", [photo.pk])
    type(photo).objects.filter(pk=photo.pk).update(caption="Words may be put right.")
    lift(held, by=keeper, because="The prosecutor needs it no more.")
    number = photo.pk
    remove_photo(photo, by=keeper)
    assert LegalHold.objects.get().about.startswith(f"Photo #{number}: ")


def test_the_database_keeps_what_is_held_from_whoever_forgets_to_ask(
    make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence("guest's comment")
    hold(comment=comment, by=keeper, reason=REASON)
    emptied: dict[str, Any] = dict.fromkeys(
        ("body", "guest_name", "guest_email", "address", "network"), ""
    )
    for column, nothing in (emptied | {"erased_at": timezone.now()}).items():
        with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**{column: nothing})
    with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
        CommentRevision.objects.filter(comment=comment).delete()


# --- Holding and lifting ---


def test_what_is_lifted_is_forgotten_when_its_time_has_come(
    make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence("user")
    author = User.objects.get(pk=comment.author_id)
    held = hold(user=author, by=keeper, reason=REASON)
    account_closed(comment, keeper)
    author.refresh_from_db()
    assert (author.is_active, author.closed_at is None) == (False, False), "nobody is in it now"
    assert not author.has_usable_password()
    assert author.email == "odile@example.org"
    lift(held, by=keeper, because="The case was closed.")
    finish(author.pk, comments=Comments.DELETE)
    author.refresh_from_db()
    assert (author.email, author.display_name) == (f"closed-{author.pk}@closed.invalid", "")
    with later(days=3000):
        erasing.erase_what_is_over()
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("", Status.DELETED)
    held.refresh_from_db()
    assert (held.user, held.about) == (None, f"Account #{author.pk}")


def test_a_held_comment_of_a_closed_account_waits_and_is_forgotten_afterwards(
    make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence("comment")
    author = User.objects.get(pk=comment.author_id)
    held = hold(comment=comment, by=keeper, reason=REASON)
    close(author, comments=Comments.KEEP)
    finish(author.pk, comments=Comments.KEEP)
    comment.refresh_from_db()
    assert comment.address, "a job comes back for it"
    lift(held, by=keeper, because="…")
    finish(author.pk, comments=Comments.KEEP)
    comment.refresh_from_db()
    assert (comment.address, comment.network, comment.body[:5]) == ("", "", "Words")


def test_two_holds_are_lifted_one_by_one(make_evidence: Make, keeper: User) -> None:
    comment = make_evidence("guest's comment")
    first, second = (hold(comment=comment, by=keeper, reason=REASON) for _ in range(2))
    lift(first, by=keeper, because="…")
    deleted_and_over(comment, keeper)
    comment.refresh_from_db()
    assert comment.body
    lift(second, by=keeper, because="…")
    with later(days=3000):
        erasing.erase_what_is_over()
    comment.refresh_from_db()
    assert not comment.body


def test_an_address_that_was_disowned_meanwhile_is_forgotten_with_the_hold(
    make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence("guest's comment")
    held = hold(comment=comment, by=keeper, reason=REASON)
    disown(comment)
    comment.refresh_from_db()
    assert comment.guest_email
    lift(held, by=keeper, because="…")
    comment.refresh_from_db()
    assert not comment.guest_email


def test_a_deletion_by_its_author_takes_a_held_comment_from_readers_and_erases_nothing(
    make_evidence: Make, keeper: User
) -> None:
    comment = make_evidence("guest's comment")
    hold(comment=comment, by=keeper, reason=REASON)
    assert delete(comment, by=owner(comment)).status == Status.DELETED


def test_lifting_twice_is_lifting_once(make_evidence: Make, keeper: User) -> None:
    held = hold(comment=make_evidence("comment"), by=keeper, reason=REASON)
    at = lift(held, by=keeper, because="First.").lifted_at
    assert lift(held, by=keeper, because="Second.").lifted_at == at
    assert LegalHold.objects.get().lifted_because == "First."


def test_a_hold_has_a_reason_and_something_left_to_keep(
    make_evidence: Make, keeper: User, make_comment: Make
) -> None:
    comment = make_evidence("comment")
    with pytest.raises(HoldRefused, match="needs a reason"):
        hold(comment=comment, by=keeper, reason=" ")
    held = hold(comment=comment, by=keeper, reason=REASON)
    with pytest.raises(HoldRefused, match="why the hold is lifted"):
        lift(held, by=keeper, because="")
    gone = make_comment()
    decide([gone], Move.DELETE, by=None)
    erasing.erase([gone])
    with pytest.raises(HoldRefused, match="Nothing of it is left"):
        hold(comment=gone, by=keeper, reason=REASON)
    with pytest.raises(ValueError, match="one of the three"):
        hold(comment=comment, user=keeper, by=keeper, reason=REASON)


def test_what_nobody_holds_costs_one_question(
    make_comment: Make, django_assert_num_queries: Any
) -> None:
    make_comment()
    with django_assert_num_queries(1):
        rows = legal_holds.free(Notice.objects.all())
    assert "legalhold" not in str(rows.query)
