"""Addresses of the public log."""

from django.urls import path

from articles.public_page import public_page
from comments.public_log import feed, views
from comments.public_log.filters import READS

urlpatterns = [
    path("moderation/", public_page(views.to_the_log), name="moderation"),
    path(
        "<lang:language>/moderation/",
        public_page(views.moderation_log, reads=READS),
        name="moderation_log",
    ),
    path(
        "<lang:language>/moderation.csv",
        public_page(views.moderation_log_csv, reads=READS),
        name="moderation_log_csv",
    ),
    path(
        "<lang:language>/moderation.atom",
        public_page(feed.ModerationFeed()),
        name="moderation_log_feed",
    ),
]
