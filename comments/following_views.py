"""The page on which somebody signed in follows a story, or ceases to."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.newspaper import Newspaper
from articles.reader_pages import reader_page, token_for_accounts
from comments.barring import barred
from comments.entries import Place
from comments.following import follow, follows, unfollow
from comments.views import published_article


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def follow_story(request: HttpRequest, **address: str) -> HttpResponse:
    """Show whether the story is followed; on POST take `follow`, "yes" or "no"."""
    article = published_article(**address)
    user = request.user if request.user.is_authenticated else None
    refusal = ""
    if request.method == "POST" and user:
        is_wanted = request.POST.get("follow") == "yes"
        refusal = barred(request) if is_wanted else ""
        if not refusal:
            (follow if is_wanted else unfollow)(article.story_id, user=user)
            return HttpResponseRedirect(request.path, status=303)
    place = Place.of(article)
    context = Newspaper.of(article.language).page(request.path) | {
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "sign_in": "" if user else f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.path)}",
        "is_followed": user is not None and follows(article.story_id, user),
        "refusal": refusal,
        "robots": "noindex",
    }
    return render(request, "comments/follow.html", context, status=403 if refusal else 200)
