"""The text that was decided on: as it was then, though its author may have changed it since."""

from django.utils.safestring import SafeString

from comments.body_text import body_html
from comments.models import CommentRevision, Decision


def text_decided_on(decision: Decision) -> SafeString:
    """Return a comment's text at a decision, as HTML; "" where it was erased. One query at most."""
    comment, body = decision.comment, decision.comment.body
    if decision.revision != comment.revision:
        earlier = CommentRevision.objects.filter(comment=comment, number=decision.revision)
        body = earlier.values_list("body", flat=True).first() or ""
    return body_html(body) if body else SafeString()
