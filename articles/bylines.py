"""The line that says who made an article, in one sentence per role."""

from collections.abc import Iterable, Mapping

from babel.lists import format_list
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.dates import locale_of
from articles.models.stories import BylineRole

LINES = {
    BylineRole.WRITER: _("By {names}"),
    BylineRole.PHOTOGRAPHER: _("Photographs by {names}"),
    BylineRole.TRANSLATOR: _("Translated by {names}"),
    BylineRole.EDITOR: _("Edited by {names}"),
}


def byline_lines(rows: Iterable[Mapping[str, str]], language: str) -> list[SafeString]:
    """Write the byline of an article: one line for each role, names linked to their pages.

    `rows` have name, slug and role, in the order of the byline; writers come first.
    """
    names: dict[str, list[SafeString]] = {}
    for row in rows:
        url = reverse("author", kwargs={"language": language, "slug": row["slug"]})
        link = format_html('<a href="{}" rel="author">{}</a>', url, row["name"])
        names.setdefault(row["role"], []).append(link)
    return [
        format_html(str(line), names=_joined(names[role], language))
        for role, line in LINES.items()
        if role in names
    ]


def _joined(links: list[SafeString], language: str) -> SafeString:
    # The separators are Babel's own words ("and", "va"), the links are escaped already.
    return mark_safe(format_list(links, locale=locale_of(language)))  # noqa: S308
