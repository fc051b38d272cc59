"""What stands on every page: the newspaper's name, notice and sections in the page's language."""

from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Masthead, Section
from portal.languages import language_in_path


def masthead(request: HttpRequest) -> dict[str, Any]:
    """Give templates `newspaper`, read from the database when it is first used."""
    language = language_in_path(request.path_info)
    return {"newspaper": SimpleLazyObject(lambda: Newspaper(language))}


class Newspaper:
    """The newspaper as one language's edition shows it; two queries."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
        self.mastheads = list(Masthead.objects.all())
        own = [row for row in self.mastheads if row.language == language]
        self.masthead = (own or self.mastheads or [Masthead(language=language, name="Broadsheet")])[
            0
        ]
        name = Section.objects.filter(pk=OuterRef("pk"), names__language=language)
        self.sections = list(
            Section.objects.annotate(name=Subquery(name.values("names__name")[:1])).filter(
                name__isnull=False
            )
        )
