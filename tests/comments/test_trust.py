"""Trust: how much it takes, what takes it away, and how it is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from comments.adopting import adopt
from comments.models import Comment, Decision, Mode, Move, Status
from comments.moderation import decide
from comments.phases.new_author import new_author, why_it_will_wait
from comments.terms import Terms
from comments.trust import trust_of
from comments.undoing import undo
from tests.comments.phases.drafting import draft_of
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _takes_two(settings: Settings) -> None:
    settings.COMMENT_TRUST_PUBLISHED = 2


@pytest.fixture
def reader(make_user: Make, make_comment: Make) -> Any:
    """Somebody with two published comments."""
    user = make_user()
    for _number in range(2):
        make_comment(author=user, guest_name="", guest_email="")
    return user


def is_trusted(user: Any) -> bool:
    return trust_of([user.pk])[user.pk].is_trusted


def test_so_many_published_comments_earn_it(make_user: Make, make_comment: Make) -> None:
    user = make_user()
    assert not is_trusted(user)
    make_comment(author=user, guest_name="", guest_email="")
    make_comment(author=user, guest_name="", guest_email="", status="held")
    assert trust_of([user.pk])[user.pk].in_words == (
        "Not trusted yet: 1 of 2 comments published that are needed; "
        "nothing removed or rejected in the last 90 days."
    )
    make_comment(author=user, guest_name="", guest_email="")
    assert is_trusted(user)


@pytest.mark.parametrize("status", [Status.REMOVED, Status.REJECTED])
def test_a_removal_takes_it_away_until_the_days_are_over(
    status: Status, reader: Any, make_comment: Make, settings: Settings
) -> None:
    make_comment(author=reader, guest_name="", guest_email="", status=status)
    assert not is_trusted(reader)
    assert "1 removed or rejected in the last 90 days." in trust_of([reader.pk])[reader.pk].in_words
    settings.COMMENT_TRUST_DAYS = 0
    assert is_trusted(reader), "by itself, when the days are over"


def test_an_undone_removal_gives_it_back(
    reader: Any, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="")
    act = decide([own], Move.REMOVE, by=moderator, rule=make_rule()).act
    assert not is_trusted(reader)
    undo(act, by=moderator)
    assert is_trusted(reader)


def test_deleting_what_was_removed_does_not_bring_it_back(reader: Any, make_comment: Make) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="", status=Status.REMOVED)
    decide([own], Move.DELETE, by=reader)
    assert not is_trusted(reader)
    other = make_comment(author=reader, guest_name="", guest_email="")
    Decision.objects.filter(comment=own)  # the record stays as it is
    decide([other], Move.DELETE, by=reader)
    assert trust_of([reader.pk])[reader.pk].removed_lately == 1


def test_a_guest_s_name_or_address_never_earns_it(make_comment: Make, make_article: Make) -> None:
    for _number in range(3):
        make_comment(guest_name="Odile", guest_email="odile@example.org")
    verdict = new_author(draft_of(make_article()))
    assert verdict is not None
    assert verdict.kind == "hold"


def test_what_an_account_takes_over_counts_as_its_own(make_user: Make, make_comment: Make) -> None:
    user = make_user(email="odile@example.org")
    for _number in range(2):
        make_comment(guest_email="odile@example.org")
    adopt(user, ["odile@example.org"])
    assert is_trusted(user), "each of them was read by a moderator, and the address is theirs"


def test_many_accounts_take_one_query(reader: Any, make_user: Make) -> None:
    others = [make_user().pk for _number in range(4)]
    with CaptureQueriesContext(connection) as asked:
        found = trust_of([reader.pk, *others])
    assert len(asked) == 1
    assert [found[pk].published for pk in (reader.pk, *others)] == [2, 0, 0, 0, 0]
    assert trust_of([]) == {}


MODES = {  # who waits in which mode
    Mode.ALL_WAIT: {"guest", "new", "trusted"},
    Mode.FIRST_WAIT: {"guest", "new"},
    Mode.SCREENED: set(),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("who", ["guest", "new", "trusted", "newsroom"])
def test_a_mode_says_who_waits(
    mode: Mode, who: str, reader: Any, make_user: Make, make_article: Make
) -> None:
    people = {
        "guest": None,
        "new": make_user(),
        "trusted": reader,
        "newsroom": make_user("Reporters"),
    }
    terms = Terms(mode=mode)
    draft = draft_of(make_article(), author=people[who], terms=terms)
    verdict = new_author(draft)
    assert (verdict is not None) == (who in MODES[mode])
    assert why_it_will_wait(people[who], terms) == (verdict.to_author if verdict else "")


def test_a_removal_long_ago_does_not_count(reader: Any, make_comment: Make) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="", status=Status.REMOVED)
    draft = draft_of(own.article, author=reader, now=timezone.now() + timedelta(days=91))
    assert new_author(draft) is None
    assert Comment.objects.get(pk=own.pk).status == Status.REMOVED
