"""The preview of a comment: what a form would become, and nothing of it is stored."""

from dataclasses import dataclass

from articles.newspaper import own_name
from articles.reader_identity import Origin
from comments.entries import Entry
from comments.forms import CommentForm
from comments.language_guess import guess
from comments.models import Comment


@dataclass(frozen=True)
class Preview:
    """The comment as an entry, and the name of its language in that language."""

    entry: Entry
    language_name: str


def preview_of(form: CommentForm, parent: Comment | None) -> Preview:
    """Return what a valid form would become, as an answer to a comment or to none."""
    given = form.cleaned_data
    writer = form.writer(Origin("", ""))
    comment = Comment(
        author=writer.author,
        guest_name=writer.guest_name,
        body=given["body"],
        language=given["language"] or guess(given["body"], otherwise=form.article.language),
        parent=parent,
    )
    return Preview(Entry(comment, is_own=True), own_name(comment.language))
