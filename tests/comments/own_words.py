"""How the tests of one's own words write as an author: an account, or a guest with a link."""

from typing import Any

from django.test import Client

from articles.reader_identity import Origin
from comments.editing import edit
from comments.guest_links import new_link
from comments.models import Comment, GuestLink
from comments.ownership import LINK, Owner
from tests.comments.reading import SAME_ORIGIN

SOMEWHERE = Origin("address", "network")


def owner(comment: Comment) -> Owner:
    """Who may act as a comment's author."""
    if comment.author:
        return Owner(user=comment.author)
    new_link(comment)
    return Owner(link=GuestLink.objects.filter(comment=comment).latest("pk"))


def change(comment: Comment, body: str, *, seen: int = 0) -> Comment:
    """Change a comment as its author does who has its present text before them."""
    found = Comment.objects.select_related("author", "article__section", "parent")
    comment = found.get(pk=comment.pk)
    seen = seen or comment.revision
    return edit(comment, body, by=owner(comment), seen_revision=seen, origin=SOMEWHERE)


def sign_in(client: Client, comment: Comment) -> Client:
    """Let a browser be the author's: signed in, or with a guest's link."""
    if comment.author:
        client.force_login(comment.author)
    else:
        client.cookies[LINK] = new_link(comment).strip("/").rsplit("/", 1)[1]
    return client


def save(client: Client, comment: Comment, body: str, **fields: Any) -> Any:
    """Send the form in which a comment is changed."""
    sent = {"body": body, "revision": str(comment.revision)} | fields
    return client.post(f"/your-comment/{comment.pk}/edit/", sent, headers=SAME_ORIGIN)
