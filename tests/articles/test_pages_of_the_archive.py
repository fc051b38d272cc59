"""The archive: years, days, and what appeared on a day of the newspaper's clock."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

Make = Any


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_the_archive_shows_the_days_of_the_latest_year(client: Client, make_article: Make) -> None:
    make_article(publish_at=at(2024, 5, 6, 7))
    make_article(publish_at=at(2026, 3, 1, 9))
    make_article(publish_at=at(2026, 3, 1, 10))
    page = client.get("/en/archive/").content.decode()
    assert 'href="/en/archive/2026/3/1/"' in page
    assert "2 articles" in page
    assert 'href="/en/archive/2024/5/6/"' not in page
    assert 'href="/en/archive/2024/"' in page
    assert 'href="/en/archive/2024/5/6/"' in client.get("/en/archive/2024/").content.decode()


def test_a_year_between_that_has_nothing_says_so(client: Client, make_article: Make) -> None:
    make_article(publish_at=at(2024, 5, 6, 7))
    make_article(publish_at=at(2026, 3, 1, 9))
    assert b"Nothing appeared in this year." in client.get("/en/archive/2025/").content


def test_an_empty_archive_says_so(client: Client, make_article: Make) -> None:
    make_article(status="draft")
    assert b"Nothing has been published in this language yet." in client.get("/en/archive/").content


def test_a_day_leads_to_the_days_before_and_after(client: Client, make_article: Make) -> None:
    for day in (1, 4, 9):
        make_article(publish_at=at(2026, 3, day, 9), headline=f"On day {day}")
    page = client.get("/en/archive/2026/3/4/").content.decode()
    assert "On day 4" in page
    assert "On day 9" not in page
    assert 'href="/en/archive/2026/3/1/" rel="prev"' in page
    assert 'href="/en/archive/2026/3/9/" rel="next"' in page


def test_a_day_is_one_of_the_newspapers_clock(
    client: Client, make_article: Make, settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"  # five hours ahead: 20:00 UTC is the next morning there
    make_article(publish_at=at(2026, 3, 1, 20), headline="After midnight")
    assert b"After midnight" in client.get("/en/archive/2026/3/2/").content
    assert client.get("/en/archive/2026/3/1/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *("2026/2/30/", "2026/13/1/", "2026/0/0/", "0/1/1/", "9999/12/31/", "2026/3/2/"),
        *("2020/", "0/", f"{'9' * 40}/", f"{'9' * 40}/1/1/"),
    ],
)
def test_days_and_years_on_which_nothing_appeared_are_not_found(
    client: Client, make_article: Make, address: str
) -> None:
    make_article(publish_at=at(2026, 3, 1, 9))
    assert client.get(f"/en/archive/{address}").status_code == 404


def test_the_archive_asks_as_many_queries_for_many_days_as_for_few(
    client: Client, make_article: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in (range(1, 3), range(3, 20)):
        for day in days:
            make_article(publish_at=at(2026, 3, day, 9))
        with django_assert_num_queries(4):
            client.get("/en/archive/")
