"""Translating: a comment in the language of an edition, for its readers, by whoever may.

It counts for the text that it translates: once the author changes that, readers see the original
until somebody has looked at the translation again. What was said in the original stays one click
away, and nothing but the original is quoted to moderators.
"""

from typing import TYPE_CHECKING

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from comments import limits
from comments.models import Comment, Translation
from comments.models.comments import BODY_CHARACTERS

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

MOST_CHARACTERS = 2 * BODY_CHARACTERS  # the same thing takes more words in some languages


class TranslationRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The translation was not taken; the message says why, in the translator's language."""


@transaction.atomic
def translate(
    comment: Comment, language: str, body: str, *, by: "_User", seen_revision: int
) -> None:
    """Give readers of a language's edition a comment in their language, in place of an earlier one.

    `body` is clean (comments.body_text), `seen_revision` the text that was translated. Raises
    TranslationRefused where readers cannot read the comment, where it was changed meanwhile, where
    it is in that language already, and outside the translator's limits.
    """
    locked = _lock(comment, by)
    if not locked.is_readable:
        raise TranslationRefused(_("Only a published comment can be translated."))
    if locked.language == language:
        raise TranslationRefused(_("The comment is in this language already."))
    if locked.revision != seen_revision:
        raise TranslationRefused(
            _(
                "The comment was changed while you were translating. What it says now stands "
                "above; your text is still here."
            )
        )
    Translation.objects.update_or_create(
        comment=locked,
        language=language,
        defaults={
            "story_id": locked.story_id,
            "revision": locked.revision,
            "body": body,
            "translator": by,
        },
    )
    _record(locked, by, f"Translated ({language}).")


@transaction.atomic
def take_back(comment: Comment, language: str, *, by: "_User") -> None:
    """Let readers of a language see the original again; without a translation nothing changes."""
    locked = _lock(comment, by)
    deleted, _each = Translation.objects.filter(comment=locked, language=language).delete()
    if deleted:
        _record(locked, by, f"No longer translated ({language}).")


def in_use(language: str) -> QuerySet[Translation]:
    """Return the translations into a language that are of the text that stands there now."""
    return Translation.objects.filter(language=language, revision=F("comment__revision"))


def _lock(comment: Comment, by: "_User") -> Comment:
    """Lock the comment alone: whoever changes or decides about it waits, or is waited for."""
    locked = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if limits.outside([locked], by):
        raise TranslationRefused(limits.outside_in_words())
    return locked


def _record(comment: Comment, by: "_User", message: str) -> None:
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=str(comment.pk),
        object_repr=f"#{comment.pk}",  # no word of the comment, which its author may take back
        action_flag=CHANGE,
        change_message=message,
    )
