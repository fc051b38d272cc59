"""What a worker keeps: under its bound, without what has changed, and never without a lease."""

import gc
import threading
import weakref
from random import Random
from typing import Any

import pytest

from articles.purging import SOFT_SECONDS
from portal.page_memory.memory import (
    GATHER,
    LEASE,
    LINGER,
    OFTEN,
    OVERHEAD,
    OVERHEAD_OF_A_TAG,
    Memory,
)
from portal.page_memory.parts import Part


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(clock: Clock) -> Memory:
    """A memory of a megabyte whose lease has just been renewed."""
    made = Memory(1_000_000, clock=clock)
    made.renew(clock.now)
    return made


def keep(memory: Memory, key: str, *tags: str, size: int = 1000, **options: Any) -> bool:
    reading = options.pop("reading", None) or memory.begin()
    return memory.keep(key, Part(f"value of {key}", size), tags=tags, reading=reading, **options)


def value(memory: Memory, key: str) -> Any:
    found = memory.get(key)
    return found and found.value


def test_what_is_kept_is_found(memory: Memory) -> None:
    assert keep(memory, "a", "story-1")
    assert value(memory, "a") == "value of a"
    assert memory.get("b") is None


def test_a_purge_empties_what_bears_one_of_its_tags_and_nothing_else(memory: Memory) -> None:
    keep(memory, "a", "story-1", "home-en")
    keep(memory, "b", "story-2", "home-en")
    keep(memory, "c", "story-3")
    memory.purge("story-1 story-3")
    assert [value(memory, key) for key in "abc"] == [None, "value of b", None]
    memory.purge("home-en")
    assert len(memory) == 0
    assert memory.bytes == 0
    assert memory.counts.purged == 3


def test_all_empties_everything_even_what_bears_no_tag(memory: Memory) -> None:
    keep(memory, "a")
    keep(memory, "b", "story-2")
    memory.purge("all")
    assert len(memory) == memory.bytes == 0


@pytest.mark.parametrize("told", ["story-1", "all", "story-9 story-1"])
def test_what_was_read_before_a_purge_is_not_kept_after_it(memory: Memory, told: str) -> None:
    reading = memory.begin()
    memory.purge(told)
    assert not keep(memory, "a", "story-1", reading=reading)
    assert memory.get("a") is None
    assert memory.counts.refused == 1
    assert keep(memory, "a", "story-1"), "what is read afterwards is"


def test_a_purge_of_something_else_during_the_reading_does_not_matter(memory: Memory) -> None:
    reading = memory.begin()
    memory.purge("story-2")
    assert keep(memory, "a", "story-1", reading=reading)


def test_clearing_during_the_reading_counts_as_a_purge(memory: Memory) -> None:
    reading = memory.begin()
    memory.clear()
    assert not keep(memory, "a", reading=reading)


def test_a_reading_older_than_the_purges_remembered_is_not_kept(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.page_memory.memory.TAGS_REMEMBERED", 10)
    reading = memory.begin()
    memory.purge("story-1")
    for number in range(2, 20):
        memory.purge(f"story-{number}")
    assert not keep(memory, "a", "story-1", reading=reading)


def test_without_a_lease_nothing_is_answered(memory: Memory, clock: Clock) -> None:
    keep(memory, "a")
    clock.now += LEASE
    assert value(memory, "a") == "value of a"
    clock.now += 0.001
    assert memory.get("a") is None
    assert memory.counts.without_lease == 1
    memory.renew(clock.now)
    assert value(memory, "a") == "value of a"
    memory.distrust()
    assert memory.get("a") is None


def test_a_page_ends_when_it_changes_by_itself(memory: Memory, clock: Clock) -> None:
    keep(memory, "a", seconds=1.0)
    clock.now += 0.999
    assert value(memory, "a") == "value of a"
    clock.now += 0.001
    assert memory.get("a") is None
    assert not keep(memory, "b", seconds=0.0)


def test_a_soft_purge_lets_a_page_stay_for_its_seconds(memory: Memory, clock: Clock) -> None:
    reading = memory.begin()
    keep(memory, "a", "votes-1")
    memory.purge("~votes-1")
    keep(memory, "b", "votes-1", reading=reading)
    for seconds in (SOFT_SECONDS - 0.5, 1.0):
        clock.now += seconds
        memory.renew(clock.now)
    assert memory.get("a") is None
    assert memory.get("b") is None, "what was read before it ends as well"


def test_the_least_recently_used_goes_first_when_room_is_short(memory: Memory) -> None:
    size = 100_000 - OVERHEAD
    for key in "abcdefghij":
        assert keep(memory, key, size=size)
    assert memory.bytes == 1_000_000
    assert value(memory, "a")
    keep(memory, "k", size=size)
    assert memory.get("b") is None
    assert value(memory, "a")
    assert memory.bytes == 1_000_000
    assert memory.counts.evictions == 1


def test_what_is_too_large_pushes_nothing_out(memory: Memory) -> None:
    keep(memory, "a")
    assert not keep(memory, "b", size=200_000)
    assert value(memory, "a")


def test_what_grows_later_counts_and_what_is_gone_does_not(memory: Memory) -> None:
    part = Part("a", 1000)
    memory.keep("a", part, tags=["story-1"], reading=memory.begin())
    grow = part.on_growth
    assert grow is not None
    grow(500)
    assert memory.bytes == 1500 + OVERHEAD + OVERHEAD_OF_A_TAG
    memory.purge("story-1")
    grow(500)
    assert memory.bytes == 0


def test_what_is_forgotten_is_free_at_once(memory: Memory) -> None:
    """Nothing that is left leads back to it, which only a rare collection would find."""
    gone = []
    gc.disable()
    try:
        for told in ("story-1", "all"):
            part = Part("a", 1000)
            gone.append(weakref.ref(part))
            memory.keep("a", part, tags=["story-1"], reading=memory.begin())
            del part
            memory.purge(told)
        assert [reference() for reference in gone] == [None, None]
    finally:
        gc.enable()


def test_what_was_made_of_parts_ends_with_the_first_of_them(memory: Memory, clock: Clock) -> None:
    keep(memory, "a", not_after=clock.now + 1.0)
    clock.now += 1.0
    assert memory.get("a") is None
    assert not keep(memory, "b", not_after=clock.now)


def test_keeping_again_takes_the_place_of_what_was_kept(memory: Memory) -> None:
    keep(memory, "a", "story-1")
    keep(memory, "a", "story-2")
    memory.purge("story-1")
    assert value(memory, "a"), "it no longer bears the old tag"
    assert memory.bytes == 1000 + OVERHEAD + OVERHEAD_OF_A_TAG


def make_often(memory: Memory, clock: Clock, key: str, *tags: str) -> None:
    for _ in range(OFTEN):
        clock.now += 0.01
        keep(memory, key, *tags)


def test_a_page_that_changes_very_often_is_made_anew_once_in_a_tenth_of_a_second(
    memory: Memory, clock: Clock
) -> None:
    make_often(memory, clock, "a", "talk-1")
    memory.purge("talk-1")
    assert value(memory, "a"), "it stays for the rest of the tenth of a second"
    clock.now += GATHER + 0.001
    assert memory.get("a") is None
    assert memory.counts.gathered == 1


def test_such_a_page_is_kept_for_that_long_even_if_it_changed_while_it_was_read(
    memory: Memory, clock: Clock
) -> None:
    make_often(memory, clock, "a", "talk-1")
    reading = memory.begin()
    memory.purge("talk-1")
    clock.now += GATHER / 2
    assert keep(memory, "a", "talk-1", reading=reading)
    clock.now += GATHER / 2 + 0.001
    assert memory.get("a") is None
    slow = memory.begin()
    memory.purge("talk-1")
    clock.now += GATHER
    assert not keep(memory, "a", "talk-1", reading=slow), "its reading took longer than that"


def test_who_would_wait_for_a_page_that_changes_very_often_gets_the_one_before(
    memory: Memory, clock: Clock
) -> None:
    make_often(memory, clock, "a", "talk-1")
    memory.purge("talk-1")
    clock.now += GATHER
    assert memory.under_way("a") is None, "nobody makes it yet"
    with memory.flights.of("a", lambda: memory.get("a")) as found:
        assert found is None, "whoever makes it makes it anew"
        memory.purge("talk-1")
        assert memory.under_way("a"), "however often it changes meanwhile"
        clock.now += LINGER - 0.01
        assert memory.under_way("a")
    assert memory.under_way("a") is None, "nobody makes it any more"


@pytest.mark.parametrize("ends", ["the time to linger", "the lease", "the page by itself"])
def test_the_one_before_is_not_given_out_for_long(memory: Memory, clock: Clock, ends: str) -> None:
    make_often(memory, clock, "a", "talk-1")
    if ends == "the page by itself":
        keep(memory, "a", "talk-1", seconds=GATHER)
    memory.purge("talk-1")
    clock.now += GATHER + (LINGER if ends == "the time to linger" else 0.0) + 0.001
    if ends == "the lease":
        memory.distrust()
    memory.flights._under_way["a"] = done = threading.Event()
    done.set()
    assert memory.under_way("a") is None


def test_a_page_that_changes_now_and_then_is_emptied_at_once(memory: Memory, clock: Clock) -> None:
    for _ in range(OFTEN * 3):
        clock.now += 0.3
        memory.renew(clock.now)
        keep(memory, "a", "talk-1")
        memory.purge("talk-1")
        assert memory.get("a") is None


def test_many_at_once_leave_the_books_in_order() -> None:
    memory = Memory(200_000)
    memory.renew(float("inf"))
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        random = Random(seed)
        try:
            for _ in range(3000):
                number = random.randrange(60)
                kind = random.random()
                if kind < 0.6:
                    memory.get(f"page {number}")
                elif kind < 0.9:
                    keep(memory, f"page {number}", f"story-{number % 7}", size=3000)
                else:
                    memory.purge(f"story-{random.randrange(7)}")
        except BaseException as failure:  # noqa: BLE001 (told to the test's own thread)
            failures.append(failure)

    threads = [threading.Thread(target=work, args=[seed]) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    each = 3000 + OVERHEAD + OVERHEAD_OF_A_TAG
    assert memory.bytes == len(memory) * each <= memory.limit
    memory.purge("all")
    assert len(memory) == memory.bytes == 0
