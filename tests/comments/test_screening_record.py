"""What is kept of screening, once a text; how failures and slowness are told."""

import time
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from comments.confirming import confirm
from comments.editing import edit
from comments.erasing import erase
from comments.models import Comment, Discussion, Move, Screening, Status
from comments.moderation import decide
from comments.ownership import Owner
from comments.posting import Writer, post
from comments.screening import Draft, Query, Verdict, asks, describes, title_of
from comments.screening_counts import counts
from portal.checks import phases_of_screening_are_there
from portal.metrics import screening as screening_metrics
from tests.making import Make

pytestmark = pytest.mark.django_db
GUEST = Writer(guest_name="Odile", guest_email="odile@example.org", address="one")
NOWHERE = type("Origin", (), {"address": "one", "network": "", "ip": ""})()


def say(article: Any, body: str = "A quiet word.", by: Writer = GUEST) -> Comment:
    return post(article, body, by=by, submission=uuid.uuid4())


def use(settings: Settings, *phases: Any) -> None:
    settings.COMMENT_SCREENING = [f"{__name__}.{phase.__name__}" for phase in phases]


def version_of_lists(draft: Draft) -> str:
    return f"lists-{len(draft.body)}"


@describes(title="loud words", version=version_of_lists)
def loud(draft: Draft) -> Verdict | None:
    if "!" not in draft.body:
        return None
    return Verdict("hold", "It is loud.", "A mark.", quoted="word!")


@describes(version=3)
def quiet(draft: Draft) -> Verdict | None:
    return None


def test_every_phase_is_recorded_with_its_version_and_time(
    settings: Settings, make_article: Make
) -> None:
    use(settings, quiet, loud)
    comment = say(make_article(), "A loud word!")
    screening = comment.screenings.get()
    first, second = screening.said
    assert first.pop("seconds") < 1
    assert second.pop("seconds") < 1
    assert first == {"phase": "quiet", "kind": "pass", "version": "3"}
    assert second == {
        "phase": "loud",
        "kind": "hold",
        "version": "lists-12",
        "to_author": "It is loud.",
        "to_moderators": "A mark.",
        "quoted": "word!",
    }
    assert (screening.revision, screening.held_by, comment.held_by) == (1, "loud", "loud")
    assert title_of("loud") == "loud words"
    assert title_of("quiet") == title_of("quiet") == "quiet"
    assert title_of("gone") == "gone"


def test_what_quotes_the_text_stands_in_no_record_that_stays(
    settings: Settings, make_article: Make
) -> None:
    use(settings, loud)
    comment = say(make_article(), "A loud word!")
    assert comment.decisions.get().note == "A mark."
    decide([comment], Move.DELETE, by=None)
    erase([comment])
    screening = Screening.objects.get()
    assert screening.text_hash is None
    assert set(screening.said[0]) == {"phase", "kind", "version", "seconds"}


def test_each_text_is_screened_once(
    settings: Settings, make_article: Make, make_user: Make
) -> None:
    use(settings, loud)
    author = make_user()
    comment = say(make_article(), by=Writer(author=author))
    edit(comment, "A loud word!", by=Owner(user=author), seen_revision=1, origin=NOWHERE)
    assert list(Screening.objects.values_list("revision", "held_by")) == [(1, ""), (2, "loud")]
    comment.refresh_from_db()
    assert (comment.status, comment.held_by) == (Status.HELD, "loud")


def test_what_is_screened_again_when_its_guest_confirms_it_is_what_counts(
    settings: Settings, make_article: Make
) -> None:
    settings.COMMENT_GUESTS = "confirmed"
    use(settings, quiet)
    comment = say(make_article(), "A loud word!")
    assert Screening.objects.get().held_by == ""
    use(settings, loud)
    confirm(comment)
    comment.refresh_from_db()
    assert (comment.unconfirmed, comment.held_by) == (False, "loud")
    assert Screening.objects.get().held_by == "loud"


# --- Failure ---


def nonsense(draft: Draft) -> Query:
    return "SELECT no_such_column", []


def unaskable(draft: Draft) -> Query:
    raise KeyError("what")


@asks(nonsense)
def asks_nonsense(draft: Draft) -> Verdict | None:
    return draft.ask(nonsense)


@asks(unaskable)
def cannot_ask(draft: Draft) -> Verdict | None:
    return draft.ask(unaskable)


def reads_nonsense(draft: Draft) -> Verdict | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")
    return None


def hold_all(draft: Draft) -> Verdict:
    return Verdict("hold", "", "Whatever.")


@pytest.mark.parametrize("broken", [asks_nonsense, cannot_ask, reads_nonsense])
def test_what_the_database_refuses_fails_one_phase_and_nothing_else(
    broken: Any, settings: Settings, make_article: Make, caplog: pytest.LogCaptureFixture
) -> None:
    use(settings, quiet, broken, hold_all)
    comment = say(make_article())
    kinds = {said["phase"]: said["kind"] for said in comment.screenings.get().said}
    assert kinds == {"quiet": "pass", broken.__name__: "failed", "hold_all": "hold"}
    assert comment.held_by == broken.__name__
    assert Comment.objects.count() == 1
    assert f"The screening phase {broken.__name__} failed" in caplog.text


def test_a_phase_that_fails_on_a_change_holds_that(
    settings: Settings, make_article: Make, make_user: Make
) -> None:
    author = make_user()
    use(settings, quiet)
    comment = say(make_article(), by=Writer(author=author))
    use(settings, asks_nonsense)
    edit(comment, "Other words.", by=Owner(user=author), seen_revision=1, origin=NOWHERE)
    comment.refresh_from_db()
    assert (comment.body, comment.status, comment.held_by) == (
        "Other words.",
        Status.HELD,
        "asks_nonsense",
    )


def test_a_phase_that_is_not_there_holds_and_is_told_at_the_start(
    settings: Settings, make_article: Make
) -> None:
    settings.COMMENT_SCREENING = ["comments.phases.gone.gone"]
    assert say(make_article()).held_by == "gone"
    ids = [message.id for message in phases_of_screening_are_there()]
    assert ids == ["portal.E003", "portal.W004"]


def test_the_house_s_own_phases_are_there() -> None:
    assert phases_of_screening_are_there() == []


# --- Slowness ---


def dawdling(draft: Draft) -> Query:
    return "SELECT pg_sleep(0.06)::text", []


@asks(dawdling)
def dawdles(draft: Draft) -> Verdict | None:
    draft.ask(dawdling)
    return None


def thinks_long(draft: Draft) -> Verdict | None:
    time.sleep(0.06)
    return None


@pytest.mark.parametrize("slow", [dawdles, thinks_long])
def test_a_phase_over_its_allowance_is_reported_once_a_minute_and_counted_each_time(
    slow: Any, settings: Settings, make_article: Make, caplog: pytest.LogCaptureFixture
) -> None:
    name = slow.__name__
    use(settings, quiet, slow)
    before = counts.slow[name]
    for word in ("one", "two"):
        assert say(make_article(), f"Word {word}.").status == Status.PUBLISHED
    told = [record for record in caplog.records if f"{name} took" in record.getMessage()]
    assert len(told) == 1
    assert counts.slow[name] == before + 2
    said = Screening.objects.first().said
    assert said[0]["seconds"] < 0.05 < said[1]["seconds"], "its question's time is its own"
    values = {(sample.name, sample.labels): sample.value for sample in screening_metrics.samples()}
    assert values["broadsheet_screening_slow_total", (name,)] >= 2
    assert values["broadsheet_screenings_total", (name, "pass")] >= 2


# --- What it costs ---


def test_the_house_s_screening_takes_no_message_of_its_own(
    make_article: Make, make_user: Make
) -> None:
    article, author = make_article(), make_user()
    Discussion.objects.of(article.story_id)
    for by in (GUEST, Writer(author=author, address="two")):
        with CaptureQueriesContext(connection) as asked:
            comment = say(article, f"A word by {by.address}.", by)
        once = ("SAVEPOINT", "RELEASE", "PREPARE")  # ours alone, or a connection's first time
        asked_here = [query["sql"] for query in asked.captured_queries]
        sent = [sql for sql in asked_here if not sql.startswith(once)]
        assert len(sent) == 2
        assert "EXECUTE kept_insert_comments_screening" in sent[1]
        assert len(comment.screenings.get().said) == 7
