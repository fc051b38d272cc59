"""A body's HTML as a tree: read as browsers read it, without anything that acts.

nh3 parses (html5ever: any tag soup has its tree) and leaves what TAGS and ATTRIBUTES name; what it
writes is so regular that one pattern reads it back. What a text may hold in the end is decided
later, by articles.prose: here stays whatever says something about the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

import nh3

# Elements that articles.wxr.bodies.markup writes for what is no HTML.
OWN = {"wp-classic", "wp-code", "wp-dropped", "wp-embed", "wp-more"}
NAMES = """
    a abbr acronym address article aside audio b bdi bdo big blockquote body br button canvas
    caption center cite code dd del details dfn dir div dl dt em embed fieldset figcaption
    figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd label legend li
    main mark menu nav object ol p param picture pre q rp rt ruby s samp section select small
    source span strike strong sub summary sup table tbody td textarea tfoot th thead time tr tt
    u ul var video wp-sc
"""
TAGS = OWN | set(NAMES.split())
ATTRIBUTES = {
    "*": {"class", "style", "align", "dir"},
    "a": {"href"},
    "img": {
        "src",
        "alt",
        "width",
        "height",
        "data-id",
        "data-src",
        "data-lazy-src",
        "data-full-url",
    }
    | {"data-orig-file", "srcset"},
    "iframe": {"src", "title", "data-src", "data-lazy-src"},
    "embed": {"src"},
    "object": {"data"},
    "param": {"name", "value"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "blockquote": {"data-instgrm-permalink", "cite"},
    "div": {"data-href", "id"},
    "dl": {"id"},
    "figure": {"id"},
    "wp-sc": {"name", "attrs"},
    "wp-embed": {"url"},
    "wp-dropped": {"what"},
}
GONE_WITH_CONTENTS = {
    *("script", "style", "title", "template", "svg", "math", "noscript", "noembed", "noframes")
}
VOID = {"br", "embed", "hr", "img", "param", "source"}
DEEPEST = 60  # levels; what is nested deeper is read as if it stood there
TOKEN = re.compile(r"<(/?)([a-zA-Z][^\s>/]*)((?:\s[^\s=>]+=\"[^\"]*\")*)\s*/?>|([^<]+|<)")
ATTRIBUTE = re.compile(r"([^\s=]+)=\"([^\"]*)\"")
PARSER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    clean_content_tags=GONE_WITH_CONTENTS,
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
    strip_comments=True,
)
# A parser looks through all open elements for each new one, and opens formatting that is left open
# again in each paragraph: of a few hundred thousand it would not come back. No article has as many.
MOST_OPEN = 400
NESTING = re.compile(r"<(/?)([a-z][a-z0-9-]*)(?=[\s>/])", re.I)
CLOSE_BY_THEMSELVES = VOID | {
    *("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "col", "input")
}
KEPT_WHEN_FLAT = re.compile(r"<(?!(?:/?(?:p|h[1-6])|br|hr|img)(?=[\s>/]))/?[a-z!][^<>]*>?", re.I)


@dataclass
class Node:
    """An element: its name, its attributes, and what stands in it (elements and text)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, "" where there is none."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> set[str]:
        """The classes that the element has."""
        return set(self.attributes.get("class", "").split())

    def all(self, *tags: str) -> Iterator["Node"]:
        """Go through the elements of these names inside this one, in the order of the text."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def first(self, *tags: str) -> "Node | None":
        """Return the first of these elements inside this one."""
        return next(self.all(*tags), None)

    @property
    def text(self) -> str:
        """All the words in it."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text
            for child in self.children
        )


def tree_of(html: str) -> Node:
    """Read HTML; the node returned holds what stands on its outermost level."""
    root = Node("root")
    open_nodes = [root]
    unclosed: list[str] = []  # names below DEEPEST, whose end tags close nothing
    for ending, tag, attributes, text in TOKEN.findall(PARSER.clean(_bounded(html))):
        if text:
            open_nodes[-1].children.append(unescape(text))
        elif ending:
            if unclosed:
                unclosed.pop()
            elif len(open_nodes) > 1:
                open_nodes.pop()
        else:
            node = Node(tag, dict(_pairs(attributes)) if attributes else {})
            open_nodes[-1].children.append(node)
            if tag in VOID:
                continue
            if len(open_nodes) < DEEPEST:
                open_nodes.append(node)
            else:
                unclosed.append(tag)
    return root


def _pairs(attributes: str) -> Iterator[tuple[str, str]]:
    for name, value in ATTRIBUTE.findall(attributes):
        yield name, unescape(value) if "&" in value else value


def _bounded(html: str) -> str:
    """Leave out all but paragraphs and pictures where elements are nested without end."""
    if html.count("<") <= MOST_OPEN:
        return html
    depth = deepest = 0
    for ending, tag in NESTING.findall(html):
        if tag.lower() not in CLOSE_BY_THEMSELVES:
            depth = max(0, depth - 1) if ending else depth + 1
            deepest = max(deepest, depth)
    return KEPT_WHEN_FLAT.sub(" ", html) if deepest > MOST_OPEN else html
