"""`manage.py learn`: learn the score anew from this house's decisions, and say how good it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.learning.scoring import score_waiting
from comments.learning.versions import CannotLearn, learn


class Command(BaseCommand):
    """Switches the new version on if it is good enough; the admin can go back to an earlier one."""

    help = "Learn from decisions which comments are likely to be taken out (extra [learn])."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures. Raises CommandError where nothing can be learned or it is too poor."""
        try:
            version = learn()
        except CannotLearn as refusal:
            raise CommandError(str(refusal)) from refusal
        found = version.figures
        self.stdout.write(
            f"Version {version.pk}, learned from {found['learned_from']} decisions and tried on"
            f" {found['tried_on']} later ones, of which {found['base']:.1%} took a comment out.\n"
            f"From a score of {found['threshold']:.0%}: precision {found['precision']:.1%},"
            f" recall {found['recall']:.1%}."
        )
        if version.refused:
            raise CommandError(version.refused)
        self.stdout.write(f"Switched on; {score_waiting()} waiting comments scored.")
