"""`manage.py recount`: hold the stored counts against what they count."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import recount as votes
from comments import recount as comments


class Command(BaseCommand):
    """Says which counts are wrong, and mends them; may run while the newspaper is open."""

    help = "Mend counts (comments, threads, recommendations, votes) that are not what they count."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether anything is written."""
        parser.add_argument("--check", action="store_true", help="Only say what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a sentence for each wrong count. Raises CommandError for --check if any is."""
        if options["check"]:
            wrong = self._say(chain(votes.drifts(), comments.drifts()))
            if wrong:
                raise CommandError(
                    f"Counts that are wrong: {wrong}. `manage.py recount` mends them."
                )
            self.stdout.write("All counts are right.")
            return
        mended = self._say(chain(votes.mend(), comments.mend()))
        self.stdout.write(f"Counts mended: {mended}.")

    def _say(self, found: Iterator[Any]) -> int:
        """Print what is wrong as it is found, and return how many sentences that took."""
        said = 0
        for sentence in chain.from_iterable(wrong.sentences() for wrong in found):
            self.stdout.write(sentence)
            said += 1
        return said
