"""manage.py make_renditions: asks for the sizes of photos that lack them, or makes them now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Photo
from articles.models.photos import RenditionState
from articles.photos.refusals import PhotoRefusedError
from articles.photos.renditions import ask_for_sizes, make_sizes


class Command(BaseCommand):
    """Ask for, or make, the sizes of photos."""

    help = "Asks the worker for the sizes of photos that are not ready."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which photos, and whether to wait for them."""
        parser.add_argument("--all", action="store_true", help="Every photo's, from the start.")
        parser.add_argument("--now", action="store_true", help="Make them here, without a worker.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the photos. Raises CommandError when sizes could not be made."""
        photos = Photo.objects.order_by("pk")
        if not options["all"]:
            photos = photos.exclude(rendition_state=RenditionState.READY)
        chosen = list(photos.values_list("pk", flat=True))
        if not options["now"]:
            for photo in Photo.objects.filter(pk__in=chosen).iterator():
                ask_for_sizes(photo, afresh=options["all"], priority=-10)
            self.stdout.write(f"Asked for the sizes of {len(chosen)} photos.")
            return
        made = [self._made(pk, afresh=options["all"]) for pk in chosen]
        self.stdout.write(f"Made the sizes of {sum(made)} photos.")
        if not all(made):
            raise CommandError(f"{made.count(False)} photos have no sizes.")

    def _made(self, pk: int, *, afresh: bool) -> bool:
        try:
            make_sizes(pk, afresh=afresh)
        except (PhotoRefusedError, OSError) as error:
            self.stderr.write(f"Photo {pk}: {error}")
            return False
        return True
