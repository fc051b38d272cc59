"""Whether a reader may act: asked of whoever READER_GATE names, for articles knows no sanctions."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def refusal_of(request: HttpRequest) -> str:
    """Return why whoever sends a request may not act, in their language; "" where they may."""
    return import_string(settings.READER_GATE)(request) if settings.READER_GATE else ""
