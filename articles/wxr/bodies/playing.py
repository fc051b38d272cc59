"""What a text plays or shows from elsewhere: frames, films, recordings, posts, by their address."""

import re

from articles.embeds import player_of
from articles.wxr.bodies.blocks import EmbedBlock
from articles.wxr.bodies.flow import Flow
from articles.wxr.bodies.links import caption_of, link_of
from articles.wxr.bodies.tree import Node

LONGEST = 1000  # characters of an embed's address
# Where a player's address is known, and the page of what it plays follows from it.
PAGES = [
    (
        re.compile(r"(?:youtube(?:-nocookie)?\.com)/(?:embed|v)/([\w-]{6,20})"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (
        re.compile(r"dailymotion\.com/(?:embed|swf)/(?:video/)?(\w+)"),
        "https://www.dailymotion.com/video/{}",
    ),
    (
        re.compile(r"(?:videopress|video\.wordpress)\.com/embed/(\w+)"),
        "https://videopress.com/v/{}",
    ),
    (re.compile(r"embed\.ted\.com/talks/([\w-]+)"), "https://www.ted.com/talks/{}"),
    (re.compile(r"open\.spotify\.com/embed/(\w+/\w+)"), "https://open.spotify.com/{}"),
]


def embed(flow: Flow, url: str, *, title: str = "", caption: str = "") -> None:
    """Put what stands at an address into the flow, by the address of its page."""
    url = page_of(link_of(url, flow.reading.source.base_url))
    if not url.startswith("http") or len(url) > LONGEST:
        flow.reading.drop(f"embedded content without an address of its own {url[:80]}".strip())
        return
    title = " ".join(title.split())
    flow.emit(EmbedBlock(url, title if len(title) <= 200 else "", caption))


def page_of(url: str) -> str:
    """Return the page that shows what a player's address plays; other addresses as they are."""
    for pattern, page in PAGES:
        if found := pattern.search(url):
            return page.format(found[1])
    return url


def frame(flow: Flow, node: Node) -> None:
    """Read a frame or Flash: what it shows, if it says so."""
    said = [node.get(name) for name in ("data-lazy-src", "data-src", "src", "data")]
    said += [param.get("value") for param in node.all("param") if param.get("name") == "movie"]
    said += [inner.get("src") for inner in node.all("embed", "iframe")]
    url = next((address for address in said if address and address != "about:blank"), "")
    if "wp-block-file__embed" in node.classes:
        return  # the file that its block links to
    if node.tag in {"object", "embed"} and player_of(page_of(url)).kind == "page":
        flow.reading.drop(f"Flash {url}".strip())
        return
    embed(flow, url, title=node.get("title") if node.get("title") not in TITLES else "")


TITLES = {"YouTube video player", "YouTube player", "vimeo-player", "embed"}


def recording(flow: Flow, node: Node) -> None:
    """Read a film or a recording among the site's own files: a card that leads to it."""
    sources = [node.get("src"), *(source.get("src") for source in node.all("source"))]
    url = next(filter(None, sources), "")
    if url:
        flow.reading.drop(f"{node.tag} file, to which a link is left: {url}")
    embed(flow, url)


def played(flow: Flow, node: Node) -> None:
    """Read what a shortcode, an address on a line of its own or an embedding block names."""
    caption = node.first("figcaption")
    embed(flow, node.get("url"), caption=words_of(caption, flow) if caption is not None else "")


def words_of(caption: Node, flow: Flow) -> str:
    """Return the caption of what is played; "" for one that is too long for it."""
    words = caption_of(caption, flow.reading.source.base_url)
    return words if len(words) <= 500 else ""
