"""Stories, and their editions: one article per language."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import ClassVar, Self

from content_editor.models import Region
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.newsroom import Author, Section, Tag
from articles.models.photos import Photo


class Story(models.Model):
    """A piece of news, whatever the language; its editions and its one discussion hang on it."""

    label = models.CharField(
        _("working title"), max_length=120, help_text=_("For the newsroom; readers never see it.")
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label


class ArticleStatus(models.TextChoices):
    """Where an article stands between the first word and the archive."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class IsAmong(models.Func):
    """Whether a value is in an array, as in `IsAmong("pk", ArraySubquery(…))`."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = models.BooleanField()


class ArticleQuerySet(models.QuerySet["Article"]):
    """What may be read, by whom, and in which order."""

    def published(self, now: datetime | None = None) -> Self:
        """Articles that readers may see: published, and the time of publication has come."""
        return self.filter(status=ArticleStatus.PUBLISHED, publish_at__lte=now or timezone.now())

    def in_language(self, language: str) -> Self:
        """Articles of one language's edition."""
        return self.filter(language=language)

    def among(self, *ids: models.QuerySet) -> Self:
        """Articles whose ids one of some queries gives; each is bounded and gives one column.

        As arrays the ids are found once, before the rest, and the articles by their ids. With IN
        PostgreSQL would look every article up in the answers, however few they are.
        """
        found = (models.Q(IsAmong("pk", ArraySubquery(query))) for query in ids)
        return self.filter(reduce(or_, found))

    def in_the_news(self) -> Self:
        """Articles without the standing pages ("About us"), which no list of news shows."""
        return self.filter(is_standing=False)

    def newest_first(self) -> Self:
        """Latest publication first."""
        return self.order_by("-publish_at", "-pk")

    def for_cards(self) -> Self:
        """Everything that a card or a list entry shows, in one query."""
        return self.select_related("section", "lead_photo").annotate(
            section_name=section_name_in("language")
        )


def section_name_in(language_field: str) -> Coalesce:
    """The name of an article's section in the article's language, else the section's slug."""
    names = Section.objects.filter(
        pk=models.OuterRef("section"), names__language=models.OuterRef(language_field)
    ).values("names__name")[:1]
    return Coalesce(
        models.Subquery(names), models.F("section__slug"), output_field=models.CharField()
    )


class Article(models.Model):  # type: ignore[django-manager-missing]
    """One edition of a story in one language."""

    regions = [Region(key="main", title=_("body"))]

    story = models.ForeignKey(
        Story, models.PROTECT, related_name="articles", verbose_name=_("story"), db_index=False
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        related_name="articles",
        verbose_name=_("section"),
        null=True,
        blank=True,
    )
    slug = models.SlugField(_("slug"), max_length=120, allow_unicode=True)
    kicker = models.CharField(_("kicker"), max_length=60, blank=True)
    headline = models.CharField(_("headline"), max_length=300, blank=True)
    dek = models.CharField(_("dek"), max_length=600, blank=True)
    place = models.CharField(
        _("dateline place"), max_length=60, blank=True, help_text=_("For example TOLMIR")
    )
    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("lead photo"),
    )
    lead_caption = models.CharField(
        _("caption of the lead photo"),
        max_length=500,
        blank=True,
        help_text=_("Empty: the photo's own."),
    )
    lead_alt_text = models.CharField(
        _("alternative text of the lead photo"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the photo's own."),
    )
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    tags = models.ManyToManyField(Tag, related_name="articles", blank=True, verbose_name=_("tags"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ArticleStatus,
        default=ArticleStatus.DRAFT,
        editable=False,
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Empty: at the moment of publishing. Later: readers see it from then on."),
    )
    first_published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    updated_at = models.DateTimeField(
        _("last substantive update"), null=True, blank=True, editable=False
    )
    on_top = models.BooleanField(
        _("stays on top of the front page"), default=False, db_default=False
    )
    is_standing = models.BooleanField(
        _("standing page"),
        default=False,
        db_default=False,
        help_text=_("“About us” and the like: no news, so without byline and date, in no list."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("last saved"), auto_now=True)
    likes = models.PositiveIntegerField(_("yes votes"), default=0, editable=False)
    dislikes = models.PositiveIntegerField(_("no votes"), default=0, editable=False)

    objects: ClassVar[ArticleQuerySet] = ArticleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-publish_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "language"],
                name="story_has_one_article_a_language",
                violation_error_message=_("This story has an article in this language already."),
            ),
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="article_slug_unique_in_its_language",
                violation_error_message=_(
                    "Another article in this language has this slug. Change one of its words."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ArticleStatus.values), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ArticleStatus.PUBLISHED)
                | models.Q(publish_at__isnull=False, section__isnull=False),
                name="published_article_has_time_and_section",
            ),
        ]
        indexes = [
            models.Index(
                fields=["language", "-publish_at", "-id"],
                condition=models.Q(status=ArticleStatus.PUBLISHED),
                name="article_latest",
            ),
            models.Index(
                fields=["section", "language", "-publish_at", "-id"],
                condition=models.Q(status=ArticleStatus.PUBLISHED),
                name="article_latest_in_section",
            ),
            models.Index(
                fields=["language", "-publish_at", "-id"],
                condition=models.Q(status=ArticleStatus.PUBLISHED, on_top=True),
                name="article_on_top",
            ),
        ]
        permissions = [
            ("publish_article", "Can publish and withdraw articles"),
            ("change_any_article", "Can change articles that somebody else began"),
        ]

    def __str__(self) -> str:
        return self.headline or self.story.label

    def get_absolute_url(self) -> str:
        """The article's page."""
        return reverse("article", kwargs=self.address())

    @property
    def is_published(self) -> bool:
        """Whether readers may see it now."""
        return (
            self.status == ArticleStatus.PUBLISHED
            and self.publish_at is not None
            and self.publish_at <= timezone.now()
        )

    @property
    def answers(self) -> bool:
        """Whether its address answers readers: with the article, or that it was withdrawn."""
        withdrawn = self.status == ArticleStatus.WITHDRAWN and self.section_id is not None
        return self.is_published or (
            withdrawn and self.publish_at is not None and self.publish_at <= timezone.now()
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it is published but its time has not come."""
        return self.status == ArticleStatus.PUBLISHED and not self.is_published

    @property
    def direction(self) -> str:
        """Direction of the language's script: ltr or rtl."""
        return "rtl" if self.language in settings.LANGUAGES_BIDI else "ltr"

    def address(self) -> dict[str, str]:
        """The parts of the article's address, as the URL patterns name them."""
        assert self.section is not None  # noqa: S101 (the database holds it for published ones)
        return {"language": self.language, "section": self.section.slug, "slug": self.slug}


class BylineRole(models.TextChoices):
    """What somebody in a byline did."""

    WRITER = "writer", _("writer")
    PHOTOGRAPHER = "photographer", _("photographer")
    TRANSLATOR = "translator", _("translator")
    EDITOR = "editor", _("editor")


class Byline(models.Model):
    """An author's part in an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines", db_index=False)
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=12, choices=BylineRole, default=BylineRole.WRITER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="byline_names_a_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_role_display()})"
