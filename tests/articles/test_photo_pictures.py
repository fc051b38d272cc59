"""What {% picture %} writes: valid, without layout shift, from the photo's row alone."""

from typing import Any

import html5lib
import pytest
from django.template import Context, Template

from articles.models import Photo
from articles.photos.pictures import jpeg_near
from articles.photos.renditions import GROUPS, plan_sizes


def with_sizes(photo: Photo) -> Photo:
    photo.renditions = [
        {key: row[key] for key in ("crop", "format", "width", "height")}
        | {"name": f"photos/{row['crop'] or 'whole'}-{row['width']}.{row['format']}"}
        for row in plan_sizes(photo, GROUPS)
    ]
    photo.rendition_state = "ready"
    photo.save()
    return photo


def shown(photo: Photo, arguments: str = "") -> Any:
    template = Template("{% load pictures %}{% picture photo " + arguments + " %}")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(template.render(Context({"photo": photo}))).find("picture")


def test_a_picture_offers_avif_and_webp_before_the_jpeg(make_photo: Any) -> None:
    picture = shown(with_sizes(make_photo()), 'sizes="(min-width: 60em) 40em, 100vw"')
    sources, image = picture.findall("source"), picture.find("img")
    assert [source.get("type") for source in sources] == ["image/avif", "image/webp"]
    assert sources[0].get("srcset").startswith("/media/photos/whole-320.avif 320w, ")
    assert {source.get("sizes") for source in sources} == {"(min-width: 60em) 40em, 100vw"}
    assert image.get("src") == "/media/photos/whole-1024.jpeg"
    assert len(image.get("srcset").split(", ")) == 6


def test_a_picture_keeps_its_place_on_the_page(make_photo: Any) -> None:
    image = shown(with_sizes(make_photo())).find("img")
    assert (image.get("width"), image.get("height")) == ("1800", "1200")
    card = shown(with_sizes(make_photo(width=1200, height=1800)), 'crop="card"').find("img")
    assert (card.get("width"), card.get("height")) == ("960", "640")


def test_the_lead_is_fetched_first_and_the_others_when_they_come_near(make_photo: Any) -> None:
    lead = shown(with_sizes(make_photo()), "lead=True").find("img")
    assert (lead.get("fetchpriority"), lead.get("loading")) == ("high", None)
    other = shown(with_sizes(make_photo())).find("img")
    assert (other.get("fetchpriority"), other.get("loading")) == (None, "lazy")
    assert other.get("decoding") == "async"


def test_until_there_are_sizes_the_photo_s_own_file_is_shown(make_photo: Any) -> None:
    photo = make_photo()
    picture = shown(photo, 'class="wide"')
    assert picture.findall("source") == []
    assert dict(picture.find("img").attrib) == {
        "src": f"/media/{photo.file.name}",
        "width": "1800",
        "height": "1200",
        "alt": "A stone bridge over a river",
        "class": "wide",
        "loading": "lazy",
        "decoding": "async",
    }


def test_until_there_are_cards_a_class_crops_at_the_focal_point(make_photo: Any) -> None:
    photo = make_photo(width=1000, height=2000, focal_x=0.5, focal_y=0.27)
    image = shown(photo, 'crop="card" class="card-image"').find("img")
    assert image.get("class") == "card-image focused focus-x-10 focus-y-5"
    assert (image.get("width"), image.get("height")) == ("1000", "666")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "A stone bridge over a river"),
        ('alt="The old bridge"', "The old bridge"),
        ('alt=""', ""),
    ],
)
def test_a_picture_says_its_text_or_the_one_of_its_place(
    make_photo: Any, arguments: str, said: str
) -> None:
    assert shown(make_photo(), arguments).find("img").get("alt") == said


def test_words_cannot_leave_their_attribute(make_photo: Any) -> None:
    image = shown(make_photo(alt_text='"><script>alert(1)</script>')).find("img")
    assert image.get("alt") == '"><script>alert(1)</script>'


def test_a_picture_asks_the_database_nothing(
    make_photo: Any, django_assert_num_queries: Any
) -> None:
    photo = with_sizes(make_photo())
    with django_assert_num_queries(0):
        shown(photo)


def test_link_previews_get_the_smallest_jpeg_that_is_wide_enough(make_photo: Any) -> None:
    photo = with_sizes(make_photo())
    assert jpeg_near(photo, 1200).width == 1440
    assert jpeg_near(photo, 5000).width == 1800
    assert jpeg_near(make_photo(), 1200).width == 1800
