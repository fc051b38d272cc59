"""What mail leads to: the page that stops it, and the address to which bounces are reported."""

import json
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from articles.newspaper import Newspaper
from comments import stopping
from comments.bounces import NotAReport, take


@csrf_exempt  # the button of a mail program posts here (RFC 8058); the token is the right to it
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before mail is stopped; on POST stop it, or with `undo` send it again."""
    payload = stopping.read(token)
    if payload is None:
        raise Http404("This link is not whole.")
    context: dict[str, Any] = {"kinds": payload["kinds"]}
    if request.method == "POST" and "undo" in request.POST:
        try:
            stopping.undo(payload, request.POST["undo"])
        except BadSignature:
            raise Http404("This form is not whole.") from None
        context["is_undone"] = True
    elif request.method == "POST":
        context["before"] = stopping.stop(payload)
    with override(payload["language"]):
        context["newspaper"] = Newspaper(payload["language"])
        response = render(request, "comments/stop_mail.html", context)
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    return response


@csrf_exempt  # a mail provider's server posts here; it knows the secret
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """Take reports of mail that came back or was called unwanted: see docs/operating.md."""
    if not settings.MAIL_WEBHOOK_SECRET:
        raise Http404("No secret is set for reports.")
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.MAIL_WEBHOOK_SECRET}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        take(json.loads(request.body))
    except (ValueError, NotAReport) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return HttpResponse(status=204)
