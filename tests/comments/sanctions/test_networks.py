"""Networks under a sanction: how they are read, learned and forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from comments.models import Sanction
from comments.networks import BadNetwork, is_too_wide, read_network
from comments.sanctions import SanctionRefused, Target, sanctions_on
from portal.forgetting import forget_old
from portal.models import User
from tests.comments.mailing import at
from tests.comments.sanctioning import (
    EMAIL,
    IPV4,
    IPV6,
    Path,
    Stage,
    around,
    edits,
    expected,
    near,
    posts,
    put,
    recommends,
)
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("network", "is_wide"),
    [
        ("10.0.0.0/15", True), ("10.0.0.0/16", False), ("0.0.0.0/0", True),
        ("2001:d00::/31", True), ("2001:db8::/32", False),
    ],
)  # fmt: skip
def test_a_network_that_is_too_wide_is_to_be_meant(
    network: str, is_wide: bool, moderator: User
) -> None:
    assert is_too_wide(read_network(network)) is is_wide
    if is_wide:
        with pytest.raises(SanctionRefused, match="confirmed"):
            put(Target(network=network), "hold", moderator)
    put(Target(network=network), "hold", moderator, is_wide_meant=is_wide)
    assert Sanction.objects.get().network == network


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" 203.0.113.77 ", "203.0.113.77/32"), ("203.0.113.77/24", "203.0.113.0/24"),
        ("2001:db8:a:b:c::1", "2001:db8:a:b::/64"), ("2001:DB8::/48", "2001:db8::/48"),
        ("::ffff:203.0.113.77", "203.0.113.77/32"),
    ],
)  # fmt: skip
def test_a_network_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert str(read_network(typed)) == read


@pytest.mark.parametrize(
    "typed", ["", "203.0.113", "203.0.113.300", "203.0.113.0/33", "2001:db8::/129", "odile", "1/x"]
)
def test_what_is_no_network_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(BadNetwork):
        read_network(typed)


@pytest.mark.parametrize("kind", ["hold", "ban"])
@pytest.mark.parametrize("path", [posts, edits, recommends])
def test_a_network_known_by_its_hash_is_kept_in_clear_once_somebody_comes_from_it(
    path: Path, kind: str, stage: Stage, moderator: User
) -> None:
    if kind == "hold" and path is recommends:
        kind = "suspension"
    row = put(Target(network_hash=around(IPV4)), kind, moderator)
    assert row.network == ""
    assert path(stage) == expected(kind, path)
    row.refresh_from_db()
    assert row.network == "203.0.113.0/24"


def test_a_network_typed_in_clear_is_found_on_comments_that_came_from_it(
    make_comment: Make, moderator: User
) -> None:
    comment = make_comment(address=near(IPV6), network=around(IPV6))
    row = put(Target(network="2001:db8:aaaa::/48"), "ban", moderator)
    assert sanctions_on(comment) == [row]


def test_what_is_over_forgets_its_network_in_the_end(moderator: User, settings: Settings) -> None:
    days = settings.COMMENT_ADDRESS_DAYS
    end = timezone.now() + timedelta(days=1)
    over = put(Target(network=IPV4), "ban", moderator, ends_at=end)
    guests = put(Target(email=EMAIL, name="Odile"), "ban", moderator, ends_at=end)
    counting = put(Target(network=IPV4), "ban", moderator, ends_at=None)
    with at(end + timedelta(days=days) - timedelta(seconds=1)):
        forget_old()
    over.refresh_from_db()
    assert over.network
    with at(end + timedelta(days=days, seconds=1)):
        forget_old()
    for row in (over, guests, counting):
        row.refresh_from_db()
    assert (over.network, over.network_hash, guests.guest_name) == ("", "", "")
    assert counting.network == "203.0.113.77/32"
    assert counting.network_hash
