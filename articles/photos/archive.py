"""The photo archive's records after intake: their words and focal point, and their end."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.completeness import lacking_after_change
from articles.models import Article, Author, Figure, Gallery, Photo
from articles.models.stories import ArticleStatus
from articles.photos.renditions import ask_for_sizes
from articles.photos.stored_files import delete_files

CHANGED_BY_HAND = ["caption", "credit", "photographer", "alt_text", "focal_x", "focal_y"]


def change_photo(photo: Photo, *, by: Any) -> None:
    """Save what a person may change; a focal point that moved asks for new card crops.

    `by` is whoever changes it: the admin's history names them. Other columns belong to the
    worker and are left as they are.
    """
    with transaction.atomic():
        before = Photo.objects.select_for_update().get(pk=photo.pk)
        photo.save(update_fields=CHANGED_BY_HAND)
        if (before.focal_x, before.focal_y) != (photo.focal_x, photo.focal_y):
            ask_for_sizes(photo)


def remove_photo(photo: Photo, *, by: Any) -> None:
    """Delete a photo and, once that is certain, its files.

    `by` is whoever removes it: the admin's history names them. Raises ProtectedError while
    something shows the photo.
    """
    with transaction.atomic():
        locked = Photo.objects.select_for_update().get(pk=photo.pk)  # a job may add sizes now
        names = [locked.file.name, *(row["name"] for row in locked.renditions)]
        photo.delete()
        transaction.on_commit(lambda: delete_files(names))


def same_pictures(photo: Photo) -> QuerySet[Photo]:
    """Other photos that have the very same picture, oldest first."""
    return Photo.objects.filter(checksum=photo.checksum).exclude(pk=photo.pk).order_by("pk")


def readers_see(photo: Photo) -> bool:
    """Whether a published article or an author's page shows the photo."""
    return _published_with(photo).exists() or Author.objects.filter(portrait=photo).exists()


def lacking_in_published(photo: Photo) -> list[str]:
    """Say what published articles would lack if the photo were saved with the words it has.

    After each article's sentences comes one that names it; an empty list means that all is well.
    """
    said = []
    for article in _published_with(photo).select_related("lead_photo"):
        if lacking := lacking_after_change(article, photo):
            named = _("The published article “%(article)s” shows this photo.")
            said += [*lacking, named % {"article": article}]
    return said


def _published_with(photo: Photo) -> QuerySet[Article]:
    galleries = Gallery.objects.filter(gallery__placements__photo=photo)
    return Article.objects.filter(
        Q(lead_photo=photo)
        | Q(pk__in=Figure.objects.filter(photo=photo).values("parent"))
        | Q(pk__in=galleries.values("parent")),
        status=ArticleStatus.PUBLISHED,
    )
