"""What an import works with: the site, its people and subjects, its pictures, and the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from articles.models import Masthead
from articles.wxr.items import Channel
from articles.wxr.ledger import Ledger
from articles.wxr.media import Media
from articles.wxr.people import People
from articles.wxr.report import Report
from articles.wxr.rows import Rows
from articles.wxr.subjects import Subjects
from articles.wxr.wording import cut, plain

SITE = 200  # characters of a site's address that are kept


@dataclass
class Desk:
    """One import of one site."""

    site: str
    channel: Channel
    language: str
    zone: tzinfo
    report: Report
    people: People
    subjects: Subjects
    pictures: Media
    rows: Rows
    ledger: Ledger
    attached: Mapping[int, Sequence[int]]  # an item's number → those of the pictures it was given
    files: set[str] = field(default_factory=set)  # addresses of pictures that lead here already

    @property
    def can_fetch(self) -> bool:
        """Whether there is anywhere to take pictures from."""
        return self.pictures.shelf is not None or self.pictures.downloads is not None


def open_desk(
    channel: Channel,
    pictures: Media,
    report: Report,
    *,
    attached: Mapping[int, Sequence[int]],
    language: str = "",
    zone: tzinfo | None = None,
    section_for: Mapping[str, str] | None = None,
) -> Desk:
    """Make ready for the import of a site, which gets a masthead where its language has none."""
    site, rows = site_of(channel), Rows()
    language = language or language_of(channel)
    Masthead.objects.get_or_create(
        language=language,
        defaults={"name": cut(plain(channel.title) or site, 80), "position": _last() + 1},
    )
    return Desk(
        site,
        channel,
        language,
        zone or timezone.get_default_timezone(),
        report,
        People(site, channel, report),
        Subjects(site, channel, report, language=language, section_for=section_for or {}),
        pictures,
        rows,
        Ledger(site, rows),
        attached,
    )


def site_of(channel: Channel) -> str:
    """Name a site by its address, the same by http and https, with "www." or without."""
    address = channel.base_blog_url or channel.base_site_url
    parts = urlsplit(address if "//" in address else f"//{address}")
    host = (parts.netloc or "unnamed").casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}"[:SITE]


def language_of(channel: Channel) -> str:
    """Return the language of ours that a site is in: the house's where it names none of them."""
    named = channel.language.replace("_", "-").casefold()
    offered = dict(settings.LANGUAGES)
    return next(
        (code for code in (named, named.split("-")[0]) if code in offered), settings.LANGUAGE_CODE
    )


def _last() -> int:
    last = Masthead.objects.order_by("-position").values_list("position", flat=True).first()
    return last or 0
