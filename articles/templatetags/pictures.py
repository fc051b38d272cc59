"""{% picture %}: a photo as <picture>, with its place kept free; {% caption_of %}: what it says."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.captions import linked
from articles.models import Photo
from articles.photos.pictures import picture_of

register = template.Library()


@register.inclusion_tag("components/_picture.html")
def picture(
    photo: Photo,
    *,
    sizes: str = "100vw",
    crop: str = "",
    lead: bool = False,
    alt: str | None = None,
    **attributes: str,
) -> dict[str, Any]:
    """Show a photo: {% picture photo sizes="(min-width: 60em) 40em, 100vw" crop="card" %}.

    `sizes` is how wide it is shown; `crop="card"` takes the 3:2 part around the focal point;
    `lead=True` is for the one picture that is seen at once: it is fetched first, others when
    the reader comes near. Without `alt` the photo's own text is said; `alt=""` is for a picture
    that only repeats what stands beside it. `class="…"` goes on the <img>.
    """
    shown = picture_of(photo, crop)
    classes = [attributes.get("class", ""), shown.focus]
    return {
        "picture": shown,
        "sizes": sizes,
        "lead": lead,
        "alt": photo.alt_text if alt is None else alt,
        "class": " ".join(filter(None, classes)),
    }


@register.simple_tag
def caption_of(own: str, general: str = "") -> SafeString:
    """Print the place's own caption, else the picture's, with the links that it holds."""
    return linked(own or general)
