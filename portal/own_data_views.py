"""`/account/export/`: taking all of one's own data along."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comments.own_pages.frame import language_of, own_page, show
from portal.models import User
from portal.own_data import export_of


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """The page that explains, and the file: by POST, so that no link or prefetch sets it off."""
    return _file(request) if request.method == "POST" else _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    return show(request, "own/export.html", {})


def _file(request: HttpRequest) -> StreamingHttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (own_page lets nobody else in)
    response = StreamingHttpResponse(
        export_of(user, language_of(user)), content_type="application/json; charset=utf-8"
    )
    name = f"broadsheet-{timezone.localdate().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
