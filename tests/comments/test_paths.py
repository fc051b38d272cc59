"""Where a comment stands: paths that sort as a thread is read, and never outgrow their index."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.models.comments import Comment
from comments.paths import (
    AFTER_ALL,
    ID_DIGITS,
    LEVELS,
    SEGMENT,
    Place,
    ids_on,
    is_full,
    is_valid,
    place_for,
    segment,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ids = st.integers(1, 16**ID_DIGITS - 1)
times = st.datetimes(datetime(2000, 1, 1), datetime(3000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def chain(length: int) -> list[Place]:
    places: list[Place] = []
    for number in range(1, length + 1):
        above = places[-1] if places else None
        places.append(place_for(number, NOON, above, number - 1 if above else None))
    return places


def test_a_root_is_its_own_anchor() -> None:
    assert place_for(7, NOON, None, None) == Place(7, segment(7, NOON), 0)


def test_an_answer_stands_on_the_path_of_what_it_answers() -> None:
    root, answer = chain(2)
    assert answer == Place(1, root.path + segment(2, NOON), 1)


@given(ids, times, ids, times)
def test_segments_sort_by_second_and_then_by_id(
    first: int, earlier: datetime, second: int, later: datetime
) -> None:
    one, other = segment(first, earlier), segment(second, later)
    assert len(one) == SEGMENT
    seconds = (int(earlier.timestamp()), first), (int(later.timestamp()), second)
    assert (one < other) == (seconds[0] < seconds[1])


def test_answers_sort_behind_what_they_answer_and_before_its_next_neighbour() -> None:
    root = place_for(1, NOON, None, None)
    elder = place_for(2, NOON + timedelta(seconds=1), root, 1)
    below = place_for(9, NOON + timedelta(days=400), elder, 2)
    younger = place_for(3, NOON + timedelta(seconds=2), root, 1)
    assert root.path < elder.path < below.path < younger.path < root.path + AFTER_ALL


def test_a_path_begins_anew_below_its_last_level_and_depth_goes_on() -> None:
    places = chain(LEVELS + 2)
    last, anew = places[LEVELS - 1], places[LEVELS]
    assert is_full(last.path)
    assert anew == Place(LEVELS, segment(LEVELS + 1, NOON), LEVELS)
    assert places[LEVELS + 1].anchor == LEVELS
    assert places[LEVELS + 1].depth == LEVELS + 1


def test_no_path_outgrows_its_column_or_an_index_row() -> None:
    longest = max(len(place.path) for place in chain(3 * LEVELS))
    assert longest == LEVELS * SEGMENT == Comment._meta.get_field("path").max_length
    assert longest + 8 < 2704


def test_the_ids_on_a_path_are_those_from_the_top_down() -> None:
    assert ids_on(chain(5)[-1].path) == [1, 2, 3, 4, 5]
    assert ids_on("") == []


@pytest.mark.parametrize(
    "path", ["", "0" * (SEGMENT - 1), "0" * (SEGMENT + 1), "g" * SEGMENT, "A" * SEGMENT, "²" * 20]
)
def test_what_is_no_path_is_told(path: str) -> None:
    assert not is_valid(path)


def test_a_path_longer_than_any_is_told() -> None:
    assert is_valid("0" * SEGMENT * LEVELS)
    assert not is_valid("0" * SEGMENT * (LEVELS + 1))
