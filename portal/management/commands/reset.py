"""`manage.py reset`: forget the newspaper of this folder, as `make reset` does."""

import shutil
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.demo.people import logins_file
from portal.embedded_postgres.server import InUse, forget
from portal.running.claims import CannotRun, only_one


class Command(BaseCommand):
    """Removes the embedded database and the files that belong to it; never a DATABASE_URL's."""

    help = "Remove the embedded database, uploaded pictures, collected static files and mail."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, or say that somebody is using it."""
        if settings.DATABASE_URL:
            sys.exit(
                "The newspaper is in the database that DATABASE_URL names, which `make reset` "
                "leaves alone. Unset DATABASE_URL to forget the embedded one."
            )
        try:
            with only_one(settings.VAR_DIR):
                forget(settings.VAR_DIR / "postgres")
                for name in ("media", "static", "mail", "metrics"):
                    shutil.rmtree(settings.VAR_DIR / name, ignore_errors=True)
                for file in (settings.VAR_DIR / ".static", logins_file()):
                    file.unlink(missing_ok=True)
        except CannotRun as error:
            sys.exit(str(error))
        except InUse:
            sys.exit("A program is using the database of this folder. End it first.")
        self.stdout.write("Forgotten. `make run` begins with the demo edition again.")
