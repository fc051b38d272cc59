"""What an article needs before readers see it; a draft needs nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import PurePosixPath

from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Article, Figure, Gallery, GalleryPhoto, Masthead, Photo, Text

FILE_NAME = re.compile(r"\S+\.(jpe?g|png|webp|avif|hei[cf]|gif|tiff?)", re.IGNORECASE)


@dataclass(frozen=True)
class UsedPicture:
    """A picture as an article shows it: where, and with which words of the place's own."""

    place: str
    photo: Photo
    caption: str
    alt_text: str


def missing_for_publication(article: Article) -> list[str]:
    """Say in full sentences everything that keeps an article from being published.

    Texts and pictures are read as they are saved; an empty list means that nothing is missing.
    """
    missing = []
    if not article.headline.strip():
        missing.append(_("The headline is missing."))
    if article.section is None:
        missing.append(_("The section is missing."))
    if not article.is_standing and not article.bylines.exists():
        missing.append(_("The byline is missing: name at least one author."))
    if not any(_has_words(html) for html in _texts(article)):
        missing.append(_("The text is missing: write at least one paragraph."))
    if not Masthead.objects.filter(language=article.language).exists():
        missing.append(
            _("The newspaper is not published in this language (%(language)s): it has no masthead.")
            % {"language": article.get_language_display()}
        )
    return [*missing, *_missing_in_pictures(article)]


def pictures_used(article: Article) -> Iterator[UsedPicture]:
    """Every picture of an article, in the order lead, figures, galleries; two queries."""
    if article.lead_photo is not None:
        place = _("Lead photo")
        yield UsedPicture(place, article.lead_photo, article.lead_caption, article.lead_alt_text)
    for figure in Figure.objects.filter(parent=article).select_related("photo"):
        place = _("Figure “%(figure)s”") % {"figure": _short(figure)}
        yield UsedPicture(place, figure.photo, figure.caption, figure.alt_text)
    shown = GalleryPhoto.objects.filter(gallery__in=_galleries(article).values("gallery"))
    for placed in shown.select_related("photo", "gallery").order_by("gallery", "position", "pk"):
        place = _("Photo “%(photo)s” in the gallery “%(gallery)s”") % {
            "photo": _short(placed),
            "gallery": placed.gallery,
        }
        yield UsedPicture(place, placed.photo, placed.caption, placed.alt_text)


def lacking_after_change(article: Article, photo: Photo) -> list[str]:
    """Say what an article would lack if a photo that it shows were saved with the words it has."""
    shown = (picture for picture in pictures_used(article) if picture.photo == photo)
    changed = [replace(picture, photo=photo) for picture in shown]
    return [_problem(picture) for picture in changed if _wrong_with_alt_text(picture)]


def _missing_in_pictures(article: Article) -> Iterator[str]:
    for picture in pictures_used(article):
        if _wrong_with_alt_text(picture):
            yield _problem(picture)
    for block in _galleries(article).filter(gallery__placements=None).select_related("gallery"):
        yield _("The gallery “%(gallery)s” has no photos.") % {"gallery": block.gallery}


def _problem(picture: UsedPicture) -> str:
    return _wrong_with_alt_text(picture) % {"picture": picture.place}


def _wrong_with_alt_text(picture: UsedPicture) -> str:
    """Return what is wrong with a picture's alternative text, or "" where it will do."""
    alt_text = picture.alt_text or picture.photo.alt_text
    words = _bare(alt_text)
    if not words:
        return _("%(picture)s: the alternative text is missing. Say what is seen in it.")
    if words in {_bare(picture.caption), _bare(picture.photo.caption)}:
        return _("%(picture)s: the alternative text repeats the caption. Say what is seen in it.")
    names = {PurePosixPath(str(picture.photo.file)).stem}
    names.add(PurePosixPath(picture.photo.name_it_came_with).stem)
    if FILE_NAME.fullmatch(alt_text.strip()) or words in set(map(_bare, names)):
        return _("%(picture)s: the alternative text is a file name. Say what is seen in it.")
    return ""


def _texts(article: Article) -> Iterator[str]:
    return Text.objects.filter(parent=article).values_list("html", flat=True).iterator()


def _galleries(article: Article) -> QuerySet[Gallery]:
    return Gallery.objects.filter(parent=article)


def _has_words(html: str) -> bool:
    return bool(_bare(unescape(strip_tags(html))))


def _bare(text: str) -> str:
    """Letters and digits only, so that "The bridge." and "the bridge" are the same words."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _short(thing: object) -> str:
    return Truncator(str(thing)).chars(60)
