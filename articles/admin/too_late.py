"""What somebody typed into an article that is out of their hands by the time they save it.

A reporter's article may be published while they write. They can change it no longer, so nothing
is saved; but what they typed is shown to them whole, to be copied and sent to an editor.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe

from articles.models import (
    Article,
    Embed,
    Figure,
    MissingMedia,
    PullQuote,
    Text,
)
from articles.publishing import can_write, standing

OWN = ["headline", "dek", "kicker", "place", "lead_caption", "lead_alt_text"]
BLOCKS = {
    Text: ["html"],
    Figure: ["caption", "alt_text"],
    PullQuote: ["text", "attribution"],
    Embed: ["url", "title", "caption"],
    MissingMedia: ["caption", "alt_text"],
}
MOST = 1000  # blocks of a kind that are looked at
text_field = Text._meta.get_field("html")


@dataclass(frozen=True)
class Typed:
    """A field that somebody filled in: what it is called, and its words."""

    label: str
    words: SafeString | str


def taken_from(request: HttpRequest, object_id: str | None) -> Article | None:
    """Return the article that somebody sends, began, and may no longer write; else None."""
    if request.method != "POST" or not request.user.has_perm("articles.change_article"):
        return None
    article = Article.objects.filter(pk=_number(object_id), created_by=request.user.pk).first()
    return article if article and not can_write(request.user, article) else None


def give_back(request: HttpRequest, article: Article, context: dict) -> HttpResponse:
    """Answer with everything that was typed, and why it was not saved."""
    context |= {
        "title": article,
        "standing": standing(article).label,
        "typed": [*_typed_into(request.POST)],
        "url": article.get_absolute_url() if article.is_published else "",
    }
    template = "admin/articles/article/not_saved.html"
    return TemplateResponse(request, template, context, status=409)


def _typed_into(sent: QueryDict) -> Iterator[Typed]:
    """Read what was typed, in the order of the page."""
    for name in OWN:
        if words := sent.get(name, "").strip():
            yield Typed(_label(Article, name), words)
    for _place, typed in sorted(_blocks(sent), key=lambda block: block[0]):
        yield from typed


def _blocks(sent: QueryDict) -> Iterator[tuple[int, list[Typed]]]:
    for model, names in BLOCKS.items():
        prefix = f"articles_{model._meta.model_name}_set"
        for number in range(min(_number(sent.get(f"{prefix}-TOTAL_FORMS")), MOST)):
            place = _number(sent.get(f"{prefix}-{number}-ordering"))
            typed = [
                Typed(_label(model, name), _shown(name, words))
                for name in names
                if (words := sent.get(f"{prefix}-{number}-{name}", "").strip())
            ]
            yield place, typed


def _label(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(name: str, words: str) -> SafeString | str:
    """Return a text with its headings and lists, cleaned as if it were saved; others as typed."""
    if name != "html":
        return words
    return mark_safe(text_field.sanitize(words))  # noqa: S308 (that is what saving does)


def _number(text: str | None) -> int:
    """Return a short number, 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0
