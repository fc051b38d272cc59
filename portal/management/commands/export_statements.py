"""`manage.py export_statements`: the statements of reasons that the EU's database asks for."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.transparency.database_client import DatabaseClient, Denied, Unavailable
from comments.transparency.handing_over import Handed, hand_over
from comments.transparency.preparing import Invalid, Prepared, prepare
from comments.transparency.writing import write

MOST_LINES = 50  # of what is wrong


class Command(BaseCommand):
    """Writes statements into a file, or sends them; run twice it sends nothing twice."""

    help = "Export statements of reasons to the DSA transparency database; see docs/fairness.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Of which days, and where to."""
        add = parser.add_argument
        add("--from", type=_day, required=True, dest="first", metavar="YYYY-MM-DD")
        add("--to", type=_day, required=True, dest="last", metavar="YYYY-MM-DD", help="included")
        add("--output", type=Path, metavar="FILE", help="a new file: JSON lines, or .csv")
        add("--send", action="store_true", help="post what DSA_API_URL does not have yet")
        add(
            "--leave-out",
            action="append",
            default=[],
            metavar="PUID",
            help="a statement that is not exported; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check all, then write and send. Raises CommandError with a sentence that says why not."""
        self._refuse_nonsense(options)
        try:
            prepared = prepare(
                options["first"], options["last"], leave_out=set(options["leave_out"])
            )
        except Invalid as invalid:
            raise CommandError(_all_wrong(invalid)) from invalid
        self._say_what_was_chosen(prepared)
        if path := options["output"]:
            self._write(prepared, path)
        if options["send"]:
            self._send(prepared)

    def _refuse_nonsense(self, options: dict[str, Any]) -> None:
        if options["last"] < options["first"]:
            raise CommandError("--to lies before --from.")
        if not options["output"] and not options["send"]:
            raise CommandError("Say where to: --output FILE, --send, or both.")
        if options["send"] and not settings.DSA_API_TOKEN:
            raise CommandError("--send needs DSA_API_TOKEN, which the database gives you.")

    def _say_what_was_chosen(self, prepared: Prepared) -> None:
        chosen = prepared.chosen
        self.stdout.write(f"Statements of these days: {len(prepared.fields)}, all valid.")
        for number, why in (
            (chosen.unsent, "of deceptive bulk advertising, which get none"),
            (chosen.taken_back, "taken back before they were told"),
            (chosen.too_young, "not told yet: export them later"),
            (len(chosen.statements) - len(prepared.fields), "as --leave-out says"),
        ):
            if number:
                self.stdout.write(f"Left out: {number} ({why}).")

    def _write(self, prepared: Prepared, path: Path) -> None:
        try:
            write(prepared.fields.values(), path)
        except FileExistsError as error:
            raise CommandError(f"{error.filename2 or error.filename} is there already.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Written to {path}.")

    def _send(self, prepared: Prepared) -> None:
        client = DatabaseClient(settings.DSA_API_URL, settings.DSA_API_TOKEN)
        try:
            handed = hand_over(prepared.fields, client, tell=self.stderr.write)
        except (Unavailable, Denied) as error:
            raise CommandError(
                f"The database did not take them: {error} What it took before that is remembered; "
                "the same command goes on there."
            ) from error
        self._say_how_it_went(handed)

    def _say_how_it_went(self, handed: Handed) -> None:
        self.stdout.write(f"Taken now: {handed.taken}. There already: {handed.already}.")
        if handed.refused:
            lines = [f"{puid}: {why}" for puid, why in handed.refused.items()]
            raise CommandError(
                f"Refused by the database: {len(lines)}.\n" + "\n".join(lines[:MOST_LINES])
            )


def _all_wrong(invalid: Invalid) -> str:
    lines = [str(wrong) for wrong in invalid.wrongs]
    rest = len(lines) - MOST_LINES
    more = [f"… and {rest} more."] if rest > 0 else []
    said = "Nothing was written or sent. These are not as the database takes them:"
    return "\n".join([said, *lines[:MOST_LINES], *more])


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise ArgumentTypeError(f"{given} is not a day as YYYY-MM-DD") from error
