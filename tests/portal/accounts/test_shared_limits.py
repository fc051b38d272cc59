"""What workers remember together: the shared cache, and limits that hold over all of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client

from portal.models import CacheEntry
from portal.shared_cache import SharedCache
from portal.tasks import forget_what_has_ended
from tests.making import Make
from tests.portal.accounts.walking import sign_in


@pytest.fixture
def shared() -> SharedCache:
    """A worker's own cache object."""
    return SharedCache("", {})


def test_what_one_worker_keeps_another_reads(db: None, shared: SharedCache) -> None:
    shared.set("k", {"a": [1, 2.5, "x", None, True]}, 60)
    assert SharedCache("", {}).get("k") == {"a": [1, 2.5, "x", None, True]}
    shared.set("k", "words", 60)
    assert shared.get("k") == "words"
    assert shared.delete("k")
    assert not shared.delete("k")
    assert shared.get("k", "nothing") == "nothing"


def test_only_the_first_adds(db: None, shared: SharedCache) -> None:
    assert shared.add("k", 1, 60)
    assert not shared.add("k", 2, 60)
    assert shared.get("k") == 1


@pytest.mark.parametrize("timeout", [0, -1])
def test_what_has_ended_is_not_there(db: None, shared: SharedCache, timeout: int) -> None:
    shared.set("k", 1, timeout)
    assert shared.get("k") is None
    assert not shared.touch("k", 60)
    assert not shared.delete("k")
    assert shared.add("k", 2, 60)


def test_what_is_touched_lasts(db: None, shared: SharedCache) -> None:
    shared.set("k", 1, 5)
    assert shared.touch("k", 3600)
    assert CacheEntry.objects.get().ends_at > datetime.now(UTC) + timedelta(minutes=50)


def test_what_is_kept_for_ever_and_djangos_other_verbs_work(db: None, shared: SharedCache) -> None:
    shared.set("n", 1, None)
    assert shared.incr("n") == 2
    shared.set_many({"a": 1, "b": 2})
    assert shared.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert "a" in shared
    shared.clear()
    assert "a" not in shared


def test_a_key_of_any_length_is_kept(db: None, shared: SharedCache) -> None:
    shared.set("k" * 2000, 1, 60)
    assert shared.get("k" * 2000) == 1


def test_what_has_ended_is_taken_away_by_the_hour(db: None, shared: SharedCache) -> None:
    shared.set("old", 1, -1)
    shared.set("new", 1, 60)
    forget_what_has_ended(0)
    assert [entry.key for entry in CacheEntry.objects.all()] == [shared.make_key("new")]


def test_nothing_is_written_ahead_for_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'portal_cacheentry'")
        assert cursor.fetchone() == ("u",)


def at_once(work: Any, times: int) -> list[Any]:
    """Do something in as many workers at once, each with connection and cache of its own."""

    def alone(number: int) -> Any:
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_adds() -> None:
    assert sum(at_once(lambda n: caches["default"].add("k", n, 60), 8)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_takes_over_what_has_ended() -> None:
    caches["default"].set("k", 1, -1)
    assert sum(at_once(lambda n: caches["default"].add("k", n, 60), 8)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_limit_holds_over_all_workers(make_user: Make) -> None:
    rita = make_user()

    def attempt(number: int) -> bool:
        page = sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), rita.email, "wrong")
        return "Too many" not in page.content.decode()

    assert sum(at_once(attempt, 6) + at_once(attempt, 6)) <= 5
    assert not attempt(99)
