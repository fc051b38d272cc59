"""Pages that join articles and comments, and the pages for errors."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles import purging
from articles.address_keys import PARAMETERS
from articles.body import body_of
from articles.bylines import byline_lines
from articles.models import Article
from articles.models.stories import ArticleStatus
from articles.moving import moved_to
from articles.newspaper import Newspaper
from articles.numbers import in_digits
from articles.public_page import shows, shows_since
from articles.reading import addresses_elsewhere, at_address, meant_by
from articles.related import related_to
from articles.structured_data import news_article, picture_address
from comments.framing import Frame, framed, kept_frame, make_frame
from comments.own_pages import told
from portal.front_page import front_page
from portal.sign_in import HINT


def home(request: HttpRequest, language: str = "") -> HttpResponse:
    """The front page of a language; the bare address is the first masthead's.

    With a parameter of a site that was taken over ("?p=17") it is the address of something else.
    """
    if PARAMETERS & request.GET.keys():
        raise Http404("It is an old address; portal.moved_pages knows of what.")
    newspaper = Newspaper.of(language)
    if language and newspaper.home_url != request.path:
        return redirect(newspaper.home_url)
    addresses = {row.language: newspaper.home_url_in(row.language) for row in newspaper.mastheads}
    context = newspaper.page(newspaper.home_url, addresses)
    front, today = front_page(newspaper), timezone.localdate()
    context |= {"front": front, "today": today}
    shows(request, purging.home(newspaper.language), purging.DISCUSSED, *purging.stories(front.all))
    shows(request, until=newspaper.next_publication)
    shows(request, until=front.discussed_until)
    shows(request, until=next_midnight(today))
    with translation.override(newspaper.language):  # the bare address does not say its language
        return render(request, "portal/home.html", context)


def article(request: HttpRequest, language: str, section: str, slug: str) -> HttpResponse:
    """An article and its discussion; a wrong section or language in its address leads to it."""
    frame = kept_frame(request)
    if frame is not None:
        return framed(request, frame)
    newspaper = Newspaper.of(language)
    found = at_address(language, slug)
    if found is None:
        return _to_what_is_meant(request.path_info, language, slug)
    if found.address()["section"] != section:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    if found.status == ArticleStatus.WITHDRAWN:
        shows(request, purging.story(found.story_id))
        return render(request, "portal/withdrawn.html", {"newspaper": newspaper}, status=410)
    return framed(request, _frame(request, found, newspaper))


def _frame(request: HttpRequest, found: Article, newspaper: Newspaper) -> Frame:
    """Make an article's page, besides its discussion."""
    context = newspaper.page(found.get_absolute_url(), addresses_elsewhere(found))
    context |= _as_read(found, newspaper)
    _say_what_is_shown(request, newspaper, context)
    return make_frame(request, "portal/article.html", context, found)


def _as_read(found: Article, newspaper: Newspaper) -> dict[str, Any]:
    """Return what the article's template prints, besides the discussion."""
    tags = found.tag_rows  # type: ignore[attr-defined]
    return {
        "article": found,
        "body": body_of(found),
        "byline": byline_lines(found.byline_rows, found.language),  # type: ignore[attr-defined]
        "related": related_to(found, [tag["id"] for tag in tags]),
        "current_section": newspaper.current_section(found.address()["section"]),
        "structured_data": news_article(found, newspaper),
        "shared_picture": picture_address(found.lead_photo),
    }


def _say_what_is_shown(
    request: HttpRequest, newspaper: Newspaper, context: Mapping[str, Any]
) -> None:
    """Say what an article's page shows, from the article to its related ones, and until when."""
    article: Article = context["article"]
    assert article.section_id  # noqa: S101 (the database holds it, and the time)
    assert article.publish_at  # noqa: S101
    tags = [purging.tag(row["id"]) for row in article.tag_rows]  # type: ignore[attr-defined]
    tags += [purging.section(article.section_id), *purging.stories(context["related"])]
    story = article.story_id
    shows(request, purging.story(story), purging.votes(story), *tags)
    shows(request, until=newspaper.next_publication)
    shows_since(request, article.publish_at)


def next_midnight(today: date) -> datetime:
    """Return when the day that stands on the front page ends, by the newspaper's clock."""
    return timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))


def _to_what_is_meant(path: str, language: str, slug: str) -> HttpResponse:
    """Lead from a changed language to the story's edition in it. Raises Http404 without one.

    What was at this very address goes before: what its slug means elsewhere is a guess.
    """
    found = meant_by(language, slug)
    if found is None or moved_to(path) is not None:
        raise Http404("There is no such article.")
    return HttpResponsePermanentRedirect(found.get_absolute_url())


@never_cache
@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, as a fragment for the nameplate: 204 and no hint where nobody is."""
    if not request.user.is_authenticated:
        response = HttpResponse(status=204)
        response.delete_cookie(HINT, samesite="Lax")
        return response
    language = request.GET.get("language", "")
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        return render(request, "portal/_session.html", {"unread": _unread_in_words(request)})


def _unread_in_words(request: HttpRequest) -> str:
    """Return the number of unread notices in the page's digits, "" for none; one query."""
    assert request.user.pk  # noqa: S101 (somebody is signed in)
    number = told.unread(request.user.pk)
    shown = in_digits(min(number, told.MOST_UNREAD), translation.get_language() or "en")
    return f"{shown}+" if number > told.MOST_UNREAD else shown if number else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what is not there."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong: nothing on it needs the database."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
