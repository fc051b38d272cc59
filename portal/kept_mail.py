"""The mail that a house without a mail server has written into files, shown on this machine alone.

At a loopback address without EMAIL_URL mail lands in var/mail; these pages let whoever develops or
tries the newspaper read it, follow its links and see its HTML. Anywhere else they are not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

END = b"\n" + b"-" * 79 + b"\n"  # behind each message, as Django's filebased backend writes it
SHOWN = 100  # files, the newest
FILES = "django.core.mail.backends.filebased.EmailBackend"
# The message itself is not ours to trust: it runs nothing, loads nothing and leads nowhere.
SEALED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@dataclass(frozen=True)
class Kept:
    """One message in a file, and its number there."""

    name: str
    number: int
    message: EmailMessage
    written: datetime

    @property
    def subject(self) -> str:
        """What it is about, on one line."""
        return " ".join(str(self.message["Subject"] or "–").split())

    @property
    def to(self) -> str:
        """To whom it goes."""
        return str(self.message["To"]).strip()

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Its headers as they stand."""
        return [(name, " ".join(str(value).split())) for name, value in self.message.items()]

    def part(self, kind: str) -> str:
        """Its text: of a kind, plain or html; "" where it has none."""
        body = self.message.get_body(preferencelist=(kind,))
        return body.get_content() if body else ""


def is_shown() -> bool:
    """Whether mail lands in files and is shown: at a loopback address alone."""
    return settings.SITE.is_loopback and settings.EMAIL_BACKEND == FILES


def here_alone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view answer only where mail lands in files, at a loopback address."""

    @never_cache
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_shown():
            raise Http404("Mail is read where it was sent to.")
        return view(request, *args, **kwargs)

    return answer


@here_alone
def mail_list(request: HttpRequest) -> HttpResponse:
    """All mail, newest first."""
    return render(request, "portal/mail.html", {"mail": _newest(), "robots": "noindex"})


@here_alone
@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]
def one_mail(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One message: its headers, its text with links that work, and how its HTML looks."""
    kept = _found(name, number)
    context = {"kept": kept, "text": kept.part("plain"), "has_html": bool(kept.part("html"))}
    return render(request, "portal/one_mail.html", context | {"robots": "noindex"})


@here_alone
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The HTML of a message, sealed."""
    html = _found(name, number).part("html")
    return HttpResponse(html, headers={"Content-Security-Policy": SEALED})


def _newest() -> list[Kept]:
    paths = sorted(_folder().glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    return [kept for path in paths[: -SHOWN - 1 : -1] for kept in reversed(_messages(path))]


def _found(name: str, number: int) -> Kept:
    path = _folder() / f"{name}.log"  # a slug: it leads out of no folder
    messages = _messages(path) if path.is_file() else []
    if number >= len(messages):
        raise Http404("There is no such mail.")
    return messages[number]


def _messages(path: Path) -> list[Kept]:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    parts = [part for part in path.read_bytes().split(END) if part.strip()]
    read = [message_from_bytes(part, _class=EmailMessage, policy=policy.default) for part in parts]
    return [Kept(path.stem, number, message, written) for number, message in enumerate(read)]


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
