"""What was filed there, as sections and tags here: the first category of an article is its section.

Categories become sections when the first article needs them, with the sections that they are parts
of; an article's other categories become tags, which are one where they are called the same.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import ImportedThing, Section, SectionName, Tag
from articles.models.newsroom import RESERVED_SLUGS
from articles.wxr.items import Channel, Item, Term
from articles.wxr.report import Report
from articles.wxr.wording import ascii_slug, cut, looks, plain, slug_meant

PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
NO_CATEGORY = Term("category", "uncategorized", "Uncategorized")
DEEPEST = 10  # categories within categories; what is deeper stands on this level
SLUG, NAME = 50, 60
PAGES = "pages"
Kind = ImportedThing.Kind


class Subjects:
    """The sections and tags of a site.

    `section_for` maps slugs of categories to slugs of sections, which are made if they are not
    there.
    """

    def __init__(
        self,
        site: str,
        channel: Channel,
        report: Report,
        *,
        language: str,
        section_for: Mapping[str, str],
    ) -> None:
        self._site, self._report, self._language = site, report, language
        self._section_for = {slug_meant(key, 200): slug for key, slug in section_for.items()}
        self._categories = {
            _key(term.slug): term for term in channel.terms if term.taxonomy == "category"
        }
        self._by_number = by_number(channel)
        self._sections: dict[str, Section] = {}
        self._tags: dict[str, Tag] = {}
        things = ImportedThing.objects.filter(site=site, kind=Kind.TAG).exclude(tag=None)
        self._known_tags = dict(things.values_list("key", "tag_id"))
        self._by_look = {looks(name): pk for pk, name in Tag.objects.values_list("pk", "name")}
        self._slugs = set(Tag.objects.values_list("slug", flat=True))
        self.new_sections: list[tuple[Term, Section]] = []
        self.new_tags: list[tuple[Term, Tag]] = []

    # --- Sections -----------------------------------------------------------------------------
    def section_of(self, item: Item) -> Section:
        """Return the section of an article: of the category that leads it."""
        return self._section(self.leading_category(item))

    def leading_category(self, item: Item) -> Term:
        """Return the category that SEO plug-ins call primary, else the first."""
        return leading_category(item, self._by_number)

    def section_of_pages(self) -> Section:
        """Return the section that holds standing pages, at the foot of every page."""
        key = ":pages"
        if key not in self._sections:
            slug = self._section_for.get(PAGES, PAGES)
            section, is_new = Section.objects.get_or_create(
                slug=slug, defaults={"at_foot": True, "position": 1000}
            )
            if is_new:
                with translation.override(self._language):
                    self._name(section, _("About us"), "")
                self._report.count("sections_new")
            self._sections[key] = section
        return self._sections[key]

    def _section(self, filed: Term, level: int = 0) -> Section:
        key = _key(filed.slug)
        if key not in self._sections:
            term = self._categories.get(key, filed)
            section = self._known(key) or self._make_section(key, term, level)
            self._sections[key] = section
        return self._sections[key]

    def _known(self, key: str) -> Section | None:
        if (slug := self._section_for.get(key)) is not None:
            return Section.objects.filter(slug=slug).first()
        thing = ImportedThing.objects.filter(site=self._site, kind=Kind.SECTION, key=key).first()
        return thing.section if thing else None

    def _make_section(self, key: str, term: Term, level: int) -> Section:
        """Make the section of a category, and first those that it is a part of."""
        above = self._categories.get(_key(term.parent)) if term.parent else None
        parent = None
        if above is not None and level < DEEPEST and _key(above.slug) != key:
            parent = self._section(above, level + 1)
            if key in self._sections:  # categories that are parts of each other
                return self._sections[key]
        wanted = self._section_for.get(key)
        section = self._named_alike(wanted, term) if parent is None else None
        if section is None:
            slug = wanted or self._free_slug(term)
            last = Section.objects.filter(at_foot=False).aggregate(last=Max("position"))["last"]
            position = min((last or 0) + 1, 999)
            section = Section.objects.create(slug=slug, position=position, parent=parent)
            self._report.count("sections_new")
        self._name(section, plain(term.name) or section.slug, plain(term.description))
        ImportedThing.objects.update_or_create(
            site=self._site, kind=Kind.SECTION, key=key, defaults={"section": section}
        )
        self.new_sections.append((term, section))
        return section

    def _named_alike(self, wanted: str | None, term: Term) -> Section | None:
        """Return the house's own section of the same slug, made before the import."""
        return Section.objects.filter(slug=wanted or ascii_slug(term.slug, length=SLUG)).first()

    def _name(self, section: Section, name: str, description: str) -> None:
        SectionName.objects.get_or_create(
            section=section,
            language=self._language,
            defaults={"name": cut(name, NAME), "description": cut(description, 200)},
        )

    def _free_slug(self, term: Term) -> str:
        base = ascii_slug(term.slug, term.name, length=SLUG - 4) or "section"
        if base in RESERVED_SLUGS or base.isdigit() or base in dict(settings.LANGUAGES):
            base = f"{base[:38]}-section"
        return _free(base, set(Section.objects.values_list("slug", flat=True)))

    # --- Tags ---------------------------------------------------------------------------------
    def tags_of(self, item: Item, section_term: Term | None) -> list[Tag]:
        """Return the tags of an article: its tags there, and the categories that lead it not."""
        leading = _key(section_term.slug) if section_term else None
        filed = [
            term
            for term in item.terms
            if term.taxonomy == "post_tag"
            or (term.taxonomy == "category" and _key(term.slug) != leading)
        ]
        found = {tag.pk: tag for tag in map(self._tag, filed) if tag is not None}
        return list(found.values())

    def _tag(self, term: Term) -> Tag | None:
        key = f"{term.taxonomy} {_key(term.slug)}"[:255]
        if key not in self._tags:
            tag = self._known_tag(key) or self._make_tag(key, term)
            if tag is None:
                return None
            self._tags[key] = tag
        return self._tags[key]

    def _known_tag(self, key: str) -> Tag | None:
        pk = self._known_tags.get(key)
        return Tag(pk=pk) if pk else None  # no more is asked of one that is here

    def _make_tag(self, key: str, term: Term) -> Tag | None:
        name = cut(plain(term.name) or slug_meant(term.slug, NAME), NAME)
        if not name:
            return None
        pk = self._by_look.get(looks(name))
        if pk is None:
            slug = slug_meant(term.slug, NAME - 4) or slug_meant(name, NAME - 4) or "tag"
            tag = Tag.objects.create(name=name, slug=_free(slug, self._slugs))
            self._slugs.add(tag.slug)
            self._by_look[looks(name)] = tag.pk
            self._report.count("tags_new")
        else:
            tag = Tag.objects.get(pk=pk)
        ImportedThing.objects.bulk_create(
            [ImportedThing(site=self._site, kind=Kind.TAG, key=key, tag=tag)],
            update_conflicts=True,
            unique_fields=["site", "kind", "key"],
            update_fields=["tag"],
        )
        self.new_tags.append((term, tag))
        return tag


def leading_category(item: Item, by_number: Mapping[int, Term]) -> Term:
    """Return the category of an item that becomes its section; categories by their number."""
    filed = [term for term in item.terms if term.taxonomy == "category"]
    for key in PRIMARY:
        number = item.meta.get(key, "").strip()
        chosen = by_number.get(int(number)) if number.isdecimal() else None
        if chosen and any(_key(term.slug) == _key(chosen.slug) for term in filed):
            return chosen
    return filed[0] if filed else NO_CATEGORY


def by_number(channel: Channel) -> dict[int, Term]:
    """Return a site's categories by their number."""
    return {
        term.wp_id: term for term in channel.terms if term.taxonomy == "category" and term.wp_id
    }


def _key(slug: str) -> str:
    return slug_meant(slug, 200)


def _free(base: str, taken: set[str]) -> str:
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
