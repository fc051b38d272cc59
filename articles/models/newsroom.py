"""What an edition consists of: its masthead, its sections, its authors and its tags."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# First words of addresses that are not sections: /en/author/…, /en/2026/…
RESERVED_SLUGS = {"author", "tag", "archive", "policy", "preview", "moderation"}


class Masthead(models.Model):
    """The newspaper's name in one language. A language without a masthead is not published in."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, unique=True
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=1, help_text=_("The first one answers at the site's bare address.")
    )
    name = models.CharField(_("name of the newspaper"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    notice = models.CharField(
        _("notice"), max_length=300, blank=True, help_text=_("Stands at the foot of every page.")
    )

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("mastheads")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


def not_reserved(slug: str) -> None:
    """Raise ValidationError for a section slug that another page's address begins with."""
    if slug in RESERVED_SLUGS or slug.isdigit():
        raise ValidationError(
            _("“%(slug)s” is the beginning of another page's address. Choose another word."),
            params={"slug": slug},
        )


class Section(models.Model):
    """A department of the newspaper, the same in all languages but for its name."""

    slug = models.SlugField(_("slug"), unique=True, validators=[not_reserved])
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        db_index=False,  # there are a few dozen sections
        verbose_name=_("part of"),
        help_text=_("Its articles stand on that section's page too, which leads to its own."),
    )
    at_foot = models.BooleanField(
        _("at the foot of the page"),
        default=False,
        db_default=False,
        help_text=_("For “About us” and the like: not among the sections on top of each page."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Its name in the language of whoever works, else its slug; a query unless prefetched."""
        names = {name.language: name.name for name in self.names.all()}
        return names.get(get_language() or "", self.slug)

    def clean(self) -> None:
        """Refuse to make a section a part of itself, by whatever way round."""
        above, met = self.parent, {self.pk} - {None}
        while above is not None:
            if above.pk in met:
                raise ValidationError({"parent": _("A section cannot be a part of itself.")})
            met.add(above.pk)
            above = above.parent


class SectionName(models.Model):
    """What a section is called in one language."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="names", verbose_name=_("section"), db_index=False
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=60)
    description = models.CharField(_("description"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("name of the section")
        verbose_name_plural = _("names of the section")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "language"], name="section_has_one_name_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    """A person whose name stands in a byline, with or without a sign-in."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    role = models.CharField(_("role"), max_length=100, blank=True)
    bio = models.TextField(_("about"), max_length=1000, blank=True)
    portrait = models.ForeignKey(
        "articles.Photo",
        models.PROTECT,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        related_name="+",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("signs in as"),
        null=True,
        blank=True,
        related_name="author",
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_url(self, language: str) -> str:
        """The author's page in a language's edition."""
        return reverse("author", kwargs={"language": language, "slug": self.slug})


class Tag(models.Model):
    """A subject that articles share."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
