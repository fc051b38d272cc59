"""The pages around posting: the form, and the comment that waits, which its author alone sees.

None of them is stored anywhere. With `?fragment=1` the form and its answer are fragments, which
our script puts in place on the public page; without it they are pages.
"""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.lagging import may_lag
from articles.models import Article
from articles.newspaper import Newspaper
from articles.reader_identity import origin_of
from articles.reader_pages import reader_page, token_for_accounts
from comments.entries import Addresses, Entry, Place
from comments.form_subject import Subject, form_subject
from comments.forms import CommentForm, comment_form
from comments.guest_terms import needs_account, sign_in_address
from comments.models import Comment
from comments.own_comments import (
    end_draft,
    remember,
    rule_in_words,
    say_why_they_wait,
    sent_by,
    waiting_of,
)
from comments.phases.new_author import why_it_will_wait
from comments.posting import PostRefused, post
from comments.previewing import preview_of
from comments.sanctions import learn
from comments.terms import terms_of
from comments.views import published_article


@csrf_exempt  # guests have no token: reader_page checks the sender; accounts are asked for theirs
@reader_page
@token_for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def post_comment(request: HttpRequest, **address: str) -> HttpResponse:
    """The form of a comment (`to`: of an answer), and what it sends."""
    subject = form_subject(**address, answers=request.GET.get("to", ""))
    form = _form(request, subject)
    if request.method != "POST":
        return _show_form(request, form)
    if form.is_valid():
        if form.is_preview:
            return _show_form(request, form)
        if comment := _send(request, form):
            return _sent(request, subject.article, comment)
    return _show_form(request, form, status=422)


def _form(request: HttpRequest, subject: Subject) -> CommentForm:
    return comment_form(
        request.POST if request.method == "POST" else None,
        subject,
        account=request.user if request.user.is_authenticated else None,
        is_fragment="fragment" in request.GET,
    )


def _send(request: HttpRequest, form: CommentForm) -> Comment | None:
    """Post what a valid form holds; None, with the reason in the form, where it is refused."""
    origin = origin_of(request)
    body = form.cleaned_data["body"]
    assert form.submission is not None  # noqa: S101 (a valid form has a token)
    try:
        comment = post(
            form.article,
            body,
            by=form.writer(origin),
            submission=form.submission,
            parent=form.parent,
            language=form.cleaned_data["language"],
        )
    except PostRefused as refusal:
        learn(origin)
        form.add_error(None, str(refusal))
        return None
    if comment.body != body:
        form.add_error(
            None,
            _("This form was sent already, with another text. Send it again to post this one too."),
        )
        form.renew()
        return None
    return comment


def _sent(request: HttpRequest, article: Article, comment: Comment) -> HttpResponse:
    """Answer the form that became a comment: with the comment in its place, or its page."""
    if "fragment" in request.GET:
        context = _page_of(article) | {"comment": comment, "entry": Entry(comment, is_own=True)}
        response = render(request, "comments/_sent.html", context, status=201)
    else:
        response = HttpResponseRedirect(_where(article, comment), status=303)
        end_draft(response, comment)
    if not comment.is_readable:
        remember(request, response, comment)
    return response


def _where(article: Article, comment: Comment) -> str:
    if comment.is_readable:
        return Addresses.of(article).comment(comment.pk)
    if comment.author_id:
        return reverse("your_comment", kwargs={"pk": comment.pk})
    return f"{_waiting(**article.address())}{comment.pk}/"


@lru_cache(maxsize=1000)  # a reversal takes as long as a query's way to the database
def _waiting(**address: str) -> str:
    return reverse("own_comments", kwargs=address)


def _show_form(request: HttpRequest, form: CommentForm, status: int = 200) -> HttpResponse:
    parent = None
    if form.parent:  # read anew and as a whole: it may have gone since, and its text is shown
        parent = Comment.objects.select_related("author").get(pk=form.parent.pk)
    is_gone = parent is not None and not parent.is_readable
    if is_gone:
        parent = None
        form.answer_nobody()
    article = form.article
    terms, sign_in = terms_of(article.story_id), _sign_in(request, form)
    context = _page_of(article) | {
        "form": form,
        "waits_because": "" if sign_in else why_it_will_wait(form.account, terms),
        "answered": Entry(parent) if parent else None,
        "is_gone": is_gone,
        "sign_in": sign_in,
        "is_closed": not terms.accepts_comments,
        "preview": preview_of(form, parent) if form.is_preview and form.is_valid() else None,
    }
    if "fragment" in request.GET:
        # 200 with errors in it as well: browsers report every other status in their console.
        return render(request, "comments/_form.html", context)
    context |= Newspaper.of(article.language).page(request.path)
    return render(request, "comments/form.html", context, status=status)


def _sign_in(request: HttpRequest, form: CommentForm) -> str:
    """Where somebody signs in who may not write as a guest, "" for whoever may write."""
    if form.account or not needs_account(None):
        return ""
    query = f"?to={form.parent.pk}" if form.parent else ""
    return sign_in_address(f"{request.path}{query}")


@reader_page
@require_safe
def waiting(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """What became of a comment that this browser has sent; nobody else finds this page."""
    article = published_article(**address)
    if pk not in sent_by(request):
        raise Http404("This browser has not sent such a comment.")
    own = Comment.objects.on(article.story_id).select_related("author", "parent", "parent__author")
    comment = get_object_or_404(own, pk=pk)
    say_why_they_wait([comment])
    context = Newspaper.of(article.language).page(request.path) | _page_of(article)
    context |= {"comment": comment, "entry": Entry(comment, is_own=True)}
    context |= rule_in_words(comment, article.language)
    return render(request, "comments/waiting.html", context)


@may_lag
@reader_page
@require_safe
def own_comments(request: HttpRequest, **address: str) -> HttpResponse:
    """This browser's comments that wait under a story, as a fragment; 204 where none does."""
    article = published_article(**address)
    found = waiting_of(request, article.story_id)
    if not found:
        return HttpResponse(status=204)
    context = _page_of(article) | {"entries": [Entry(comment, is_own=True) for comment in found]}
    return render(request, "comments/_own_comments.html", context)


def _page_of(article: Article) -> dict[str, Any]:
    place = Place.of(article)
    return {
        "article": article,
        "place": place,
        "addresses": place.addresses,
        "robots": "noindex",
    }
