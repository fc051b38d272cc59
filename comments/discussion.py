"""A discussion as HTML: finished comments joined, within what stands around them.

What is kept is kept as bytes: joining them costs a tenth of encoding the page anew.

Three queries at the most whatever its size: the rows with the discussion itself, the words of
comments that are not kept finished, and those of featured ones, where there are any.
"""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from sys import getsizeof
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from articles import purging
from articles.numbers import in_digits
from articles.public_page import Keeper, keeper_of, shows
from comments.entries import Entry, Place
from comments.finished import Finished, finished, for_display, of_these
from comments.models import Comment
from comments.terms import Terms
from comments.threads import DiscussionPage, Thread, branch, discussion_page

# Where a part is put in, or the number of comments in words or digits; nobody outside knows them.
HOLE, WORDS, DIGITS = (mark_safe(f"<!-- {token_hex(16)} -->") for _ in range(3))  # noqa: S308
ORDER_NAMES = {
    "oldest": _("Oldest first"),
    "newest": _("Newest first"),
    "recommended": _("Most recommended"),
    "discussed": _("Most discussed"),
}
# The categories of plurals in browsers (CLDR), each with a number for which gettext says it.
PLURALS = (("one", 1), ("few", 3), ("many", 5), ("other", 10))
THREAD = '<li class="thread">\n<ol class="entries">\n{entries}\n</ol>\n{more}</li>\n'


def discussion_parts(
    request: HttpRequest, place: Place, *, order: str = "oldest", after: str = ""
) -> list[bytes]:
    """Return a page of a story's discussion (UTF-8), and say that the request's page shows it.

    It comes in parts, which are joined once, with all the page. `order` is one of ORDER_NAMES,
    `after` the cursor of an earlier page. Raises BadCursor (comments.threads) for others.
    """
    page = discussion_page(place.story_id, order=order, after=after)
    shows_discussion(request, place.story_id, page.terms)
    keeper = keeper_of(request)
    accepts = page.terms.accepts_comments
    threads = _threads_html(page.threads, place, keeper, accepts_comments=accepts)
    before, behind = _section_around(page, place, keeper, is_first_page=not after)
    return [before, *threads, behind]


def _threads_html(
    threads: Sequence[Thread], place: Place, keeper: Keeper, *, accepts_comments: bool
) -> list[bytes]:
    """Return threads as they stand on the page; those in which nothing was said are kept whole.

    Each is kept once, as it stood last: as many as a thread was said to be would push out pages.
    """
    surroundings = ("thread", place.story_id, place.addresses.discussion, accepts_comments)
    html: dict[int, bytes] = {}
    missing: list[Thread] = []
    for thread in threads:
        said, made = keeper.get((*surroundings, thread.pk)) or (None, b"")
        if said == (thread.left, thread.said):
            html[thread.pk] = made
        else:
            missing.append(thread)
    rows = [row for thread in missing for row in thread.comments]
    entries = finished(rows, place, keeper, accepts_comments=accepts_comments)
    for thread in missing:
        made = html[thread.pk] = _thread_html(thread, entries, place).encode()
        if all(row.pk in entries and entries[row.pk].is_sure for row in thread.comments):
            keeper.keep(
                (*surroundings, thread.pk),
                ((thread.left, thread.said), made),
                size=getsizeof(made) + getsizeof(thread.said),
                tags=[purging.words(place.story_id)],
            )
    return [html[thread.pk] for thread in threads if html[thread.pk]]


def _section_around(
    page: DiscussionPage, place: Place, keeper: Keeper, *, is_first_page: bool
) -> tuple[bytes, bytes]:
    """Return what stands around the threads: how many comments, in which order, where more are.

    It is kept without their number, which changes whenever somebody speaks.
    """
    count = page.discussion.comment_count
    before, after = _frame(page, place, keeper, is_first_page=is_first_page)
    words, digits = counted(count).encode(), str(count).encode()
    return before.replace(WORDS.encode(), words), after.replace(DIGITS.encode(), digits)


def _frame(
    page: DiscussionPage, place: Place, keeper: Keeper, *, is_first_page: bool
) -> tuple[bytes, bytes]:
    addresses, has_orders = place.addresses, page.discussion.comment_count > 1
    accepts, closed_at = page.terms.accepts_comments, page.terms.closed_at
    next_url = addresses.page(page.order, page.next) if page.next else ""
    featured = page.featured if is_first_page else ()
    key = ("discussion", place.story_id, place.is_standing, addresses.discussion, has_orders,
           accepts, closed_at, page.order, next_url, bool(page.threads), is_first_page,
           featured)  # fmt: skip
    kept = keeper.get(key)
    if kept is not None:
        return kept
    shown = _featured(featured, place)
    context = {
        **surroundings(page.terms, place),
        "counted": WORDS,
        "count": DIGITS,
        "featured": shown,
        "orders": [
            {"name": name, "url": addresses.page(order), "is_current": order == page.order}
            for order, name in ORDER_NAMES.items()
            if has_orders
        ],
        "threads": HOLE,
        "has_threads": bool(page.threads),
        "next_url": next_url,
        "is_first_page": is_first_page,
        "newest_url": addresses.page("newest"),
        "plurals": PLURALS,
    }
    html = render_to_string("comments/_discussion.html", context).encode()
    before, after = html.split(HOLE.encode())
    if len(shown) == len(featured):  # else one of them went in between
        size, tags = getsizeof(before) + getsizeof(after), [purging.words(place.story_id)]
        keeper.keep(key, (before, after), size=size, tags=tags if featured else ())
    return before, after


def _featured(ids: Sequence[int], place: Place) -> list[Entry]:
    """Return the comments that stand on top of the discussion, in their order."""
    if not ids:
        return []
    chosen = for_display(of_these(list(ids)), place.language)
    found = {comment.pk: comment for comment in chosen if comment.is_featured}
    return [Entry(found[pk]) for pk in ids if pk in found]


def _thread_html(thread: Thread, entries: Mapping[int, Finished], place: Place) -> str:
    # A comment that was erased since the rows were read has no words any more.
    joined = "\n".join(entries[row.pk].html for row in thread.comments if row.pk in entries)
    return THREAD.format(entries=joined, more=_more_html(thread, place))


def _more_html(thread: Thread, place: Place) -> str:
    """Return the way to the replies that do not stand on the page."""
    if not thread.left:
        return ""
    url = place.addresses.branch_after(thread.pk, thread.continues_after)
    return render_to_string("comments/_more.html", {"url": url, "left": thread.left})


def branch_context(
    request: HttpRequest, place: Place, comment: Comment, *, after: str = ""
) -> dict[str, Any]:
    """Return what comments/branch.html prints: a comment, what is above and what is below it.

    Raises BadCursor (comments.threads) where `after` is no path of the branch.
    """
    found = branch(comment, after=after)
    discussion, terms = found.discussion, found.terms
    shows_discussion(request, place.story_id, terms)
    rows = found.above + found.rows
    entries = finished(
        rows,
        place,
        keeper_of(request),
        accepts_comments=terms.accepts_comments,
        base=rows[0].depth if rows else comment.depth,
        target=0 if after else comment.pk,
    )
    addresses = place.addresses
    return {
        **surroundings(terms, place),
        "counted": counted(discussion.comment_count),
        "comment": comment,
        "above": [entries[row.pk].html for row in found.above if row.pk in entries],
        "entries": [entries[row.pk].html for row in found.rows if row.pk in entries],
        "next_url": addresses.branch_after(comment.pk, found.next) if found.next else "",
        "is_first_page": not after,
    }


def counted(comments: int) -> str:
    """Return how many comments a discussion has, in words of the page's language."""
    words = ngettext("%(number_shown)s comment", "%(number_shown)s comments", comments)
    return words % {"number_shown": in_digits(comments, get_language() or "en")}


def surroundings(terms: Terms, place: Place) -> dict[str, Any]:
    """Return what the templates around a discussion print of its terms and of its place."""
    return {
        "accepts_comments": terms.accepts_comments,
        "closed_at": terms.closed_at,
        "place": place,
        "addresses": place.addresses,
    }


def shows_discussion(request: HttpRequest, story_id: int, terms: Terms) -> None:
    """Say that a page shows a story's discussion, and when that closes by itself."""
    until = terms.closes_at if terms.accepts_comments else None
    shows(request, purging.talk(story_id), until=until)
