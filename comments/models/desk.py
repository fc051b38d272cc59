"""What the desk keeps for moderators: who has which card, notes, replies, acts on many, counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from comments.models.comments import Comment
from comments.models.decisions import Move
from comments.models.rules import Rule

PERSON = settings.AUTH_USER_MODEL


class HandOut(models.Model):
    """A card that is somebody's: handed out until `until`, or assigned for good without one."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="handed_out")
    moderator = models.ForeignKey(
        PERSON, models.CASCADE, related_name="+", verbose_name=_("moderator"), db_index=False
    )
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(_("until"), null=True)

    objects: ClassVar[models.Manager["HandOut"]] = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["moderator", "until"], name="hand_out_of_somebody")]

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.moderator_id}"


class ModeratorNote(models.Model):
    """What a moderator tells the others about a comment; its author never reads it."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="notes")
    story_id = models.BigIntegerField()
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("by"))
    text = models.CharField(_("note"), max_length=1000)
    made_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects: ClassVar[models.Manager["ModeratorNote"]] = models.Manager()

    class Meta:
        verbose_name = _("note of a moderator")
        verbose_name_plural = _("notes of moderators")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.text[:60]


class SavedReply(models.Model):
    """A sentence for the author that goes with a decision, written once and used often."""

    name = models.CharField(_("name"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.CharField(_("text"), max_length=500)
    rule = models.ForeignKey(
        Rule,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rule"),
        help_text=_("Offered first with this rule."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    objects: ClassVar[models.Manager["SavedReply"]] = models.Manager()

    class Meta:
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One act on many comments, done by a job; its id is the act of all its decisions."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    act = models.UUIDField(unique=True)
    move = models.CharField(_("move"), max_length=10, choices=Move)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    query = models.CharField(_("selected by"), max_length=2000, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("by"))
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(_("comments"), default=0)
    done = models.PositiveIntegerField(_("decided"), default=0)
    refused = models.PositiveIntegerField(_("left as they are"), default=0)
    made_at = models.DateTimeField(_("time"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects: ClassVar[models.Manager["BulkAct"]] = models.Manager()

    class Meta:
        verbose_name = _("act on many comments")
        verbose_name_plural = _("acts on many comments")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_move_display()} ({self.total})"


class BulkItem(models.Model):
    """A comment of an act on many, in the revision that was selected; gone once it is decided.

    `latest` is the last decision about it by then (0 for none): a later one stands against the act.
    What was refused stays, with the reason.
    """

    bulk = models.ForeignKey(BulkAct, models.CASCADE, related_name="items", db_index=False)
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    latest = models.BigIntegerField(default=0, db_default=0)
    refused = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager["BulkItem"]] = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["bulk", "comment"], name="bulk_names_a_comment_once")
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class QueueCount(models.Model):
    """How many comments are in a state, by section and language: the sum of all rows of a key.

    Written by triggers of the database, in the statement that moves comments: a row of its own a
    change, so that nobody waits for anybody; a job folds them into one a key. `state` is the
    comment's, or "unconfirmed"; `held_by` the phase, for those that are held.
    """

    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12)
    held_by = models.CharField(max_length=60, blank=True)
    number = models.BigIntegerField()

    objects: ClassVar[models.Manager["QueueCount"]] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.section_id} {self.language} {self.state}: {self.number}"


class DayCount(models.Model):
    """How many decisions of one kind moderators made in a day, for the figures of the desk.

    Worked out from the record (comments.desk.day_counts), a day once it is over; an act that was
    undone is not in it. `moderator`, `rule` and `phase` (which held the comment) are named in the
    rows that count by them, and `waited` in those that count by time: comments.desk.waits says how
    long that is.
    """

    class By(models.TextChoices):
        """What a row counts by."""

        WAIT = "wait"
        MODERATOR = "moderator"
        RULE = "rule"
        PHASE = "phase"

    day = models.DateField()
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=10)
    by = models.CharField(max_length=10, choices=By)
    moderator = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    rule = models.ForeignKey(Rule, models.CASCADE, null=True, related_name="+")
    phase = models.CharField(max_length=60, blank=True)
    waited = models.SmallIntegerField(null=True)
    move = models.CharField(max_length=10, choices=Move)
    number = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["DayCount"]] = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["day"], name="day_count_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.by}: {self.number}"


class ModeratorScope(models.Model):
    """What a moderator is limited to; without a row, or where both are empty, to nothing."""

    moderator = models.OneToOneField(
        PERSON, models.CASCADE, related_name="+", verbose_name=_("moderator")
    )
    sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="+",
        verbose_name=_("sections"),
        help_text=_("None: all sections."),
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("None: all languages.")
    )

    objects: ClassVar[models.Manager["ModeratorScope"]] = models.Manager()

    class Meta:
        verbose_name = _("limits of a moderator")
        verbose_name_plural = _("limits of moderators")

    def __str__(self) -> str:
        return str(self.moderator)


class DeskKeys(models.Model):
    """The keys that a moderator has chosen: {"approve": "a", …}; others are the house's."""

    moderator = models.OneToOneField(PERSON, models.CASCADE, related_name="+")
    keys = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["DeskKeys"]] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.moderator)
