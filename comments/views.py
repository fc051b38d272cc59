"""The public pages of a discussion: its pages, one comment's branch, the comments policy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles import purging
from articles.models import Article
from articles.newspaper import Newspaper
from articles.public_page import shows, shows_since
from comments.discussion import branch_context, discussion_context
from comments.models import Comment, Discussion, Rule
from comments.threads import BadCursor


def published_article(language: str, section: str, slug: str) -> Article:
    """Read the article that an address names, with its section. Raises Http404 without one."""
    articles = Article.objects.published().select_related("section")
    return get_object_or_404(articles, language=language, section__slug=section, slug=slug)


def discussion(request: HttpRequest, **address: str) -> HttpResponse:
    """A page of an article's discussion: `order`, and `after` as the cursor of an earlier page."""
    newspaper = Newspaper.of(address["language"])
    article = published_article(**address)
    order, after = request.GET.get("order", "oldest"), request.GET.get("after", "")
    try:
        context = discussion_context(article, order=order, after=after)
    except BadCursor:
        raise Http404("There is no such page of the discussion.") from None
    _say_what_is_shown(request, article, context["discussion"])
    own = f"{reverse('discussion', kwargs=address)}?order=oldest&after={after}"
    context |= newspaper.page(own if after else article.get_absolute_url())
    context["robots"] = "" if order == "oldest" else "noindex, follow"
    return render(request, "comments/discussion.html", context)


def comment(request: HttpRequest, pk: int, **address: str) -> HttpResponse:
    """A comment's permanent address: what is above it, itself, and the answers to it."""
    newspaper = Newspaper.of(address["language"])
    article = published_article(**address)
    shown = Comment.objects.on(article.story_id).shown()
    found = get_object_or_404(shown.select_related("author"), pk=pk)
    try:
        context = branch_context(article, found, after=request.GET.get("after", ""))
    except BadCursor:
        raise Http404("There is no such page of the thread.") from None
    _say_what_is_shown(request, article, context["discussion"])
    context |= newspaper.page(article.get_absolute_url())
    context["robots"] = "noindex, follow"
    return render(request, "comments/branch.html", context)


def _say_what_is_shown(request: HttpRequest, article: Article, talk: Discussion) -> None:
    """Say what a page of a discussion shows, and until when."""
    assert article.publish_at is not None  # noqa: S101 (the database holds it for published ones)
    tags = purging.story(article.story_id), purging.talk(article.story_id)
    shows(request, *tags, until=talk.closes_at if talk.accepts_comments else None)
    shows_since(request, article.publish_at)


def policy(request: HttpRequest, language: str) -> HttpResponse:
    """The comments policy: its rules, and what happens to a comment after it was sent."""
    newspaper = Newspaper.of(language)
    rules = Rule.objects.in_force().with_texts()
    addresses = {
        row.language: reverse("policy", kwargs={"language": row.language})
        for row in newspaper.mastheads
    }
    context = newspaper.page(request.path, addresses)
    context["rules"] = [(rule, rule.text_in(language)) for rule in rules]
    return render(request, "comments/policy.html", context)
