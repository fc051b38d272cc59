"""Refuse migrations that the version before could not run beside: an upgrade changes tables first.

What is asked, and which migrations are let off, stands in pyproject.toml. The rules read the SQL of
each migration, which the database's own engine writes.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def lint_migrations(*names: str) -> None:
    """Print what is wrong with the house's migrations; end the process with 1 if anything is.

    With names, of those alone: each takes as long as writing its SQL.
    """
    from django.core.management import call_command
    from django_migration_linter.management.commands.lintmigrations import Command

    call_command(Command(), no_cache=True, quiet=["ignore"], include_name=list(names))


if __name__ == "__main__":
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    lint_migrations()
