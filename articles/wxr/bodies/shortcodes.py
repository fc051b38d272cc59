"""WordPress's shortcodes, [name attribute="value"]…[/name]: their grammar, and which are known.

Brackets are also how newspapers write: "[sic]", "[Name/Agency]", "[the minister]". Something in
brackets is a shortcode only if it is one of KNOWN, or looks like nothing else: it has attributes,
a closing partner, or an underscore in its name.
"""

import json
import re
from dataclasses import dataclass

# The whole of one tag. A quoted value may hold brackets and HTML, as old captions do; nothing in
# it can be tried in two ways, so that a text of open quotes costs no more than any other.
TAG = re.compile(
    r"\[(?P<escaped>\[?)(?P<ending>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:"
    r"[^\[\]\"'<>]|\"[^\"]*\"|'[^']*')*+)\](?P<unescaped>\]?)"
)
ATTRIBUTE = re.compile(
    r"([\w-]+)\s*=\s*\"([^\"]*)\"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s'\"]+)"
    r"|\"([^\"]*)\"|'([^']*)'|(\S+)"
)
CURLY = str.maketrans("“”„‟″‘’‚′", '"""""\'\'\'\'')

CAPTIONS = {"caption", "wp_caption"}
GALLERIES = {"gallery", "slideshow", "ngg_images"}
QUOTES = {"pullquote", "pull_quote"}
CREDITS = {"media-credit"}
CODES = {"code", "sourcecode", "codeblock", "php", "html", "css", "xml", "javascript"}
# What their address is, where the shortcode gives a number or a name instead of one.
PLAYED = {
    "embed": "{}",
    "audio": "{}",
    "video": "{}",
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "ted": "https://www.ted.com/talks/{}",
    "soundcloud": "{}",
    "spotify": "{}",
    "twitter": "{}",
    "tweet": "{}",
    "instagram": "{}",
    "facebook": "{}",
    "googlemaps": "{}",
}
KNOWN = CAPTIONS | GALLERIES | QUOTES | CREDITS | PLAYED.keys()
# Shortcodes of widespread plugins that come without attributes.
BARE = {"contact-form", "contact-form-7", "gravityform", "sitemap", "archives", "playlist"}
SOURCES = ("src", "url", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav", "id")


@dataclass(frozen=True)
class Shortcode:
    """One tag: its name, and its attributes; those without a name have their numbers."""

    name: str
    attributes: dict[str, str]

    def get(self, *names: str) -> str:
        """Return the first of these attributes that is there, "" where none is."""
        return next((found for name in names if (found := self.attributes.get(name, ""))), "")


def attributes_of(text: str) -> dict[str, str]:
    """Read the attributes of a tag, by names in small letters and numbers from "0"."""
    found: dict[str, str] = {}
    if not text.strip():
        return found
    if '"' not in text and "'" not in text:
        text = text.translate(CURLY)
    number = 0
    for match in ATTRIBUTE.finditer(text.replace("\xa0", " ")):
        groups = match.groups()
        if match.lastindex and match.lastindex <= 6:
            name, value = (group for group in groups[:6] if group is not None)
            found[name.lower()] = value
        else:
            found[str(number)] = match[match.lastindex or 0]
            number += 1
    return found


def from_json(text: str | None) -> dict[str, str]:
    """Read the attributes that a comment or an element gives as JSON: those that are one value."""
    try:
        read = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {name: str(value) for name, value in read.items() if isinstance(value, str | int)}


def played_address(code: Shortcode, contents: str) -> str:
    """Return the address of what a shortcode plays, "" where it names none."""
    given = contents.strip() or code.get("0", *SOURCES)
    given = re.sub(r"<[^<>]*>", "", given).strip().lstrip("=").replace("&amp;", "&")
    if given.startswith("//"):
        return f"https:{given}"
    if given.startswith(("http://", "https://")):
        return given
    pattern = PLAYED[code.name]
    if pattern == "{}" or not re.fullmatch(r"[\w-]{4,40}(?:[&?].*)?", given, re.ASCII):
        return ""
    return pattern.format(re.split("[&?]", given)[0])


def is_shortcode(name: str, attributes: str, *, has_partner: bool) -> bool:
    """Whether what stands in brackets is a shortcode, and no words of the text."""
    if name in KNOWN or name in BARE or has_partner or "_" in name:
        return True
    return bool(re.match(r"\s+[\w-]+\s*=\s*[\"'“”″]?[\w#./:-]", attributes))
