"""The newsroom's pages of sanctions: from a card, by hand, found again, and lifted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, ModeratorScope, Sanction
from comments.recommending import Person
from comments.reporting import report
from portal.models import User
from tests.comments.mailing import later
from tests.comments.reading import parse, text_of
from tests.comments.sanctioning import EMAIL, IPV4, IPV6, REASON, Target, around, near, put
from tests.making import Make

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/comments/sanction/", "/admin/comments/sanction/add/"
SENT = {"kind": "ban", "lasts": "never", "reason": REASON}


@pytest.fixture
def comment(make_comment: Make) -> Comment:
    return make_comment(guest_email=EMAIL, address=near(IPV6), network=around(IPV6))


def card(comment: Comment) -> str:
    return reverse("admin:comments_comment_sanction", args=[comment.pk])


# --- From the card ---


def test_the_card_s_form_offers_what_is_known_of_the_comment(
    as_moderator: Client, comment: Comment, make_comment: Make, make_user: Make
) -> None:
    page = as_moderator.get(card(comment))
    parse(page)
    words = text_of(page)
    assert comment.body in words
    for offered in (f"The guest {EMAIL}", "The address that it came from", "The network around it"):
        assert offered in words
    assert "The account of" not in words
    own = make_comment(author=make_user(display_name="Petra"), guest_name="", guest_email="")
    words = text_of(as_moderator.get(card(own)))
    assert "The account of Petra" in words
    assert "The address that it came from" not in words


@pytest.mark.parametrize(
    ("on", "columns"),
    [
        ("guest", {"guest_name": "Odile", "network": "", "network_hash": ""}),
        ("address", {"guest": "", "network": "", "network_hash": near(IPV6)}),
        ("network", {"guest": "", "network": "", "network_hash": around(IPV6)}),
        ("typed", {"guest": "", "network": "203.0.113.0/24", "network_hash": around(IPV4)}),
    ],
)
def test_it_is_put_on_what_was_chosen(
    on: str, columns: dict[str, str], as_moderator: Client, make_comment: Make,
    moderator: User, make_rule: Make,
) -> None:  # fmt: skip
    comment = make_comment(
        guest_email=EMAIL, guest_name="Odile", address=near(IPV6), network=around(IPV6)
    )
    rule = make_rule()
    sent = SENT | {"on": on, "who": "203.0.113.77/24", "rule": str(rule.pk)}
    answer = as_moderator.post(card(comment), sent)
    assert (answer.status_code, answer["Location"].endswith(f"?comment={comment.pk}")) == (
        302,
        True,
    )
    row = Sanction.objects.get()
    assert {name: getattr(row, name) for name in columns} == columns
    assert (row.comment, row.made_by, row.rule, row.ends_at) == (comment, moderator, rule, None)


def test_it_lasts_as_long_as_was_chosen(
    as_moderator: Client, comment: Comment, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"
    send = {"kind": "suspension", "on": "guest", "reason": REASON}
    as_moderator.post(card(comment), send | {"lasts": "30"})
    as_moderator.post(card(comment), send | {"lasts": "until", "ends_at": "2127-03-09T14:05"})
    until, month = Sanction.objects.all()
    assert abs(month.ends_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    assert until.ends_at.isoformat() == "2127-03-09T09:05:00+00:00"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "suspension"}, "A suspension has an end"),
        ({"lasts": "until"}, "Please say until when"),
        ({"lasts": "until", "ends_at": "2020-01-01T00:00"}, "has to lie ahead"),
        ({"reason": " "}, "This field is required"),
        ({"on": ""}, "choose whom"),
        ({"kind": ""}, "choose a sanction"),
        ({"on": "typed"}, "Please write the network"),
        ({"on": "typed", "who": "odile"}, "Please write an address or a network"),
        ({"on": "network", "kind": "warning"}, "cannot be warned"),
        ({"on": "typed", "who": "10.0.0.0/8"}, "confirm that all are meant"),
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_written(
    change: dict[str, str], said: str, as_moderator: Client, comment: Comment
) -> None:
    page = as_moderator.post(card(comment), SENT | {"on": "guest"} | change)
    assert page.status_code == 422
    parse(page)
    assert said in text_of(page)
    assert not Sanction.objects.exists()


def test_a_wide_network_is_put_once_it_is_confirmed(as_moderator: Client) -> None:
    sent = SENT | {"kind": "hold", "who": "2001:d00::/24"}
    asked = as_moderator.post(ADD, sent)
    assert 'name="is_wide_meant"' in asked.content.decode()
    as_moderator.post(ADD, sent | {"is_wide_meant": "on"})
    assert Sanction.objects.get().network == "2001:d00::/24"


def test_what_counts_already_stands_above_the_form(
    as_moderator: Client, comment: Comment, moderator: User
) -> None:
    put(Target(email=EMAIL), "hold", moderator, reason="Earlier insults.")
    put(Target(network_hash=near(IPV6)), "suspension", moderator, reason="A flood from there.")
    words = text_of(as_moderator.get(card(comment)))
    assert "In force already" in words
    assert "Earlier insults." in words
    assert "A flood from there." in words


def test_what_readers_have_reported_stands_there_too(
    as_moderator: Client, comment: Comment, make_rule: Make
) -> None:
    report(comment, by=Person(), rule=make_rule(), text="He insults everybody.", address="a")
    page = as_moderator.get(card(comment))
    parse(page)
    words = text_of(page)
    assert "Reported 1 time" in words
    assert "3 (Personal attacks) · He insults everybody. · a reader" in words


# --- By hand ---


@pytest.mark.parametrize(
    ("who", "on"),
    [
        ("Petra@example.org", "Petra (petra@example.org)"),
        ("Odile@Example.org", "Odile (guest)"),
        ("203.0.113.77", "203.0.113.77/32"),
        ("2001:db8:aaaa:bbbb::1", "2001:db8:aaaa:bbbb::/64"),
    ],
)
def test_an_account_a_guest_or_a_network_is_typed(
    who: str, on: str, as_moderator: Client, make_user: Make, make_comment: Make
) -> None:
    make_user(email="petra@example.org", display_name="Petra")
    make_comment(guest_email=EMAIL, guest_name="Odile")
    parse(as_moderator.get(ADD))
    answer = as_moderator.post(ADD, SENT | {"who": who})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    page = as_moderator.get(LIST)
    assert on in text_of(page)


def test_a_guest_s_address_is_kept_as_a_hash_alone(as_moderator: Client) -> None:
    as_moderator.post(ADD, SENT | {"who": EMAIL})
    row = Sanction.objects.get()
    assert EMAIL not in str(vars(row))
    assert len(row.guest) == 64


# --- Found again ---


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("petra", {"account"}), ("petra@example.org", {"account"}),
        ("ODILE@example.org", {"guest"}), ("Odile", {"guest"}),
        ("203.0.113.77", {"clear", "hash"}), ("203.0.113.0/24", {"clear", "hash"}),
        ("203.0.0.0/16", {"clear"}), ("203.0.120.1", set()), ("2001:db8:aaaa:bbbb::1", {"six"}),
        ("2001:db8:aaab::1", set()), ("a flood", {"clear", "hash", "six"}), ("nobody", set()),
    ],
)  # fmt: skip
def test_a_sanction_is_found_by_what_one_knows_of_it(
    term: str, found: set[str], as_moderator: Client, make_user: Make, moderator: User
) -> None:
    flood = {"reason": "A flood."}
    account = make_user(email="petra@example.org", display_name="Petra")
    rows = {
        "account": put(Target(account), "ban", moderator),
        "guest": put(Target(email=EMAIL, name="Odile"), "ban", moderator),
        "clear": put(Target(network="203.0.112.0/21"), "hold", moderator, **flood),
        "hash": put(Target(network_hash=around(IPV4)), "hold", moderator, **flood),
        "six": put(Target(network="2001:db8:aaaa::/48"), "hold", moderator, **flood),
    }
    page = as_moderator.get(LIST, {"q": term})
    assert {row.pk for row in page.context["cl"].result_list} == {rows[name].pk for name in found}


def test_the_list_tells_what_counts_from_what_is_over(
    as_moderator: Client, make_user: Make, moderator: User
) -> None:
    with later(days=-10):
        over = put(
            Target(make_user()), "ban", moderator, ends_at=timezone.now() + timedelta(days=1)
        )
    counts = put(Target(make_user()), "ban", moderator, ends_at=None)
    for state, row in (("in-force", counts), ("over", over)):
        page = as_moderator.get(LIST, {"state": state})
        assert [found.pk for found in page.context["cl"].result_list] == [row.pk]
    words = text_of(as_moderator.get(LIST))
    assert "without an end" in words
    assert "ended on" in words


def test_the_list_asks_as_often_for_many_as_for_few(
    as_moderator: Client, make_user: Make, moderator: User, make_rule: Make
) -> None:  # fmt: skip
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_moderator.get(LIST)
        return len(captured)

    put(Target(make_user()), "ban", moderator, rule=make_rule())
    few = asked()
    for _ in range(8):
        put(Target(make_user()), "ban", moderator, rule=make_rule())
    assert asked() == few


# --- Lifted ---


def test_a_sanction_is_lifted_with_a_reason(
    as_moderator: Client, make_user: Make, moderator: User
) -> None:
    row = put(Target(make_user()), "ban", moderator)
    page = as_moderator.get(f"{LIST}{row.pk}/change/")
    lifting = f"{LIST}{row.pk}/lift/"
    assert lifting in page.content.decode()
    parse(as_moderator.get(lifting))
    assert as_moderator.post(lifting, {"because": " "}).status_code == 422
    assert as_moderator.post(lifting, {"because": "She was right."}).status_code == 302
    page = as_moderator.get(f"{LIST}{row.pk}/change/")
    assert "She was right." in text_of(page)
    assert lifting not in page.content.decode()
    again = as_moderator.post(lifting, {"because": "Once more."})
    assert (again.status_code, "ended already" in text_of(again)) == (422, True)


# --- Who may ---


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Administrators", True), ("Moderators", True), ("Editors", False), ("Reporters", False),
        ("", False),
    ],
)  # fmt: skip
def test_moderators_and_administrators_put_and_lift_sanctions(
    role: str, may: bool, client: Client, comment: Comment, make_user: Make, moderator: User
) -> None:
    row = put(Target(email=EMAIL), "ban", moderator)
    client.force_login(make_user(role))
    for path in (card(comment), ADD, LIST, f"{LIST}{row.pk}/lift/", f"{LIST}{row.pk}/change/"):
        assert (client.get(path).status_code == 200) is may, path
    client.post(ADD, SENT | {"who": "203.0.113.77"})
    client.post(f"{LIST}{row.pk}/lift/", {"because": "No."})
    assert (Sanction.objects.count() == 2) is may
    assert Sanction.objects.filter(lifted_at__isnull=False).exists() is may


def test_nobody_changes_or_deletes_one_in_another_way(
    client: Client, make_user: Make, moderator: User
) -> None:
    row = put(Target(make_user()), "ban", moderator)
    client.force_login(make_user("Administrators"))
    client.post(f"{LIST}{row.pk}/change/", {"kind": "warning", "reason": "Nothing."})
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert (row.kind, row.reason) == ("ban", REASON)


def test_a_moderator_s_limits_are_those_of_the_card_s_form(
    as_moderator: Client, comment: Comment, moderator: User
) -> None:
    ModeratorScope.objects.create(moderator=moderator, languages=["fa"])
    assert as_moderator.get(card(comment)).status_code == 404
    assert as_moderator.post(card(comment), SENT | {"on": "guest"}).status_code == 404
    assert not Sanction.objects.exists()
