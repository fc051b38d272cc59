"""The public pages of a discussion: its pages, one comment's branch, what was changed."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles import purging
from articles.models import Article
from articles.newspaper import Newspaper
from articles.public_page import shows, shows_since
from comments.changes import versions
from comments.discussion import branch_context, shows_discussion
from comments.entries import Place
from comments.framing import Frame, framed, kept_frame, make_frame
from comments.models import Comment
from comments.terms import discussion_with_terms
from comments.threads import BadCursor, check_cursor


def published_article(language: str, section: str, slug: str) -> Article:
    """Read the article that an address names, with its section. Raises Http404 without one."""
    articles = Article.objects.published().select_related("section")
    return get_object_or_404(articles, language=language, section__slug=section, slug=slug)


def discussion(request: HttpRequest, **address: str) -> HttpResponse:
    """A page of an article's discussion: `order`, and `after` as the cursor of an earlier page."""
    order, after = request.GET.get("order", "oldest"), request.GET.get("after", "")
    frame = kept_frame(request) or _frame(request, order, after, address)
    return framed(request, frame, order=order, after=after)


def _frame(request: HttpRequest, order: str, after: str, address: dict[str, str]) -> Frame:
    """Make what stands around a page of a discussion. Raises Http404 for a false cursor."""
    newspaper = Newspaper.of(address["language"])
    article = published_article(**address)
    try:
        check_cursor(order, after)
    except BadCursor:
        raise Http404("There is no such page of the discussion.") from None
    _shows_story(request, article)
    own = f"{reverse('discussion', kwargs=address)}?order=oldest&after={after}"
    context = newspaper.page(own if after else article.get_absolute_url())
    place = Place.of(article)
    context |= {"place": place, "addresses": place.addresses}
    context["robots"] = "" if order == "oldest" else "noindex, follow"
    return make_frame(request, "comments/discussion.html", context, article)


def discussion_news(request: HttpRequest, **address: str) -> HttpResponse:
    """What an open page of a discussion asks again and again: how many comments, and whether open.

    It is as new as a page that has just been published, however old the article is.
    """
    article = published_article(**address)
    discussion, terms = discussion_with_terms(article.story_id)
    shows(request, purging.story(article.story_id))
    shows_discussion(request, article.story_id, terms)
    news = {"count": discussion.comment_count, "open": terms.accepts_comments}
    return JsonResponse(news)


def comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """A comment's permanent address: what is above it, itself, and the answers to it."""
    newspaper = Newspaper.of(address["language"])
    article = published_article(**address)
    shown = Comment.objects.on(article.story_id).shown()
    found = get_object_or_404(shown.select_related("author"), pk=pk)
    try:
        after = request.GET.get("after", "")
        context = branch_context(request, Place.of(article), found, after=after)
    except BadCursor:
        raise Http404("There is no such page of the thread.") from None
    _shows_story(request, article)
    context |= newspaper.page(article.get_absolute_url())
    context["robots"] = "noindex, follow"
    return render(request, "comments/branch.html", context)


def changes(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """What the author of an answered comment has changed: the texts that readers have seen."""
    newspaper = Newspaper.of(address["language"])
    article = published_article(**address)
    edited = Comment.objects.on(article.story_id).showing_changes().select_related("author")
    found = get_object_or_404(edited, pk=pk)
    shows(request, purging.talk(article.story_id))
    shows(request, purging.words(article.story_id))
    _shows_story(request, article)
    place = Place.of(article)
    context = newspaper.page(place.addresses.changes(pk))
    context |= {"place": place, "addresses": place.addresses, "comment": found}
    context["back"] = place.addresses.comment(pk)
    context["versions"] = versions(found, found.revisions.filter(was_published=True))
    context["robots"] = "noindex"
    return render(request, "comments/changes.html", context)


def _shows_story(request: HttpRequest, article: Article) -> None:
    assert article.publish_at is not None  # noqa: S101 (the database holds it for published ones)
    shows(request, purging.story(article.story_id))
    shows_since(request, article.publish_at)
