"""`manage.py compile_translations`: what Django's compilemessages does, without GNU gettext."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.compiled_translations import compile_catalogs


class Command(BaseCommand):
    """Compiles each language's catalog whose source is newer than what was compiled from it."""

    help = "Compile locale/*/LC_MESSAGES/*.po where they changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, and say what was compiled."""
        for language in compile_catalogs():
            self.stdout.write(f"Compiled the translations into {language}")
