"""Tables: rows and cells as they are; a table that only holds a page together is taken apart."""

import re
from collections.abc import Iterator

from articles.wxr.bodies.elements import contents_of, walk
from articles.wxr.bodies.flow import Flow
from articles.wxr.bodies.tree import Node

SPAN = re.compile(r"[1-9]\d?", re.ASCII)
MANY = 2000  # rows; beyond them it is data, which belongs into a file


def table(flow: Flow, node: Node) -> None:
    """Read a table with its caption below it; pictures come out of it and stand behind it."""
    flow.break_paragraph()
    rows = [(row, [*_cells(row)]) for row in _rows(node)]
    if node.first("table") is not None or sum(len(cells) for _, cells in rows) < 2:
        for _, cells in rows:
            for cell in cells:
                walk(flow, cell.children)
                flow.break_paragraph()
        return
    if len(rows) > MANY:
        flow.reading.drop(f"rows of a table beyond {MANY}")
    heads = {id(row) for head in node.all("thead") for row in head.all("tr")}
    parts: dict[bool, list[str]] = {True: [], False: []}
    flows = []
    for row, cells in rows[:MANY]:
        written = []
        for cell in cells:
            inner = flow.inside()
            inner.aside = ""
            walk(inner, cell.children)
            written.append(f"<{cell.tag}{_spans(cell)}>{contents_of(inner)}</{cell.tag}>")
            flows.append(inner)
        parts[id(row) in heads].append(f"<tr>{''.join(written)}</tr>")
    _add(flow, parts)
    for caption in node.all("caption"):
        walk(flow, caption.children)
        flow.break_paragraph()
    for inner in flows:
        flow.take(inner)


def _add(flow: Flow, parts: dict[bool, list[str]]) -> None:
    """Add the rows, if there is a word in them."""
    head, body = ("".join(parts[which]) for which in (True, False))
    if re.search(r">[^<\s]", head + body):
        head = f"<thead>{head}</thead>" if head else ""
        flow.add("table", f"<table>{head}<tbody>{body}</tbody></table>")


def _rows(node: Node) -> Iterator[Node]:
    """Go through a table's own rows, not those of tables in it; what stands below comes last."""
    parts = [child for child in node.children if isinstance(child, Node)]
    for part in sorted(parts, key=lambda part: part.tag == "tfoot"):
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(part)


def _cells(row: Node) -> Iterator[Node]:
    for child in row.children:
        if isinstance(child, Node) and child.tag in {"td", "th"}:
            yield child


def _spans(cell: Node) -> str:
    given = {name: cell.get(name) for name in ("colspan", "rowspan")}
    return "".join(
        f' {name}="{value}"'
        for name, value in given.items()
        if value != "1" and SPAN.fullmatch(value)
    )
