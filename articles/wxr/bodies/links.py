"""Where a text's links lead: whole addresses, or paths of the site; nothing that acts."""

import re
from urllib.parse import urljoin, urlsplit

from articles.wxr.bodies.tree import Node

PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|hei[cf])$", re.I)
LONGEST = 2000  # characters; longer ones are somebody's mistake


def link_of(href: str, base_url: str) -> str:
    """Return where a link leads, "" where it leads nowhere that a page of ours could know.

    A path from the site's root stays one (the addresses of the old site go on being answered);
    what is relative to the article's own old address becomes whole. A mark within the page leads
    nowhere: headings and notes lose their names on the way.
    """
    href = href.strip()
    if href.startswith("//"):
        href = f"https:{href}"
    if href.startswith("www."):
        href = f"https://{href}"
    if not href or href.startswith("#") or len(href) > LONGEST:
        return ""
    if href.startswith(("http://", "https://", "mailto:", "/")):
        return re.sub(r"[\s<>\"]", lambda found: f"%{ord(found[0]):02X}", href)
    if ":" in href.split("/", 1)[0].split("?", 1)[0]:
        return ""  # tel:, javascript: and others
    try:
        return urljoin(base_url.rstrip("/") + "/", href) if base_url else ""
    except ValueError:
        return ""


def is_picture(url: str) -> bool:
    """Whether an address is that of a picture's file."""
    try:
        return bool(PICTURE.search(urlsplit(url).path))
    except ValueError:
        return False


def caption_of(node: Node, base_url: str) -> str:
    """Return what a caption says, as articles.captions writes it: a line of text, and links."""
    return re.sub(r"\s+", " ", _caption(node, base_url)).strip()


def _caption(node: Node, base_url: str) -> str:
    words = []
    for child in node.children:
        if isinstance(child, str):
            words.append(child)
        elif child.tag == "br":
            words.append(" ")
        elif child.tag == "a" and (href := link_of(child.get("href"), base_url)):
            inside = re.sub(r"[<>]", "", child.text)
            linked = f'<a href="{href}">{inside}</a>' if inside.strip() else inside
            words.append(linked)
        elif child.tag not in {"img", "iframe", "video", "audio"}:
            ending = " " if child.tag in {"p", "div", "dd", "li"} else ""
            words.append(_caption(child, base_url) + ending)
    return "".join(words)
