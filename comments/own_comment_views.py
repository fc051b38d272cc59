"""The page of one's own comment: by its author's account, or by the link in a guest's mail."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.newspaper import Newspaper
from articles.reader_pages import reader_page
from comments.entries import Entry, Place, in_sentence
from comments.guest_links import link_with
from comments.models import Comment
from comments.own_comments import rule_broken
from comments.ownership import keep_link, owner_of


@reader_page
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take a guest's token out of the address into a cookie, and go on to the comment's page."""
    link = link_with(token)
    if link is None:
        raise Http404("This link leads nowhere: it was ended, is too old, or is not whole.")
    response = HttpResponseRedirect(reverse("your_comment", kwargs={"pk": link.comment_id}))
    keep_link(response, link, token)
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    return response


@reader_page
@require_safe
def your_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment as its author sees it; nobody else finds this page."""
    comments = Comment.objects.select_related("author", "article__section", "parent__author")
    comment = get_object_or_404(comments, pk=pk)
    if owner_of(request, comment) is None:
        raise Http404("This browser does not own such a comment.")
    article, place = comment.article, Place.of(comment.article)
    context = Newspaper.of(article.language).page(request.path)
    context |= {"article": article, "place": place, "addresses": place.addresses}
    context |= {"comment": comment, "entry": Entry(comment, is_own=True), "robots": "noindex"}
    rule = rule_broken(comment)
    if rule:
        title = in_sentence(rule.title_in(article.language))
        context |= {"rule_code": rule.code, "rule_title": title}
    response = render(request, "comments/waiting.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
