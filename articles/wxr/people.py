"""Who wrote there, as authors here: one person once, however the name is spelled."""

from collections.abc import Iterable

from articles.models import Author, ImportedThing
from articles.wxr.items import Author as Writer
from articles.wxr.items import Channel, Item
from articles.wxr.report import Report
from articles.wxr.wording import ascii_slug, cut, looks, plain

CO_AUTHOR = "cap-"  # the plug-in Co-Authors Plus files its authors as terms with this before them


class People:
    """The authors of a site, made when the first article of theirs comes in."""

    def __init__(self, site: str, channel: Channel, report: Report) -> None:
        self._site, self._report = site, report
        self._writers: dict[str, Writer] = {}
        self._by_look: dict[str, Writer] = {}
        self.add(channel.authors)
        things = ImportedThing.objects.filter(site=site, kind=ImportedThing.Kind.AUTHOR)
        known = things.select_related("author").exclude(author=None)
        self._by_login: dict[str, Author] = {row.key: row.author for row in known if row.author}
        self._by_name = {looks(author.name): author for author in Author.objects.order_by("-pk")}
        self._by_mail: dict[str, Author] = {}
        for row in self._by_login:
            if (writer := self._writers.get(row)) and writer.email:
                self._by_mail[writer.email.casefold()] = self._by_login[row]
        self.new: list[tuple[Writer, Author]] = []

    def add(self, writers: Iterable[Writer]) -> None:
        """Know more people, such as the guest authors of Co-Authors Plus."""
        for writer in writers:
            self._writers.setdefault(writer.login.casefold(), writer)
            for name in (writer.login, writer.display_name):
                if look := looks(name):
                    self._by_look.setdefault(look, writer)

    def writers_of(self, item: Item) -> list[Writer]:
        """Return who signed an item, in order: several where Co-Authors Plus says so."""
        logins = [
            term.slug.removeprefix(CO_AUTHOR)
            for term in item.terms
            if term.taxonomy == "author" and term.slug
        ]
        names = logins or [item.creator]
        return [self._writer(name) for name in names if name]

    def _writer(self, login: str) -> Writer:
        """Return who is meant: WXR 1.0 has names here, and some files a stray sign."""
        known = self._writers.get(login.casefold()) or self._by_look.get(looks(login))
        return known or Writer(login)

    def authors_of(self, item: Item) -> list[Author]:
        """Return the authors who signed an item, each once, made where they are new."""
        found = {author.pk: author for author in map(self._author, self.writers_of(item))}
        return list(found.values())

    def _author(self, writer: Writer) -> Author:
        key = writer.login.casefold()[:255]
        known = self._by_login.get(key)
        if known is None:
            known = self._by_login[key] = self._find_or_make(writer)
            ImportedThing.objects.update_or_create(
                site=self._site,
                kind=ImportedThing.Kind.AUTHOR,
                key=key,
                defaults={"author": known},
            )
            self.new.append((writer, known))
        return known

    def _find_or_make(self, writer: Writer) -> Author:
        name = _name_of(writer)
        mail = writer.email.casefold()
        found = self._by_mail.get(mail) if mail else None
        found = found or self._by_name.get(looks(name))
        if found is None:
            slug = _free(ascii_slug(writer.login, name, length=90) or "author")
            found = Author.objects.create(name=cut(name, 100), slug=slug)
            self._report.count("authors_new")
        self._by_name[looks(name)] = found
        if mail:
            self._by_mail[mail] = found
        return found


def _name_of(writer: Writer) -> str:
    whole = f"{writer.first_name} {writer.last_name}"
    return plain(writer.display_name) or plain(whole) or plain(writer.login) or "?"


def _free(base: str) -> str:
    taken = set(Author.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
