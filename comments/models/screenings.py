"""What screening said of each text of a comment, and what its phases go by."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class Screening(models.Model):
    """The screening of one text: once per revision, what every phase said and how long it took.

    `said` is a list of {"phase", "version", "kind": "pass", "hold", "refuse" or "failed",
    "to_author", "to_moderators", "quoted", "seconds"} without what is empty, in the order in which
    they were asked. `text_hash` stands for the text (comments.same_text). What is refused is no
    comment and leaves none. Erasing a person's words empties what may quote them, and the hash.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="screenings", db_index=False)
    story_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(_("revision"))
    held_by = models.CharField(_("held by"), max_length=60, blank=True)
    said = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    text_hash = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects: ClassVar[models.Manager["Screening"]] = models.Manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["comment", "revision"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["comment", "revision"], name="text_is_screened_once")
        ]
        indexes = [models.Index(fields=["text_hash", "made_at"], name="text_said_lately")]

    def __str__(self) -> str:
        return f"#{self.comment_id}, {self.revision}"


class WordList(models.Model):
    """Words and phrases that hold or refuse a text, one entry a line.

    `language` is "" for a list that counts in all of them. `version` goes up with each change and
    is recorded with what the list has held.
    """

    class Says(models.TextChoices):
        """What an entry that is found does."""

        HOLD = "hold", _("hold the comment")
        REFUSE = "refuse", _("refuse the comment")

    name = models.CharField(_("name"), max_length=80, unique=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Empty: counts whatever the language."),
    )
    says = models.CharField(_("what it does"), max_length=10, choices=Says, default=Says.HOLD)
    entries = models.TextField(_("entries"), max_length=50_000)
    in_force = models.BooleanField(_("in force"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects: ClassVar[models.Manager["WordList"]] = models.Manager()

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ScoreModel(models.Model):
    """A learned score, as it was trained on this house's decisions; at most one is in use."""

    trained_at = models.DateTimeField(_("trained"), auto_now_add=True)
    figures = models.JSONField(_("figures"), default=dict)
    refused = models.TextField(_("why it was not switched on"), blank=True)
    in_use = models.BooleanField(_("in use"), default=False)
    data = models.BinaryField(editable=False)

    objects: ClassVar[models.Manager["ScoreModel"]] = models.Manager()

    class Meta:
        verbose_name = _("learned score")
        verbose_name_plural = _("learned scores")
        ordering = ["-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"], condition=Q(in_use=True), name="one_score_model_is_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class CommentScore(models.Model):
    """What a model says of one text; the newest also stands in the comment, to order the queue.

    `pieces` are [text, weight] pairs: the parts of the text that moved the score most.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="scores", db_index=False)
    story_id = models.BigIntegerField()
    revision = models.PositiveIntegerField()
    model = models.ForeignKey(ScoreModel, models.PROTECT, related_name="+")
    score = models.FloatField(_("score"))
    pieces = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["CommentScore"]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "revision", "model"], name="text_is_scored_once_a_model"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="score_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.score:.2f}"
