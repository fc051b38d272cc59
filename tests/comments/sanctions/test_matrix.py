"""Sanctions on every way in: each kind on each path, whichever way a person comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.reader_identity import Origin
from comments.models import Recommendation, Sanction, SanctionKind, Status, Subscription
from comments.sanctions import Target, Who, lift, strictest
from portal.closing import Comments, close
from portal.models import User
from tests.comments.mailing import later
from tests.comments.sanctioning import (
    ACTS,
    EMAIL,
    IPV4,
    IPV6,
    OF_ACCOUNTS,
    OF_GUESTS,
    Path,
    Stage,
    around,
    confirms,
    expected,
    near,
    posts,
    put,
    recommends,
    signed_in,
)
from tests.making import Make

pytestmark = pytest.mark.django_db
KINDS = ["none", "warning", "hold", "suspension", "ban", "lifted", "ended"]


def sanctioned(kind: str, target: Target, by: User) -> None:
    if kind == "none":
        return
    if kind in {"lifted", "ended"}:
        with later(days=-2):
            row = put(target, "ban", by, ends_at=timezone.now() + timedelta(days=1))
        if kind == "lifted":
            with later(days=-1.5):
                lift(row, by=by, because="A mistake.")
        return
    put(target, kind, by)


# --- The matrix: sanction × path ---


@pytest.mark.parametrize("path", OF_ACCOUNTS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_account_under_a_sanction(
    kind: str, path: Path, stage: Stage, reader: User, moderator: User
) -> None:
    sanctioned(kind, Target(reader), moderator)
    assert path(signed_in(stage, reader)) == expected(kind, path)


@pytest.mark.parametrize("path", OF_GUESTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_guest_under_a_sanction(kind: str, path: Path, stage: Stage, moderator: User) -> None:
    sanctioned(kind, Target(email=EMAIL.upper(), name="Odile"), moderator)
    assert path(stage) == expected(kind, path)


NETWORKS = {
    "the address, by its hash": (IPV4, Target(network_hash=near(IPV4))),
    "the network around it, by its hash": (IPV4, Target(network_hash=around(IPV4))),
    "an IPv4 network in clear": (IPV4, Target(network="203.0.112.0/21")),
    "the IPv6 household, by its hash": (IPV6, Target(network_hash=near(IPV6))),
    "an IPv6 network in clear": (IPV6, Target(network="2001:db8:aa00::/40")),
}


@pytest.mark.parametrize("path", [posts, confirms, recommends])
@pytest.mark.parametrize("kind", ["hold", "ban"])
@pytest.mark.parametrize("network", NETWORKS)
def test_whoever_comes_from_a_network_under_a_sanction(
    network: str, kind: str, path: Path, stage: Stage, moderator: User
) -> None:
    ip, target = NETWORKS[network]
    put(target, kind, moderator)
    stage.browser.defaults["REMOTE_ADDR"] = ip
    assert path(stage) == expected(kind, path)


@pytest.mark.parametrize("path", OF_GUESTS)
def test_a_network_under_a_sanction_is_kept_out_of_everything(
    path: Path, stage: Stage, moderator: User
) -> None:
    put(Target(network="2001:db8:aaaa::/48"), "suspension", moderator)
    stage.browser.defaults["REMOTE_ADDR"] = IPV6
    assert path(stage) == "refused"


@pytest.mark.parametrize("path", OF_ACCOUNTS)
def test_a_network_under_a_sanction_keeps_out_accounts_as_well(
    path: Path, stage: Stage, reader: User, moderator: User
) -> None:
    put(Target(network="203.0.113.0/24"), "suspension", moderator)
    assert path(signed_in(stage, reader)) == "refused"


@pytest.mark.parametrize("path", [posts, recommends])
@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.114.1", "203.0.113.0/24"),
        (IPV4, "203.0.113.78"),
        ("2001:db8:aaaa:bbbc::1", "2001:db8:aaaa:bbbb::9"),
        (IPV6, "2001:db8:aaab::/48"),
        (IPV6, "203.0.113.0/24"),
        ("", "203.0.113.0/24"),
    ],
)
def test_whoever_comes_from_elsewhere_is_let_in(
    ip: str, network: str, path: Path, stage: Stage, moderator: User
) -> None:
    put(Target(network=network), "ban", moderator)
    stage.browser.defaults["REMOTE_ADDR"] = ip
    assert path(stage) == "done"


def test_a_household_is_one_address_of_ipv6(stage: Stage, moderator: User) -> None:
    put(Target(network="2001:db8:aaaa:bbbb::9"), "ban", moderator)
    stage.browser.defaults["REMOTE_ADDR"] = "2001:db8:aaaa:bbbb:1:2:3:4"
    assert posts(stage) == "refused"


def test_an_ipv4_address_that_comes_as_ipv6_is_itself(stage: Stage, moderator: User) -> None:
    put(Target(network="::ffff:203.0.113.77"), "ban", moderator)
    stage.browser.defaults["REMOTE_ADDR"] = "::ffff:203.0.113.77"
    assert posts(stage) == "refused"


def test_there_is_a_kind_for_each_row_of_the_matrix() -> None:
    assert set(KINDS) > set(SanctionKind.values)


# --- One person, whichever way they come ---


@pytest.mark.parametrize("path", [posts, recommends])
def test_a_guest_who_opens_an_account_stays_under_it(
    path: Path, stage: Stage, make_user: Make, moderator: User
) -> None:
    put(Target(email=EMAIL), "ban", moderator)
    account = make_user(email=EMAIL)
    assert path(signed_in(stage, account)) == "refused"


@pytest.mark.parametrize("path", [posts, recommends])
def test_an_account_that_comes_as_a_guest_stays_under_it(
    path: Path, stage: Stage, make_user: Make, moderator: User
) -> None:
    put(Target(make_user(email=EMAIL)), "ban", moderator)
    assert path(stage) == "refused"


def test_closing_the_account_ends_no_ban(stage: Stage, make_user: Make, moderator: User) -> None:
    account = make_user(email=EMAIL)
    put(Target(account), "ban", moderator)
    put(Target(account), "warning", moderator)
    close(account, comments=Comments.KEEP)
    assert posts(stage) == "refused"
    assert posts(signed_in(stage, make_user(email=EMAIL))) == "refused"
    kept = Sanction.objects.get(kind="ban")
    assert (kept.user, kept.guest_name) == (None, "")


def test_a_network_shuts_the_newsroom_out_of_nothing(
    stage: Stage, make_user: Make, moderator: User
) -> None:
    put(Target(network="203.0.113.0/24"), "ban", moderator)
    for path in (posts, *ACTS):
        assert path(signed_in(stage, moderator)) == "done"


def test_of_several_the_strictest_counts(stage: Stage, reader: User, moderator: User) -> None:
    put(Target(reader), "hold", moderator, ends_at=None)
    put(Target(reader), "warning", moderator)
    assert posts(signed_in(stage, reader)) == "held"
    put(Target(network=IPV4), "suspension", moderator)
    found = strictest(Who(reader.pk, reader.email, Origin("", "", IPV4)))
    assert found is not None
    assert found.kind == "suspension"


# --- What stays one's own ---


def test_what_is_theirs_stays_theirs_under_a_ban(stage: Stage, moderator: User) -> None:
    assert recommends(stage) == "done"
    Subscription.objects.create(story_id=stage.own.story_id, comment=stage.own)
    put(Target(email=EMAIL), "ban", moderator)
    stage.press(stage.url("recommend_comment", stage.theirs), wanted="no")
    assert not Recommendation.objects.exists()
    stage.press(f"/your-comment/{stage.own.pk}/answers/", stop="1")
    assert not Subscription.objects.exists()
    stage.press(f"/your-comment/{stage.own.pk}/delete/")
    stage.own.refresh_from_db()
    assert stage.own.status == Status.DELETED


def test_an_account_unfollows_under_a_ban(stage: Stage, reader: User, moderator: User) -> None:
    account = signed_in(stage, reader)
    account.press(account.url("follow_story"), follow="yes")
    put(Target(reader), "ban", moderator)
    account.press(account.url("follow_story"), follow="no")
    assert not Subscription.objects.exists()
