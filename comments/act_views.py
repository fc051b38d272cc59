"""What a reader can do with a comment: the page of acts, recommending, featuring.

No answer is stored anywhere. Forms lead back to the page of acts; our script, which asks for JSON,
gets the number and the reader's own choice.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article
from articles.newspaper import Newspaper
from articles.numbers import in_digits
from articles.reader_identity import origin_of
from articles.reader_pages import reader_page, token_for_accounts
from comments.barring import barred
from comments.entries import Entry, Place
from comments.featuring import FeatureRefused, feature, take_down
from comments.finished import for_display
from comments.models import Comment
from comments.ownership import guest_of
from comments.recommending import Person, RecommendRefused, recommend, recommended, take_back
from comments.terms import terms_of
from comments.views import published_article

MOST_ASKED = 200  # comments of which a page asks whether they are recommended; it shows fewer


@reader_page
@require_safe
def comment_acts(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """A comment, and what this reader can do with it."""
    article = published_article(**address)
    return _page(request, article, _comment(article, pk))


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def recommend_comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """Recommend a comment (`wanted`: "yes") or take that back ("no"); else the page of acts."""
    article = published_article(**address)
    comment, person = _comment(article, pk), _person(request)
    if request.method != "POST":
        return _page(request, article, comment)
    if not person.is_known:
        return _refused(request, article, comment, _to_be_known(), status=403)
    is_wanted = request.POST.get("wanted") != "no"
    if is_wanted and (reason := barred(request)):
        return _refused(request, article, comment, reason, status=403)
    try:
        _press(request, comment, person)
    except RecommendRefused as refusal:
        return _refused(request, article, comment, str(refusal), status=409)
    if not _asks_for_json(request):
        return HttpResponseRedirect(_acts(article, comment), status=303)
    comment.refresh_from_db(fields=["recommend_count"])
    count = comment.recommend_count
    shown = in_digits(count, article.language) if count else ""
    return JsonResponse({"count": shown, "own": bool(recommended([comment.pk], person))})


def _press(request: HttpRequest, comment: Comment, person: Person) -> None:
    if request.POST.get("wanted") == "no":
        take_back(comment, user=person.user, guest=person.guest)
    else:
        address = origin_of(request).address
        recommend(comment, user=person.user, guest=person.guest, address=address)


@reader_page
@require_safe
def recommended_here(request: HttpRequest, **address: str) -> HttpResponse:
    """Which of some comments (`of`, ids with dots between) the reader has recommended, as JSON.

    204 for somebody whom nobody knows. No token comes along: two fragments that are fetched at once
    would each bring another; the nameplate's does.
    """
    person = _person(request)
    if not person.is_known:
        return HttpResponse(status=204)
    asked = request.GET.get("of", "").split(".")[:MOST_ASKED]
    ids = [int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 19]
    return JsonResponse({"own": sorted(recommended(ids, person))})


@csrf_exempt
@reader_page
@token_for_accounts
@require_POST
def feature_comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """Put a comment on top of its discussion (`wanted`: "yes"), or take it down ("no")."""
    if not request.user.has_perm("comments.feature_comment"):
        raise PermissionDenied(_("Only the newsroom features comments."))
    article = published_article(**address)
    comment, revision = _comment(article, pk), request.POST.get("revision", "")
    try:
        if request.POST.get("wanted") == "no":
            take_down(comment, by=request.user)  # type: ignore[arg-type]
        else:
            seen = int(revision) if revision.isascii() and revision.isdigit() else None
            feature(comment, by=request.user, seen=seen)  # type: ignore[arg-type]
    except FeatureRefused as refusal:
        return _refused(request, article, comment, str(refusal), status=409)
    return HttpResponseRedirect(_acts(article, comment), status=303)


def _comment(article: Article, pk: int) -> Comment:
    """Read a comment that stands under the article's story. Raises Http404 without one."""
    shown = Comment.objects.on(article.story_id).shown()
    return get_object_or_404(for_display(shown, article.language), pk=pk)


def _person(request: HttpRequest) -> Person:
    if request.user.is_authenticated:
        return Person(request.user)
    return Person(guest=guest_of(request))


def _acts(article: Article, comment: Comment) -> str:
    return reverse("comment_acts", kwargs={**article.address(), "pk": comment.pk})


def _to_be_known() -> str:
    return _("To recommend, sign in, or open the link in the mail about your own comment.")


def _asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(
    request: HttpRequest, article: Article, comment: Comment, reason: str, *, status: int
) -> HttpResponse:
    if _asks_for_json(request):
        return JsonResponse({"said": reason}, status=status)
    return _page(request, article, comment, refusal=reason, status=status)


def _page(
    request: HttpRequest,
    article: Article,
    comment: Comment,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    acts = _acts(article, comment)
    context: dict[str, Any] = Newspaper.of(article.language).page(acts)
    context |= _of_reader(request, comment, _person(request))
    place = Place.of(article)
    context |= {
        "place": place,
        "addresses": place.addresses,
        "comment": comment,
        "entry": Entry(comment),
        "accepts_comments": terms_of(article.story_id).accepts_comments,
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?next={acts}",
        "refusal": refusal,
        "robots": "noindex",
    }
    return render(request, "comments/acts.html", context, status=status)


def _of_reader(request: HttpRequest, comment: Comment, person: Person) -> dict[str, Any]:
    """Return what the page of acts asks of the reader."""
    return {
        "is_known": person.is_known,
        "is_own": person.wrote(comment),
        "is_own_account_s": bool(person.user and comment.author_id == person.user.pk),
        "has_recommended": bool(recommended([comment.pk], person)),
        "may_feature": request.user.has_perm("comments.feature_comment"),
        "may_translate": request.user.has_perm("comments.translate_comment"),
        "may_moderate": request.user.has_perm("comments.moderate_comment"),
    }
