"""Photographs: the sanitised file, what is known of it, and the sizes made from it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class RenditionState(models.TextChoices):
    """How far the job that makes a photo's sizes has come."""

    WAITING = "waiting", _("waiting")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class Photo(models.Model):
    """A picture without EXIF, GPS or anything else that came with the file.

    `renditions` is a list of {"format", "crop", "width", "height", "name"}: format is avif, webp
    or jpeg, crop is "" (whole) or "card" (3:2 around the focal point), sizes are in pixels, and
    name is the file's name in the media storage. Until the job has run it is empty and pages
    show `file`.
    """

    file = models.FileField(_("file"), upload_to="photos/", max_length=200)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("Whom the picture is from, without brackets."),
    )
    photographer = models.CharField(_("photographer"), max_length=120, blank=True)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is seen, for those who do not see it. Neither caption nor file name."),
    )
    focal_x = models.FloatField(_("focal point, across"), default=0.5, validators=FRACTION)
    focal_y = models.FloatField(_("focal point, down"), default=0.5, validators=FRACTION)
    source_metadata = models.JSONField(
        _("what the file said of itself"), default=dict, blank=True, editable=False
    )
    checksum = models.CharField(
        _("checksum"), max_length=64, db_index=True, editable=False, help_text="SHA-256"
    )
    rendition_state = models.CharField(
        _("sizes"),
        max_length=10,
        choices=RenditionState,
        default=RenditionState.WAITING,
        editable=False,
    )
    rendition_error = models.CharField(max_length=300, blank=True, editable=False)
    renditions = models.JSONField(default=list, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rendition_state__in=RenditionState.values),
                name="photo_rendition_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.alt_text or self.name_it_came_with

    @property
    def name_it_came_with(self) -> str:
        """What the file was called where it came from; ours, a checksum, where that is unknown."""
        return self.source_metadata.get("name") or str(self.file).rsplit("/", 1)[-1]


class PhotoGallery(models.Model):
    """Photos shown together, in an order."""

    title = models.CharField(_("title"), max_length=160)
    photos = models.ManyToManyField(Photo, through="GalleryPhoto", related_name="+")

    class Meta:
        verbose_name = _("photo gallery")
        verbose_name_plural = _("photo galleries")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class GalleryPhoto(models.Model):
    """A photo's place in a gallery."""

    gallery = models.ForeignKey(PhotoGallery, models.CASCADE, related_name="placements")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Empty: the photo's own.")
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("Empty: the photo's own.")
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.photo)
