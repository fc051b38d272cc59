"""Pages that a comment's own author alone opens: by their account, or by the link in a mail.

Everybody else gets one and the same answer, whether there is such a comment or not, and with it
the way to a fresh link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from articles.reader_pages import reader_page, token_for_accounts
from comments.link_pages import link_needed
from comments.models import Comment
from comments.ownership import LINK, owner_of

View = Callable[..., HttpResponse]  # of request, comment, owner, what else the address names
READ = ("author", "article__section", "parent__author", "subscription")


def comment_of_page(pk: int) -> Comment | None:
    """Read a comment with what its page prints."""
    return Comment.objects.select_related(*READ).filter(pk=pk).first()


def own_comment_page(view: View) -> Callable[..., HttpResponse]:
    """Open a view to the author of the comment that its address names, in its edition's language.

    Nothing of it is stored, or told to other sites where its links lead. Forms are taken from our
    own pages alone, and of those who are signed in with Django's token.
    """

    @csrf_exempt
    @reader_page
    @token_for_accounts
    @wraps(view)
    def answer(request: HttpRequest, pk: int, **named: Any) -> HttpResponse:
        comment = comment_of_page(pk)
        owner = owner_of(request, comment) if comment else None
        if comment is None or owner is None:
            return link_needed(request, request.COOKIES.get(LINK, ""))
        with translation.override(comment.article.language):
            response = view(request, comment, owner, **named)
        # Not "no-referrer": browsers would say of its forms that they come from nowhere.
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer  # type: ignore[return-value]
