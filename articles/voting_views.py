"""The page behind the vote: takes an answer, says thank you, lets the reader change it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.numbers import in_digits
from articles.reader_gate import refusal_of
from articles.reader_identity import new_token, origin_of, remember, token_of
from articles.reader_pages import reader_page
from articles.voting import VoteRefused, tally, vote

ANSWERS = {"yes": True, "no": False}
HINT = "voted"  # readable by our script on the article's own page; holds the answer and no secret
HINT_SECONDS = 90 * 24 * 3600


@csrf_exempt  # the public page that posts here carries no token: reader_page checks the sender
@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def vote_page(request: HttpRequest, language: str, section: str, slug: str) -> HttpResponse:
    """Show the reader's answer with the counts; on POST take `answer`, "yes" or "no"."""
    articles = Article.objects.published().select_related("section")
    article = get_object_or_404(articles, language=language, section__slug=section, slug=slug)
    if request.method != "POST":
        return _page(request, article)
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        raise Http404("An answer is yes or no.")
    if reason := refusal_of(request):
        return _refused(request, article, reason, status=403)
    token = token_of(request) or new_token()
    try:
        vote(article, likes=ANSWERS[answer], by=token, address=origin_of(request).address)
    except VoteRefused as refusal:
        return _refused(request, article, str(refusal), status=429)
    return _thanks(request, article, answer, token)


def _thanks(request: HttpRequest, article: Article, answer: str, token: str) -> HttpResponse:
    """Answer our script with the counts, a form with a redirect to the page that shows them."""
    response: HttpResponse
    if _asks_for_json(request):
        counts = tally(article)
        response = JsonResponse(
            {
                "yes": in_digits(counts.likes, article.language),
                "no": in_digits(counts.dislikes, article.language),
                "answer": answer,
                "said": _("Thank you. You can change your answer."),
            }
        )
    else:
        response = HttpResponseRedirect(request.path, status=303)
    remember(response, token)
    response.set_cookie(
        HINT,
        answer,
        max_age=HINT_SECONDS,
        path=article.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _refused(request: HttpRequest, article: Article, reason: str, *, status: int) -> HttpResponse:
    if _asks_for_json(request):
        return JsonResponse({"said": reason}, status=status)
    return _page(request, article, refusal=reason, status=status)


def _page(
    request: HttpRequest, article: Article, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "article": article,
        "tally": tally(article, of=token_of(request)),
        "refusal": refusal,
    }
    return render(request, "articles/vote.html", context, status=status)


def _asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
