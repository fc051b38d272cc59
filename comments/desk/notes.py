"""Notes that moderators leave each other on a comment; its author never reads them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from comments.desk.acts import BadAct
from comments.models import Comment, ModeratorNote

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

NOTE_CHARACTERS: int = ModeratorNote._meta.get_field("text").max_length or 0


def add_note(comment: Comment, text: str, *, by: "_User") -> ModeratorNote:
    """Leave a note. Raises BadAct, with the reason, where there is none or it is too long."""
    text = text.strip()
    if not text:
        raise BadAct(_("Write the note first."))
    if "\x00" in text or len(text) > NOTE_CHARACTERS:
        raise BadAct(
            _("The note is too long: at most %(most)d characters are possible.")
            % {"most": NOTE_CHARACTERS}
        )
    return ModeratorNote.objects.create(
        comment=comment, story_id=comment.story_id, author=by, text=text
    )
