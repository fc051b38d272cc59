"""A page around a discussion, kept apart from it: what is said changes more often than the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from articles.models import Article
from articles.public_page import Shown, keeper_of, shows, what_is_shown
from comments.discussion import HOLE, discussion_parts
from comments.entries import Place


@dataclass(frozen=True)
class Frame:
    """What stands before and after the discussion, its place, and what the rest shows."""

    before: bytes
    after: bytes
    place: Place
    shown: Shown


def kept_frame(request: HttpRequest) -> Frame | None:
    """Return the frame of the page at this address, if it is kept; its page shows what it shows."""
    frame: Frame | None = keeper_of(request).get(_key(request))
    if frame is not None:
        shows(request, *frame.shown.tags, until=frame.shown.until)
        what_is_shown(request).shared_seconds = frame.shown.shared_seconds
    return frame


def make_frame(
    request: HttpRequest, template: str, context: Mapping[str, Any], article: Article
) -> Frame:
    """Render a template that prints `discussion_html`, with a hole there, and keep it.

    What the view has said until now that the page shows is what the frame shows.
    """
    html = render_to_string(template, {**context, "discussion_html": HOLE}, request)
    before, after = html.encode().split(HOLE.encode())
    frame = Frame(before, after, Place.of(article), what_is_shown(request).copy())
    size = getsizeof(before) + getsizeof(after)
    keeper = keeper_of(request)
    keeper.keep(_key(request), frame, size=size, tags=frame.shown.tags, until=frame.shown.until)
    return frame


def framed(
    request: HttpRequest, frame: Frame, *, order: str = "oldest", after: str = ""
) -> HttpResponse:
    """Answer with a page of the discussion in its frame. Raises BadCursor (comments.threads)."""
    talk = discussion_parts(request, frame.place, order=order, after=after)
    return HttpResponse(b"".join([frame.before, *talk, frame.after]))


def _key(request: HttpRequest) -> tuple[str, str, str]:
    return ("frame", request.META["PATH_INFO"], request.META.get("QUERY_STRING", ""))
