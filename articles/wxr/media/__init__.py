"""Where the pictures of another site come from: a folder, a zip, or by download.

`media_from()` gives a `Media`; what an importer calls stands in articles/wxr/media/finding.py.
"""

from articles.wxr.media.finding import Media, media_from
from articles.wxr.media.limits import Limits, MediaUnusable
from articles.wxr.media.missing import Missing

__all__ = ["Limits", "Media", "MediaUnusable", "Missing", "media_from"]
