"""The demo's newsroom: mastheads, sections, authors, and its stories in all their editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import slugify

from articles.models import (
    Article,
    Author,
    Byline,
    Figure,
    Gallery,
    GalleryPhoto,
    Masthead,
    Photo,
    PhotoGallery,
    PullQuote,
    Section,
    SectionName,
    Story,
    Tag,
    Text,
)
from articles.photos.intake import CleanPhoto, add_photo
from portal.demo.drawing import Drawn
from portal.demo.files import StoryFiles, Table, read

BACKLOG = -10  # a reporter's own photo comes before the demo's


def make_mastheads_and_sections() -> dict[str, Section]:
    """Make the mastheads and the sections; return the sections by slug."""
    for table in read("mastheads.toml")["masthead"]:
        Masthead.objects.create(**table)
    sections = {}
    for table in read("sections.toml")["section"]:
        section = Section.objects.create(slug=table["slug"], position=table["position"])
        for language, name in table["names"].items():
            SectionName.objects.create(
                section=section,
                language=language,
                name=name,
                description=table["descriptions"][language],
            )
        sections[section.slug] = section
    return sections


def add_photos(tables: Iterable[Table], drawn: dict[str, Drawn]) -> dict[str, Photo]:
    """Add the drawn pictures as photos; return them by key."""
    photos = {}
    for table in tables:
        focal_x, focal_y = table.get("focal", [0.5, 0.5])
        picture = drawn[table["key"]]
        photos[table["key"]] = add_photo(
            CleanPhoto(picture.jpeg, "jpg", width=picture.width, height=picture.height),
            by=None,
            priority=BACKLOG,
            caption=table.get("caption", ""),
            credit=table.get("credit", ""),
            alt_text=table.get("alt", ""),
            focal_x=focal_x,
            focal_y=focal_y,
        )
    return photos


def portrait_tables() -> list[Table]:
    """The portraits of the authors, as pictures to draw."""
    return [
        {
            "key": f"author-{table['key']}",
            "kind": "portrait",
            "seed": table["portrait"],
            "shape": "square",
            "alt": f"Drawn portrait of {table['name']}",
        }
        for table in read("authors.toml")["author"]
    ]


def make_authors(photos: dict[str, Photo]) -> dict[str, Author]:
    """Make the authors; return them by key."""
    return {
        table["key"]: Author.objects.create(
            name=table["name"],
            slug=table["key"],
            role=table["role"],
            bio=table["bio"],
            portrait=photos[f"author-{table['key']}"],
        )
        for table in read("authors.toml")["author"]
    }


@dataclass(frozen=True)
class Desk:
    """What the stories of the demo are made with."""

    sections: dict[str, Section]
    authors: dict[str, Author]
    photos: dict[str, Photo]
    now: datetime


def make_story(files: StoryFiles, desk: Desk) -> dict[str, Article]:
    """Make a story and its editions; return the articles by language."""
    story = Story.objects.create(label=files.editions["en"]["headline"][:120])
    tags = [
        Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
        for name in files.shared.get("tags", [])
    ]
    return {
        language: _make_article(story, language, table, files.shared, tags, desk)
        for language, table in files.editions.items()
    }


def _make_article(
    story: Story, language: str, table: Table, shared: Table, tags: list[Tag], desk: Desk
) -> Article:
    published = desk.now - timedelta(days=shared["days_ago"])
    updated = shared.get("updated_days_ago")
    article = Article.objects.create(
        story=story,
        language=language,
        section=desk.sections[shared["section"]],
        slug=table["slug"],
        kicker=table.get("kicker", ""),
        headline=table["headline"],
        dek=table["dek"],
        place=table.get("place", ""),
        lead_photo=desk.photos[table["lead"]["photo"]],
        lead_caption=table["lead"].get("caption", ""),
        lead_alt_text=table["lead"].get("alt", ""),
        status="published",
        publish_at=published,
        first_published_at=published,
        updated_at=desk.now - timedelta(days=updated) if updated is not None else None,
    )
    article.tags.set(tags)
    for position, (author, role) in enumerate(table["bylines"], start=1):
        Byline.objects.create(
            article=article, author=desk.authors[author], role=role, position=position
        )
    for position, block in enumerate(table["block"], start=1):
        _make_block(article, position * 10, block, desk.photos)
    return article


def _make_block(article: Article, ordering: int, block: Table, photos: dict[str, Photo]) -> None:
    place = {"parent": article, "region": "main", "ordering": ordering}
    match block["type"]:
        case "text":
            text = Text(**place, html=block["html"].strip())
            text.html = Text._meta.get_field("html").clean(text.html, text)
            text.save()
        case "figure":
            Figure.objects.create(
                **place,
                photo=photos[block["photo"]],
                caption=block.get("caption", ""),
                alt_text=block.get("alt", ""),
            )
        case "gallery":
            Gallery.objects.create(**place, gallery=_make_gallery(block, photos))
        case "pullquote":
            PullQuote.objects.create(
                **place, text=block["text"], attribution=block.get("attribution", "")
            )


def _make_gallery(block: Table, photos: dict[str, Photo]) -> PhotoGallery:
    gallery = PhotoGallery.objects.create(title=block["title"])
    for position, key in enumerate(block["photos"]):
        GalleryPhoto.objects.create(
            gallery=gallery,
            photo=photos[key],
            position=position + 1,
            caption=_nth(block.get("captions"), position),
            alt_text=_nth(block.get("alts"), position),
        )
    return gallery


def _nth(texts: list[str] | None, position: int) -> str:
    return texts[position] if texts and position < len(texts) else ""
