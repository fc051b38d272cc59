"""Sanctions: on whom, on every way in, up to which moment, and how they are lifted and told."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles.reader_identity import Origin
from comments.models import (
    Comment,
    Notice,
    Recommendation,
    Sanction,
    SanctionKind,
    Status,
    Subscription,
)
from comments.models.statements import StatementOfReasons
from comments.networks import BadNetwork, is_too_wide, read_network
from comments.sanction_words import how_to_object
from comments.sanctions import (
    SanctionRefused,
    Target,
    Who,
    in_force_on,
    lift,
    sanctions_on,
    sanctions_on_some,
    strictest,
)
from portal.closing import Comments, close
from portal.forgetting import forget_old
from portal.models import User
from tests.comments.mailing import at, deliver, keep_mail_in_files, later, mail_to, text_in
from tests.comments.reading import send, text_of
from tests.comments.sanctioning import (
    ACTS,
    EMAIL,
    IPV4,
    IPV6,
    OF_ACCOUNTS,
    OF_GUESTS,
    REASON,
    Path,
    Stage,
    around,
    confirms,
    edits,
    near,
    open_own_page,
    posts,
    put,
    recommends,
    replies,
)
from tests.making import Make

pytestmark = pytest.mark.django_db
WRITING = {posts, replies, edits, confirms}
KINDS = ["none", "warning", "hold", "suspension", "ban", "lifted", "ended"]


@pytest.fixture(autouse=True)
def _house(settings: Settings) -> None:
    """Ask of new texts nothing but sanctions, and let tests type fast."""
    settings.COMMENT_SCREENING = ["comments.phases.sanctions.sanctions"]
    settings.COMMENT_MINIMUM_SECONDS = 0


@pytest.fixture
def stage(make_comment: Make) -> Stage:
    """A guest's browser at an IPv4 address, with a comment of theirs."""
    theirs = make_comment(guest_email="tomas@example.org")
    own = make_comment(theirs.article, guest_email=EMAIL, submitted_at=timezone.now())
    browser = Client(REMOTE_ADDR=IPV4)
    open_own_page(browser, own)
    return Stage(browser, theirs.article, theirs, own)


@pytest.fixture
def reader(make_user: Make) -> User:
    return make_user(display_name="Odile Wray")


def signed_in(stage: Stage, reader: User) -> Stage:
    """Let the stage be an account's, with a comment of its own."""
    browser = Client(REMOTE_ADDR=IPV4)
    browser.force_login(reader)
    Comment.objects.filter(pk=stage.own.pk).update(author=reader, guest_name="", guest_email="")
    return Stage(browser, stage.article, stage.theirs, stage.own)


def expected(kind: str, path: Path) -> str:
    """What becomes of an act under a sanction: the matrix that this house promises."""
    if kind in {"suspension", "ban"}:
        return "refused"
    return "held" if kind == "hold" and path in WRITING else "done"


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


# --- What they are told ---


def test_a_refusal_says_until_when_why_and_how_to_object(
    stage: Stage, moderator: User, make_rule: Make, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Courier <desk@courier.example>"
    end = datetime(2127, 3, 9, 14, 5, tzinfo=ZoneInfo("UTC"))
    put(Target(email=EMAIL), "suspension", moderator, ends_at=end, rule=make_rule())
    told = [
        text_of(
            stage.press(f"/your-comment/{stage.own.pk}/edit/", body="Another text.", revision="1")
        ),
        text_of(stage.press(stage.url("recommend_comment", stage.theirs), wanted="yes")),
        text_of(stage.press(stage.url("report_comment", stage.theirs), rule="other", text="X")),
        text_of(stage.press(stage.url("vote"), answer="yes")),
        text_of(stage.press(f"/your-comment/{stage.own.pk}/answers/", follow="1")),
    ]
    for words in told:
        assert "You are suspended until 9 March 2127, 14:05" in words
        assert f"The reason: {REASON} Rule 3 of the comments policy, Personal attacks." in words
        assert "you can appeal, as the statement of reasons says, or write to desk@" in words


@pytest.mark.parametrize(
    ("kind", "months", "appeals"),
    [("hold", 6, True), ("ban", 6, True), ("warning", 6, False), ("ban", 0, False)],
)
def test_who_got_reasons_is_told_of_the_appeal(
    kind: str, months: int, appeals: bool, make_user: Make, settings: Settings
) -> None:
    settings.COMMENT_APPEAL_MONTHS = months
    row = put(Target(make_user()), kind, make_user("Moderators"))
    assert StatementOfReasons.objects.filter(sanction=row).exists() == (kind != "warning")
    assert ("you can appeal" in how_to_object(row)) == appeals


@pytest.mark.parametrize("ends", [True, False])
def test_who_types_somebody_s_address_is_not_told_what_they_did(
    ends: bool, stage: Stage, moderator: User, make_rule: Make
) -> None:
    end = datetime(2127, 3, 9, 14, 5, tzinfo=ZoneInfo("UTC")) if ends else None
    put(Target(email=EMAIL), "ban", moderator, ends_at=end, rule=make_rule())
    words = text_of(send(Client(), stage.article, email=EMAIL))
    assert "under this e-mail address" in words
    assert ("Until 9 March 2127, 14:05 nothing is taken" in words) is ends
    assert "If you think that this is wrong, you can appeal" in words
    assert REASON not in words
    assert "Personal attacks" not in words


def test_who_shares_a_network_is_not_called_banned(stage: Stage, moderator: User) -> None:
    put(Target(network=IPV4), "ban", moderator, ends_at=None)
    words = text_of(send(stage.browser, stage.article))
    assert "Nothing is taken from your connection any more." in words
    assert "You are banned" not in words


def test_what_waits_says_so_in_general_and_to_moderators_in_full(
    stage: Stage, moderator: User
) -> None:
    row = put(Target(email=EMAIL), "hold", moderator, ends_at=None)
    send(stage.browser, stage.article, body="A new text.", email=EMAIL)
    made = Comment.objects.get(body="A new text.")
    assert made.held_by == "sanctions"
    assert made.decisions.get().note == f"Sanction {row.pk}: everything waits."


# --- They end by themselves, at their moment ---


@pytest.mark.parametrize("path", [posts, recommends])
def test_a_sanction_counts_until_its_very_end(path: Path, stage: Stage, moderator: User) -> None:
    end = timezone.now() + timedelta(hours=3)
    put(Target(email=EMAIL), "suspension", moderator, ends_at=end)
    with at(end - timedelta(microseconds=1)):
        assert path(stage) == "refused"
    with at(end):
        assert path(stage) == "done"


def test_a_sanction_begins_at_the_moment_at_which_it_is_put(reader: User, moderator: User) -> None:
    row = put(Target(reader), "ban", moderator, ends_at=None)
    before = row.begins_at - timedelta(microseconds=1)
    for moment, counts in ((before, False), (row.begins_at, True)):
        assert row.is_in_force(moment) is counts
        assert Sanction.objects.in_force(moment).exists() is counts
        assert bool(in_force_on(Who(reader.pk), moment)) is counts
        assert bool(strictest(Who(reader.pk), moment)) is counts


def test_the_property_the_query_and_the_question_agree_at_the_end(
    reader: User, moderator: User
) -> None:
    end = timezone.now() + timedelta(days=1)
    row = put(Target(reader), "suspension", moderator, ends_at=end)
    for moment, counts in ((end - timedelta(microseconds=1), True), (end, False)):
        assert row.is_in_force(moment) is counts
        assert Sanction.objects.in_force(moment).exists() is counts
        assert bool(in_force_on(Who(reader.pk), moment)) is counts
        assert bool(strictest(Who(reader.pk), moment)) is counts
        assert Sanction.objects.over(moment).exists() is not counts


def test_an_end_is_a_moment_whatever_the_zone(reader: User, moderator: User) -> None:
    tashkent = datetime(2127, 1, 1, 0, 0, tzinfo=ZoneInfo("Asia/Tashkent"))
    put(Target(reader), "suspension", moderator, ends_at=tashkent)
    who, utc = Who(reader.pk), ZoneInfo("UTC")
    assert strictest(who, datetime(2126, 12, 31, 18, 59, 59, tzinfo=utc))
    assert not strictest(who, datetime(2126, 12, 31, 19, 0, tzinfo=utc))


# --- Putting and lifting ---


@pytest.mark.parametrize(
    ("kind", "how", "why"),
    [
        ("suspension", {"ends_at": None}, "A suspension has an end"),
        ("suspension", {"ends_at": timezone.now() - timedelta(seconds=1)}, "lie ahead"),
        ("ban", {"ends_at": timezone.now() - timedelta(days=1)}, "lie ahead"),
        ("hold", {"reason": "  "}, "give a reason"),
    ],
)
def test_what_makes_no_sense_is_refused(
    kind: str, how: dict[str, Any], why: str, reader: User, moderator: User
) -> None:
    with pytest.raises(SanctionRefused, match=why):
        put(Target(reader), kind, moderator, **how)
    assert not Sanction.objects.exists()


def test_an_end_of_this_very_moment_is_refused(reader: User, moderator: User) -> None:
    now = timezone.now()
    with at(now), pytest.raises(SanctionRefused, match="lie ahead"):
        put(Target(reader), "ban", moderator, ends_at=now)


def test_nobody_of_the_newsroom_and_no_closed_account_is_put_under_one(
    moderator: User, reader: User, make_user: Make
) -> None:
    with pytest.raises(SanctionRefused, match="works for the newspaper"):
        put(Target(make_user("Editors")), "ban", moderator)
    with pytest.raises(SanctionRefused, match="Nobody is named"):
        put(Target(), "ban", moderator)
    with pytest.raises(SanctionRefused, match="cannot be warned"):
        put(Target(network=IPV4), "warning", moderator)
    reader.closed_at = timezone.now()
    with pytest.raises(SanctionRefused, match="closed"):
        put(Target(reader), "ban", moderator)


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


def test_a_lifted_sanction_counts_no_more_and_keeps_who_and_why(
    stage: Stage, moderator: User
) -> None:
    row = put(Target(email=EMAIL), "ban", moderator)
    with pytest.raises(SanctionRefused, match="why it is lifted"):
        lift(row, by=moderator, because=" ")
    lift(row, by=moderator, because="It was her brother.")
    assert posts(stage) == "done"
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_because) == (moderator, "It was her brother.")
    with pytest.raises(SanctionRefused, match="ended already"):
        lift(row, by=moderator, because="Twice.")


def test_the_database_holds_that_a_sanction_is_on_one(reader: User, moderator: User) -> None:
    row = put(Target(reader), "ban", moderator, ends_at=None)
    for change in ({"guest": "a" * 64}, {"user": None}, {"network": "203.0.113.0/24"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.filter(pk=row.pk).update(**change)


def test_a_button_that_is_pressed_twice_puts_one_sanction(reader: User, moderator: User) -> None:
    first = put(Target(reader), "ban", moderator)
    assert put(Target(reader), "ban", moderator) == first
    assert put(Target(reader), "ban", moderator, reason="Another reason.") != first
    assert Notice.objects.filter(kind="sanction").count() == 2
    with later(minutes=2):
        assert put(Target(reader), "ban", moderator) != first


# --- A network is learned, and forgotten ---


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


# --- On a card ---


def test_a_card_is_told_all_that_counts_on_its_author(
    make_comment: Make, reader: User, moderator: User
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="", address=near(IPV4))
    guests = make_comment(guest_email=EMAIL, network=around(IPV4))
    other = make_comment(guest_email="", guest_name="Nobody")
    account = put(Target(reader), "warning", moderator)
    guest = put(Target(email=EMAIL), "hold", moderator)
    house = put(Target(network_hash=near(IPV4)), "ban", moderator)
    street = put(Target(network_hash=around(IPV4)), "suspension", moderator)
    lift(put(Target(reader), "ban", moderator), by=moderator, because="Over.")
    assert sanctions_on(own) == [house, account]
    assert sanctions_on(guests) == [street, guest]
    assert sanctions_on(other) == []
    with CaptureQueriesContext(connection) as few:
        sanctions_on_some([own])
    several = [own, guests, other, make_comment()]
    with CaptureQueriesContext(connection) as many:
        sanctions_on_some(several)
    assert len(few) == len(many)


# --- It is told to the person ---


@pytest.fixture
def mailed(settings: Settings, tmp_path: Any) -> None:
    keep_mail_in_files(settings, tmp_path)


@pytest.mark.usefixtures("mailed")
def test_a_warning_reaches_an_account_by_a_notice_and_a_letter(
    client: Client, reader: User, moderator: User, make_comment: Make, make_rule: Make
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="")
    Notice.objects.all().delete()
    put(Target(reader), "warning", moderator, comment=own, rule=make_rule())
    client.force_login(reader)
    words = text_of(client.get("/account/notices/"))
    assert (
        f"The newsroom warns you, because of your comment under “{own.article.headline}”" in words
    )
    assert REASON in words
    assert deliver() == 0, "it waits, so that it can be taken back"
    with later(minutes=11):
        assert deliver() == 1
    [message] = mail_to(reader.email)
    for kind in ("plain", "html"):
        said = " ".join(text_in(message, kind).split())
        assert REASON in said
        assert "Personal attacks" in said
        assert "If you think that this is wrong, write to" in said
        assert "/account/notices/" in said


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("warning", "The newsroom warns you"),
        ("hold", "What you write waits for a moderator until"),
        ("suspension", "You are suspended until"),
        ("ban", "You are banned until"),
    ],
)
def test_a_guest_is_told_by_a_letter_with_the_link_to_a_comment_of_theirs(
    kind: str, words: str, stage: Stage, moderator: User
) -> None:
    Notice.objects.all().delete()
    put(Target(email=EMAIL), kind, moderator)
    with later(minutes=11):
        assert deliver() == 1
    [message] = mail_to(EMAIL)
    assert message["Subject"].strip().startswith(words)
    assert "/your-comment/open/" in text_in(message)
    assert REASON in " ".join(text_in(message).split())


@pytest.mark.usefixtures("mailed")
def test_a_sanction_that_is_lifted_at_once_was_never_told(
    client: Client, reader: User, moderator: User
) -> None:
    row = put(Target(reader), "warning", moderator)
    lift(row, by=moderator, because="The wrong person.")
    with later(minutes=11):
        assert deliver() == 0
    client.force_login(reader)
    assert REASON not in text_of(client.get("/account/notices/"))


def test_two_sanctions_because_of_one_comment_are_both_told(
    reader: User, moderator: User, make_comment: Make
) -> None:
    own = make_comment(author=reader, guest_name="", guest_email="")
    for kind in ("warning", "ban"):
        put(Target(reader), kind, moderator, comment=own)
    assert Notice.objects.filter(kind="sanction", user=reader).count() == 2


def test_a_network_and_a_guest_without_comments_are_told_nothing(moderator: User) -> None:
    put(Target(network=IPV4), "ban", moderator)
    put(Target(email="nobody@example.org"), "ban", moderator)
    assert not Notice.objects.exists()


def test_there_is_a_kind_for_each_row_of_the_matrix() -> None:
    assert set(KINDS) > set(SanctionKind.values)
