"""What other sites play inside a page: whose players a page may frame, and their addresses.

Nothing of another site is asked for before a reader asks for it: the page shows a card with a
link, and a click puts the player in its place. The address of the player follows from the address
of what it plays, so that nobody is asked for that either (oEmbed would be). Whose players are not
here, or want scripts of theirs in our page, are linked to.

settings.py reads FRAME_SOURCES: nothing here may need Django to be set up.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, urlsplit

Kind = Literal["video", "sound", "post", "page"]


@dataclass(frozen=True)
class Player:
    """Who plays something (`site`), what it is, and at which address a frame shows it, or ""."""

    site: str
    kind: Kind
    frame: str = ""
    shape: Literal["wide", "low"] = "wide"


def player_of(url: str) -> Player:
    """Return what plays what stands at an address; with its host for a name where none is known."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a host in brackets that is no address
        return Player("", "page")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for known in KNOWN:
        if host in known.hosts:
            return Player(known.site, known.kind, known.frame(url), known.shape)
    ending = parts.path.rsplit(".", 1)[-1].lower()
    return Player(host, "video" if ending in FILMS else "sound" if ending in SOUNDS else "page")


FILMS = {"mp4", "m4v", "webm", "ogv", "mov", "avi", "wmv", "mpg", "3gp", "flv"}
SOUNDS = {"mp3", "m4a", "ogg", "oga", "opus", "wav", "wma", "flac", "aac"}


@dataclass(frozen=True)
class Known:
    """A site whose addresses are known; `player` says where its player is, "" if there is none."""

    site: str
    kind: Kind
    hosts: frozenset[str]
    source: str = ""  # what the page's policy must allow to be framed
    player: Callable[[str], str] = lambda url: ""
    shape: Literal["wide", "low"] = "wide"

    def frame(self, url: str) -> str:
        """Return the address of the player for an address, "" where it shows nothing to play."""
        path = self.player(url)
        return f"{self.source}{path}" if path else ""


def _youtube(url: str) -> str:
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    path = parts.path.strip("/").split("/")
    name = asked.get(
        "v", [path[-1] if path[0] in YOUTUBE_PATHS or parts.hostname == "youtu.be" else ""]
    )[0]
    if not re.fullmatch(r"[\w-]{6,20}", name, re.ASCII):
        return ""
    start = re.fullmatch(
        r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", (asked.get("t") or asked.get("start") or [""])[0]
    )
    hours, minutes, rest = (int(part or 0) for part in start.groups()) if start else (0, 0, 0)
    seconds = hours * 3600 + minutes * 60 + rest
    return f"/embed/{name}?autoplay=1" + (f"&start={seconds}" if seconds else "")


YOUTUBE_PATHS = {"embed", "v", "shorts", "live", "e"}


def _matching(pattern: str, path: str) -> Callable[[str], str]:
    """Return what makes a player's path of what a pattern finds in an address."""
    compiled = re.compile(pattern, re.ASCII)

    def player(url: str) -> str:
        found = compiled.search(url)
        return path.format(*(part or "" for part in found.groups())) if found else ""

    return player


def _soundcloud(url: str) -> str:
    parts = urlsplit(url)
    if parts.hostname == "w.soundcloud.com":
        url = parse_qs(parts.query).get("url", [""])[0]
    elif len(parts.path.strip("/").split("/")) < 2:
        return ""  # somebody's own page: nothing to play
    return f"/player/?auto_play=true&url={quote(url, safe='')}" if url else ""


KNOWN = [
    Known(
        "YouTube",
        "video",
        frozenset({"youtube.com", "youtu.be", "youtube-nocookie.com", "music.youtube.com"}),
        "https://www.youtube-nocookie.com",
        _youtube,
    ),
    Known(
        "Vimeo",
        "video",
        frozenset({"vimeo.com", "player.vimeo.com"}),
        "https://player.vimeo.com",
        _matching(r"vimeo\.com/(?:\w+/)*?(\d{4,12})(?![\w-])", "/video/{0}?autoplay=1&dnt=1"),
    ),
    Known(
        "Dailymotion",
        "video",
        frozenset({"dailymotion.com", "dai.ly", "geo.dailymotion.com"}),
        "https://geo.dailymotion.com",
        _matching(
            r"(?:dai\.ly/|/video/|[?&]video=)([a-zA-Z0-9]{5,12})(?![\w-]*/)",
            "/player.html?video={0}",
        ),
    ),
    Known(
        "TED",
        "video",
        frozenset({"ted.com", "embed.ted.com"}),
        "https://embed.ted.com",
        _matching(r"/talks/(?:lang/\w+/)?([\w-]+)", "/talks/{0}"),
    ),
    Known(
        "VideoPress",
        "video",
        frozenset({"videopress.com", "video.wordpress.com"}),
        "https://videopress.com",
        _matching(r"/(?:v|embed)/([a-zA-Z0-9]{6,12})", "/embed/{0}?autoPlay=1"),
    ),
    Known(
        "SoundCloud",
        "sound",
        frozenset({"soundcloud.com", "w.soundcloud.com"}),
        "https://w.soundcloud.com",
        _soundcloud,
        "low",
    ),
    Known(
        "Spotify",
        "sound",
        frozenset({"open.spotify.com"}),
        "https://open.spotify.com",
        _matching(
            r"/(?:embed/)?(track|album|playlist|episode|show|artist)/([a-zA-Z0-9]{8,30})",
            "/embed/{0}/{1}",
        ),
        "low",
    ),
    # What these show comes with a script of theirs in our page, or not at all: a link it is.
    Known("X", "post", frozenset({"twitter.com", "x.com", "mobile.twitter.com"})),
    Known("Facebook", "post", frozenset({"facebook.com", "fb.watch", "fb.com"})),
    Known("Instagram", "post", frozenset({"instagram.com", "instagr.am"})),
    Known("TikTok", "video", frozenset({"tiktok.com", "vm.tiktok.com"})),
    Known("Telegram", "post", frozenset({"t.me"})),
    Known("Bluesky", "post", frozenset({"bsky.app"})),
    Known("Reddit", "post", frozenset({"reddit.com", "old.reddit.com"})),
    Known("Flickr", "page", frozenset({"flickr.com", "flic.kr"})),
    Known("WordPress.tv", "video", frozenset({"wordpress.tv"})),
]
FRAME_SOURCES = sorted({known.source for known in KNOWN if known.source})
