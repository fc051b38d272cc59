"""Serves the newspaper's pictures from MEDIA_ROOT; a front server or a bucket may do it instead.

Only pictures are served, each with its own type, and never anything that a browser would run. A
file's name changes when its bytes do, so that browsers may keep it for good.
"""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with one picture. Raises Http404 for whatever else may lie there."""
    if settings.MEDIA_BUCKET:
        raise Http404  # what may lie here was left behind: photos come from the bucket
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or path.suffix.lower() not in TYPES:
            raise Http404
        changed = int(path.stat().st_mtime)
        file = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise Http404 from error
    known = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponseBase
    if known is not None and changed <= known:
        file.close()
        response = HttpResponseNotModified()
    else:
        response = FileResponse(file, content_type=TYPES[path.suffix.lower()])
        response.block_size = 262_144
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = FOREVER
    return response
