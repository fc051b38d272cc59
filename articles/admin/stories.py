"""Stories: what joins the editions of a piece of news, and where another edition is begun."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.drafting import begin_edition
from articles.models import Article, Masthead, Story
from articles.models.stories import ArticleStatus
from articles.publishing import can_write, standing, writable_by


@dataclass(frozen=True)
class Edition:
    """An edition as others of its story name it; `url` is "" where this person may not write."""

    language: str
    name: str
    standing: str
    url: str
    is_this: bool


@dataclass(frozen=True)
class Editions:
    """The editions of a story, the languages that lack one, and where one is begun."""

    begin_url: str
    original: int | None
    there: list[Edition]
    lacking: list[tuple[str, str]]


def editions_for(request: HttpRequest, story: Story, this: Article | None = None) -> Editions:
    """Read a story's editions as somebody may follow and add to them; two queries."""
    articles = list(story.articles.order_by("language"))
    taken = {article.language for article in articles}
    lacking: list[tuple[str, str]] = []
    if request.user.has_perm("articles.add_article"):
        names = dict(settings.LANGUAGES)
        published_in = Masthead.objects.exclude(language__in=taken)
        lacking = [(row.language, str(names[row.language])) for row in published_in]
    return Editions(
        begin_url=reverse("admin:articles_story_edition", args=[story.pk]),
        original=this.pk if this else None,
        there=[_edition(request, article, this) for article in articles],
        lacking=lacking,
    )


def _edition(request: HttpRequest, article: Article, this: Article | None) -> Edition:
    url = reverse("admin:articles_article_change", args=[article.pk])
    return Edition(
        language=article.language,
        name=article.get_language_display(),
        standing=str(standing(article).label),
        url=url if can_write(request.user, article) else "",
        is_this=this is not None and this.pk == article.pk,
    )


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Stories, known by a working title that readers never see."""

    list_display = ["label", "languages", "created_at"]
    search_fields = ["label", "articles__headline"]
    fields = ["label"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """All stories, with the editions that the list names."""
        return super().get_queryset(request).prefetch_related("articles")

    @admin.display(description=gettext_lazy("editions"))
    def languages(self, story: Story) -> str:
        """The languages that a story has editions in."""
        return ", ".join(sorted(article.language for article in story.articles.all()))

    def get_urls(self) -> list[Any]:
        """Add the address where an edition is begun."""
        begin = self.admin_site.admin_view(require_POST(self.begin))
        return [
            path("<int:pk>/edition/", begin, name="articles_story_edition"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the story with its editions."""
        story = context["original"]
        context["editions"] = editions_for(request, story) if story else None
        return super().render_change_form(request, context, *args, **kwargs)

    def begin(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin an edition in the language posted, from one that this person may read."""
        if not request.user.has_perm("articles.add_article"):
            raise PermissionDenied
        story = get_object_or_404(Story, pk=pk)
        language = request.POST.get("language", "")
        original = _original(request, story)
        if language not in dict(settings.LANGUAGES) or original is None:
            raise PermissionDenied
        try:
            with transaction.atomic():
                edition = begin_edition(original, language, by=request.user)
        except IntegrityError:
            messages.error(request, _("This story has an article in this language already."))
            return HttpResponseRedirect(reverse("admin:articles_story_change", args=[pk]))
        messages.success(
            request,
            _("A draft in %(language)s is begun, with the pictures and bylines of the other one.")
            % {"language": edition.get_language_display()},
        )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[edition.pk]))


def _original(request: HttpRequest, story: Story) -> Article | None:
    """The edition to begin from: the one posted, else the first one that this person may read."""
    mine = Q(pk__in=writable_by(request.user).values("pk"))
    readable = story.articles.filter(mine | Q(status=ArticleStatus.PUBLISHED))
    posted = request.POST.get("original", "")
    if posted.isdecimal() and len(posted) < 19:
        readable = readable.filter(pk=posted)
    return readable.order_by("publish_at", "pk").first()
