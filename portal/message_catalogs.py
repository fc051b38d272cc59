"""The interface's strings: found in Python and templates, kept in locale/*/LC_MESSAGES/django.po.

Babel finds and writes them, so that neither a developer nor a fresh machine needs GNU gettext.
Templates are first turned into Python-like text by Django's own `templatize`.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCES = ("portal", "articles", "comments", "templates")
DOMAIN = "django"


def source_strings() -> Catalog:
    """Return a catalog of every string that the interface marks for translation."""
    catalog = Catalog(charset="utf-8")
    for path in _source_files():
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            python_like = templatize(source, origin=str(path)).splitlines()
            source = "\n".join(line.strip() for line in python_like)
        for line, message, comments, context in extract(
            "python",
            io.BytesIO(source.encode()),
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        ):
            location = (str(path.relative_to(settings.BASE_DIR)), line)
            catalog.add(message, locations=[location], auto_comments=comments, context=context)
    return catalog


def _source_files() -> Iterator[Path]:
    for folder in SOURCES:
        for suffix in ("*.py", "*.html", "*.txt"):
            for path in sorted((settings.BASE_DIR / folder).rglob(suffix)):
                if not {"migrations", "demo"} & set(path.parts):
                    yield path


def catalog_path(language: str) -> Path:
    """Where a language's translations are kept."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def translated_languages() -> list[str]:
    """The languages that need a catalog: all but the one that the source is written in."""
    return [code for code, _name in settings.LANGUAGES if code != "en"]


def read_catalog(language: str) -> Catalog:
    """Return a language's translations; an empty catalog where there are none yet."""
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, charset="utf-8")
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, domain=DOMAIN)
    catalog.fuzzy = False
    return catalog


def update_catalog(language: str) -> int:
    """Bring a language's file up to date with the source; return how many strings lack words."""
    catalog = read_catalog(language)
    catalog.update(source_strings(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy, catalog.project, catalog.version = False, "Broadsheet", "0"
    catalog.header_comment = (
        f"# Broadsheet's interface in {language}. Made by `manage.py messages`."
    )
    path = catalog_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=96, omit_header=False, sort_output=True, no_location=True)
    return len(untranslated(catalog))


def untranslated(catalog: Catalog) -> list[str]:
    """Return the strings of a catalog that have no translation, or lack a plural form."""
    missing = []
    for message in catalog:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        if not all(forms) or message.fuzzy:
            missing.append(str(message.id))
    return missing
