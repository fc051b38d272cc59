"""The page on which a reader reports a comment, and the same form as a fragment for our script.

Its address is the same for everybody; what it shows is one reader's, and stored by nobody. What was
sent has a page of its own (comments.own_report_views), which is its receipt.
"""

from typing import Any

from django.conf import settings
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
from comments.ownership import guest_address_of, guest_hash
from comments.recommending import Person
from comments.report_links import path_of
from comments.reporters import Reporter
from comments.reporting import Reported, ReportRefused, report
from comments.reporting_form import ReportForm
from comments.views import published_article

AGAIN = "again"


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """Show the form, and that something was sent before (`sent`: "again"); POST reports."""
    article = published_article(**address)
    comment = _comment(article, pk)
    reporter = _reporter(request)
    form = _form(request, article, comment, reporter)
    if request.method != "POST":
        context = {"was_sent_before": request.GET.get("sent") == AGAIN}
        return _show(request, article, form, context | _warning(reporter))
    if reason := barred(request):
        return _show(request, article, form, {"refusal": reason}, status=403)
    if not form.is_valid():
        return _show(request, article, form, _warning(reporter), status=422)
    try:
        reported = _report(form, article, reporter)
    except ReportRefused as refusal:
        return _show(request, article, form, {"refusal": str(refusal)}, status=409)
    return _sent(request, article, form, reported, reporter)


def _reporter(request: HttpRequest) -> Reporter:
    """Who reports: an account, the guest of a link that this browser has opened, or a stranger."""
    origin = origin_of(request).address
    if request.user.is_authenticated:
        return Reporter(Person(request.user), origin)
    mail = guest_address_of(request)
    return Reporter(Person(guest=guest_hash(mail)), origin, mail)


def _form(
    request: HttpRequest, article: Article, comment: Comment, reporter: Reporter
) -> ReportForm:
    return ReportForm(
        request.POST if request.method == "POST" else None,
        comment=comment,
        language=article.language,
        is_reached=reporter.is_reached,
        name=getattr(reporter.by.user, "display_name", ""),
    )


def _warning(reporter: Reporter) -> dict[str, str]:
    """What stands above the form for who has often reported without ground."""
    record = reporter.record()
    return {"warning": record.refusal or record.warning}


def _report(form: ReportForm, article: Article, reporter: Reporter) -> Reported:
    sent = form.cleaned_data
    return report(
        form.comment,
        by=reporter.by,
        address=reporter.address,
        rule=form.rule_named,
        text=sent["text"],
        notice=form.notice,
        email=reporter.mail or sent.get("email", ""),
        revision=sent["revision"],
        language=article.language,
    )


def _sent(
    request: HttpRequest, article: Article, form: ReportForm, reported: Reported, reporter: Reporter
) -> HttpResponse:
    """Lead to the report's own page; a stranger to none that others of their address have sent."""
    is_theirs = reported.is_new or reporter.by.is_known
    own = path_of(reported.report) if is_theirs else ""
    if "fragment" in request.GET:
        context = {"sent": reported.is_new, "was_sent_before": not reported.is_new, "own": own}
        return _show(request, article, form, context, status=201)
    again = f"{own or request.path}?sent={AGAIN}"
    return HttpResponseRedirect(f"{own}?sent=new" if reported.is_new else again, status=303)


def _comment(article: Article, pk: int) -> Comment:
    """Read a comment that stands under the article's story. Raises Http404 without one."""
    shown = Comment.objects.on(article.story_id).shown()
    return get_object_or_404(for_display(shown, article.language), pk=pk)


def _show(
    request: HttpRequest,
    article: Article,
    form: ReportForm,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    is_fragment = "fragment" in request.GET
    place = Place.of(article)
    context: dict[str, Any] = {
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "comment": form.comment,
        "where": f"{settings.SITE_URL}{place.addresses.comment(form.comment.pk)}",
        "entry": Entry(form.comment),
        "form": form,
        "kept_days": settings.COMMENT_EVIDENCE_DAYS,
        "is_fragment": is_fragment,
        "robots": "noindex",
    } | more
    if is_fragment:
        # 200 with errors in it as well: browsers report every other status in their console.
        shown = status if status == 201 else 200
        return render(request, "comments/_report.html", context, status=shown)
    context |= Newspaper.of(article.language).page(request.path)
    return render(request, "comments/report.html", context, status=status)
