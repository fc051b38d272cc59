"""Who may do what to which comments at the desk: roles, and moderators limited to a part."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import bulk
from comments.featuring import FeatureRefused, feature, take_down
from comments.limits import Limits, limits_of
from comments.models import BulkAct, Comment, ModeratorScope, Move, Status
from comments.moderation import decide
from comments.undoing import undo
from tests.making import Make

DESK = "/admin/comments/comment/waiting/"
LIST = "/admin/comments/comment/"
INSIDE, OUTSIDE = "INSIDE-TEXT", "OUTSIDE-TEXT"
BOTH, OWN, NONE = {INSIDE, OUTSIDE}, {INSIDE}, set[str]()
# Who, limited how, and the comments that are theirs to moderate.
PEOPLE: dict[str, tuple[str, str, set[str]]] = {
    "moderator": ("Moderators", "", BOTH),
    "moderator of a section": ("Moderators", "section", OWN),
    "moderator of a language": ("Moderators", "language", OWN),
    "moderator of a section in a language": ("Moderators", "both", OWN),
    "administrator": ("Administrators", "", BOTH),
    "administrator with limits": ("Administrators", "section", OWN),
    "editor": ("Editors", "", NONE),
    "reporter": ("Reporters", "", NONE),
    "reader": ("", "", NONE),
    "nobody": ("-", "", NONE),
}


@pytest.fixture
def comments(make_comment: Make, make_article: Make, make_section: Make) -> dict[str, Comment]:
    """Two comments that wait: one Russian in the section "own", one English in another."""
    own = make_article(section=make_section("own", "Own"), language="ru")
    other = make_article(section=make_section("other", "Other"))
    return {
        INSIDE: make_comment(own, status=Status.HELD, body=INSIDE),
        OUTSIDE: make_comment(other, status=Status.HELD, body=OUTSIDE),
    }


def limit(person: Any, kind: str, comments: dict[str, Comment]) -> None:
    scope = ModeratorScope.objects.create(
        moderator=person, languages=["ru"] if kind in {"language", "both"} else []
    )
    if kind in {"section", "both"}:
        scope.sections.add(comments[INSIDE].article.section)


def seen(page: Any) -> set[str]:
    text = page.content.decode() if page.status_code in {200, 409, 422} else ""
    return {words for words in BOTH if words in text}


def changed(comments: dict[str, Comment], status: str = Status.PUBLISHED) -> set[str]:
    return {
        words
        for words, comment in comments.items()
        if Comment.objects.get(pk=comment.pk).status == status
    }


def decide_at_desk(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    for comment in comments.values():
        data = {"comment": f"{comment.pk}.{comment.revision}", "decision": "approve"}
        client.post(f"{DESK}decide/", data)
    return changed(comments)


def decide_in_list(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    ids = [comment.pk for comment in comments.values()]
    client.post(LIST, {"action": "approve", "_selected_action": ids})
    return changed(comments)


def decide_about_many(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    newest = max(comment.pk for comment in comments.values())
    data = {"move": "approve", "until": newest, "shown": 2, "sure": "on"}
    client.post(reverse("admin:comments_bulk_new"), data)
    for act in BulkAct.objects.all():
        bulk.carry_out(act.pk)
    return changed(comments)


def sees(address: str) -> Callable[[Client, dict[str, Comment], Any], set[str]]:
    return lambda client, _comments, _person: seen(client.get(address))


def counted(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    """What the figures count as waiting, told by the number."""
    page = client.get(reverse("admin:comments_figures"))
    if page.status_code != 200:
        return set()
    return {2: BOTH, 1: OWN, 0: NONE}[page.context["found"].waiting]


def opened(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    pages = {words: client.get(f"{LIST}{row.pk}/change/") for words, row in comments.items()}
    return {words for words, page in pages.items() if page.status_code == 200}


def discussions(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    page = client.get("/admin/comments/discussion/")
    text = page.content.decode() if page.status_code == 200 else ""
    return {words for words, row in comments.items() if f"?story={row.story_id}" in text}


def decisions(client: Client, comments: dict[str, Comment], _person: Any) -> set[str]:
    page = client.get("/admin/comments/decision/")
    return seen(page)


ACTIONS: dict[str, Callable[[Client, dict[str, Comment], Any], set[str]]] = {
    "see at the desk": sees(DESK),
    "see in the list": sees(LIST),
    "open the history": opened,
    "search": sees(f"{LIST}?q=TEXT"),
    "decide at the desk": decide_at_desk,
    "decide in the list": decide_in_list,
    "see among many": sees("/admin/comments/bulkact/new/"),
    "decide about many": decide_about_many,
    "read the figures": counted,
    "read the decisions": decisions,
    "see the discussions": discussions,
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("action", ACTIONS)
def test_everybody_reaches_exactly_the_comments_that_are_theirs(
    who: str, action: str, client: Client, make_user: Make, comments: dict[str, Comment]
) -> None:
    role, kind, theirs = PEOPLE[who]
    person = None
    if role != "-":
        person = make_user(role)
        client.force_login(person)
        if kind:
            limit(person, kind, comments)
    assert ACTIONS[action](client, comments, person) == theirs


def test_a_decision_outside_the_limits_is_refused_with_a_sentence(
    as_moderator: Client, moderator: Any, comments: dict[str, Comment]
) -> None:
    limit(moderator, "section", comments)
    comment = comments[OUTSIDE]
    data = {"comment": f"{comment.pk}.{comment.revision}", "decision": "approve"}
    sentence = "This comment is outside the sections and languages that you moderate."
    answer = as_moderator.post(f"{DESK}decide/", data)
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert OUTSIDE not in answer.content.decode()
    answer = as_moderator.post(f"{DESK}decide/", data, headers={"Accept": "application/json"})
    assert answer.json() == {"error": sentence}
    assert not changed(comments)


def test_the_verb_itself_refuses_whoever_calls_it(
    moderator: Any, comments: dict[str, Comment]
) -> None:
    limit(moderator, "language", comments)
    outcome = decide(comments.values(), Move.APPROVE, by=moderator)
    assert changed(comments) == OWN
    assert [refusal.comment.body for refusal in outcome.refusals] == [OUTSIDE]


def test_a_limit_set_a_moment_ago_counts_for_the_next_decision(
    moderator: Any, comments: dict[str, Comment]
) -> None:
    """What a page has read before the limit was set does not help."""
    assert Comment.objects.for_moderator(moderator).count() == 2
    limit(moderator, "language", comments)
    decide(comments.values(), Move.APPROVE, by=moderator)
    assert changed(comments) == OWN


def test_undoing_obeys_the_limits(moderator: Any, comments: dict[str, Comment]) -> None:
    act = decide(comments.values(), Move.APPROVE, by=moderator).act
    limit(moderator, "section", comments)
    outcome = undo(act, by=moderator)
    assert changed(comments, Status.HELD) == OWN
    assert len(outcome.refusals) == 1


def test_featuring_obeys_the_limits(moderator: Any, comments: dict[str, Comment]) -> None:
    decide(comments.values(), Move.APPROVE, by=None)
    feature(comments[OUTSIDE], by=moderator)
    limit(moderator, "section", comments)
    feature(comments[INSIDE], by=moderator)
    for verb in (feature, take_down):
        with pytest.raises(FeatureRefused, match="outside"):
            verb(comments[OUTSIDE], by=moderator)


def test_authors_delete_what_is_theirs_whatever_they_moderate(
    make_comment: Make, moderator: Any, comments: dict[str, Comment]
) -> None:
    own = make_comment(comments[OUTSIDE].article, author=moderator, guest_name="", guest_email="")
    limit(moderator, "section", comments)
    assert decide([own], Move.DELETE, by=moderator).decisions


def test_a_limited_moderator_sees_acts_on_many_of_their_own_alone(
    as_moderator: Client, moderator: Any, make_user: Make, comments: dict[str, Comment]
) -> None:
    act = bulk.begin(Comment.objects.all(), Move.APPROVE, by=make_user("Moderators"))
    page = reverse("admin:comments_bulk_act", args=[act.pk])
    assert as_moderator.get(page).status_code == 200
    limit(moderator, "section", comments)
    assert as_moderator.get(page).status_code == 404
    for verb in ("stop", "go-on", "undo"):
        assert as_moderator.post(f"{page}{verb}/").status_code == 404
    assert page not in as_moderator.get(reverse("admin:comments_bulk")).content.decode()


def test_limits_cost_a_page_one_query(moderator: Any, comments: dict[str, Comment]) -> None:
    limit(moderator, "both", comments)
    moderator = type(moderator).objects.get(pk=moderator.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _number in range(3):
            list(Comment.objects.for_moderator(moderator))
    assert len(asked) == 4
    section = comments[INSIDE].article.section_id
    assert limits_of(moderator) == Limits((section,), ("ru",))


# --- Who is limited to what -----------------------------------------------------------------------

SCOPES = "/admin/comments/moderatorscope/"


@pytest.fixture
def office(client: Client, make_user: Make) -> Client:
    """An administrator's browser."""
    client.force_login(make_user("Administrators"))
    return client


def test_an_administrator_limits_a_moderator_and_takes_that_back(
    office: Client, make_user: Make, make_section: Make
) -> None:
    person, section = make_user("Moderators", display_name="Dana Ruiz"), make_section()
    data = {"moderator": person.pk, "sections": [section.pk], "languages": ["en", "ru"]}
    assert office.post(f"{SCOPES}add/", data).status_code == 302
    assert limits_of(person) == Limits((section.pk,), ("en", "ru"))
    page = office.get(SCOPES).content.decode()
    assert re.search(r"Dana Ruiz.*The Valley.*English, Russian", page, flags=re.DOTALL)
    scope = ModeratorScope.objects.get()
    assert office.get(f"{SCOPES}{scope.pk}/change/").content.decode().count("checked") == 3
    office.post(f"{SCOPES}{scope.pk}/delete/", {"post": "yes"})
    assert limits_of(person) == Limits()


def test_a_limit_to_nothing_is_refused(office: Client, make_user: Make) -> None:
    answer = office.post(f"{SCOPES}add/", {"moderator": make_user("Moderators").pk})
    assert "Choose a section or a language." in answer.content.decode()
    assert not ModeratorScope.objects.exists()


@pytest.mark.parametrize("role", ["Moderators", "Editors", "Reporters"])
def test_only_administrators_set_limits(client: Client, make_user: Make, role: str) -> None:
    client.force_login(make_user(role))
    for address in (SCOPES, f"{SCOPES}add/"):
        assert client.get(address).status_code == 403


def test_the_pages_that_django_gives_show_no_act_on_many_of_somebody_else(
    as_moderator: Client, moderator: Any, make_user: Make, comments: dict[str, Comment]
) -> None:
    chosen = Comment.objects.filter(pk=comments[OUTSIDE].pk)
    act = bulk.begin(
        chosen, Move.APPROVE, by=make_user("Moderators"), note=OUTSIDE, query="author=a@example.org"
    )
    pages = [f"/admin/comments/bulkact/{act.pk}/{page}/" for page in ("change", "history")]
    assert [as_moderator.get(page).status_code for page in pages] == [200, 200]
    limit(moderator, "section", comments)
    for page in pages:
        answer = as_moderator.get(page, follow=True)
        assert OUTSIDE not in answer.content.decode()
        assert "a@example.org" not in answer.content.decode()


def test_a_card_names_no_other_comments_of_its_author_outside_the_limits(
    as_moderator: Client, moderator: Any, comments: dict[str, Comment]
) -> None:
    Comment.objects.update(guest_email="ann@example.org")
    assert seen(as_moderator.get(f"{DESK}?comment={comments[INSIDE].pk}")) == BOTH
    limit(moderator, "section", comments)
    assert seen(as_moderator.get(f"{DESK}?comment={comments[INSIDE].pk}")) == OWN
    Comment.objects.filter(pk=comments[OUTSIDE].pk).update(guest_email="bea@example.org")
    Comment.objects.update(address="the same")
    assert seen(as_moderator.get(f"{DESK}?comment={comments[INSIDE].pk}")) == OWN


def test_the_id_of_another_s_act_shows_nothing_of_it(
    as_moderator: Client, moderator: Any, make_user: Make, comments: dict[str, Comment]
) -> None:
    """It stands in the history of each comment that the act was about."""
    limit(moderator, "section", comments)
    act = decide(comments.values(), Move.APPROVE, by=make_user("Moderators")).act
    own = comments[INSIDE]
    data = {"comment": f"{own.pk}.{own.revision}", "decision": "hold", "act": str(act)}
    page = f"{DESK}decide/?status=any"
    answer = as_moderator.post(page, data, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert OUTSIDE not in answer.content.decode()
    assert changed(comments) == BOTH


def test_what_cannot_be_undone_for_new_limits_is_not_shown(
    as_moderator: Client, moderator: Any, comments: dict[str, Comment]
) -> None:
    act = decide(comments.values(), Move.APPROVE, by=moderator).act
    limit(moderator, "section", comments)
    answer = as_moderator.post(f"{DESK}undo/", {"act": str(act)}, follow=True)
    assert OUTSIDE not in answer.content.decode()
    assert changed(comments) == {OUTSIDE}
