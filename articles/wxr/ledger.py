"""Which article each item of a site became: asked before one is made, and written for many at once.

A print of each article as it stands is kept, by which a later import sees what editors changed.
"""

from articles.models import Article, ImportedThing
from articles.wxr import prints
from articles.wxr.rows import Rows

Kind = ImportedThing.Kind


class Ledger:
    """The articles of one site. Those of a batch wait in memory until write(), as do `rows`."""

    def __init__(self, site: str, rows: Rows) -> None:
        self._site, self._rows = site, rows
        self._waiting: dict[str, tuple[Article, ImportedThing]] = {}

    def find(self, key: str) -> ImportedThing | None:
        """Return what is known of an item, with the article and its section."""
        if key in self._waiting:  # an item that stands in the file twice
            self.write()
        things = ImportedThing.objects.filter(site=self._site, kind=Kind.ARTICLE, key=key)
        if not things.exists():  # as nearly always in a first import, and asked in half the time
            return None
        return things.select_related("article__section").get()

    def article_of(self, key: str) -> Article | None:
        """Return the article that an item became, of this batch or an earlier one."""
        if key in self._waiting:
            return self._waiting[key][0]
        thing = self.find(key)
        return thing.article if thing else None

    def add(self, key: str, article: Article, *, source: str, missing: int) -> None:
        """Note that an item became an article, which is whole but for rows that wait."""
        thing = ImportedThing(
            site=self._site,
            kind=Kind.ARTICLE,
            key=key,
            article=article,
            source=source,
            missing=missing,
        )
        self._waiting[key] = article, thing

    def write(self) -> None:
        """Write down what was noted; before the end of the transaction that made the articles."""
        self._rows.write()
        written = prints.of_articles([article.pk for article, _thing in self._waiting.values()])
        for article, thing in self._waiting.values():
            thing.written = written[article.pk]
        ImportedThing.objects.bulk_create(thing for _article, thing in self._waiting.values())
        self._waiting.clear()
