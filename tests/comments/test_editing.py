"""An author changes what they wrote: when, how often, how screened, with which record."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from comments.editing import EditOutdated, EditRefused, delete
from comments.models import Comment, Discussion, Move, Status
from comments.moderation import EDITS, allowed_moves, decide
from comments.screening import Draft, Verdict
from comments.undoing import undo, undoable_acts
from tests.comments.own_words import change, owner
from tests.making import Make

pytestmark = pytest.mark.django_db
NEW = "The bridge was closed in 1999, not in 1998."


@pytest.fixture
def make_own(make_comment: Make, make_user: Make) -> Make:
    """Make a comment of an account's, sent just now."""

    def make(**fields: Any) -> Comment:
        fields = {"submitted_at": timezone.now()} | fields
        fields.setdefault("author", make_user())
        return make_comment(guest_name="", guest_email="", **fields)

    return make


@pytest.fixture
def make_guests(make_comment: Make) -> Make:
    """Make a guest's comment, sent just now."""
    return lambda **fields: make_comment(**{"submitted_at": timezone.now()} | fields)


def hold_lamps(draft: Draft) -> Verdict | None:
    held = Verdict("hold", "It waits for somebody to look at it.", "It speaks of lamps.")
    return held if "lamp" in draft.body else None


def refuse_lamps(draft: Draft) -> Verdict | None:
    return Verdict("refuse", "No lamps here.") if "lamp" in draft.body else None


@pytest.fixture
def lamps_wait(settings: Settings) -> None:
    settings.COMMENT_SCREENING = [*house.COMMENT_SCREENING, f"{__name__}.hold_lamps"]


# --- In which state, and into which ---


@pytest.mark.parametrize("held", [False, True], ids=["passes", "is held"])
@pytest.mark.parametrize("status", Status)
def test_every_state_and_an_edit(
    status: Status, held: bool, make_own: Make, lamps_wait: None
) -> None:
    comment = make_own(status=status)
    before, body = comment.decisions.count(), comment.body
    new = "A lamp." if held else NEW
    if status not in EDITS:
        with pytest.raises(EditRefused, match="cannot be changed"):
            change(comment, new)
        comment.refresh_from_db()
        assert (comment.body, comment.revision, comment.status) == (body, 1, status)
        assert comment.decisions.count() == before
        return
    edited = change(comment, new)
    comment.refresh_from_db()
    assert (comment.body, comment.revision, comment.status) == (new, 2, EDITS[status][held])
    assert edited.status == comment.status
    assert comment.edited_at is not None
    decision = comment.decisions.order_by("-pk")[0]
    assert decision.move == Move.EDIT
    assert (decision.status_before, decision.status_after) == (status, comment.status)
    assert (decision.revision, decision.actor, decision.started_by) == (2, comment.author, "author")
    assert decision.phase == ("hold_lamps" if held else "")
    assert decision.note == ("It speaks of lamps." if held else "")
    assert decision.automated == held
    earlier = comment.revisions.get()
    assert (earlier.number, earlier.body) == (1, body)
    assert earlier.was_published == (status == Status.PUBLISHED)
    assert earlier.written_at == comment.submitted_at
    call_command("recount", "--check")


def test_a_guest_s_published_comment_waits_again_once_it_is_changed(make_guests: Make) -> None:
    comment = make_guests()
    change(comment, NEW)
    comment.refresh_from_db()
    assert comment.status == Status.HELD
    assert not comment.shown
    assert Discussion.objects.get().comment_count == 0
    decision = comment.decisions.order_by("-pk")[0]
    assert (decision.phase, decision.actor, decision.started_by) == ("new_author", None, "author")
    assert allowed_moves(comment) == [Move.APPROVE, Move.REMOVE], "readers have seen it"
    call_command("recount", "--check")


def test_an_answered_comment_that_waits_again_keeps_its_place(
    make_guests: Make, make_comment: Make
) -> None:
    comment = make_guests()
    make_comment(parent=comment)
    change(comment, NEW)
    comment.refresh_from_db()
    assert comment.shown
    call_command("recount", "--check")


def test_a_text_that_a_moderator_took_out_of_the_thread_is_no_text_for_readers(
    make_own: Make, moderator: object
) -> None:
    comment = make_own()
    decide([comment], Move.HOLD, by=moderator)
    change(comment, NEW)
    assert not comment.revisions.get().was_published


# --- Until when, and how often ---


@pytest.mark.parametrize(("ago", "works"), [(0, True), (598, True), (600, False), (5000, False)])
def test_a_comment_can_be_changed_for_ten_minutes(ago: int, works: bool, make_own: Make) -> None:
    comment = make_own(submitted_at=timezone.now() - timedelta(seconds=ago))
    if works:
        assert change(comment, NEW).revision == 2
        return
    with pytest.raises(EditRefused, match="time in which you could change"):
        change(comment, NEW)


def test_a_comment_that_waits_is_measured_from_its_sending_as_well(make_guests: Make) -> None:
    comment = make_guests(status=Status.HELD, submitted_at=timezone.now() - timedelta(seconds=601))
    with pytest.raises(EditRefused, match="time in which"):
        change(comment, NEW)


def test_an_approval_begins_no_new_time(make_guests: Make, moderator: object) -> None:
    comment = make_guests(status=Status.HELD, submitted_at=timezone.now() - timedelta(seconds=601))
    decide([comment], Move.APPROVE, by=moderator)
    with pytest.raises(EditRefused, match="time in which"):
        change(comment, NEW)


def test_the_newsroom_sets_the_time(make_own: Make, settings: Settings) -> None:
    comment = make_own()
    settings.COMMENT_EDIT_SECONDS = 0
    with pytest.raises(EditRefused, match="time in which"):
        change(comment, NEW)


def test_a_comment_is_not_changed_without_end(make_own: Make) -> None:
    comment = make_own()
    for number in range(9):
        change(comment, f"{NEW} {number}")
    with pytest.raises(EditRefused, match="so often"):
        change(comment, NEW)
    assert comment.revisions.count() == 9


@pytest.mark.parametrize("how", ["discussion", "article"])
def test_where_nothing_can_be_said_nothing_is_changed(how: str, make_own: Make) -> None:
    comment = make_own()
    if how == "discussion":
        Discussion.objects.update(is_open=False)
    else:
        type(comment.article).objects.update(status="withdrawn")
    with pytest.raises(EditRefused, match="closed"):
        change(comment, NEW)
    assert delete(comment, by=owner(comment)).status == Status.DELETED


# --- Screening ---


def test_a_refused_text_changes_nothing(make_own: Make, settings: Settings) -> None:
    settings.COMMENT_SCREENING = [f"{__name__}.refuse_lamps"]
    comment = make_own()
    with pytest.raises(EditRefused, match="No lamps here"):
        change(comment, "A lamp.")
    comment.refresh_from_db()
    assert (comment.revision, comment.revisions.count()) == (1, 0)
    assert comment.decisions.count() == 1


def test_a_change_back_is_no_repetition_but_another_comment_s_text_is(make_own: Make) -> None:
    comment = make_own()
    first = comment.body
    other = make_own(author=comment.author, article=comment.article, body="Said elsewhere.")
    change(comment, NEW)
    assert change(comment, first).revision == 3
    with pytest.raises(EditRefused, match="already"):
        change(comment, other.body)


def test_a_change_is_no_flood(make_own: Make, make_comment: Make, settings: Settings) -> None:
    settings.COMMENTS_PER_ADDRESS = 2
    comment = make_own(address="address")
    for _ in range(3):
        make_comment(comment.article, address="address", submitted_at=timezone.now())
    assert change(comment, NEW).revision == 2


def test_the_text_that_stands_there_already_is_no_change(make_own: Make) -> None:
    comment = make_own()
    change(comment, NEW)
    assert change(comment, NEW, seen=1).revision == 2, "a second press of the button"
    assert comment.decisions.filter(move=Move.EDIT).count() == 1


def test_a_text_written_over_another_one_is_refused(make_own: Make) -> None:
    comment = make_own()
    change(comment, NEW)
    with pytest.raises(EditOutdated, match="in another window"):
        change(comment, "Something third.", seen=1)
    comment.refresh_from_db()
    assert comment.body == NEW


# --- What moderators can do about it ---


def test_an_edit_is_no_act_of_the_house_s(
    make_guests: Make, make_own: Make, make_user: Make
) -> None:
    dana = make_user("Moderators")
    held = make_guests(status=Status.HELD)
    act = decide([held], Move.APPROVE, by=dana).act
    own = make_own(author=dana)
    change(own, NEW)
    assert undoable_acts(dana)[0].decision.act == act, "the edit of one's own is not in the way"
    edit_act = own.decisions.get(move=Move.EDIT).act
    assert undo(edit_act, by=dana).decisions == []
    change(held, NEW)
    assert undoable_acts(dana) == [], "the text that was approved is another now"
    assert len(undo(act, by=dana).refusals) == 1


def test_what_an_edit_held_is_decided_about_and_that_is_undone(
    make_guests: Make, moderator: object, make_rule: Make
) -> None:
    comment = make_guests()
    change(comment, NEW)
    for move in (Move.APPROVE, Move.REMOVE):
        act = decide([comment], move, by=moderator, rule=make_rule()).act
        undo(act, by=moderator)
        comment.refresh_from_db()
        assert comment.status == Status.HELD
        assert comment.published_at is not None
    call_command("recount", "--check")


def test_a_decision_on_the_text_before_is_refused(make_guests: Make, moderator: object) -> None:
    comment = make_guests(status=Status.HELD)
    change(comment, NEW)
    refused = decide([comment], Move.APPROVE, by=moderator, seen={comment.pk: 1}).refusals
    assert "changed after you read it" in refused[0].reason


# --- Deleting ---


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("who", ["account", "guest"])
def test_an_author_deletes_at_any_time_from_any_state(
    who: str, status: Status, make_own: Make, make_guests: Make
) -> None:
    make = make_own if who == "account" else make_guests
    comment = make(status=status, submitted_at=timezone.now() - timedelta(days=400))
    body = comment.body
    gone = delete(comment, by=owner(comment))
    assert (gone.status, gone.body, gone.shown) == (Status.DELETED, body, False)
    decision = comment.decisions.order_by("-pk")[0]
    assert (decision.move, decision.started_by) == (Move.DELETE, "author")
    if status != Status.DELETED:
        assert decision.actor == comment.author
    before = comment.decisions.count()
    delete(comment, by=owner(comment))
    assert comment.decisions.count() == before, "once is enough"
    call_command("recount", "--check")
