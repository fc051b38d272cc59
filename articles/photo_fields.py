"""The form field for a photo: what comes in is read at once, and refused in a sentence."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from articles.photos.intake import CleanPhoto, clean_upload
from articles.photos.refusals import SENTENCES, PhotoRefusedError

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic,.heif"


class PhotoField(forms.FileField):
    """Takes a photo's file; its cleaned value is a CleanPhoto."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})
    default_error_messages = {
        "required": _("Choose the photo's file."),
        "empty": SENTENCES["empty"],
    }

    def to_python(self, data: File | None) -> CleanPhoto | None:
        """Read the file. Raises ValidationError with the reason of a refusal."""
        upload = super().to_python(data)
        if upload is None or isinstance(upload, CleanPhoto):
            return upload
        try:
            return clean_upload(upload)
        except PhotoRefusedError as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A file that was chosen is a change."""
        return data is not None
