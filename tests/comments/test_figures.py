"""The figures of the desk: worked out from the record, the same whether a day is kept or not."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.desk import day_counts, waits
from comments.desk.charts import chart_of
from comments.desk.figures import figures, periods
from comments.limits import Limits
from comments.models import Comment, DayCount, Decision, ModeratorScope, Move, Rule, Status
from comments.moderation import decide
from comments.undoing import undo
from tests.making import Make

PAGE = "/admin/comments/decision/figures/"
NO_LIMITS = Limits()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the time at which moderation decides."""

    class Clock:
        now = datetime(2026, 3, 10, 12, 0, tzinfo=day_counts.house_zone())

        def __call__(self) -> datetime:
            return self.now

    clock = Clock()
    for module in ("comments.moderation", "comments.desk.day_counts", "comments.desk.figures"):
        monkeypatch.setattr(f"{module}.timezone.now", clock)
    return clock


@pytest.fixture
def waited(make_comment: Make, clock: Any, moderator: Any) -> Any:
    """Make a comment that waits so long for a decision."""

    def make(
        wait: timedelta, move: Move = Move.APPROVE, *, phase: str = "", **fields: Any
    ) -> Comment:
        begin, rule = clock.now, Rule.objects.first()
        clock.now = begin - wait
        comment = make_comment(status=Status.HELD, **fields)
        clock.now = begin
        decide([comment], move, by=moderator, rule=rule if move == Move.REJECT else None)
        return comment

    return make


def table(name: str, per: str = "day", limits: Limits = NO_LIMITS, by: Any = None) -> list[Any]:
    found = figures(per, limits, by)
    return next(table.rows for table in found.tables if table.name == name)


def test_median_and_ninetieth_are_those_of_the_waits(waited: Any, moderator: Any) -> None:
    for minutes in (1, 2, 3, 60, 600):
        waited(timedelta(minutes=minutes))
    found = figures("day", NO_LIMITS, moderator)
    assert found.decided == 5
    median = waits.within_which(0.5, {step_of(180): 1})
    assert found.median == waits.in_words(median)
    ninety = waits.within_which(0.9, {step_of(36000): 1})
    assert found.ninety == waits.in_words(ninety)


def test_what_did_not_wait_has_no_wait(
    waited: Any, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    waited(timedelta(hours=1))
    comments = [make_comment() for _ in range(4)]
    decide(comments, Move.REMOVE, by=moderator, rule=make_rule())
    found = figures("day", NO_LIMITS, moderator)
    assert found.decided == 5
    assert found.median == waits.in_words(waits.seconds_of(step_of(3600)))


def step_of(seconds: float) -> int:
    with connection.cursor() as cursor:
        interval = f"make_interval(secs => {seconds})"
        cursor.execute(f"SELECT {waits.STEP.format(interval=interval)}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [1, 30, 59, 601, 86400, 700_000])
def test_a_step_is_right_to_a_tenth(seconds: int) -> None:
    assert waits.seconds_of(step_of(seconds)) == pytest.approx(seconds, rel=0.1)


def test_decisions_are_counted_by_moderator_rule_and_phase(
    waited: Any, make_user: Make, make_rule: Make, moderator: Any
) -> None:
    make_rule()
    minute = timedelta(minutes=1)
    waited(minute)
    waited(minute)
    waited(minute, Move.REJECT)
    other = make_user("Moderators", display_name="Timur Aliev")
    decide([waited(minute)], Move.HOLD, by=other)
    names = {row[0]: row[-1] for row in table("moderators", by=moderator)}
    assert names == {"Dana Ruiz": 4, "Timur Aliev": 1}
    assert [row[-1] for row in table("rules", by=moderator)] == [1]
    assert table("rules", by=moderator)[0][0] == "3 · Personal attacks"
    [phase] = table("phases", by=moderator)
    assert phase[1:] == [4, 3, "75 %"]


def test_the_share_of_a_phase_is_of_the_comments_that_it_held(
    make_comment: Make, clock: Any, moderator: Any
) -> None:
    comments = [make_comment() for _ in range(4)]
    for comment in comments:
        Decision.objects.bulk_create(
            [
                Decision(
                    comment=comment,
                    story_id=comment.story_id,
                    revision=1,
                    move=Move.EDIT,
                    status_before=Status.PUBLISHED,
                    status_after=Status.HELD,
                    phase="links",
                    automated=True,
                    act="00000000-0000-0000-0000-000000000001",
                )
            ]
        )
        Comment.objects.filter(pk=comment.pk).update(status=Status.HELD)
    decide(comments[:3], Move.APPROVE, by=moderator)
    decide(comments[3:], Move.REMOVE, by=moderator, rule=Rule.objects.get())
    assert table("phases", by=moderator) == [["links", 4, 3, "75 %"]]


def test_what_was_undone_counts_for_nothing_even_where_its_day_was_kept(
    waited: Any, clock: Any, moderator: Any
) -> None:
    comment = waited(timedelta(minutes=5))
    act = Decision.objects.get(comment=comment, move=Move.APPROVE).act
    waited(timedelta(minutes=5))
    clock.now += timedelta(days=1)
    assert day_counts.keep_days() >= 1
    assert figures("day", NO_LIMITS, moderator).decided == 2
    undo(act, by=moderator)
    day_counts.keep_days()
    assert figures("day", NO_LIMITS, moderator).decided == 1


def test_a_day_gives_the_same_figures_whether_it_is_kept_or_counted_now(
    waited: Any, clock: Any, make_rule: Make, moderator: Any
) -> None:
    make_rule()
    for number, move in enumerate([Move.APPROVE, Move.REJECT, Move.APPROVE]):
        clock.now += timedelta(days=number)
        waited(timedelta(minutes=7 ** (number + 1)), move)
    clock.now += timedelta(days=2)
    before = figures("day", NO_LIMITS, moderator)
    assert not DayCount.objects.exists()
    day_counts.keep_days()
    assert DayCount.objects.exists()
    assert figures("day", NO_LIMITS, moderator) == before
    day_counts.keep_days()
    assert figures("day", NO_LIMITS, moderator) == before
    assert figures("week", NO_LIMITS, moderator).decided == 3


def test_figures_are_of_a_moderators_sections_and_languages(
    waited: Any, make_article: Make, make_section: Make, clock: Any, moderator: Any
) -> None:
    own, other = make_section("own", "Own"), make_section("other", "Other")
    waited(timedelta(minutes=1), article=make_article(section=own))
    waited(timedelta(minutes=1), article=make_article(section=other))
    limits = Limits((own.pk,), ())
    for _kept_or_not in range(2):
        assert figures("day", limits, moderator).decided == 1
        assert figures("day", Limits((), ("ru",)), moderator).decided == 0
        clock.now += timedelta(days=1)
        day_counts.keep_days()


def test_what_waits_and_the_oldest_are_of_now_and_within_the_limits(
    make_comment: Make, moderator: Any
) -> None:
    oldest = make_comment(status=Status.HELD)
    make_comment(status=Status.HELD, language="ru")
    found = figures("hour", NO_LIMITS, moderator)
    assert (found.waiting, found.oldest) == (2, oldest.submitted_at)
    assert figures("hour", Limits((), ("ru",)), moderator).waiting == 1


def test_weeks_begin_on_monday_and_hours_are_the_newspapers() -> None:
    now = datetime(2026, 3, 11, 15, 30, tzinfo=day_counts.house_zone())
    assert periods("week", now)[-1] == datetime(2026, 3, 9)  # noqa: DTZ001
    assert periods("hour", now)[-1] == datetime(2026, 3, 11, 15)  # noqa: DTZ001
    assert len(periods("day", now)) == 30


def test_each_chart_has_its_table_and_a_file(
    as_moderator: Client, make_comment: Make, make_user: Make
) -> None:
    sly = make_user("Moderators", display_name="=HYPERLINK(1)")
    decide([make_comment(status=Status.HELD)], Move.APPROVE, by=sly)
    for per in ("hour", "day", "week"):
        page = as_moderator.get(PAGE, {"per": per}).content.decode()
        assert page.count('class="figure-drawing"') == page.count('class="figure-table"') >= 3
        for name in ("decisions", "waits", "moderators", "rules", "phases"):
            answer = as_moderator.get(PAGE, {"per": per, "csv": name})
            assert answer["Content-Type"].startswith("text/csv")
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert len({len(row) for row in rows}) == 1
            assert len(rows) >= 1
    answer = as_moderator.get(PAGE, {"csv": "moderators"}).content.decode()
    assert "'=HYPERLINK" in answer


@pytest.mark.parametrize("query", [{"per": "year"}, {"csv": "nothing"}])
def test_what_there_is_not_is_not_found(as_moderator: Client, query: dict[str, str]) -> None:
    assert as_moderator.get(PAGE, query).status_code == 404


def test_figures_ask_as_many_queries_however_much_was_decided(
    as_moderator: Client, make_comment: Make, moderator: Any, make_user: Make
) -> None:
    numbers = []
    for more in (1, 12):
        for _number in range(more):
            by = make_user("Moderators")
            decide([make_comment(status=Status.HELD)], Move.APPROVE, by=by)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert as_moderator.get(PAGE).status_code == 200
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 15


def test_a_limited_moderator_gets_figures_of_their_own(
    as_moderator: Client, make_comment: Make, moderator: Any
) -> None:
    decide([make_comment(status=Status.HELD)], Move.APPROVE, by=moderator)
    ModeratorScope.objects.create(moderator=moderator, languages=["ru"])
    rows = as_moderator.get(PAGE, {"csv": "moderators"}).content.decode("utf-8-sig")
    assert "Dana" not in rows


def test_the_drawing_stays_in_its_box(waited: Any, moderator: Any) -> None:
    waited(timedelta(days=90))
    waited(timedelta(seconds=1))
    for drawn in map(chart_of, figures("day", NO_LIMITS, moderator).tables):
        for box in drawn.boxes:
            assert 0 <= box.x <= box.x + box.width <= drawn.width
            assert 0 <= box.y <= box.y + box.height <= drawn.height
        for x, y, _part in drawn.dots:
            assert 0 <= x <= drawn.width
            assert 0 <= y <= drawn.height


def test_nothing_decided_is_said(as_moderator: Client) -> None:
    assert "Nothing was decided in this time." in as_moderator.get(PAGE).content.decode()
