"""In which language and time zone somebody is spoken to: their own choice, else the house's."""

import zoneinfo
from functools import cache
from typing import Any

from django.conf import settings

from articles.newspaper import own_name
from portal.languages import known


def language_of(user: Any) -> str:
    """Return the language in which to speak to somebody."""
    return known(user.language) or settings.LANGUAGE_CODE


def time_zone_of(user: Any) -> zoneinfo.ZoneInfo:
    """Return the time zone in which to tell somebody times."""
    name = user.time_zone if user.time_zone in time_zones() else settings.TIME_ZONE
    return zoneinfo.ZoneInfo(name)


@cache
def time_zones() -> frozenset[str]:
    """The names of all places' time zones; those of offsets ("Etc/GMT+5") are no place."""
    names = zoneinfo.available_timezones()
    return frozenset(name for name in names if "/" in name and not name.startswith("Etc/"))


def language_choices() -> list[tuple[str, str]]:
    """The languages that the house speaks, each under its own name."""
    return [(code, own_name(code)) for code, _name in settings.LANGUAGES]


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All time zones by continent, as a list to choose from shows them."""
    by_continent: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(time_zones()):
        continent, place = name.split("/", 1)
        by_continent.setdefault(continent, []).append((name, place.replace("_", " ")))
    return list(by_continent.items())
