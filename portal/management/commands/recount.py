"""`manage.py recount`: hold the stored counts against what they count."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import recount as votes
from comments import recount as comments
from comments.desk import recount as queues


class Command(BaseCommand):
    """Says which counts are wrong, and mends them; may run while the newspaper is open."""

    help = "Mend counts (comments, threads, queues, recommendations, votes) that are wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether anything is written."""
        parser.add_argument("--check", action="store_true", help="Only say what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a sentence for each wrong count. Raises CommandError for --check if any is."""
        if options["check"]:
            wrong = self._say(chain(votes.drifts(), comments.drifts(), queues.drifts()))
            if wrong:
                raise CommandError(
                    f"Counts that are wrong: {wrong}. `manage.py recount` mends them."
                )
            self.stdout.write("All counts are right.")
            return
        mended = self._say(chain(votes.mend(), comments.mend(), queues.mend()))
        self.stdout.write(f"Counts mended: {mended}.")

    def _say(self, found: Iterator[Any]) -> int:
        """Print what is wrong as it is found, and return how many sentences that took."""
        said = 0
        for sentence in chain.from_iterable(wrong.sentences() for wrong in found):
            self.stdout.write(sentence)
            said += 1
        return said
