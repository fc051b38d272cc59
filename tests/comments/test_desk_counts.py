"""The desk's counts: right after anything that happens, cheap to read, and mended if ever wrong."""

import random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from articles.models import Article
from comments.desk import recount
from comments.desk.counts import counts, fold
from comments.erasing import erase
from comments.limits import Limits, limits_of
from comments.models import Comment, ModeratorScope, Move, QueueCount, Status
from comments.moderation import allowed_moves, decide
from comments.undoing import undo
from tests.comments.test_desk import PAGE
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

EVERYWHERE = Limits()


def counted(moderator: Any, limits: Limits = EVERYWHERE) -> dict[str, int]:
    """The sizes of the states that have comments."""
    return {state: number for state, number in counts(moderator, limits).states.items() if number}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_sequence_of_moves_and_section_changes_the_counts_agree_with_a_recount(
    seed: int, make_comment: Make, make_article: Make, make_section: Make, make_user: Make,
    make_rule: Make,
) -> None:  # fmt: skip
    chance = random.Random(seed)
    sections = [make_section(), make_section("river", "The River")]
    articles = [make_article(language=language) for language in ("en", "ru", "en")]
    moderator, rule = make_user("Moderators"), make_rule()
    made, acts = [make_comment(articles[0], status=Status.HELD)], []
    for _step in range(40):
        kind = chance.choice(["new", "new", "move", "move", "undo", "section", "fold", "erase"])
        comment = Comment.objects.get(pk=chance.choice(made).pk)
        if kind == "new":
            status = chance.choice(list(Status.values))
            made.append(make_comment(chance.choice(articles), status=status))
        elif kind == "move":
            move = chance.choice([*allowed_moves(comment), Move.DELETE])
            acts.append(decide([comment], move, by=moderator, rule=rule).act)
        elif kind == "undo" and acts:
            undo(chance.choice(acts), by=moderator)
        elif kind == "section":
            section = chance.choice(sections)
            Article.objects.filter(pk=chance.choice(articles).pk).update(section=section)
        elif kind == "erase":
            erase([comment])
        else:
            fold()
    assert recount.drifts() == []
    states = list(Comment.objects.values_list("status", flat=True))
    assert counted(moderator) == {state: states.count(state) for state in set(states)}


def test_folding_keeps_the_sums_in_one_row_a_key(make_comment: Make, moderator: Any) -> None:
    for _ in range(3):
        make_comment(status=Status.HELD)
    decide(Comment.objects.all(), Move.APPROVE, by=moderator)
    before = counted(moderator)
    assert QueueCount.objects.count() > 1
    fold()
    assert counted(moderator) == before == {Status.PUBLISHED: 3}
    assert [row.number for row in QueueCount.objects.all()] == [3]
    fold()
    assert QueueCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_counted_while_rows_are_folded_is_not_lost(
    make_comment: Make, make_user: Make
) -> None:
    moderator, held = make_user("Moderators"), make_comment(status=Status.HELD)
    make_comment(status=Status.HELD)
    with uncommitted(lambda: decide([held], Move.APPROVE, by=moderator)) as commit:
        InThread(fold).result()
        assert recount.drifts() == []
        commit()
    fold()
    assert recount.drifts() == []
    assert counted(moderator) == {Status.HELD: 1, Status.PUBLISHED: 1}


@pytest.mark.django_db(transaction=True)
def test_two_that_fold_at_once_count_nothing_twice(make_comment: Make, make_user: Make) -> None:
    for _ in range(4):
        make_comment(status=Status.HELD)
    with uncommitted(fold) as commit:
        other = InThread(fold)
        other.is_blocked()
        commit()
        other.result()
    assert counted(make_user("Moderators")) == {Status.HELD: 4}


@pytest.mark.django_db
def test_wrong_counts_are_told_and_mended(
    make_comment: Make, moderator: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    comment = make_comment(status=Status.HELD)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_queuecount SET number = 7")
    with pytest.raises(CommandError, match="Counts that are wrong: 1"):
        call_command("recount", "--check")
    section = comment.article.section_id
    said = f"Comments that are held in section {section}, en: 7 counted. There are 1.\n"
    assert said in capsys.readouterr().out
    call_command("recount")
    assert counted(moderator) == {Status.HELD: 1}
    call_command("recount", "--check")


def test_the_tabs_show_the_sizes_of_the_queues(as_moderator: Client, make_comment: Make) -> None:
    for _ in range(3):
        make_comment(status=Status.HELD)
    make_comment()
    Comment.objects.filter(pk=make_comment(status=Status.HELD).pk).update(held_by="links")
    page = as_moderator.get(PAGE).content.decode()
    assert 'data-desk-number="waiting">4<' in page
    assert 'data-desk-number="phase">1<' in page
    assert 'data-desk-number="reported">0<' in page


def test_whoever_is_limited_sees_the_sizes_of_what_they_moderate(
    make_comment: Make, make_article: Make, make_section: Make, moderator: Any
) -> None:
    river = make_section("river", "The River")
    make_comment(status=Status.HELD)
    make_comment(make_article(section=river), status=Status.HELD)
    make_comment(make_article(section=river), status=Status.HELD, language="ru")
    scope = ModeratorScope.objects.create(moderator=moderator, languages=["ru"])
    assert counted(moderator, limits_of(moderator)) == {Status.HELD: 1}
    scope.languages = []
    scope.save()
    scope.sections.set([river])
    assert counted(moderator, limits_of(moderator)) == {Status.HELD: 2}
    of_scope = Comment.objects.for_moderator(moderator)
    assert set(limits_of(moderator).within(Comment.objects.all())) == set(of_scope)
