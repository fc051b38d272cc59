"""`{% dated moment "style" %}`: a <time> in the words of the page's language; `{% number n %}`."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.dates import in_words, local
from articles.numbers import in_digits, in_plain_digits

register = template.Library()


@register.simple_tag
def dated(moment: date | None, style: str = "day") -> SafeString | str:
    """Write a date or time as <time datetime>; nothing where there is none."""
    if moment is None:
        return ""
    written = in_words(moment, get_language() or "en", style)
    return format_html('<time datetime="{}">{}</time>', machine_readable(moment), written)


@register.simple_tag
def date_in_words(moment: date, style: str = "day") -> str:
    """Write a date or time as plain text, for attributes and titles."""
    return in_words(moment, get_language() or "en", style)


@register.simple_tag
def number(count: int) -> str:
    """Write a whole number with the digits of the page's language."""
    return in_digits(count, get_language() or "en")


@register.simple_tag
def plain_number(count: int) -> str:
    """Write a year with the digits of the page's language."""
    return in_plain_digits(count, get_language() or "en")


def machine_readable(moment: date) -> str:
    """Return what stands in the datetime attribute: ISO 8601, local time with its offset."""
    here = local(moment)
    return here.isoformat(timespec="minutes") if isinstance(here, datetime) else here.isoformat()
