"""`manage.py run`: the whole newspaper, as `make run` opens it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.running.claims import CannotRun
from portal.running.supervisor import run, say_on_terminal


class Command(BaseCommand):
    """Prepares the newspaper, starts server and worker, and stops all of it on Ctrl-C."""

    help = "Run the whole newspaper: PostgreSQL, job worker and web server."
    developing = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped; say in a sentence why it cannot."""
        try:
            run(say_on_terminal, developing=self.developing)
        except CannotRun as error:
            sys.exit(str(error))
