"""`manage.py verify_log`: whether the past of the public log is as it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.public_log.chain import verify
from comments.public_log.records import contradiction

LENGTH = 64  # of a hash
USAGE, BROKEN = 2, 1  # exit codes


class Command(BaseCommand):
    """Says whether the log's chain holds and the records agree: 0, 1 if not, 2 for a bad call."""

    help = "Verify the public log's chain of hashes, from its beginning or from an entry you kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """From which entry on, and which hash that one had."""
        parser.add_argument("--from", dest="begin", type=int, metavar="N", help="First entry read.")
        parser.add_argument("--hash", dest="known", metavar="H", help="The hash that it had then.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a sentence. Raises CommandError where something is wrong."""
        begin, known = options["begin"], (options["known"] or "").strip().lower()
        if known and begin is None:
            raise CommandError("--hash needs --from: of which entry is it?", returncode=USAGE)
        if begin is not None and begin < 1:
            raise CommandError("The first entry has the number 1.", returncode=USAGE)
        if known and (len(known) != LENGTH or set(known) - set("0123456789abcdef")):
            raise CommandError(f"A hash has {LENGTH} hexadecimal digits.", returncode=USAGE)
        found = verify(begin=begin or 1, known_hash=known)
        broken = found.broken or contradiction(begin=begin or 1)
        if broken:
            raise CommandError(f"The log is not as it was. {broken.why}", returncode=BROKEN)
        if not found.entries:
            self.stdout.write("The log is empty.")
            return
        kept = f" Entry {begin} has the hash that you kept." if known else ""
        self.stdout.write(
            f"The log is whole: {found.entries} entries.{kept}"
            f" The last one is {found.last}, with the hash {found.hash}."
        )
