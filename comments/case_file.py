"""The file of a case for the authorities: all that the house knows of one comment, in one zip.

`case.json` has every column of every row for machines, `case.html` the same for people, and
`MANIFEST.txt` the SHA-256 of each, so that whoever has them can tell whether they were changed.
"""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comments.models import (
    Appeal,
    AppealMessage,
    Case,
    Comment,
    CommentRevision,
    CommentScore,
    Decision,
    Escalation,
    GuestLink,
    ModeratorNote,
    Report,
    Rule,
    Sanction,
    Screening,
    StatementOfReasons,
)
from comments.ownership import guest_hash
from comments.policy import version_at

SECRETS = {"password", "token_hash", "submission", "session_generation"}
PLAIN = (bool, int, float, str, list, dict)
IN_MEMORY = 2_000_000  # bytes, beyond which the file is written to disk
STYLES = settings.BASE_DIR / "static" / "css" / "case-file.css"


@dataclass(frozen=True)
class Part:
    """Rows of one kind, and what they are called."""

    key: str
    title: str
    rows: list[Model]


def write_case(comment: Comment, about: dict[str, Any]) -> tuple[IO[bytes], str]:
    """Write the file of a comment's case; return it, at its beginning, and its SHA-256.

    `about` says who hands it over, to whom and why. Part of a transaction that has locked the
    comment.
    """
    parts = _parts(comment)
    article = comment.article
    found = {
        "about": about,
        "address": f"{settings.SITE_URL}{article.get_absolute_url()}comments/{comment.pk}/",
        "article": {"headline": article.headline, "language": article.language},
        "policy": getattr(version_at(comment.submitted_at), "rules", None),
        **{part.key: [_columns(row) for row in part.rows] for part in parts},
    }
    files = {
        "case.json": json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2),
        "case.html": render_to_string("comments/case_file.html", _readable(comment, found, parts)),
        "case.css": STYLES.read_text(),
    }
    return _zipped({name: text.encode() for name, text in files.items()})


def _zipped(files: dict[str, bytes]) -> tuple[IO[bytes], str]:
    manifest = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "MANIFEST.txt": manifest.encode()}.items():
            archive.writestr(name, data)
    file.seek(0)
    digest = sha256()
    while chunk := file.read(65536):
        digest.update(chunk)
    file.seek(0)
    return file, digest.hexdigest()


def _parts(comment: Comment) -> list[Part]:
    of = {"comment": comment}
    appeals = Appeal.objects.filter(**of).order_by("pk")
    found: list[tuple[str, Any, Iterable[Model]]] = [
        ("comment", _("The comment"), [comment]),
        ("account", _("Its author's account"), [comment.author] if comment.author else []),
        ("addresses", _("The account's e-mail addresses"), _addresses(comment)),
        ("texts", _("Its earlier texts"), CommentRevision.objects.filter(**of).order_by("number")),
        ("above", _("What it answers"), _above(comment)),
        ("decisions", _("Decisions"), Decision.objects.filter(**of).order_by("pk")),
        ("cases", _("Cases of reports"), Case.objects.filter(**of).order_by("pk")),
        ("reports", _("Reports"), Report.objects.filter(**of).order_by("pk")),
        ("screenings", _("Screening"), Screening.objects.filter(**of).order_by("pk")),
        ("scores", _("Learned scores"), CommentScore.objects.filter(**of).order_by("pk")),
        ("statements", _("Statements of reasons"), StatementOfReasons.objects.filter(_about(of))),
        ("appeals", _("Appeals"), appeals),
        ("messages", _("Messages about appeals"), AppealMessage.objects.filter(appeal__in=appeals)),
        ("sanctions", _("Sanctions on its author"), _sanctions(comment)),
        ("notes", _("Notes of moderators"), ModeratorNote.objects.filter(**of).order_by("pk")),
        ("links", _("Links that were mailed to its guest"), GuestLink.objects.filter(**of)),
        ("escalations", _("Handed over before"), Escalation.objects.filter(**of).order_by("pk")),
    ]
    return [Part(key, title, list(_with_names(rows))) for key, title, rows in found]


def _about(of: dict[str, Comment]) -> Q:
    return Q(**of) | Q(sanction__comment=of["comment"])


def _addresses(comment: Comment) -> Iterable[Model]:
    """Return the addresses that the library of accounts has, where it is installed."""
    if "account" not in apps.app_configs:
        return []
    table = apps.get_model("account", "EmailAddress")._default_manager
    return table.filter(user_id=comment.author_id).order_by("pk")


def _above(comment: Comment) -> list[Comment]:
    """Return what stands above a comment in its thread, from the top."""
    found: list[Comment] = []
    above = comment.parent
    while above is not None:
        found.insert(0, above)
        above = above.parent
    return found


def _sanctions(comment: Comment) -> QuerySet[Sanction]:
    theirs = Q(comment=comment)
    if comment.author_id:
        theirs |= Q(user=comment.author_id)
    elif comment.guest_email:
        theirs |= Q(guest=guest_hash(comment.guest_email))
    return Sanction.objects.filter(theirs).order_by("pk")


def _with_names(rows: Iterable[Model]) -> Iterable[Model]:
    """Read with rows whom they name, so that no name is a question of its own."""
    if not isinstance(rows, QuerySet):
        return rows
    return rows.select_related(*(key.name for key in _named_keys(rows.model)))


def _named_keys(model: type[Model]) -> list[ForeignKey]:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [key for key in keys if key.related_model in {get_user_model(), Rule}]


def _columns(row: Model) -> dict[str, Any]:
    """Give all columns of a row but secrets; people and rules with what they are called."""
    found = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in SECRETS
    }
    found = {
        name: value if value is None or isinstance(value, PLAIN) else str(value)
        for name, value in found.items()
    }
    for key in _named_keys(type(row)):
        named = getattr(row, key.name)
        found[key.name] = getattr(named, "code", None) or (str(named) if named else None)
    return found


def _readable(comment: Comment, found: dict[str, Any], parts: list[Part]) -> dict[str, Any]:
    """Give what the page for people prints: each row as labels and values, without empty ones."""
    return {
        "comment": comment,
        "found": found,
        "parts": [
            (part.title, [_in_words(row) for row in part.rows]) for part in parts if part.rows
        ],
    }


def _in_words(row: Model) -> list[tuple[str, str]]:
    said = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in SECRETS or value in (None, "", [], {}):
            continue
        if field in _named_keys(type(row)):
            value = f"{getattr(row, field.name)} (#{value})"
        elif field.choices:
            value = getattr(row, f"get_{field.name}_display")()
        elif isinstance(value, list | dict):
            value = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
        said.append((capfirst(str(field.verbose_name)), force_str(value)))
    return said
