"""What other sites play: whose player, at which address; nothing is asked of them unasked."""

import re

import pytest
from django.conf import settings
from django.test import Client

from articles.drafting import begin_edition
from articles.embeds import FRAME_SOURCES, player_of
from articles.models import Embed
from tests.making import Make

YOUTUBE = "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", YOUTUBE),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=1m5s", f"{YOUTUBE}&start=65"),
        ("https://youtu.be/abcdefghijk?t=30", f"{YOUTUBE}&start=30"),
        ("https://m.youtube.com/shorts/abcdefghijk", YOUTUBE),
        ("https://www.youtube.com/@somebody", ""),
        ('https://www.youtube.com/watch?v=a"><b>', ""),
        (
            "https://vimeo.com/channels/x/1234567",
            "https://player.vimeo.com/video/1234567?autoplay=1&dnt=1",
        ),
        ("https://vimeo.com/about", ""),
        ("https://dai.ly/x5e9eog", "https://geo.dailymotion.com/player.html?video=x5e9eog"),
        ("https://www.ted.com/talks/on_rivers", "https://embed.ted.com/talks/on_rivers"),
        ("https://videopress.com/v/OO9ZcKKI", "https://videopress.com/embed/OO9ZcKKI?autoPlay=1"),
        (
            "https://soundcloud.com/ann/dam",
            "https://w.soundcloud.com/player/?auto_play=true&url=https%3A%2F%2Fsoundcloud.com%2Fann%2Fdam",
        ),
        ("https://soundcloud.com/ann", ""),
        (
            "https://open.spotify.com/episode/4bz7uB4edifWKJXSDxwHcs",
            "https://open.spotify.com/embed/episode/4bz7uB4edifWKJXSDxwHcs",
        ),
        ("https://twitter.com/ann/status/1", ""),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", ""),
        ("https://evil.example/youtube.com/embed/abcdefghijk", ""),
        ("http://[broken", ""),
    ],
)
def test_a_players_address_follows_from_that_of_what_it_plays(url: str, frame: str) -> None:
    assert player_of(url).frame == frame
    assert not frame or any(frame.startswith(f"{source}/") for source in FRAME_SOURCES)


def test_pages_may_frame_the_known_players_and_nothing_else(
    client: Client, make_article: Make
) -> None:
    policy = client.get(make_article().get_absolute_url()).headers["Content-Security-Policy"]
    assert f"frame-src {' '.join(FRAME_SOURCES)};" in f"{policy};"
    assert all(source.startswith("https://") for source in FRAME_SOURCES)
    assert "frame-src" not in settings.ADMIN_CONTENT_SECURITY_POLICY


def test_nothing_of_another_site_is_asked_for_before_a_reader_asks(
    client: Client, make_article: Make
) -> None:
    article = make_article()
    Embed.objects.create(parent=article, ordering=20, url="https://youtu.be/abcdefghijk")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<iframe" not in page
    assert not re.search(r'(?:src|srcset|poster)="(?:https?:)?//(?!testserver|localhost)', page)
    assert not re.search(r'rel="(?:preconnect|dns-prefetch|preload)"[^>]*youtube', page)
    assert 'href="https://youtu.be/abcdefghijk"' in page  # without JavaScript it is a link


def test_scripts_come_only_with_something_to_play(client: Client, make_article: Make) -> None:
    article = make_article()
    Embed.objects.create(parent=article, ordering=20, url="https://twitter.com/ann/status/1")
    assert "js/embed" not in client.get(article.get_absolute_url()).content.decode()


def test_another_edition_begins_with_the_same_embeds(make_article: Make, make_user: Make) -> None:
    article = make_article()
    Embed.objects.create(parent=article, ordering=20, url="https://youtu.be/abcdefghijk")
    edition = begin_edition(article, "fa", by=make_user("Editors"))
    assert [embed.url for embed in Embed.objects.filter(parent=edition)] == [
        "https://youtu.be/abcdefghijk"
    ]
