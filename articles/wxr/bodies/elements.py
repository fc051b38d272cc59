"""What becomes of each element of a text: paragraphs, headings, lists, quotations, code."""

import re
from collections.abc import Callable, Iterable

from articles.wxr.bodies.flow import Flow
from articles.wxr.bodies.links import link_of
from articles.wxr.bodies.pictures import picture
from articles.wxr.bodies.playing import embed
from articles.wxr.bodies.tree import Node

Handler = Callable[[Flow, Node], None]
MARKS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "s"),
    "sub": "sub",
    "sup": "sup",
}
# Their words stay, and nothing else of them: an underlined word looks like a link, a coloured or a
# larger one like an advertisement.
BARE = {
    *("abbr", "acronym", "bdi", "bdo", "big", "font", "ins", "label", "mark", "picture", "q", "rp"),
    *("rt", "ruby", "small", "time", "u"),
}
GONE = {"canvas", "input", "select", "source", "textarea", "param", "legend"}
STYLED = [
    (re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.I), "strong"),
    (re.compile(r"font-style:\s*italic", re.I), "em"),
    (re.compile(r"text-decoration:\s*line-through", re.I), "s"),
]
ALIGNED = re.compile(r"text-align:\s*(center|right|left|start|end|justify)", re.I)
PARAGRAPH = re.compile(r"^<p[^>]*>|</p>$")
DASHES = ("—", "–", "-", "―")


def walk(flow: Flow, children: Iterable[Node | str]) -> None:
    """Read elements and words into a flow."""
    for child in children:
        if isinstance(child, str):
            flow.words(child)
        elif child.tag == "code" and "\n" in child.text.strip():
            preformatted(flow, child)  # of several lines: no words of a sentence
        elif mark := MARKS.get(child.tag):
            with flow.marked(mark):
                walk(flow, child.children)
        else:
            HANDLERS.get(child.tag, container)(flow, child)


def container(flow: Flow, node: Node) -> None:
    """Read an element that parts paragraphs, with what it says of those in it."""
    flow.break_paragraph()
    before, flow.aside = flow.aside, aside_of(flow, node)
    walk(flow, node.children)
    flow.break_paragraph()
    flow.aside = before


def aside_of(flow: Flow, node: Node) -> str:
    """Return how an element's paragraphs are set apart, which those in it inherit."""
    said = node.get("align").lower()
    if found := ALIGNED.search(node.get("style")):
        said = found[1].lower()
    for side in ("center", "right", "left"):
        if f"has-text-align-{side}" in node.classes:
            said = side
    if node.tag == "center" or said == "center":
        return "is-centred"
    if said in {"right", "left"}:
        return "is-ended" if (said == "left") == flow.reading.is_rtl else ""
    return "is-ended" if said == "end" else "" if said else flow.aside


def bare(flow: Flow, node: Node) -> None:
    """Read the words of an element that stands among words."""
    if node.tag == "q":
        flow.say("“")
    walk(flow, node.children)
    if node.tag == "q":
        flow.say("”")


def span(flow: Flow, node: Node) -> None:
    """Read words with what their style says of them."""
    style = node.get("style")
    mark = next((tag for pattern, tag in STYLED if style and pattern.search(style)), None)
    if mark is None:
        walk(flow, node.children)
    else:
        with flow.marked(mark):
            walk(flow, node.children)


def link(flow: Flow, node: Node) -> None:
    """Read a link's words, and its pictures with where they lead."""
    if "wp-block-file__button" in node.classes:
        return  # the file's name before it leads to the same
    href = link_of(node.get("href"), flow.reading.source.base_url)
    before, flow.link = flow.link, href or flow.link
    if href:
        with flow.marked("a", f' href="{href.replace("&", "&amp;")}"'):
            walk(flow, node.children)
    else:
        walk(flow, node.children)
    flow.link = before


def heading(flow: Flow, node: Node) -> None:
    """Read a heading: its words alone, in the level that it has (articles.wxr.bodies.headings)."""
    inner = flow.inside()
    inner.plain = True
    walk(inner, node.children)
    html = line_of(inner)
    if html and flow.outermost:
        inner.aside = aside_of(flow, node)
        level = node.tag
        flow.add("h", f"<{level}{inner.set_apart(html)}>{html}</{level}>")
    elif html:
        flow.add("p", f"<p><strong>{html}</strong></p>")
    flow.pieces += [piece for piece in inner.pieces if piece.kind != "p"]
    flow.take(inner)


def line_of(inner: Flow) -> str:
    """Return the words of an inner flow as one line, whatever paragraphs they came in."""
    inner.break_paragraph()
    words = [PARAGRAPH.sub("", piece.html) for piece in inner.pieces if piece.kind == "p"]
    return " ".join(" ".join(words).replace("<br>", " ").split())


def listing(flow: Flow, node: Node) -> None:
    """Read a list; one in which nothing but pictures stood leaves only them."""
    flow.break_paragraph()
    items: list[str] = []
    lifted = []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        inner = flow.inside()
        walk(inner, child.children if isinstance(child, Node) and child.tag == "li" else [child])
        html = contents_of(inner)
        if html and isinstance(child, Node) and child.tag in LISTS and items:
            items[-1] += html  # a list that hangs in a list, not in an item of it
        elif html:
            items.append(html)
        lifted.append(inner)
    if items:
        tag = "ol" if node.tag == "ol" else "ul"
        start = node.get("start")
        first = f' start="{int(start)}"' if re.fullmatch(r"\d{1,6}", start, re.ASCII) else ""
        inside = "".join(f"<li>{item}</li>" for item in items)
        flow.add("list", f"<{tag}{first if tag == 'ol' else ''}>{inside}</{tag}>")
    for inner in lifted:
        flow.take(inner)


LISTS = {"ul", "ol", "menu", "dir"}


def contents_of(inner: Flow) -> str:
    """Return the HTML of an inner flow; a single paragraph stands there without its tag."""
    inner.break_paragraph()
    pieces = inner.pieces
    paragraphs = [piece for piece in pieces if piece.kind != "list"]
    if len(paragraphs) == 1 and pieces[0].kind == "p" and pieces[0].html.startswith("<p>"):
        return pieces[0].html[3:-4] + "".join(piece.html for piece in pieces[1:])
    return "".join(piece.html for piece in pieces)


def quotation(flow: Flow, node: Node) -> None:
    """Read a quotation, with who said it as its last line."""
    if permalink := node.get("data-instgrm-permalink"):
        embed(flow, permalink)
        return
    inner = flow.inside()
    inner.aside = aside_of(flow, node)
    inner.link = ""
    for child in node.children:
        if isinstance(child, Node) and child.tag in {"cite", "footer"}:
            name = inner.inside()
            walk(name, child.children)
            if words := line_of(name):
                dash = "" if child.text.strip().startswith(DASHES) else "— "
                inner.add("p", f"<p{inner.set_apart(words)}>{dash}{words}</p>")
        else:
            walk(inner, [child])
    inner.break_paragraph()
    if inner.pieces:
        html = "".join(piece.html for piece in inner.pieces)
        flow.add("quote", f"<blockquote>{html}</blockquote>")
    flow.take(inner)


def preformatted(flow: Flow, node: Node) -> None:
    """Read code and other text whose spaces count; a verse is a paragraph of its own lines."""
    text = node.text.replace("\r\n", "\n").strip("\n")
    if not text.strip():
        flow.break_paragraph()
    elif "wp-block-verse" in node.classes:
        flow.break_paragraph()
        inner = flow.inside()
        inner.aside = aside_of(flow, node)
        for line in text.split("\n"):
            if not line.strip():
                inner.break_paragraph()
            indent = len(line) - len(line.lstrip(" \t"))
            if inner.has_words:
                inner.end_line()
            inner.say("\xa0" * indent + line.strip())
        inner.break_paragraph()
        flow.pieces += inner.pieces
    else:
        flow.reading.last_words = text[-90:]
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        flow.add("pre", f"<pre><code>{escaped}</code></pre>")
    for image in node.all("img"):
        picture(flow, image)


def rule(flow: Flow, node: Node) -> None:
    """Read a line across the text; two of them are one, and the first thing is none."""
    flow.break_paragraph()
    begun = flow.pieces or not flow.outermost or flow.reading.body.blocks
    if begun and not (flow.pieces and flow.pieces[-1].kind == "hr"):
        flow.add("hr", "<hr>")


def line_end(flow: Flow, node: Node) -> None:
    """Read the end of a line."""
    flow.end_line()


def term(flow: Flow, node: Node) -> None:
    """Read what is defined in a list of definitions, or a summary: a paragraph in bold."""
    flow.break_paragraph()
    with flow.marked("strong"):
        walk(flow, node.children)
    flow.break_paragraph()


def gone(flow: Flow, node: Node) -> None:
    """Leave out what somebody would have typed or pressed."""
    if node.tag not in {"source", "param"}:
        flow.reading.drop("form" if node.tag != "canvas" else "canvas")


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(BARE, bare),
    **dict.fromkeys(GONE, gone),
    **dict.fromkeys(LISTS, listing),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), heading),
    **dict.fromkeys(("pre", "wp-code"), preformatted),
    **dict.fromkeys(("dt", "summary"), term),
    "a": link,
    "blockquote": quotation,
    "br": line_end,
    "hr": rule,
    "img": picture,
    "span": span,
}
