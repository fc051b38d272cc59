"""What is forgotten of appeals, and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from comments.appeals.deciding import decide_appeal
from comments.appeals.emptying import empty_old
from comments.appeals.making import appeal, ask, say
from comments.appeals.standing import Subject
from comments.erasing import erase, erase_what_is_over
from comments.leaving import delete_comments, waits_for_deletion
from comments.models import Appeal, AppealMessage, Decision, Move, Notice
from comments.own_data import lists
from portal.closing import Comments, close
from tests.comments.mailing import later
from tests.making import Make

pytestmark = pytest.mark.django_db
DAYS = settings.COMMENT_EVIDENCE_DAYS


def heard(hearing: Any) -> Appeal:
    made = hearing.appeal()
    ask(made, "About whom?", by=hearing.second)
    say(made, "The weather.", by=hearing.author)
    return decide_appeal(made, False, by=hearing.second, answer="No: a person.")


def words() -> set[str]:
    said = set(AppealMessage.objects.values_list("text", flat=True))
    return said.union(*Appeal.objects.values_list("text", "answer"))


def test_the_words_go_with_those_of_the_comment(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = heard(hearing)
    hearing.decide(Move.DELETE, by=hearing.author)
    erase([hearing.comment])
    assert words() == {""}
    made.refresh_from_db()
    assert (made.outcome, made.decided_by) == ("upheld", hearing.second)


def test_the_words_of_a_closed_appeal_go_after_the_time_for_evidence(make_hearing: Make) -> None:
    closed, still_open = heard(make_hearing()), make_hearing().appeal()
    with later(days=DAYS - 1):
        assert empty_old() == 0
    with later(days=DAYS + 1):
        assert empty_old() == 1
        assert empty_old() == 0
    closed.refresh_from_db()
    still_open.refresh_from_db()
    assert (closed.text, closed.answer, still_open.text) == ("", "", "It was irony.")
    assert Appeal.objects.count() == 2


def test_a_deleted_comment_stays_while_an_appeal_is_open_and_others_go(make_hearing: Make) -> None:
    hearing, other = make_hearing(), make_hearing()
    hearing.appeal()
    for one in (hearing, other):
        one.decide(Move.DELETE, by=one.author)
    with later(days=DAYS + 1):
        assert erase_what_is_over() == 1
    hearing.comment.refresh_from_db()
    other.comment.refresh_from_db()
    assert hearing.comment.body
    assert not other.comment.body


def test_a_decided_appeal_begins_the_time_for_evidence_anew(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    hearing.decide(Move.DELETE, by=hearing.author)
    with later(days=DAYS - 1):
        decide_appeal(made, True, by=hearing.second, answer="Yes.")
    assert Decision.objects.filter(started_by="appeal").get().decided_at > timezone.now()
    with later(days=DAYS + 1):
        assert erase_what_is_over() == 0
    with later(days=2 * DAYS + 1):
        assert erase_what_is_over() == 1


def test_whoever_closes_their_account_takes_their_appeals_back(make_hearing: Make) -> None:
    hearing = make_hearing()
    made = hearing.appeal()
    close(hearing.author, comments=Comments.DELETE)
    made.refresh_from_db()
    assert (made.outcome, made.user) == ("withdrawn", None)
    assert not Notice.objects.filter(user=hearing.author).exists()
    assert delete_comments(hearing.author) == 1


def test_a_comment_about_which_a_reporter_appeals_waits_for_its_deletion(
    make_dismissed: Make,
) -> None:
    hearing, said = make_dismissed()
    decision = Subject.of_report(said).decision
    made = appeal(decision=decision, by=said.user, text="Again.", report=said).appeal
    close(hearing.author, comments=Comments.DELETE)
    assert delete_comments(hearing.author) == 0
    assert waits_for_deletion(hearing.author)
    decide_appeal(made, False, by=hearing.second, answer="It is allowed.")
    assert delete_comments(hearing.author) == 1


def test_the_export_has_appeals_and_what_was_said(make_hearing: Make) -> None:
    hearing = make_hearing()
    heard(hearing)
    found = dict(lists(hearing.author, "en"))["appeals"]
    rows = [row for batch in found for row in batch]
    assert len(rows) == 1
    assert rows[0]["text"] == "It was irony."
    assert [said["text"] for said in rows[0]["messages"]] == ["About whom?", "The weather."]
    assert rows[0]["outcome"] == "upheld"
    assert "second" not in str(rows[0])
    assert hearing.second.display_name not in str(rows[0])


def test_nothing_is_forgotten_before_its_day(make_hearing: Make) -> None:
    made = heard(make_hearing())
    Appeal.objects.filter(pk=made.pk).update(closed_at=timezone.now() - timedelta(days=DAYS - 1))
    assert empty_old() == 0
