"""Pictures of a text: which file, in which place, with which words, from whom."""

import re
from dataclasses import dataclass

from articles.captions import without_links
from articles.wxr.bodies.blocks import FigureBlock, Placement
from articles.wxr.bodies.credits import credit_in
from articles.wxr.bodies.flow import Flow
from articles.wxr.bodies.links import caption_of, is_picture, link_of
from articles.wxr.bodies.tree import Node
from articles.wxr.items import PictureRef

NUMBER = re.compile(r"(?:wp-image|attachment|media)[-_](\d{1,12})")
SOURCES = ("data-full-url", "data-orig-file", "data-lazy-src", "data-src", "src")
SMILEYS = {"emoji", "wp-smiley", "wp-smiley-image"}
STYLED_WIDTH = re.compile(r"(?<![\w-])width:\s*(\d{1,5})px", re.I)
SIZED = re.compile(r"-(\d{2,5})x\d{2,5}\.\w{3,4}(?:\?|$)")
WIDEST_BESIDE = 460  # pixels: larger ones would leave the text no room, or be shown far too small
SMALLEST = 33  # pixels: below it is a sign among the words
LONGEST_CAPTION = 500
LONGEST_ALT = 300


@dataclass(frozen=True)
class Setting:
    """What stands around a picture: classes of what holds it, its caption, its credit."""

    classes: frozenset[str] = frozenset()
    caption: str = ""
    credit: str = ""
    attachment: str = ""


NONE = Setting()


def picture(flow: Flow, image: Node, setting: Setting = NONE) -> None:
    """Put a picture into the flow; a sign among the words becomes the word that it stands for."""
    if image.classes & SMILEYS or 1 < _pixels(image, "height") < SMALLEST:
        flow.say(image.get("alt"))
        return
    if figure := figure_of(flow, image, setting):
        too_long = len(without_links(figure.caption_html)) > LONGEST_CAPTION
        caption = figure.caption_html if too_long else ""
        figure.caption_html = "" if too_long else figure.caption_html
        flow.emit(figure)
        if caption:
            flow.break_paragraph()
            flow.say(without_links(caption))
            flow.break_paragraph()


def figure_of(flow: Flow, image: Node, setting: Setting = NONE) -> FigureBlock | None:
    """Describe a picture; None where there is nothing to see, which is noted."""
    url = _address(flow, image)
    number = _number(image, setting)
    if not url and number is None:
        flow.reading.drop("picture without an address")
        return None
    if _pixels(image, "width") == 1 or _pixels(image, "height") == 1:
        flow.reading.drop(f"invisible picture {url}")
        return None
    caption, credit = credit_in(setting.caption)
    if flow.link and not is_picture(flow.link) and not _is_own_page(flow, url):
        caption = _with_link(flow, caption)
    return FigureBlock(
        PictureRef(url, number),
        caption_html=caption,
        alt=_shortened(" ".join(image.get("alt").split())),
        credit=setting.credit or credit,
        placement=_placement(flow, image, setting),
    )


def setting_of(flow: Flow, holder: Node, caption: Node | None) -> Setting:
    """Read what a <figure> or an old caption's <div> says of the picture in it."""
    credit = ""
    if caption is not None:
        credit = _take_credit(caption)
    words = caption_of(caption, flow.reading.source.base_url) if caption is not None else ""
    return Setting(frozenset(holder.classes), words, credit)


def _take_credit(caption: Node) -> str:
    """Take out of a caption the element that says whom the picture is from."""
    for child in caption.children:
        if isinstance(child, Node) and (
            child.tag == "cite" or any("credit" in name for name in child.classes)
        ):
            words = " ".join(child.text.split())
            bare = credit_in(f"({words})")[1] or words
            if 0 < len(bare) <= 120:
                caption.children.remove(child)
                return bare
    return ""


def _address(flow: Flow, image: Node) -> str:
    """Return the largest file that the text names for a picture: what it leads to, if a picture."""
    if flow.link and is_picture(flow.link):
        return flow.link
    base = flow.reading.source.base_url
    return next((url for name in SOURCES if (url := link_of(image.get(name), base))), "")


def _number(image: Node, setting: Setting) -> int | None:
    if image.get("data-id").isascii() and image.get("data-id").isdecimal():
        return int(image.get("data-id")[:12])
    found = NUMBER.search(image.get("class")) or NUMBER.search(setting.attachment)
    return int(found[1]) if found else None


def _is_own_page(flow: Flow, url: str) -> bool:
    """Whether a picture leads to a page about itself, as WordPress makes them."""
    name = url.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    slug = flow.link.rstrip("/").rsplit("/", 1)[-1].lower()
    return "attachment_id=" in flow.link or (bool(slug) and slug == name)


def _with_link(flow: Flow, caption: str) -> str:
    """Let a caption lead where the picture led, which ours do not."""
    if caption and "<a " not in caption:
        return f'<a href="{flow.link}">{re.sub("[<>]", "", caption)}</a>'
    if not caption:
        flow.reading.drop(f"link of a picture, to {flow.link}")
    return caption


def _placement(flow: Flow, image: Node, setting: Setting) -> Placement:
    names = image.classes | setting.classes | {f"align{image.get('align').lower()}"}
    if names & {"alignwide", "alignfull"}:
        return "wide"
    side = "left" if "alignleft" in names else "right" if "alignright" in names else ""
    if not side or not flow.outermost or _width(image) > WIDEST_BESIDE:
        return ""
    return "start" if (side == "right") == flow.reading.is_rtl else "end"


def _width(image: Node) -> int:
    """Return how wide a picture was shown, as it, its style or its file's name says; else 0."""
    styled = STYLED_WIDTH.search(image.get("style")) or SIZED.search(image.get("src"))
    return _pixels(image, "width") or (int(styled[1]) if styled else 0)


def _pixels(image: Node, name: str) -> int:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", image.get(name))
    return int(found[1]) if found else 0


def _shortened(alt: str) -> str:
    return alt if len(alt) <= LONGEST_ALT else alt[: LONGEST_ALT - 1].rsplit(" ", 1)[0] + "…"
