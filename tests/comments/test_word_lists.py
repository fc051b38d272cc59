"""Word lists at work: what they do to comments, and how the newsroom keeps them."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from comments.models import Comment, Decision, Move, Status, WordList
from comments.moderation import decide
from comments.posting import PostRefused, Writer, post
from comments.words import trial
from tests.comments.reading import text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
ADD = "admin:comments_wordlist_add"
GUEST = Writer(guest_name="Odile", guest_email="odile@example.org", address="one")


@pytest.fixture(autouse=True)
def _lists_alone(settings: Settings) -> None:
    """Let nothing else hold a comment."""
    settings.COMMENT_SCREENING = ["comments.phases.word_lists.word_lists"]


def make_list(entries: str = "rotter*", **fields: Any) -> WordList:
    fields = {"name": f"List {uuid.uuid4()}", "entries": entries} | fields
    return WordList.objects.create(**fields)


def say(article: Any, body: str, *, by: Writer = GUEST, **how: Any) -> Comment:
    return post(article, body, by=by, submission=uuid.uuid4(), **how)


def test_a_text_with_a_listed_word_waits_and_moderators_read_which(make_article: Make) -> None:
    make_list(name="Insults", version=3)
    held = say(make_article(), "You r0tters!")
    assert held.status == Status.HELD
    decision = Decision.objects.get()
    assert decision.phase == "word_lists"
    assert decision.note == "List “Insults” (version 3): rotter*."
    assert held.screenings.get().said[0]["quoted"] == "“r0tters”"


def test_a_list_may_refuse_and_its_author_is_told_in_general_terms(make_article: Make) -> None:
    make_list("cad*")
    make_list(says=WordList.Says.REFUSE)
    with pytest.raises(PostRefused) as refused:
        say(make_article(), "Cads and rotters.")
    assert "words that are not published here" in str(refused.value)
    assert "rotter" not in str(refused.value)
    assert not Comment.objects.exists()


def test_other_texts_pass(make_article: Make) -> None:
    make_list()
    make_list("anything", in_force=False)
    assert say(make_article(), "Anything else.").status == Status.PUBLISHED


def test_a_guest_s_name_is_read_too(make_article: Make) -> None:
    make_list()
    by = Writer(guest_name="R.o.t.t.e.r", guest_email="r@example.org")
    assert say(make_article(), "Good morning.", by=by).status == Status.HELD


def test_a_pattern_may_be_about_the_end_of_a_text(make_article: Make) -> None:
    make_list("/bye\\.$/")
    assert say(make_article(), "Good bye. Friends.").status == Status.PUBLISHED
    assert say(make_article(), "And so, good bye.").status == Status.HELD


def test_a_list_of_a_language_counts_in_it_whatever_its_author_has_chosen(
    make_article: Make,
) -> None:
    make_list("gift", language="ru", name="ru")
    make_list("дрянь", language="ru", name="ru 2")
    assert say(make_article(), "A gift.").status == Status.PUBLISHED
    assert say(make_article(language="ru"), "A gift.").status == Status.HELD
    russian = "Ну и что же это за дрянь, как так можно было написать?"
    assert say(make_article(), russian, language="en").status == Status.HELD


def test_a_change_counts_with_the_next_comment_and_costs_no_message_otherwise(
    make_article: Make,
) -> None:
    article, words = make_article(), make_list("nothing")
    assert say(article, "Rotter, one.").status == Status.PUBLISHED
    words.entries, words.version = "rotter", 2
    words.save()
    assert say(article, "Rotter, two.").status == Status.HELD
    with CaptureQueriesContext(connection) as asked:
        say(article, "Rotter, three.")
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 2
    assert not any('FROM "comments_wordlist"' in sql for sql in statements)


def test_a_long_reason_is_cut_to_what_a_decision_holds(make_article: Make) -> None:
    words = ["ab" * 60 + str(number) for number in range(1, 6)]
    make_list("\n".join(words))
    assert say(make_article(), " ".join(words)).status == Status.HELD
    assert len(Decision.objects.get().note) == 500


# --- In the admin --------------------------------------------------------------------------------


@pytest.fixture
def as_administrator(client: Client, make_user: Make) -> Client:
    """The browser of somebody who may change lists."""
    client.force_login(make_user("Administrators", display_name="Ada"))
    return client


def form(entries: str = "rotter*", **fields: str) -> dict[str, str]:
    return {"name": "Insults", "says": "hold", "in_force": "on", "entries": entries} | fields


def hidden(page: Any, name: str = "tried") -> str:
    return page.context["adminform"].form[name].value() or ""


def test_a_list_is_tried_on_past_comments_before_it_is_saved(
    as_administrator: Client, make_comment: Make, moderator: Any
) -> None:
    approved = make_comment(status=Status.HELD, body="An old rotter, that mayor.")
    decide([approved], Move.APPROVE, by=moderator)
    make_comment(body="What a r.o.t.t.e.r.")
    make_comment(status=Status.REJECTED, body="Rotters all.", by=moderator)
    make_comment(body="Well said.")
    page = as_administrator.post(reverse(ADD), form())
    text = text_of(page)
    assert "It would have held 3 of the last 4 comments" in text
    assert "1 of them this house has approved, 1 rejected or removed." in text
    assert "An old rotter, that mayor." in text
    assert "r o t t e r" in text
    assert not WordList.objects.exists()
    saved = as_administrator.post(reverse(ADD), form(tried=hidden(page)))
    assert saved.status_code == 302
    words = WordList.objects.get()
    assert (words.version, str(words.changed_by)) == (1, "Ada")


def test_what_was_changed_after_the_trial_is_tried_again(as_administrator: Client) -> None:
    page = as_administrator.post(reverse(ADD), form())
    other = as_administrator.post(reverse(ADD), form("cad", tried=hidden(page)))
    assert other.status_code == 200
    assert "Not saved yet." in text_of(other)
    assert as_administrator.post(reverse(ADD), form("cad", tried=hidden(other))).status_code == 302


def test_a_list_can_be_tried_without_saving_it_as_often_as_one_likes(
    as_administrator: Client,
) -> None:
    as_administrator.post(reverse(ADD), form(_try="Try"))
    again = as_administrator.post(reverse(ADD), form(_try="Try", says="refuse"))
    assert "It would have refused 0 of the last 0 comments" in text_of(again)
    assert not WordList.objects.exists()


def test_each_change_of_what_a_list_does_is_a_version(as_administrator: Client) -> None:
    words = make_list(name="Insults")
    address = reverse("admin:comments_wordlist_change", args=[words.pk])
    assert as_administrator.post(address, form(name="Rude words")).status_code == 302
    words.refresh_from_db()
    assert (words.name, words.version) == ("Rude words", 1)
    page = as_administrator.post(address, form("cad"))
    as_administrator.post(address, form("cad", tried=hidden(page)))
    words.refresh_from_db()
    assert (words.entries, words.version) == ("cad", 2)


def test_what_cannot_be_an_entry_is_refused_with_its_line_and_place(
    as_administrator: Client,
) -> None:
    page = as_administrator.post(reverse(ADD), form("fine\n/a(?=b)/\nwo.rd\n/(a+/"))
    text = text_of(page)
    assert "Line 2, at the mark: /a▸(?=b)/ – this is not known in patterns here" in text
    assert "Line 3, at the mark: wo▸.rd" in text
    assert "Line 4, at the mark: /(a+▸/" in text
    assert "It would have" not in text


def test_a_trial_ends_when_its_time_is_over(make_comment: Make) -> None:
    make_comment()
    over = trial.try_list("comment", "", seconds=-1)
    assert (over.read, over.in_time) == (0, False)
    whole = trial.try_list("comment", "")
    assert (whole.read, whole.hits, whole.in_time) == (1, 1, True)


def test_a_trial_asks_as_often_for_many_as_for_few(make_comment: Make) -> None:
    def asked(number: int) -> int:
        for _ in range(number):
            make_comment()
        with CaptureQueriesContext(connection) as queries:
            trial.try_list("comment", "")
        return len(queries)

    assert asked(2) == asked(5) == 1


def test_moderators_read_lists_and_do_not_change_them(as_moderator: Client) -> None:
    words = make_list()
    address = reverse("admin:comments_wordlist_change", args=[words.pk])
    assert "rotter*" in text_of(as_moderator.get(address))
    assert as_moderator.post(address, form("cad")).status_code == 403
    assert as_moderator.get(reverse(ADD)).status_code == 403
