"""The article's form: a draft may lack anything, and what can be worked out is not asked for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.refusing import RefusableForm
from articles.drafting import free_slug, is_made_from
from articles.models import Article
from articles.models.stories import ArticleStatus
from articles.publishing import Standing, has_been_public, standing


class ArticleForm(RefusableForm):
    """An article as somebody types it."""

    class Meta:
        model = Article
        fields = [
            "headline",
            "dek",
            "kicker",
            "place",
            "section",
            "language",
            "tags",
            "lead_photo",
            "lead_caption",
            "lead_alt_text",
            "publish_at",
            "on_top",
            "is_standing",
            "slug",
            "story",
        ]
        help_texts = {
            "slug": _(
                "The last part of the address. Empty: made from the headline."
                " Readers who have an address from before are led to the new one."
            ),
            "section": _(
                "Part of the address. Readers who have an address from before are led to the new"
                " one."
            ),
            "story": _(
                "Empty: a new story. For an edition in another language, choose the story that it"
                " belongs to."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing(self.instance)
        for name in {"story", "slug"} & set(self.fields):
            self.fields[name].required = False
        if "section" in self.fields:
            section: Any = self.fields["section"]
            section.queryset = section.queryset.prefetch_related("names")

    def clean(self) -> dict[str, Any]:
        """Fill in the slug, and keep what readers see or are promised from losing its address."""
        cleaned = super().clean()
        if "slug" in self.fields:
            cleaned["slug"] = self._slug(cleaned)
        if self.instance.status == ArticleStatus.PUBLISHED:
            self._keep_publishable(cleaned)
        return cleaned

    def clean_publish_at(self) -> Any:
        """See that a schedule lies ahead."""
        at = self.cleaned_data["publish_at"]
        if self.standing != Standing.SCHEDULED or "publish_at" not in self.changed_data:
            return at
        if at is None or at <= timezone.now():
            raise ValidationError(_("Give a time to come, or press “Publish now”."))
        return at

    def _slug(self, cleaned: dict[str, Any]) -> str:
        """Return the slug as typed; else one made from the headline, which it follows.

        It follows no longer once readers have seen the article: then somebody has to want it.
        """
        typed = cleaned.get("slug", "")
        if has_been_public(self.instance):
            return typed or self.instance.slug
        if typed:
            by_hand = typed != self.instance.slug or not is_made_from(typed, self._old("headline"))
            if by_hand or not {"headline", "language"} & set(self.changed_data):
                return typed
        language = cleaned.get("language", self.instance.language)
        return free_slug(cleaned.get("headline", ""), language, self.instance.pk)

    def _old(self, name: str) -> str:
        return self.initial.get(name) or ""

    def _keep_publishable(self, cleaned: dict[str, Any]) -> None:
        if "section" in self.fields and not cleaned.get("section"):
            self.add_error("section", _("A scheduled article needs its section."))


def fixed_fields(article: Article | None) -> list[str]:
    """Names of the fields that nobody can change any more, once readers have seen the article."""
    if article is None or not has_been_public(article):
        return []
    return ["language", "story", "publish_at"]
