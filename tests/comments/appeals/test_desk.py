"""Appeals at the desk: the queue within limits, the whole case, deciding and asking."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.appeals.deciding import decide_appeal
from comments.appeals.making import appeal, ask
from comments.appeals.standing import Subject
from comments.models import Appeal, ModeratorScope, Move, Notice, SanctionKind
from comments.sanctions import Target, sanction
from tests.comments.appeals.conftest import newest
from tests.comments.reading import text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/appeal/"
DESK = "/admin/comments/comment/waiting/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(answer: Any) -> dict[str, str]:
    """What a browser sends besides of the form that decides."""
    form = answer.context["decision"]
    return {"act": str(form["act"].value()), "seen": str(form["seen"].value() or "")}


def test_open_appeals_stand_in_the_order_in_which_they_came(make_hearing: Make) -> None:
    first, second = make_hearing(), make_hearing()
    made = first.appeal(text="The first one.")
    second.appeal(text="The second one.")
    client = signed_in(first.second)
    said = text_of(client.get(LIST))
    assert said.index("The first one.") < said.index("The second one.")
    assert "new" in said
    ask(made, "About whom?", by=first.second)
    assert "waits for an answer" in text_of(client.get(LIST))
    decide_appeal(made, True, by=first.second, answer="Yes.")
    assert "The first one." not in text_of(client.get(LIST))
    closed = text_of(client.get(f"{LIST}?state=closed"))
    assert "The first one." in closed
    assert "Imre Sorel" in closed


def test_the_desk_leads_to_appeals_and_says_how_many(make_hearing: Make) -> None:
    hearing = make_hearing()
    client = signed_in(hearing.first)
    assert "Appeals <" not in client.get(DESK).content.decode()
    made = hearing.appeal()
    page = client.get(f"{DESK}?status=any").content.decode()
    assert 'Appeals <span class="desk-number">1</span>' in page
    assert f"{LIST}{made.pk}/" in page


def test_a_limited_moderator_sees_what_is_within(
    make_hearing: Make, make_section: Make, make_article: Make, make_user: Make
) -> None:
    sport = make_section("sport", "Sport")
    inside = make_hearing(article=make_article(section=sport)).appeal(text="Inside.")
    outside = make_hearing().appeal(text="Outside.")
    limited = make_user("Moderators")
    ModeratorScope.objects.create(moderator=limited).sections.add(sport)
    person = make_user()
    row = sanction(Target(person), SanctionKind.BAN, by=make_user("Moderators"), reason="Spam.")
    appeal(sanction=row, by=person, text="Of nobody's section.")
    client = signed_in(limited)
    said = text_of(client.get(LIST))
    assert "Inside." in said
    assert "Of nobody's section." in said
    assert "Outside." not in said
    assert client.get(f"{LIST}{inside.pk}/").status_code == 200
    assert client.get(f"{LIST}{outside.pk}/").status_code == 404
    assert 'desk-number">2</span>' in client.get(DESK).content.decode()


@pytest.mark.parametrize("role", ["", "Reporters", "Editors"])
def test_nobody_else_opens_it(role: str, make_hearing: Make, make_user: Make) -> None:
    made = make_hearing().appeal()
    client = signed_in(make_user(role))
    for page in (LIST, f"{LIST}{made.pk}/"):
        assert client.get(page).status_code in {302, 403}


def test_the_whole_case_stands_on_one_page(make_dismissed: Make) -> None:
    hearing, _said = make_dismissed(body="What a clown!")
    hearing.decide(Move.REMOVE, note="Third time.")
    put = sanction(
        Target(hearing.author), SanctionKind.HOLD, by=hearing.first, reason="Often rude.",
        comment=hearing.comment,
    )  # fmt: skip
    made = hearing.appeal(text="It was irony.")
    page = signed_in(hearing.second).get(f"{LIST}{made.pk}/")
    words = text_of(page)
    for expected in (
        "What a clown!", "It was irony.", "Third time.", "Often rude.", "An insult.",
        "Dana Ruiz", "3. Personal attacks", "this is appealed", hearing.author.email,
    ):  # fmt: skip
        assert expected in words, expected
    assert put.pk


def test_who_had_no_part_decides(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    page, client = f"{LIST}{made.pk}/", signed_in(hearing.second)
    opened = client.get(page)
    answer = client.post(page, {"outcome": "uphold", "answer": "", **form_of(opened)})
    assert answer.status_code == 422
    assert "why it stands" in text_of(answer)
    sent = {"outcome": "reverse", "answer": "You are right.", **form_of(opened)}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 302  # pressed twice
    assert hearing.status() == "published"
    assert Appeal.objects.get().answer == "You are right."
    assert "Imre Sorel" in text_of(client.get(page))


def test_who_had_a_part_reads_and_cannot_decide(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    page, client = f"{LIST}{made.pk}/", signed_in(hearing.first)
    opened = client.get(page)
    assert "You had a part" in text_of(opened)
    assert "Decide the appeal" not in text_of(opened)
    sent = {"outcome": "reverse", "answer": "", **form_of(opened)}
    assert client.post(page, sent).status_code == 422
    assert hearing.status() == "removed"


def test_a_rule_is_chosen_where_a_reporter_is_right(make_dismissed: Make) -> None:
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    made = appeal(decision=decision, by=said.user, text="Again.", report=said).appeal
    page, client = f"{LIST}{made.pk}/", signed_in(hearing.second)
    sent = {"outcome": "reverse", "answer": "", **form_of(client.get(page))}
    assert "choose the rule" in text_of(client.post(page, sent))
    assert client.post(page, sent | {"rule": hearing.rule.pk}).status_code == 302
    assert newest(hearing.comment).move == Move.REMOVE


def test_a_sanction_is_lifted_from_its_case(make_user: Make) -> None:
    person, by, second = make_user(), make_user("Moderators"), make_user("Moderators")
    row = sanction(Target(person), SanctionKind.BAN, by=by, reason="Spam.")
    made = appeal(sanction=row, by=person, text="No.").appeal
    page, client = f"{LIST}{made.pk}/", signed_in(second)
    opened = client.get(page)
    assert person.email in text_of(opened)
    client.post(page, {"outcome": "reverse", "answer": "", **form_of(opened)})
    row.refresh_from_db()
    assert row.lifted_by == second


def test_a_question_is_asked_and_told(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    page, client = f"{LIST}{made.pk}/", signed_in(hearing.second)
    assert client.post(page, {"ask": "1", "text": ""}).status_code == 422
    assert client.post(page, {"ask": "1", "text": "About whom?"}).status_code == 302
    assert "About whom?" in text_of(client.get(page))
    assert "waits for an answer" in text_of(client.get(page))
    assert Notice.objects.filter(kind="appeal", user=hearing.author).count() == 1


def test_an_administrator_is_told_that_they_decide_alone(
    make_hearing: Make, make_user: Make
) -> None:
    hearing, admin = make_hearing(None), make_user("Administrators")
    hearing.decide(Move.REMOVE, by=admin)
    made = hearing.appeal()
    for other in (hearing.first, hearing.second):
        other.groups.clear()
    assert "the public log will say so" in text_of(signed_in(admin).get(f"{LIST}{made.pk}/"))


def test_the_list_asks_as_often_for_many(make_hearing: Make) -> None:
    def asked() -> int:
        client = signed_in(hearing.second)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    hearing = make_hearing()
    hearing.appeal()
    few = asked()
    for _number in range(5):
        make_hearing().appeal()
    assert asked() == few
