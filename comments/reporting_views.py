"""The page on which a reader reports a comment, and the same form as a fragment for our script.

Its address is the same for everybody; what it shows is one reader's, and stored by nobody.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.newspaper import Newspaper
from articles.reader_identity import origin_of
from articles.reader_pages import reader_page, token_for_accounts
from comments.barring import barred
from comments.entries import Entry, Place
from comments.finished import for_display
from comments.models import Comment
from comments.ownership import guest_of
from comments.recommending import Person
from comments.reporting import Reported, ReportRefused, report
from comments.reporting_form import ReportForm
from comments.views import published_article

AGAIN = "again"


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """Show the form, and what became of what was sent (`sent`: "new" or "again"); POST reports."""
    article = published_article(**address)
    comment = _comment(article, pk)
    is_post = request.method == "POST"
    form = ReportForm(request.POST if is_post else None, comment=comment, language=article.language)
    if not is_post:
        return _show(request, article, form, sent=request.GET.get("sent", ""))
    if reason := barred(request):
        return _show(request, article, form, refusal=reason, status=403)
    if not form.is_valid():
        return _show(request, article, form, status=422)
    try:
        reported = _report(request, comment, form)
    except ReportRefused as refusal:
        return _show(request, article, form, refusal=str(refusal), status=409)
    sent = "new" if reported.is_new else AGAIN
    if "fragment" in request.GET:
        return _show(request, article, form, sent=sent, status=201)
    return HttpResponseRedirect(f"{request.path}?sent={sent}", status=303)


def _report(request: HttpRequest, comment: Comment, form: ReportForm) -> Reported:
    is_account = request.user.is_authenticated
    by = Person(request.user) if is_account else Person(guest=guest_of(request))  # type: ignore[arg-type]
    return report(
        comment,
        by=by,
        address=origin_of(request).address,
        rule=form.rule_named,
        text=form.cleaned_data["text"],
        revision=form.cleaned_data["revision"],
    )


def _comment(article: Article, pk: int) -> Comment:
    """Read a comment that stands under the article's story. Raises Http404 without one."""
    shown = Comment.objects.on(article.story_id).shown()
    return get_object_or_404(for_display(shown, article.language), pk=pk)


def _show(
    request: HttpRequest,
    article: Article,
    form: ReportForm,
    *,
    sent: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    is_fragment = "fragment" in request.GET
    place = Place.of(article)
    context: dict[str, Any] = {
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "comment": form.comment,
        "entry": Entry(form.comment),
        "form": form,
        "sent": sent,
        "was_sent_before": sent == AGAIN,
        "refusal": refusal,
        "is_fragment": is_fragment,
        "robots": "noindex",
    }
    if is_fragment:
        # 200 with errors in it as well: browsers report every other status in their console.
        shown = status if status == 201 else 200
        return render(request, "comments/_report.html", context, status=shown)
    context |= Newspaper.of(article.language).page(request.path)
    return render(request, "comments/report.html", context, status=status)
