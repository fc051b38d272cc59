"""A newspaper moves in: its articles, their comments and their addresses, from one file.

First the whole file is looked through, so that one which cannot be read changes nothing. Then each
item comes in with its comments: all in one transaction, or a batch at a time, so that a very large
import goes on where it was stopped.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.wxr.desk import Desk, open_desk
from articles.wxr.items import Channel, Item
from articles.wxr.media import Media, media_from
from articles.wxr.reading import Entry, read
from articles.wxr.remembering import Remembering
from articles.wxr.report import Report
from articles.wxr.scouting import Findings, scout
from articles.wxr.taking_in import Taken, take_in
from comments.arranging import arrange
from comments.importing import Arrivals, Talk

BATCH_ITEMS, BATCH_COMMENTS = 100, 5_000  # what a batch ends at, whichever comes first
LOCK = 7_003_917  # of PostgreSQL's advisory ones: two imports would make the same things twice
# Checks of foreign keys wait for the end of the transaction, in memory; this makes them now.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"

Watch = Callable[[str, int, Report], None]  # the step, the bytes read, the report so far


class Busy(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """Another import is running."""


@dataclass(frozen=True)
class Options:
    """What is asked for. `state` is the folder that keeps downloads between two runs."""

    file: Path
    media: Path | None = None
    download: bool = False
    state: Path | None = None
    dry_run: bool = False
    resume: bool = False
    language: str = ""
    zone: tzinfo | None = None
    section_for: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)  # of addresses, by taxonomy


class MovingIn:
    """One run of an import. After run() `report` and `findings` tell what was done."""

    def __init__(self, options: Options, watch: Watch) -> None:
        self.options, self._watch = options, watch
        self.report = Report()
        self.findings = Findings()
        self.seconds = 0.0  # that it took
        self._media: Media | None = None

    def run(self) -> None:
        """Look through the file and take it in.

        Raises ExportRefused and MediaUnusable, each with a sentence, and Busy.
        """
        began = time.monotonic()
        try:
            with alone():
                self.findings = self._scout()
                self._take_in()
        finally:
            self.seconds = time.monotonic() - began
            if self._media is not None:
                self._media.take_back()
                self._media.close()

    # --- Looking through ----------------------------------------------------------------------
    def _scout(self) -> Findings:
        def attachment(item: Item) -> None:
            self.media.know_attachment(item)

        return scout(
            self.options.file,
            channel_known=self._open_media,
            attachment=attachment,
            comments=arrange,
            progress=lambda done: self._watch("looking", done, self.report),
        )

    def _open_media(self, channel: Channel) -> None:
        self._media = media_from(
            self.options.media,
            download=self.options.download and not self.options.dry_run,
            base_url=channel.base_blog_url or channel.base_site_url,
            state_dir=self.options.state,
        )

    @property
    def media(self) -> Media:
        """Where pictures come from, once the file has named its site."""
        assert self._media is not None  # noqa: S101 (the file names its site first)
        return self._media

    # --- Taking in ----------------------------------------------------------------------------
    def _take_in(self) -> None:
        if self.options.resume and not self.options.dry_run:
            for _batch in self._batches():
                pass
            return
        with transaction.atomic():
            for _batch in self._batches():
                with connection.cursor() as cursor:
                    cursor.execute(CHECK_NOW)
            if self.options.dry_run:
                transaction.set_rollback(True)

    def _batches(self) -> Iterator[None]:
        """Take everything in, and stop after each batch; a batch is whole or not there."""
        with transaction.atomic():
            desk = self._desk()
        remembering = Remembering(desk, self.findings.leading, self.options.bases)
        arrivals = Arrivals(self.report)
        with self.options.file.open("rb") as source:
            entries = (entry for entry in read(source, self._progress) if isinstance(entry, Entry))
            more, number = True, 0
            while more:
                number += 1
                with transaction.atomic():
                    more = self._batch(entries, desk, remembering, arrivals)
                    if is_power_of_two(number):
                        tell_the_planner()
                yield
        with transaction.atomic():
            remembering.rest(self.findings.days)

    def _desk(self) -> Desk:
        desk = open_desk(
            self.findings.channel,
            self.media,
            self.report,
            attached=self.findings.attached,
            language=self.options.language,
            zone=self.options.zone,
            section_for=self.options.section_for,
        )
        desk.people.add(self.findings.guests)
        return desk

    def _progress(self, done: int) -> None:
        self._watch("taking", done, self.report)

    def _batch(
        self, entries: Iterator[Entry], desk: Desk, remembering: Remembering, arrivals: Arrivals
    ) -> bool:
        """Take in some items with their comments; return whether there are more."""
        items = comments = 0
        for entry in entries:
            self._take_in_entry(entry, desk, remembering, arrivals)
            items, comments = items + 1, comments + len(entry.comments)
            entry.comments.close()
            if items >= BATCH_ITEMS or comments >= BATCH_COMMENTS:
                break
        else:
            items = 0
        desk.ledger.write()
        arrivals.write()
        remembering.batch()
        return bool(items)

    def _take_in_entry(
        self, entry: Entry, desk: Desk, remembering: Remembering, arrivals: Arrivals
    ) -> None:
        item = entry.item
        if item.post_type == "attachment":
            self.report.count("attachments")
            remembering.attachment(item)
        taken = take_in(item, desk)
        _count(item, taken, self.report)
        if taken.article is None:
            _tell_of_comments_left(entry, self.report)
            return
        if taken.done in {"new", "changed"}:
            remembering.item(item, taken.article)
        if len(entry.comments) or taken.done == "new":
            is_open = item.comment_status in {"open", ""}
            arrivals.add(
                Talk(desk.site, taken.key, taken.article, entry.comments, is_open, desk.zone)
            )


def _count(item: Item, taken: Taken, report: Report) -> None:
    if taken.done == "left":
        report.count("items_left", int(item.post_type != "attachment"))
        return
    report.count(f"articles_{taken.done}")
    if taken.article is None:
        return
    if taken.done == "kept":
        words = _("It changed there, and somebody has changed it here: it was left as it is.")
        report.tell("kept", words, taken.article.headline, item.line)
    if taken.done == "new":
        report.count("pages_standing", int(taken.article.is_standing))
        is_scheduled = taken.article.is_scheduled
        report.count("scheduled" if is_scheduled else taken.article.status)


def _tell_of_comments_left(entry: Entry, report: Report) -> None:
    """Say what becomes of comments on what is no article here."""
    if number := len(entry.comments):
        report.count("comments_elsewhere", number)
        words = _("Comments left out, since it is no article here: %(number)d.")
        where = entry.item.title or entry.item.link
        report.tell("comments", words % {"number": number}, where, entry.item.line)


def tell_the_planner() -> None:
    """Let PostgreSQL plan with the rows that this transaction has added, which only it can see.

    Else a plan that was made for an empty table is kept, and reads all of a table for each row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_analyze_what_was_added()")


def is_power_of_two(number: int) -> bool:
    """Whether a positive number is 1, 2, 4, 8 and so on."""
    return number & (number - 1) == 0


@contextmanager
def alone() -> Iterator[None]:
    """Hold the import's own lock. Raises Busy where another import holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy(_("Another import is running."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
