"""The newspaper in one language: its masthead, its sections, and its editions in the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from articles.departments import Departments
from articles.models import Article, Masthead, Section, SectionName
from articles.models.stories import ArticleStatus

# What a language calls itself, where that is more than Babel's dictionary form.
OWN_NAMES = {"en": "English", "ru": "Русский", "uz": "Oʻzbekcha", "fa": "فارسی"}


@dataclass(frozen=True)
class Edition:
    """The newspaper in a language, as the switcher between languages shows it.

    `url` leads to the page that the reader is on where that language has it (then `same_page`
    is true), else to the language's front page.
    """

    language: str
    name: str
    title: str
    url: str
    is_current: bool
    same_page: bool
    direction: str


class Newspaper:
    """The newspaper as one language's edition shows it; two queries.

    A language that has no masthead gets the first one's, which is right for pages of errors;
    pages that exist in published languages alone are opened by Newspaper.of().
    """

    def __init__(self, language: str) -> None:
        self.mastheads = _mastheads()
        first = self.mastheads[0] if self.mastheads else Masthead(language=language)
        self.language = language or (first.language or settings.LANGUAGE_CODE)
        own = [row for row in self.mastheads if row.language == self.language]
        self.is_published = bool(own)
        self.masthead = own[0] if own else first
        self.masthead.name = self.masthead.name or "Broadsheet"
        self.direction = direction_of(self.language)
        self.site_url = settings.SITE_URL
        self.sections = _sections_named_in(self.language)
        self.departments = Departments(self.sections)

    @classmethod
    def of(cls, language: str) -> Self:
        """Open a published language's edition; "" is the first one's, masthead or not.

        Raises Http404 for a language without a masthead.
        """
        newspaper = cls(language)
        if language and not newspaper.is_published:
            raise Http404(f"The newspaper is not published in {language}.")
        return newspaper

    @property
    def next_publication(self) -> datetime | None:
        """When the next scheduled article comes out, in whatever language; lists change then."""
        coming = (row.next_publication for row in self.mastheads)  # type: ignore[attr-defined]
        return min(filter(None, coming), default=None)

    @property
    def home_url(self) -> str:
        """The front page of this edition."""
        return self.home_url_in(self.language)

    def home_url_in(self, language: str) -> str:
        """The front page of a language: the bare address for the first masthead's."""
        first = self.mastheads[0].language if self.mastheads else settings.LANGUAGE_CODE
        if language == first:
            return reverse("home")
        return reverse("edition", kwargs={"language": language})

    @property
    def editions(self) -> list[Edition]:
        """All editions, leading to their front pages."""
        return self.editions_of({})

    def editions_of(self, page: Mapping[str, str]) -> list[Edition]:
        """All editions; `page` maps the languages that have the present page to its address."""
        return [
            Edition(
                language=row.language,
                name=own_name(row.language),
                title=row.name,
                url=page.get(row.language) or self.home_url_in(row.language),
                is_current=row.language == self.language,
                same_page=row.language in page,
                direction=direction_of(row.language),
            )
            for row in self.mastheads
        ]

    def section(self, slug: str) -> Section:
        """Return the section with this slug. Raises Http404 if this edition has none."""
        for section in self.sections:
            if section.slug == slug:
                return section
        raise Http404(f"There is no section {slug} in {self.language}.")

    def current_section(self, slug: str) -> str:
        """Return the slug of the section on top to which one of this slug belongs."""
        own = next((section for section in self.sections if section.slug == slug), None)
        return self.departments.top_of(own).slug if own else slug

    def page(self, address: str, elsewhere: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What base.html needs to know of a page.

        `address` is the page's own canonical path, `elsewhere` maps other languages that have
        the page to its path there.
        """
        return {
            "newspaper": self,
            "canonical": f"{self.site_url}{address}",
            "editions": self.editions_of({**(elsewhere or {}), self.language: address}),
        }


def direction_of(language: str) -> str:
    """Return the direction of a language's script: ltr or rtl."""
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"


def own_name(language: str) -> str:
    """Return what a language calls itself."""
    if language in OWN_NAMES:
        return OWN_NAMES[language]
    try:
        return Locale.parse(language, sep="-").get_language_name() or language
    except (UnknownLocaleError, ValueError):
        return language


def language_name(language: str) -> str:
    """Return what a language is called in the reader's language, as within a sentence."""
    try:
        reader = Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-")
        return Locale.parse(language, sep="-").get_language_name(reader) or language
    except (UnknownLocaleError, ValueError):
        return language


def _mastheads() -> list[Masthead]:
    """Mastheads in their order, each with the `next_publication` in its language."""
    scheduled = Article.objects.filter(
        status=ArticleStatus.PUBLISHED,
        publish_at__gt=timezone.now(),
        language=OuterRef("language"),
    )
    coming = scheduled.order_by("publish_at").values("publish_at")[:1]
    return list(Masthead.objects.annotate(next_publication=Subquery(coming)))


def _sections_named_in(language: str) -> list[Section]:
    """Sections with `name` and `description` in a language, and all `languages` that name them."""
    names = SectionName.objects.filter(section=OuterRef("pk"))
    own = names.filter(language=language)
    return list(
        Section.objects.annotate(
            name=Subquery(own.values("name")[:1]),
            description=Subquery(own.values("description")[:1]),
            languages=ArraySubquery(names.values("language")),
        ).filter(name__isnull=False)
    )
