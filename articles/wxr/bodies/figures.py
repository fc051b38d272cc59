"""Pictures with their captions, galleries, pull quotes: the forms that WordPress gave them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from articles.wxr.bodies.blocks import EmbedBlock, FigureBlock, GalleryBlock, PullQuoteBlock
from articles.wxr.bodies.credits import LONGEST
from articles.wxr.bodies.elements import container, quotation, walk
from articles.wxr.bodies.flow import Flow
from articles.wxr.bodies.links import caption_of, link_of
from articles.wxr.bodies.pictures import Setting, figure_of, picture, setting_of
from articles.wxr.bodies.playing import embed
from articles.wxr.bodies.shortcodes import from_json
from articles.wxr.bodies.tree import Node, tree_of
from articles.wxr.items import PictureRef

LONGEST_QUOTE, LONGEST_NAME = 400, 120  # characters of a pull quote, and of who said it
LONGEST_TITLE = 160  # of a gallery
NUMBERS = re.compile(r"\d{1,12}")


def figure(flow: Flow, node: Node) -> None:
    """Read a <figure>: a gallery, a pull quote, a picture, or what else stands in one."""
    quote = node.first("blockquote")
    images = [*node.all("img")]
    if images and (_is_gallery(node) or sum(1 for _ in node.all("figure")) > 1):
        gallery(flow, node)
    elif quote is not None and _named(node, "pullquote"):
        pull_quote(flow, node, quote)
    elif images:
        captioned(flow, node, _own_caption(node))
    else:
        _other(flow, node)


def captioned(flow: Flow, node: Node, caption: Node | None, attachment: str = "") -> None:
    """Read a picture with a caption; what else stands around it goes on as text."""
    setting = setting_of(flow, node, caption)
    setting = replace(setting, attachment=attachment)
    flow.break_paragraph()
    _read_with(flow, node, setting, caption)
    flow.break_paragraph()


def _read_with(flow: Flow, node: Node, setting: Setting, caption: Node | None) -> None:
    for child in node.children:
        if isinstance(child, str):
            flow.words(child)
        elif child is caption:
            continue
        elif child.tag == "img":
            picture(flow, child, setting)
        elif child.tag == "a":
            before = flow.link
            flow.link = link_of(child.get("href"), flow.reading.source.base_url) or before
            _read_with(flow, child, setting, caption)
            flow.link = before
        elif child.first("img") is not None:
            _read_with(flow, child, _credited(child, setting), caption)
        else:
            walk(flow, [child])


def _credited(node: Node, setting: Setting) -> Setting:
    """Return what stands around a picture, with the credit that [media-credit] gives it."""
    if node.tag != "wp-sc" or node.get("name") != "media-credit":
        return setting
    name = from_json(node.get("attrs")).get("name", "")
    return replace(setting, credit=name if len(name) <= LONGEST else "")


def _other(flow: Flow, node: Node) -> None:
    """Read a figure without pictures: a table, code, a film; its caption follows it."""
    caption = _own_caption(node)
    flow.break_paragraph()
    films = [*node.all("iframe", "video", "audio", "wp-embed")]
    waiting = len(flow.reading.body.blocks)
    walk(flow, [child for child in node.children if child is not caption])
    flow.break_paragraph()
    if caption is None:
        return
    words = caption_of(caption, flow.reading.source.base_url)
    if films and len(words) <= 500 and len(flow.reading.body.blocks) > waiting:
        last = flow.reading.body.blocks[-1]
        if isinstance(last, EmbedBlock):
            last.caption_html = words
            return
    walk(flow, caption.children)
    flow.break_paragraph()


def _own_caption(node: Node) -> Node | None:
    """Return the caption of a figure itself, which comes behind those of figures in it."""
    found = [*node.all("figcaption")]
    own = [child for child in node.children if isinstance(child, Node) and child in found]
    return own[-1] if own else found[-1] if found else None


def gallery(flow: Flow, node: Node) -> None:
    """Read pictures that stand together, each with its caption; one alone is a figure."""
    flow.break_paragraph()
    figures = [
        found
        for image, caption in _pictures(node, None)
        if (found := figure_of(flow, image, setting_of(flow, node, caption))) is not None
    ]
    own = [child for child in node.children if _is_caption(child)]
    title = " ".join(own[-1].text.split()) if own and isinstance(own[-1], Node) else ""
    _emit_gallery(flow, figures, title)


def _is_caption(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag == "figcaption"


def _pictures(node: Node, caption: Node | None) -> Iterator[tuple[Node, Node | None]]:
    """Go through a gallery's pictures, each with the caption nearest to it."""
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.tag == "img":
            yield child, caption
        elif child.tag in {"figure", "li", "dl"} or _named(child, "gallery-item"):
            yield from _pictures(child, child.first("figcaption", "dd"))
        else:
            yield from _pictures(child, caption)


def _emit_gallery(flow: Flow, figures: list[FigureBlock], title: str) -> None:
    for found in figures:
        found.placement = ""
    if len(title) > LONGEST_TITLE:
        flow.say(title)
        flow.break_paragraph()
        title = ""
    if len(figures) == 1:
        flow.emit(figures[0])
    elif figures:
        flow.emit(GalleryBlock(figures, title))


def pull_quote(flow: Flow, node: Node, quote: Node) -> None:
    """Read a sentence that is set large; one too long for that is a quotation."""
    cited = node.first("cite", "figcaption")
    name = " ".join(cited.text.split()).lstrip("—–- ") if cited is not None else ""
    words = " ".join(_text_without(quote, cited).split())
    if not 0 < len(words) <= LONGEST_QUOTE or len(name) > LONGEST_NAME:
        quotation(flow, quote)
        return
    flow.reading.last_words = words
    flow.emit(PullQuoteBlock(words, name))


def _text_without(node: Node, left_out: Node | None) -> str:
    return "".join(
        child
        if isinstance(child, str)
        else " "
        if child is left_out or child.tag == "br"
        else _text_without(child, left_out) + (" " if child.tag == "p" else "")
        for child in node.children
    )


def division(flow: Flow, node: Node) -> None:
    """Read a <div> or a list of definitions, by what its classes say that it is."""
    if _named(node, "wp-caption"):
        captioned(flow, node, node.first("dd") or _captioning(node), node.get("id"))
    elif _is_gallery(node) and sum(1 for _ in node.all("img")) > 1:
        gallery(flow, node)
    elif node.get("data-href").startswith("http") and node.classes & {"fb-post", "fb-video"}:
        embed(flow, node.get("data-href"))
    else:
        container(flow, node)


def _captioning(node: Node) -> Node | None:
    texts = (
        child for child in node.all("p", "div", "figcaption") if "wp-caption-text" in child.classes
    )
    return next(texts, None)


def shortcode(flow: Flow, node: Node) -> None:
    """Read one of WordPress's shortcodes, or a cover, which says in its comment what it shows."""
    name = node.get("name")
    given = from_json(node.get("attrs"))
    if name in {"caption", "wp_caption"}:
        _old_caption(flow, node, given)
    elif name in {"gallery", "slideshow", "ngg_images"}:
        _old_gallery(flow, given)
    elif name in {"pullquote", "pull_quote"}:
        pull_quote(flow, node, node)
    elif name == "cover":
        _cover(flow, node, given)
    elif name == "media-credit" and node.first("img") is not None:
        captioned(flow, Node("figure", {}, [node]), None)
    else:
        walk(flow, node.children)


def _old_caption(flow: Flow, node: Node, given: dict[str, str]) -> None:
    """Read [caption]<img> words[/caption]; before WordPress 3.4 the words were an attribute."""
    holder = Node("figure", {"class": given.get("align", "")})
    caption = Node("figcaption")
    words = caption.children
    pictured = False
    for child in node.children:
        if not pictured and isinstance(child, Node) and (child.tag == "img" or child.first("img")):
            holder.children.append(child)
            pictured = True
        else:
            words.append(child)
    if not pictured:
        walk(flow, node.children)
        return
    if given.get("caption"):
        caption.children = tree_of(given["caption"]).children
    captioned(flow, holder, caption, given.get("id", ""))


def _old_gallery(flow: Flow, given: dict[str, str]) -> None:
    """Read [gallery]: by numbers, or all that was uploaded to the article."""
    numbers = [
        int(number) for number in NUMBERS.findall(given.get("ids") or given.get("include", ""))
    ]
    source = flow.reading.source
    if numbers:
        _emit_gallery(flow, [FigureBlock(PictureRef(attachment_id=one)) for one in numbers], "")
    elif given.get("id", str(source.item_id)) != str(source.item_id):
        flow.reading.drop(f"gallery of another article ({given['id'][:20]})")
    else:
        excluded = [int(number) for number in NUMBERS.findall(given.get("exclude", ""))]
        flow.emit(GalleryBlock(attached=True, excluded=excluded))


def _cover(flow: Flow, node: Node, given: dict[str, str]) -> None:
    """Read a cover: its picture, which may be named in its comment alone, then its words."""
    flow.break_paragraph()
    url = link_of(given.get("url", ""), flow.reading.source.base_url)
    if node.first("img", "video") is None and url:
        number = given.get("id", "")
        ref = PictureRef(url, int(number) if number.isdecimal() else None)
        if given.get("backgroundType") == "video":
            flow.reading.drop(f"video behind words: {url}")
        else:
            flow.emit(FigureBlock(ref))
    walk(flow, node.children)
    flow.break_paragraph()


def _is_gallery(node: Node) -> bool:
    return _named(node, "gallery") or _named(node, "slideshow")


def _named(node: Node, word: str) -> bool:
    return word in node.get("class")
