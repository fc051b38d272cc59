"""The HTML that a text may hold: what the editor can make, and nothing else."""

import re
from typing import Any

import nh3
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

# Paragraphs and headings may be set apart, or run the other way than the article does. Classes,
# since the site's policy allows no style attributes; the editor keeps a class, and drops `dir`.
ASIDE = [
    {"className": "is-centred", "title": _("centred")},
    {"className": "is-ended", "title": _("at the end of the line")},
    {"className": "is-rtl", "title": _("from right to left")},
    {"className": "is-ltr", "title": _("from left to right")},
]
ASIDE_CLASSES = {"is-centred", "is-ended", "is-rtl", "is-ltr"}
ASIDE_TAGS = ("p", "h2", "h3", "h4")

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "CodeBlock": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "NodeClass": {"cssClasses": {"paragraph": ASIDE, "heading": ASIDE}},
}
NO_CLASS = re.compile(r"(<(?:p|h[2-4])) class=\"\"")  # all that it had are forbidden
NOTHING = re.compile(r"<(?P<tag>\w+)></(?P=tag)>")


def _cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    for attributes in allowed["attributes"].values():
        attributes.discard("class")  # else any class could be given, the nameplate's as well
    allowed["attributes"]["ol"] = {"start"}
    allowed["allowed_classes"] = dict.fromkeys(ASIDE_TAGS, ASIDE_CLASSES)
    return nh3.Cleaner(**allowed)


CLEANER = _cleaner()


def clean(html: str) -> str:
    """Return a text with nothing in it but what the editor can make; "" where nothing is left."""
    cleaned = NO_CLASS.sub(r"\1", CLEANER.clean(html))
    return "" if NOTHING.fullmatch(cleaned) else cleaned
