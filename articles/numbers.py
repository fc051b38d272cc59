"""How whole numbers are written in a language: its digits and its separators."""

from functools import lru_cache

from babel.numbers import format_decimal

from articles.dates import in_digits_of, locale_of


@lru_cache(maxsize=4096)
def in_digits(number: int, language: str) -> str:
    """Write a whole number in a language: 1,234 in English, ۱٬۲۳۴ in Persian."""
    written = format_decimal(number, locale=locale_of(language), numbering_system="default")
    return in_digits_of(language, written)


def in_plain_digits(number: int, language: str) -> str:
    """Write a number that is a name, such as a year, with a language's digits alone."""
    return in_digits_of(language, str(number))
