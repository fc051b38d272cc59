"""The buttons beside Save on the article's form: who is offered which, and what each one does."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Article
from articles.publishing import Move, PublishRefused, Standing, standing

PUBLISH_NOW = "publish_now"  # a scheduled article, without waiting for its time


def buttons_for(request: HttpRequest, article: Article | None) -> list[tuple[str, str]]:
    """Name and label of each button for an article, or for the one being added (None)."""
    before = article or Article(created_by_id=request.user.pk)
    scheduled = standing(before) == Standing.SCHEDULED
    return [
        (PUBLISH_NOW, _("Publish now"))
        if scheduled and move == Move.PUBLISH
        else (move.value, str(move.label))
        for move in publishing.moves_for(request.user, before)
    ]


def asked_for(request: HttpRequest) -> Move | None:
    """The move whose button was pressed, or None where it was Save."""
    pressed = request.POST.get("_move", "")
    if pressed == PUBLISH_NOW:
        return Move.PUBLISH
    return Move(pressed) if pressed in Move.values else None


def takes_back(request: HttpRequest) -> bool:
    """Whether the button pressed takes the article from readers, so that it may lack anything."""
    return asked_for(request) in {Move.WITHDRAW, Move.BACK_TO_DRAFT}


def carry_out(request: HttpRequest, article: Article) -> Move | None:
    """Make the move that was asked for of a saved article, and say what came of it.

    Returns the move, or None where it was refused: the article keeps its text and its status.
    Raises PermissionDenied where somebody has no right to the move.
    """
    move = asked_for(request)
    assert move is not None  # noqa: S101 (whoever calls has asked first)
    at = None if request.POST["_move"] == PUBLISH_NOW else article.publish_at
    try:
        moved = _make(move, article, request, at)
    except PublishRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        words = _("Your text is saved. The article is still what it was: %(standing)s.")
        messages.warning(request, words % {"standing": standing(article).label})
        return None
    messages.success(request, _done(move, moved))
    return move


def _make(move: Move, article: Article, request: HttpRequest, at: datetime | None) -> Article:
    if move == Move.PUBLISH:
        return publishing.publish(article, by=request.user, at=at)
    verbs = {
        Move.SUBMIT: publishing.submit_for_review,
        Move.UPDATE: publishing.record_update,
        Move.WITHDRAW: publishing.withdraw,
        Move.BACK_TO_DRAFT: publishing.back_to_draft,
    }
    return verbs[move](article, by=request.user)


def _done(move: Move, article: Article) -> str:
    """Say what a move has done."""
    if move == Move.PUBLISH and article.is_scheduled and article.publish_at:
        time = date_format(timezone.localtime(article.publish_at), "DATETIME_FORMAT")
        return _("Readers will see the article from %(time)s on.") % {"time": time}
    return {
        Move.SUBMIT: _("The article is with the editors now."),
        Move.PUBLISH: _("The article is published."),
        Move.UPDATE: _("The article is saved, and readers are told that it was updated."),
        Move.WITHDRAW: _("The article is withdrawn. Its address tells readers so."),
        Move.BACK_TO_DRAFT: _("The article is a draft again."),
    }[move]
