"""`manage.py messages`: bring the translation files up to date with the source."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.message_catalogs import catalog_path, translated_languages, update_catalog


class Command(BaseCommand):
    """Finds the interface's strings and writes them into each language's catalog."""

    help = "Bring locale/*/LC_MESSAGES/django.po up to date with the source."

    def handle(self, *args: Any, **options: Any) -> None:
        """Update every catalog and say how many strings still want a translation."""
        for language in translated_languages():
            missing = update_catalog(language)
            self.stdout.write(f"{catalog_path(language)}: {missing} without translation")
