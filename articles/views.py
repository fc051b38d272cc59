"""Pages that list articles (section, author, tag, archive), and the newsroom's preview."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from articles import archive as archives
from articles import purging
from articles.body import body_of
from articles.bylines import byline_lines
from articles.listing import PAGE_ARTICLES, ArticlePage, BadCursor, page_of
from articles.models import Article, Author, Section, Tag
from articles.models.stories import ArticleQuerySet
from articles.newspaper import Newspaper
from articles.public_page import shows
from articles.reading import for_page

DAY_ARTICLES = 100  # a day's page goes on to another one behind as many


def section(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """A section's articles, newest first."""
    newspaper = Newspaper.of(language)
    own = newspaper.section(slug)
    family = newspaper.departments.within(own)
    articles = Article.objects.published().in_language(language).filter(_in_one_of(family))
    found = _read_page(request, articles if own.at_foot else articles.in_the_news())
    shows(request, *(purging.section(section.pk) for section in family))
    context = {
        "section": own,
        "above": newspaper.departments.above(own),
        "parts": newspaper.departments.parts_of(own),
        "current_section": newspaper.current_section(own.slug),
        "page": found,
    }
    languages = own.languages  # type: ignore[attr-defined]
    return _show(request, "articles/section.html", newspaper, context, languages)


def _in_one_of(sections: list[Section]) -> Q:
    """The condition that an article is in one of these; of one alone an index gives the order."""
    return Q(section=sections[0]) if len(sections) == 1 else Q(section__in=sections)


def author(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Who somebody is, and what they have made."""
    newspaper = Newspaper.of(language)
    person = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    # A subquery instead of a join: somebody may be in one byline twice, as writer and photographer.
    theirs = person.articles.values("pk")
    articles = Article.objects.published().in_the_news().in_language(language)
    articles = articles.filter(pk__in=theirs)
    shows(request, purging.author(person.pk))
    context = {"author": person, "page": _read_page(request, articles)}
    return _show(request, "articles/author.html", newspaper, context, _all(newspaper))


def tag(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The articles that share a subject."""
    newspaper = Newspaper.of(language)
    subject = get_object_or_404(Tag, slug=slug)
    articles = Article.objects.published().in_language(language).filter(tags=subject)
    shows(request, purging.tag(subject.pk))
    context = {"tag": subject, "page": _read_page(request, articles)}
    return _show(request, "articles/tag.html", newspaper, context, _all(newspaper))


def archive(request: HttpRequest, language: str, year: int | None = None) -> HttpResponse:
    """The days of a year on which something appeared; without a year, of the latest one."""
    newspaper = Newspaper.of(language)
    years = archives.years_of(language)
    if year is not None and year not in years:
        raise Http404(f"Nothing appeared in {year}.")
    shown = year or (years[0] if years else None)
    months = archives.months_of(language, shown) if shown else []
    shows(request, purging.archive(language))
    context = {"years": years, "year": shown, "months": months}
    return _show(request, "articles/archive.html", newspaper, context, _all(newspaper))


def archive_day(
    request: HttpRequest, language: str, year: int, month: int, day: int
) -> HttpResponse:
    """What appeared on a day."""
    newspaper = Newspaper.of(language)
    when = _day(year, month, day)
    found = _read_page(request, archives.of_day(language, when), DAY_ARTICLES)
    if not found.articles:
        raise Http404(f"Nothing appeared on {when}.")
    shows(request, purging.archive(language))
    context = {
        "day": when,
        "page": found,
        "before": archives.day_before(language, when),
        "after": archives.day_after(language, when),
    }
    return _show(request, "articles/archive_day.html", newspaper, context, [])


@never_cache
@staff_member_required
def preview(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """An article as readers will see it, for those who may: its own author, and editors."""
    articles = for_page(Article.objects.filter(language=language, pk=pk))
    article = get_object_or_404(articles.select_related("created_by"))
    may_read = request.user.has_perm("articles.view_article")
    own = article.created_by_id == request.user.pk
    if not (may_read and (own or request.user.has_perm("articles.change_any_article"))):
        raise PermissionDenied
    newspaper = Newspaper(language)
    context = {
        "article": article,
        "body": body_of(article),
        "byline": byline_lines(article.byline_rows, language),  # type: ignore[attr-defined]
        "current_section": newspaper.current_section(article.section.slug)
        if article.section
        else "",
        "newspaper": newspaper,
        "robots": "noindex",
        "is_for_newsroom": True,
    }
    return render(request, "articles/preview.html", context)


def _show(
    request: HttpRequest,
    template: str,
    newspaper: Newspaper,
    context: dict[str, Any],
    languages: Iterable[str],
) -> HttpResponse:
    """Show a list; `languages` are those that have the same list at the same place."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 (a view runs because its address was resolved)
    addresses = {
        code: reverse(match.view_name, kwargs={**match.kwargs, "language": code})
        for code in {*languages, newspaper.language}
    }
    own = addresses[newspaper.language]
    page = context.get("page")
    shows(request, until=newspaper.next_publication)
    if page is not None:
        shows(request, *purging.stories(page.articles))
    if before := request.GET.get("before", ""):
        own, addresses = f"{own}?before={quote(before)}", {}
    if before or (page is not None and not page.articles):
        context["robots"] = "noindex,follow"
    return render(request, template, {**context, **newspaper.page(own, addresses)})


def _read_page(
    request: HttpRequest, articles: ArticleQuerySet, size: int = PAGE_ARTICLES
) -> ArticlePage:
    """Read the page of a list that the address asks for. Raises Http404 for a false cursor."""
    try:
        return page_of(articles, request.GET.get("before", ""), size)
    except BadCursor as error:
        raise Http404("This is no place in the list.") from error


def _all(newspaper: Newspaper) -> list[str]:
    return [row.language for row in newspaper.mastheads]


def _day(year: int, month: int, day: int) -> date:
    """Return the day that an address names. Raises Http404 for 31 June and the like."""
    try:
        when = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404("There is no such day.") from error
    if not archives.FIRST_YEAR <= when.year <= archives.LAST_YEAR:
        raise Http404("No newspaper appeared on that day.")
    return when
