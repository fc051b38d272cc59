"""The signed token of a comment form: what it is for, and when it was given out.

It makes a second send of the same form the same comment, tells a form that a program filled in
at once from one that somebody read, and ends forms that lay open for too long. It is not what
keeps other sites from posting in a reader's name (articles.reader_pages does): anybody can ask
for a form.
"""

import time
import uuid
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner, b62_decode
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment

signer = TimestampSigner(salt="comments.form_token")


class TokenRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The form cannot be taken with this token; the message says why, in the reader's language."""


class SentTooFast(TokenRefused):
    """The form came back sooner than somebody can write; its token stays good."""


@dataclass(frozen=True)
class FormToken:
    """Which form: of an article, answering a comment or none, with an id of its own."""

    article: int
    parent: int
    submission: uuid.UUID

    @classmethod
    def new(cls, article: Article, parent: Comment | None) -> Self:
        """Make the token of a fresh form."""
        return cls(article.pk, parent.pk if parent else 0, uuid.uuid4())

    def signed(self) -> str:
        """Return the token as the form carries it; its time begins now."""
        return signer.sign(f"{self.article}.{self.parent}.{self.submission.hex}")

    @classmethod
    def read(cls, signed: str, article: Article, parent: Comment | None) -> Self:
        """Read the token of a form that came back.

        Raises SentTooFast within COMMENT_MINIMUM_SECONDS, and TokenRefused when it is older than
        COMMENT_FORM_LIFETIME, not ours, or of another form.
        """
        try:
            value = signer.unsign(signed, max_age=settings.COMMENT_FORM_LIFETIME)
        except SignatureExpired:
            raise TokenRefused(
                _("This form lay open for too long. Your text is still here: please send it again.")
            ) from None
        except BadSignature:
            raise TokenRefused(_not_ours()) from None
        article_id, parent_id, submission = value.split(".")
        token = cls(int(article_id), int(parent_id), uuid.UUID(submission))
        if (token.article, token.parent) != (article.pk, parent.pk if parent else 0):
            raise TokenRefused(_not_ours())
        if _age(signed) < settings.COMMENT_MINIMUM_SECONDS:
            raise SentTooFast(
                _("That was very fast. Please read your comment once more, then send it again.")
            )
        return token


def _age(signed: str) -> float:
    """For how many seconds a token, whose signature was checked, has been out."""
    return time.time() - b62_decode(signed.rsplit(signer.sep, 2)[1])


def _not_ours() -> str:
    return _("The form has changed since you opened it. Your text is still here: send it again.")
