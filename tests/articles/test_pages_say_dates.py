"""Dates and numbers in the words of each language."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from pytest_django import Settings

from articles.dates import in_words
from articles.numbers import in_digits, in_plain_digits

MOMENT = datetime(2026, 11, 23, 14, 5, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("en", "day", "23 November 2026"),
        ("en", "weekday", "Monday, 23 November 2026"),
        ("en", "moment", "23 November 2026, 14:05"),
        ("en", "time", "14:05"),
        ("en", "month", "November 2026"),
        ("ru", "day", "23 ноября 2026\u202fг."),
        ("uz", "weekday", "dushanba, 23-noyabr, 2026"),
        ("fa", "day", "۲ آذر ۱۴۰۵ (۲۳ نوامبر ۲۰۲۶)"),
        ("fa", "weekday", "دوشنبه ۲ آذر ۱۴۰۵ (۲۳ نوامبر ۲۰۲۶)"),
        ("fa", "moment", "۲ آذر ۱۴۰۵ (۲۳ نوامبر ۲۰۲۶)، ۱۴:۰۵"),
        ("fa", "month", "نوامبر ۲۰۲۶"),
    ],
)
def test_a_moment_is_written_in_the_words_of_its_language(
    language: str, style: str, expected: str
) -> None:
    assert in_words(MOMENT, language, style) == expected


def test_the_persian_new_year_begins_in_spring() -> None:
    assert in_words(date(2026, 3, 20), "fa").startswith("۲۹ اسفند ۱۴۰۴")
    assert in_words(date(2026, 3, 21), "fa").startswith("۱ فروردین ۱۴۰۵")


def test_a_time_is_said_and_marked_up_by_the_newspapers_clock(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tashkent"
    template = Template('{% load dates %}{% dated moment "moment" %}')
    with translation.override("en"):
        written = template.render(Context({"moment": MOMENT}))
    assert written == '<time datetime="2026-11-23T19:05+05:00">23 November 2026, 19:05</time>'


def test_a_way_to_write_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="vaguely"):
        in_words(MOMENT, "en", "vaguely")


def test_numbers_have_the_digits_of_their_language() -> None:
    assert in_digits(1234, "en") == "1,234"
    assert in_digits(1234, "ru") == "1\xa0234"
    assert in_digits(1234, "fa") == "۱٬۲۳۴"
    assert in_plain_digits(2026, "fa") == "۲۰۲۶"
    assert in_plain_digits(2026, "en") == "2026"
