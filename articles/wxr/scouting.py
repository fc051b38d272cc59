"""Looks through a whole export before anything is written: whether it is sound, and what is in it.

A text may name a picture, and an article an author, of which the file tells later.
"""

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path

from articles.wxr.comment_pile import CommentPile
from articles.wxr.dates import moment
from articles.wxr.items import Author, Channel, Item, Term
from articles.wxr.reading import read
from articles.wxr.subjects import by_number, leading_category
from articles.wxr.taking_in import TAKEN
from articles.wxr.xml_stream import Progress

GUEST = "guest-author"  # the plug-in Co-Authors Plus keeps people without an account so


@dataclass
class Findings:
    """What an export holds, as far as it must be known beforehand."""

    channel: Channel = field(default_factory=Channel)
    items: Counter[str] = field(default_factory=Counter)  # by their type
    comments: int = 0
    guests: list[Author] = field(default_factory=list)
    attached: "dict[int, array[int]]" = field(default_factory=dict)
    days: set[date] = field(default_factory=set)  # on which something appeared, by its own clock
    categories: dict[int, Term] = field(default_factory=dict)  # by their number
    leading: set[str] = field(default_factory=set)  # categories that become sections


def scout(
    file: Path,
    *,
    channel_known: Callable[[Channel], None],
    attachment: Callable[[Item], None],
    comments: Callable[[CommentPile], object],
    progress: Progress | None = None,
) -> Findings:
    """Read a file to its end. Raises ExportRefused for whatever would stop an import later.

    `channel_known` hears of the site before `attachment` hears of any of its pictures; `comments`
    hears of each item's comments, and may refuse them.
    """
    found = Findings()
    with file.open("rb") as source:
        for entry in read(source, progress):
            if isinstance(entry, Channel):
                found.channel, found.categories = entry, by_number(entry)
                channel_known(entry)
                continue
            item = entry.item
            found.items[item.post_type] += 1
            found.comments += len(entry.comments)
            comments(entry.comments)
            entry.comments.close()
            _note(item, found)
            if item.post_type == "attachment":
                attachment(item)
    return found


def _note(item: Item, found: Findings) -> None:
    if item.post_type == "attachment" and item.parent_id and item.wp_id:
        found.attached.setdefault(item.parent_id, array("Q")).append(item.wp_id)
    if item.post_type == GUEST:
        login = item.meta.get("cap-user_login", "") or item.slug.removeprefix("cap-")
        name = item.meta.get("cap-display_name", "") or item.title
        found.guests.append(Author(login, name, email=item.meta.get("cap-user_email", "")))
    if item.post_type in TAKEN:
        found.leading.add(leading_category(item, found.categories).slug)
    is_public = item.post_type in TAKEN and item.status == "publish"
    if is_public and (when := _day(item)) is not None:
        found.days.add(when)


def _day(item: Item) -> date | None:
    """Return the day that stands in an item's old address: by the old site's clock."""
    when = moment(item.post_date, "", UTC, item.pub_date)
    return when.date() if when else None
