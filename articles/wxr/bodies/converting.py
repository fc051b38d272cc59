"""A whole body, from WordPress's text to blocks of ours."""

import re

from django.utils.html import strip_tags

from articles import prose
from articles.wxr.bodies import elements, figures, playing, tables
from articles.wxr.bodies.blocks import Body, Source, TextBlock
from articles.wxr.bodies.flow import Flow, Reading
from articles.wxr.bodies.headings import put_in_order
from articles.wxr.bodies.markup import as_elements
from articles.wxr.bodies.tree import Node, tree_of

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def blocks_of(content: str, source: Source) -> Body:
    """Turn a body into blocks; pure, and never refuses: what cannot be read is text or dropped."""
    content = CONTROL.sub("", content.replace("\r\n", "\n").replace("\r", "\n"))
    reading = Reading(source)
    flow = Flow(reading, outermost=True)
    elements.walk(flow, tree_of(as_elements(content)).children)
    flow.break_paragraph()
    while flow.pieces and flow.pieces[-1].kind == "hr":
        flow.pieces.pop()
    flow.end_text()
    put_in_order(reading.body.blocks)
    for block in reading.body.blocks:
        if isinstance(block, TextBlock):
            block.html = prose.clean(block.html)
    return reading.body


def _classic(flow: Flow, node: Node) -> None:
    """Read text of before Gutenberg: its blank lines are paragraphs."""
    flow.break_paragraph()
    before, flow.classic = flow.classic, True
    elements.walk(flow, node.children)
    flow.break_paragraph()
    flow.classic = before


def _more(flow: Flow, node: Node) -> None:
    """Keep what stands before <!--more-->: lists of articles showed it."""
    flow.break_paragraph()
    texts = [block.html for block in flow.reading.body.blocks if isinstance(block, TextBlock)]
    html = "".join([*texts, *(piece.html for piece in flow.pieces)])
    words = strip_tags(re.sub(r"</(?:p|h\d|li|blockquote|t[dh])>|<br>", " ", html))
    flow.reading.body.excerpt = flow.reading.body.excerpt or " ".join(_unescaped(words).split())


def _unescaped(text: str) -> str:
    return (
        text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )


def _left_out(flow: Flow, node: Node) -> None:
    """Note what articles.wxr.bodies.markup has left out."""
    flow.reading.drop(node.get("what"))


elements.HANDLERS.update(
    {
        **dict.fromkeys(("iframe", "object", "embed"), playing.frame),
        **dict.fromkeys(("audio", "video"), playing.recording),
        **dict.fromkeys(("div", "dl"), figures.division),
        "figure": figures.figure,
        "table": tables.table,
        "wp-classic": _classic,
        "wp-dropped": _left_out,
        "wp-embed": playing.played,
        "wp-more": _more,
        "wp-sc": figures.shortcode,
    }
)
