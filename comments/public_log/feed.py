"""The newest entries of the public log as an Atom feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import purging
from articles.newspaper import Newspaper
from articles.public_page import shows
from comments.models import LogEntry
from comments.public_log import wording

ENTRIES = 50


class ModerationFeed(Feed):
    """The feed of a language's newspaper: the entries are the same, in other words."""

    feed_type = Atom1Feed
    title_template = description_template = None

    def get_object(self, request: HttpRequest, language: str) -> Newspaper:
        """Return the newspaper in the language. Raises Http404 where it has none."""
        shows(request, purging.MODERATION)
        return Newspaper.of(language)

    def title(self, obj: Newspaper) -> str:
        """The title of the whole feed."""
        return _("Moderation log of %(name)s") % {"name": obj.masthead.name}

    def subtitle(self, obj: Newspaper) -> str:
        """What is in it."""
        return _("Every decision that takes a comment from its readers, or gives it back.")

    def link(self, obj: Newspaper) -> str:
        """The page that it is the feed of."""
        return settings.SITE_URL + reverse("moderation_log", args=[obj.language])

    def feed_url(self, obj: Newspaper) -> str:
        """Its own address."""
        return settings.SITE_URL + reverse("moderation_log_feed", args=[obj.language])

    def items(self, obj: Newspaper) -> list[tuple[Newspaper, LogEntry]]:
        """The newest entries, each with its newspaper."""
        return [(obj, entry) for entry in LogEntry.objects.order_by("-number")[:ENTRIES]]

    def item_title(self, item: Any) -> str:
        """What was done, under which rule."""
        _newspaper, entry = item
        measure = capfirst(entry.get_kind_display())
        if not entry.rule:
            return str(measure)
        return _("%(measure)s · rule %(rule)s") % {"measure": measure, "rule": entry.rule}

    def item_description(self, item: Any) -> str:
        """Who decided, what it began with, and what it reverses."""
        _newspaper, entry = item
        words = [
            _("Decided by: %(who)s.") % {"who": wording.who(entry)},
            _("Began with: %(what)s.") % {"what": wording.started_by(entry)},
        ]
        if entry.reverses:
            words.append(_("Takes back no. %(number)s.") % {"number": entry.reverses})
        return " ".join(words)

    def item_link(self, item: Any) -> str:
        """Where the entry stands on the page."""
        newspaper, entry = item
        log = reverse("moderation_log", args=[newspaper.language])
        return f"{settings.SITE_URL}{log}?before={entry.number + 1}#entry-{entry.number}"

    def item_guid(self, item: Any) -> str:
        """The entry's own name, whatever becomes of the page."""
        _newspaper, entry = item
        return f"{settings.SITE_URL}/moderation/#{entry.hash}"

    def item_pubdate(self, item: Any) -> datetime:
        """When it was decided; of people, the day."""
        moment: datetime = item[1].at
        return moment

    item_updateddate = item_pubdate
