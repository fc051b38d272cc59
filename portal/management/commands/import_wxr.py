"""`manage.py import_wxr`: a newspaper that was on WordPress moves in, from its export."""

import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.wxr.media import MediaUnusable
from articles.wxr.report import Report
from articles.wxr.xml_stream import ExportRefused
from portal.moving_in import Busy, MovingIn, Options

SECONDS = 1.0  # between two lines of progress on a terminal
SECONDS_IN_A_LOG = 15.0
STEPS = {"looking": "Looking through the file", "taking": "Taking in"}


class Command(BaseCommand):
    """Takes articles, pictures, comments and addresses in. A second run changes nothing."""

    help = "Take in a newspaper from WordPress's export (WXR); docs/moving.md says how to move."

    def add_arguments(self, parser: CommandParser) -> None:
        """What comes in, from where, and what it becomes."""
        add = parser.add_argument
        add("file", type=Path, help="the file that Tools > Export of WordPress gives")
        add("--media", type=Path, metavar="DIR|ZIP", help="the folder wp-content/uploads, or a zip")
        add("--download", action="store_true", help="fetch pictures from the old site")
        add("--dry-run", action="store_true", help="do it all, tell it, and take it back")
        add(
            "--resume",
            action="store_true",
            help="a batch at a time; the same command goes on where it was stopped",
        )
        add(
            "--section-for",
            action="append",
            default=[],
            metavar="CATEGORY=SLUG",
            help="the section for a category; may be given several times",
        )
        add("--category-base", metavar="WORD", help="of old addresses, where not “category”")
        add("--tag-base", metavar="WORD", help="of old addresses, where not “tag”")
        add("--language", choices=dict(settings.LANGUAGES), help="where the file names another")
        add("--time-zone", metavar="NAME", help="of dates without GMT; else the newspaper's")
        add("--json", metavar="FILE", help="write the report there as well; - for here, alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import, then print the report. Raises CommandError with one sentence."""
        progress = Progress(self.stderr, options["file"])
        moving = MovingIn(self._options(options), progress)
        try:
            moving.run()
        except (ExportRefused, MediaUnusable, Busy) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}.") from error
        self._tell(moving, options)

    def _options(self, options: dict[str, Any]) -> Options:
        if options["dry_run"] and options["resume"]:
            raise CommandError("A dry run keeps nothing, so there is nothing to resume.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        return Options(
            file=options["file"],
            media=options["media"],
            download=options["download"],
            state=Path(settings.BASE_DIR) / "var" / "downloads",
            dry_run=options["dry_run"],
            resume=options["resume"],
            language=options["language"] or "",
            zone=_zone(options["time_zone"]),
            section_for=dict(map(_pair, options["section_for"])),
            bases={
                "category": options["category_base"] or "",
                "post_tag": options["tag_base"] or "",
            },
        )

    def _tell(self, moving: MovingIn, options: dict[str, Any]) -> None:
        about = {
            "file": options["file"].name,
            "site": moving.findings.channel.base_blog_url,
            "dry_run": options["dry_run"],
            "seconds": round(moving.seconds, 1),
        }
        if options["json"] == "-":
            self.stdout.write(moving.report.as_json(**about))
            return
        if options["json"]:
            Path(options["json"]).write_text(moving.report.as_json(**about) + "\n", "utf-8")
        self.stdout.write(moving.report.as_text())
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was kept.")


class Progress:
    """Says on one line how far the import is, and how long it will take."""

    def __init__(self, stream: Any, file: Path) -> None:
        self._stream, self._is_terminal = stream, sys.stderr.isatty()
        self._size = max(file.stat().st_size, 1) if file.is_file() else 1
        self._step, self._began, self._told = "", 0.0, 0.0

    def __call__(self, step: str, done: int, report: Report) -> None:
        """Hear how many bytes of the file a step has done."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._began, self._told = step, now, now
        if now - self._told < (SECONDS if self._is_terminal else SECONDS_IN_A_LOG):
            return
        self._told = now
        end = "\r" if self._is_terminal else "\n"
        self._stream.write(self._line(done, now - self._began, report), ending=end)

    def _line(self, done: int, seconds: float, report: Report) -> str:
        share = min(done / self._size, 1.0)
        left = seconds / share * (1 - share) if share else 0.0
        counts = report.counts
        articles = sum(counts[f"articles_{name}"] for name in ("new", "changed", "same", "kept"))
        comments = counts["comments_new"] + counts["comments_same"]
        line = f"{STEPS[self._step]}: {share:4.0%}, {_duration(left)} left"
        if self._step == "taking":
            line += f"; {articles} articles, {comments} comments"
        return line.ljust(78)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CommandError(f"There is no time zone {name}.") from error


def _pair(given: str) -> tuple[str, str]:
    category, equals, slug = given.partition("=")
    if not (category and equals and slug):
        raise CommandError(f"--section-for wants CATEGORY=SLUG, not {given}.")
    return category, slug
