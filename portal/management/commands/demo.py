"""`manage.py demo`: load the demo edition into an empty house."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from articles.models import Masthead, Photo
from comments import ranks
from comments.public_log import sequencing
from portal.demo import conversations, drawing, files, newsroom, people


class Command(BaseCommand):
    """Loads the demo edition once; a house that has a masthead is left alone."""

    help = "Load the demo edition: an invented newspaper of an invented valley."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let tests ask for small pictures, which are drawn in no time."""
        parser.add_argument("--picture-width", type=int, default=drawing.WIDTH, metavar="PIXELS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in one transaction, or say that there is something here already."""
        if Masthead.objects.exists():
            self.stdout.write("There is a newspaper here already; the demo was not loaded.")
            return
        stories = list(files.stories())
        photos = [photo for story in stories for photo in story.shared["photo"]]
        tables = [*newsroom.portrait_tables(), *photos]
        pictures = drawing.draw_all(tables, options["picture_width"], self.stdout.write)
        with transaction.atomic():
            self._load(stories, newsroom.add_photos(tables, pictures))

    def _load(self, stories: list[files.StoryFiles], photos: dict[str, Photo]) -> None:
        staff = people.make_staff()
        sections = newsroom.make_mastheads_and_sections()
        authors = newsroom.make_authors(photos)
        rules = conversations.make_rules()
        desk = newsroom.Desk(sections, authors, photos, timezone.now())
        articles = comments = 0
        for story in stories:
            editions = newsroom.make_story(story, desk)
            articles += len(editions)
            comments += conversations.make_conversation(
                story.key, editions, authors, rules, staff["moderator"]
            )
        ranks.freeze()
        sequencing.append()
        self.stdout.write(f"  {articles} articles and {comments} comments")
