"""How dates are written: in each language's own words; Persian ones in the Solar Hijri calendar."""

from datetime import date, datetime
from functools import lru_cache

import jdatetime
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from django.utils import timezone

LOCALES = {"en": "en_GB"}
DIGITS = {"fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}  # Babel leaves digits as they are
STYLES = ("day", "weekday", "moment", "time", "month")


def locale_of(language: str) -> Locale:
    """Return Babel's locale for one of our languages; English where Babel has none."""
    try:
        return Locale.parse(LOCALES.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def in_words(moment: date, language: str, style: str = "day") -> str:
    """Write a date, or the local date of a time, in a language.

    `style` is one of STYLES: "day" (23 November 2026), "weekday" (with the day of the week),
    "moment" (with the time of day), "time" (14:05) or "month" (November 2026). Raises
    ValueError for another.
    """
    if style not in STYLES:
        raise ValueError(f"{style!r} is not a way to write a date")
    here = local(moment)
    if isinstance(here, datetime):
        # Without its zone: two clocks that show one moment would be one key of the memory below.
        here = here.replace(tzinfo=None)
    return _in_words(here, language, style)


def in_digits_of(language: str, text: str) -> str:
    """Return a text with its digits as a language writes them."""
    return text.translate(DIGITS.get(language, {}))


def local(moment: date) -> date:
    """Return a time as the newspaper's clock shows it, to the minute; dates stay as they are."""
    if not isinstance(moment, datetime):
        return moment
    here = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return here.replace(second=0, microsecond=0)


@lru_cache(maxsize=4096)  # a page of comments writes the same few days over and over
def _in_words(moment: date, language: str, style: str) -> str:
    if language == "fa":
        return in_digits_of("fa", _in_persian(moment, style))
    locale = locale_of(language)
    if style == "time":
        return format_time(moment, "short", locale=locale)  # type: ignore[arg-type]
    if style == "month":
        return format_skeleton("yMMMM", moment, locale=locale)
    day = format_date(moment, "full" if style == "weekday" else "long", locale=locale)
    if style == "moment":
        return f"{day}, {_in_words(moment, language, 'time')}"
    return day


def _in_persian(moment: date, style: str) -> str:
    """Write a date by the Solar Hijri calendar, with the Gregorian date beside it."""
    locale = locale_of("fa")
    if style == "time":
        return format_time(moment, "HH:mm", locale=locale)  # type: ignore[arg-type]
    if style == "month":
        return format_skeleton("yMMMM", moment, locale=locale)
    solar = jdatetime.date.fromgregorian(year=moment.year, month=moment.month, day=moment.day)
    months = jdatetime.date.j_months_fa
    gregorian = format_date(moment, "d MMMM y", locale=locale)
    day = f"{solar.day} {months[solar.month - 1]} {solar.year} ({gregorian})"
    if style == "weekday":
        return f"{format_date(moment, 'EEEE', locale=locale)} {day}"
    if style == "moment":
        return f"{day}، {_in_persian(moment, 'time')}"
    return day
