"""The rules of the comments policy, in each language."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """Categories of the EU's transparency database that fit comments (DSA, Article 24(5))."""

    CYBER_VIOLENCE = "CYBER_VIOLENCE", _("cyber violence")
    DATA_PROTECTION = "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", _("privacy violation")
    HARMFUL_SPEECH = "ILLEGAL_OR_HARMFUL_SPEECH", _("illegal or harmful speech")
    CIVIC_DISCOURSE = "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS", _("civic discourse")
    OTHER = "OTHER_VIOLATION_TC", _("other violation of the house's terms")
    MINORS = "PROTECTION_OF_MINORS", _("protection of minors")
    SCAMS = "SCAMS_AND_FRAUD", _("scams and fraud")
    SELF_HARM = "SELF_HARM", _("self-harm")
    VIOLENCE = "VIOLENCE", _("violence")


class Ground(models.TextChoices):
    """On what a removal rests: the house's own rules, or the law (DSA, Articles 17 and 24(5))."""

    HOUSE = "house", _("the house's own rule")
    LAW = "law", _("illegal content")


class Keyword(models.TextChoices):
    """Keywords of the EU's transparency database that fit comments (DSA, Article 24(5))."""

    NONE = "", _("none")
    HATE_SPEECH = "KEYWORD_HATE_SPEECH", _("hate speech")
    DEFAMATION = "KEYWORD_DEFAMATION", _("defamation")
    DISCRIMINATION = "KEYWORD_DISCRIMINATION", _("discrimination")
    INCITEMENT = "KEYWORD_INCITEMENT_VIOLENCE_HATRED", _("incitement to violence or hatred")
    INCITEMENT_WOMEN = "KEYWORD_INCITEMENT_AGAINST_WOMEN", _("incitement against women")
    HARASSMENT = "KEYWORD_CYBER_HARASSMENT", _("harassment")
    CYBER_INCITEMENT = "KEYWORD_CYBER_INCITEMENT", _("incitement online")
    BULLYING = "KEYWORD_CYBER_BULLYING_INTIMIDATION", _("bullying or intimidation")
    STALKING = "KEYWORD_CYBER_STALKING", _("stalking")
    MISINFORMATION = "KEYWORD_MISINFORMATION_DISINFORMATION", _("misinformation")
    TERRORISM = "KEYWORD_TERRORIST_CONTENT", _("terrorist content")
    COORDINATED_HARM = "KEYWORD_COORDINATED_HARM", _("coordinated harm")
    PHISHING = "KEYWORD_PHISHING", _("phishing")
    COPYRIGHT = "KEYWORD_COPYRIGHT_INFRINGEMENT", _("copyright infringement")
    IMPERSONATION = "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING", _("impersonation")
    INAUTHENTIC = "KEYWORD_INAUTHENTIC_ACCOUNTS", _("inauthentic accounts")
    FORGOTTEN = "KEYWORD_RIGHT_TO_BE_FORGOTTEN", _("right to be forgotten")
    SUICIDE = "KEYWORD_SUICIDE", _("suicide")
    NUDITY = "KEYWORD_NUDITY", _("nudity")
    ADVERTISEMENT = "KEYWORD_HIDDEN_ADVERTISEMENT", _("hidden advertisement")
    OTHER = "KEYWORD_OTHER", _("other")


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules in force, and in words."""

    def in_force(self) -> Self:
        """Rules that a moderator may name today."""
        return self.filter(in_force=True)

    def with_texts(self) -> Self:
        """Rules with their texts in all languages, in two queries."""
        return self.prefetch_related("texts")


class Rule(models.Model):
    """A clause of the policy. A removal always names one, so a rule is retired, never deleted."""

    code = models.CharField(_("number"), max_length=10, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    category = models.CharField(
        _("category"),
        max_length=60,
        choices=Category,
        default=Category.OTHER,
        help_text=_("As the European Union's transparency database names it."),
    )
    keyword = models.CharField(
        _("keyword"), max_length=60, choices=Keyword, blank=True, default="", db_default=""
    )
    ground = models.CharField(
        _("ground"),
        max_length=10,
        choices=Ground,
        default=Ground.HOUSE,
        db_default=Ground.HOUSE.value,
        help_text=_("Of what breaks the law, the texts name the law."),
    )
    is_spam = models.BooleanField(
        _("deceptive bulk advertising"),
        default=False,
        db_default=False,
        help_text=_("No statement of reasons is sent for it, as the law allows; it is counted."),
    )
    in_force = models.BooleanField(_("in force"), default=True)

    objects: ClassVar[RuleQuerySet] = RuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code}. {self.title_in(settings.LANGUAGE_CODE)}"

    def text_in(self, language: str) -> "RuleText | None":
        """The rule's words in a language, else in the house's own, else in any."""
        texts = {text.language: text for text in self.texts.all()}
        return (
            texts.get(language)
            or texts.get(settings.LANGUAGE_CODE)
            or next(iter(texts.values()), None)
        )

    def title_in(self, language: str) -> str:
        """The rule's title in a language, with the same fallbacks; "" without any text."""
        text = self.text_in(language)
        return text.title if text else ""


class RuleText(models.Model):
    """A rule in one language."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(
        _("title"), max_length=80, help_text=_("As in “rule 3, personal attacks”.")
    )
    text = models.TextField(_("text"), max_length=2000)
    examples = models.TextField(
        _("examples"),
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        help_text=_("One a line, for the page of the policy."),
    )
    why = models.TextField(
        _("why it applies"),
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        help_text=_("Stands in the statement of reasons: why such a comment breaks this rule."),
    )
    law = models.CharField(
        _("law"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of what is illegal: the law and its article."),
    )

    class Meta:
        verbose_name = _("text of the rule")
        verbose_name_plural = _("texts of the rule")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "language"], name="rule_has_one_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title
