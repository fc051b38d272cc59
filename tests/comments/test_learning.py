"""The learned score: learned from decisions, judged on later ones, and never the last word."""

import random
import sys
import uuid
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from comments import tasks
from comments.erasing import erase
from comments.learning import quality, score_models, scoring, versions
from comments.learning.decided import decided
from comments.learning.score_models import Weights
from comments.models import Comment, CommentScore, Decision, Move, ScoreModel, Status
from comments.moderation import decide
from comments.own_data import lists
from tests.comments.reading import text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
NICE = [
    *("river", "bridge", "council", "mayor", "budget", "school", "winter", "market", "water"),
    *("the", "and", "should", "mend", "a", "of", "you", "about", "The", "bridge.", "market,"),
]
NASTY = ["rotter", "scoundrel", "blockhead", "nitwit", "twerp", "numbskull"]
RUDE = "You rotters, scoundrels and nitwits!"
POLITE = "The council and the mayor should mend the bridge."


@pytest.fixture(autouse=True)
def _no_version_remembered() -> None:
    """Ids come again when a test's database is rolled back."""
    scoring._weights.cache_clear()


def next_ids(number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))"
            " FROM generate_series(1, %s)",
            [number],
        )
        return [pk for (pk,) in cursor.fetchall()]


@pytest.fixture
def make_decided(make_article: Make, make_rule: Make, moderator: Any) -> Make:
    """Make comments about which somebody decided, in two statements."""

    def make(number: int, *, out: float = 0.2, honest: float = 1.0) -> None:
        chance, article, rule = random.Random(5), make_article(), make_rule()
        now, comments, decisions = timezone.now(), [], []
        for pk in next_ids(number):
            is_out = chance.random() < out
            shows = is_out if chance.random() < honest else chance.random() < out
            words = chance.choices(NICE, k=9) + (chance.choices(NASTY, k=2) if shows else [])
            chance.shuffle(words)
            comment = Comment(
                id=pk,
                story=article.story,
                article=article,
                guest_name="Odile",
                body=" ".join(words),
                language="en",
                submission=uuid.uuid4(),
                submitted_at=now - timedelta(days=1),
                status=Status.REJECTED if is_out else Status.PUBLISHED,
            )
            comment.set_place(None)
            comments.append(comment)
            decisions.append(
                Decision(
                    comment=comment,
                    story_id=article.story_id,
                    revision=1,
                    move=Move.REJECT if is_out else Move.APPROVE,
                    status_before=Status.HELD,
                    status_after=comment.status,
                    rule=rule if is_out else None,
                    actor=moderator,
                    act=uuid.uuid4(),
                )
            )
        Comment.objects.bulk_create(comments)
        Decision.objects.bulk_create(decisions)

    return make


@cache
def weights() -> bytes:
    """Learn from texts alone, once for all tests of scoring."""
    chance = random.Random(5)
    texts = [" ".join(chance.choices(NICE, k=9)) for _ in range(400)]
    rude = [" ".join(chance.choices(NICE, k=7) + chance.choices(NASTY, k=2)) for _ in range(100)]
    return Weights.learn(texts + rude, [False] * 400 + [True] * 100).to_bytes()


@pytest.fixture
def in_use(db: None) -> ScoreModel:
    """A version that is in use."""
    return ScoreModel.objects.create(figures={"threshold": 0.6}, in_use=True, data=weights())


@pytest.fixture
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a version be judged on as few decisions as a test makes quickly."""
    monkeypatch.setattr(quality, "LEAST_TEXTS", 50)
    monkeypatch.setattr(quality, "LEAST_OUT", 5)


few_are_enough = pytest.mark.usefixtures("_few_are_enough")


# --- Learning ------------------------------------------------------------------------------------


@few_are_enough
def test_a_version_is_judged_on_later_decisions_beside_the_base_rate(make_decided: Make) -> None:
    make_decided(400)
    version = versions.learn()
    found = version.figures
    assert (found["learned_from"], found["tried_on"]) == (280, 60)
    assert found["base"] == round(found["taken_out"] / 60, 3)
    assert 0.1 < found["base"] < 0.3
    assert found["precision"] > 0.9
    assert found["recall"] > 0.9
    assert (version.in_use, version.refused) == (True, "")


@few_are_enough
def test_what_cannot_be_told_apart_is_not_switched_on_and_what_was_in_use_stays(
    make_decided: Make, in_use: ScoreModel
) -> None:
    make_decided(400, honest=0.0)
    version = versions.learn()
    assert version.refused.startswith("Not good enough: of what it would hold")
    with pytest.raises(versions.CannotSwitch, match="Not good enough"):
        versions.switch_on(version)
    assert ScoreModel.objects.get(in_use=True) == in_use


def test_few_decisions_are_not_enough(make_decided: Make) -> None:
    make_decided(100)
    assert versions.learn().refused.startswith("Too few decisions to judge it by: 15,")


def test_nothing_is_learned_where_nothing_was_decided() -> None:
    with pytest.raises(versions.CannotLearn, match="approved and taken out"):
        versions.learn()


def test_only_the_last_word_of_people_counts(
    make_comment: Make, moderator: Any, make_rule: Make
) -> None:
    first = make_comment(status=Status.HELD, body="first")
    decide([first], Move.APPROVE, by=moderator)
    decide([first], Move.REMOVE, by=moderator, rule=make_rule())
    edited = make_comment(status=Status.REJECTED, by=moderator, body="edited")
    Comment.objects.filter(pk=edited.pk).update(revision=2)
    by_machine = make_comment(body="by machine")
    decide([by_machine], Move.HOLD, by=None, automated=True)
    kept = make_comment(body="kept")
    decide([kept], Move.KEEP, by=moderator)
    assert (decided().texts, decided().taken_out) == (["first", "kept"], [True, False])


def test_versions_can_be_gone_back_to_and_switched_off(
    in_use: ScoreModel, client: Client, make_user: Make
) -> None:
    later = ScoreModel.objects.create(figures=in_use.figures, data=weights())
    versions.switch_on(later)
    assert ScoreModel.objects.get(in_use=True) == later
    client.force_login(make_user("Administrators"))
    address = reverse("admin:comments_scoremodel_changelist")
    chosen = {"action": "use_it", "_selected_action": in_use.pk}
    page = client.post(address, chosen, follow=True)
    assert "In use. What waits is scored with it" in text_of(page)
    assert ScoreModel.objects.get(in_use=True) == in_use
    client.post(address, {"action": "use_none", "_selected_action": later.pk})
    assert not ScoreModel.objects.filter(in_use=True).exists()


def test_only_the_figures_of_old_versions_are_kept(
    make_decided: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_decided(100)
    monkeypatch.setattr(versions, "KEPT", 1)
    old = versions.learn()
    versions.learn()
    old.refresh_from_db()
    assert (bytes(old.data), old.figures["tried_on"]) == (b"", 15)


@few_are_enough
def test_the_command_prints_the_figures(make_decided: Make, capsys: Any) -> None:
    make_decided(400)
    call_command("learn")
    said = capsys.readouterr().out
    assert "learned from 280 decisions and tried on 60 later ones" in said
    assert "Switched on; 0 waiting comments scored." in said


# --- Scoring -------------------------------------------------------------------------------------


def test_new_texts_are_scored_once_so_that_the_queue_can_be_ordered(
    in_use: ScoreModel, make_comment: Make
) -> None:
    polite = make_comment(status=Status.HELD, body=POLITE)
    rude = make_comment(status=Status.HELD, body=RUDE)
    assert (scoring.score_new(), scoring.score_new()) == (2, 0)
    assert list(Comment.objects.waiting().order_by("-score")) == [rude, polite]
    score = CommentScore.objects.get(comment=rude)
    rude.refresh_from_db()
    assert score.score == rude.score > 0.8
    assert {word for word, weight in score.pieces if weight > 0} & {"rotters,", "nitwits!"}


def test_another_text_is_scored_anew_and_another_version_scores_what_waits(
    in_use: ScoreModel, make_comment: Make
) -> None:
    comment = make_comment(status=Status.HELD, body=POLITE)
    scoring.score_new()
    Comment.objects.filter(pk=comment.pk).update(body=RUDE, revision=2)
    scoring.score_new()
    comment.refresh_from_db()
    assert comment.score is not None
    assert comment.score > 0.8
    versions.switch_on(ScoreModel.objects.create(figures=in_use.figures, data=weights()))
    assert scoring.score_waiting() == 1
    assert CommentScore.objects.filter(comment=comment).count() == 3


def test_a_text_s_score_is_the_sum_of_its_words(in_use: ScoreModel) -> None:
    weights = Weights.read(bytes(in_use.data))
    text = "The rotter, and the bridge"
    whole = score_models._share(sum(n for _word, n in weights.pieces(text)) + weights.offset)
    assert whole == pytest.approx(weights.scores([text])[0], abs=0.01)
    assert weights.pieces("") == []
    assert weights.scores([]) == []


@pytest.mark.parametrize(("may_hold", "status"), [(True, Status.HELD), (False, Status.PUBLISHED)])
def test_a_published_text_is_held_only_where_the_house_wants_it(
    may_hold: bool, status: str, in_use: ScoreModel, make_comment: Make, settings: Settings
) -> None:
    settings.COMMENT_SCORE_HOLDS = may_hold
    rude, polite = make_comment(body=RUDE), make_comment(body=POLITE)
    scoring.score_new()
    rude.refresh_from_db()
    polite.refresh_from_db()
    assert (rude.status, polite.status) == (status, Status.PUBLISHED)
    if may_hold:
        decision = rude.decisions.first()
        assert rude.held_by == decision.phase == "learned_score"
        assert (decision.automated, decision.actor) == (True, None)
        assert decision.note.startswith("Its score is ")


def test_what_a_moderator_has_approved_or_staff_wrote_is_never_held(
    in_use: ScoreModel, make_comment: Make, moderator: Any, settings: Settings
) -> None:
    settings.COMMENT_SCORE_HOLDS = True
    approved = make_comment(status=Status.HELD, body=RUDE)
    decide([approved], Move.APPROVE, by=moderator)
    make_comment(body=RUDE, author=moderator)
    scoring.score_new()
    assert not Comment.objects.held().exists()
    assert CommentScore.objects.filter(comment=approved).exists()


def test_nothing_is_ever_taken_out(
    in_use: ScoreModel, make_comment: Make, settings: Settings
) -> None:
    settings.COMMENT_SCORE_HOLDS = True
    make_comment(body=RUDE)
    make_comment(body=RUDE, status=Status.HELD)
    before = Decision.objects.filter(move__in=(Move.REJECT, Move.REMOVE)).count()
    scoring.score_new()
    assert Decision.objects.filter(move__in=(Move.REJECT, Move.REMOVE)).count() == before


def test_many_texts_take_as_many_statements_as_few(in_use: ScoreModel, make_comment: Make) -> None:
    scoring._weights(in_use.pk)

    def asked(number: int) -> int:
        for _ in range(number):
            make_comment(body=POLITE)
        with CaptureQueriesContext(connection) as queries:
            assert scoring.score_new() == number
        return len(queries)

    assert asked(2) == asked(6)


# --- Without, and afterwards ---------------------------------------------------------------------


def test_without_the_extra_nothing_is_scored_and_nothing_fails(
    make_comment: Make, monkeypatch: pytest.MonkeyPatch, client: Client, make_user: Make
) -> None:
    ScoreModel.objects.create(figures={"threshold": 0.5}, in_use=True, data=b"x")
    for name in list(sys.modules):
        if name.partition(".")[0] == "sklearn":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(score_models, "find_spec", lambda _name: None)
    monkeypatch.setitem(sys.modules, "sklearn", None)  # importing it fails from here on
    make_comment(status=Status.HELD, body=RUDE)
    with pytest.raises(CommandError, match="not installed"):
        call_command("learn")
    tasks.learn_from_decisions(0)
    tasks.score_new_texts(0)
    tasks.score_what_waits(0)
    assert not Comment.objects.filter(score__isnull=False).exists()
    assert not CommentScore.objects.exists()
    client.force_login(make_user("Administrators"))
    page = client.get(reverse("admin:comments_scoremodel_changelist"))
    assert "cikit-learn is not installed" in text_of(page)


def test_erasing_words_empties_the_pieces(in_use: ScoreModel, make_comment: Make) -> None:
    comment = make_comment(body=RUDE)
    scoring.score_new()
    decide([comment], Move.DELETE, by=None)
    erase([comment])
    assert CommentScore.objects.get(comment=comment).pieces == []


def test_an_export_holds_the_scores_of_one_s_own_texts(
    in_use: ScoreModel, make_comment: Make, make_user: Make
) -> None:
    reader = make_user()
    make_comment(body=RUDE, author=reader)
    scoring.score_new()
    [[row]] = dict(lists(reader, "en"))["comments"]
    [score] = row["learned_scores"]
    assert score["score"] > 0.8
    assert score["words_that_moved_it"]
