"""Why a photo is refused or its sizes could not be made: one sentence each, with the way out."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty. Copy the photo from its source again and choose the new file."),
    "too_many_bytes": _(
        "The file has %(megabytes)s MB; 40 MB is the most. Export the photo as a JPEG of high "
        "quality and choose that file."
    ),
    "too_many_pixels": _(
        "The picture has more than 60 megapixels. Make it smaller in an image editor and choose "
        "the smaller file."
    ),
    "svg": _(
        "This is an SVG drawing, which can carry programs. Export it as a PNG and choose that file."
    ),
    "html": _(
        "This is a web page, whatever its name says. Open it in a browser, save the picture itself "
        "and choose that file."
    ),
    "wrong_kind": _(
        "This is a file of the type %(kind)s, whatever its name says. Export the picture as JPEG, "
        "PNG, WebP, AVIF or HEIC and choose that file."
    ),
    "unknown": _(
        "This file is not a picture of a type that we know. Choose a JPEG, PNG, WebP, AVIF or "
        "HEIC file."
    ),
    "truncated": _(
        "The end of the picture is missing: a copy or a download was broken off. Copy the photo "
        "from its source again and choose the new file."
    ),
    "damaged": _(
        "The file is damaged and the picture in it cannot be read in full. Copy the photo from "
        "its source again, or export it anew, and choose the new file."
    ),
    "out_of_memory": _(
        "Opening this picture takes more memory than one photo may have. Make it smaller in an "
        "image editor, save it as a JPEG and choose that file."
    ),
    "out_of_time": _(
        "Opening this picture takes longer than one photo may take. Make it smaller in an image "
        "editor, save it as a JPEG and choose that file."
    ),
    "busy": _("Other photos are being read at the moment. Wait a minute and try again."),
    "no_file": _("The photo's file is not in the media storage any more."),
    "storage": _("The media storage could not be read or written."),
}


def sentence(code: str, params: dict[str, Any] | None = None) -> Any:
    """The sentence for a code, translated when it is shown; an unknown code reads as damage."""
    text = SENTENCES.get(code, SENTENCES["damaged"])
    return text % params if params else format_lazy("{}", text)


class PhotoRefusedError(Exception):
    """A file that cannot become a photo, or a photo of which no sizes can be made.

    `code` is a key of SENTENCES, `str()` of it the sentence for people.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(sentence(self.code, self.params))
