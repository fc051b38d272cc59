"""Reading a discussion: a page of roots with their first replies, or one branch, by keyset.

Nothing here reads a whole thread. A page takes one query, a branch another, and the rows read are
those that are shown. They hold where a comment stands and in which state, but not its words:
comments.finished keeps finished comments, and asks for the words of those that it has not.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from comments.models import Comment, Discussion
from comments.models.comments import UNRANKED
from comments.paths import AFTER_ALL, LEVELS, SEGMENT, ids_on, is_valid
from comments.prepared import Statement
from comments.terms import AROUND, COLUMNS, NAMES, Terms, discussion_from, terms_from

PAGE_COMMENTS = 60  # about what a reader scrolls through; bounds the page's bytes as well
PAGE_ROOTS = 25
FIRST_REPLIES = 12
BRANCH_COMMENTS = 60
ORDERS = ("oldest", "newest", "recommended", "discussed")
RANKS = {"recommended": "recommended_rank", "discussed": "discussed_rank"}  # comments.ranks
OF_ROOTS = ", ".join(f"c.{rank}" for rank in RANKS.values())
MOST_FEATURED = 3
# What CommentQuerySet.featured asks.
IS_FEATURED = """status = 'published' AND featured_at IS NOT NULL
    AND (edited_at IS NULL OR edited_at < featured_at)"""


class Row(NamedTuple):
    """A comment's place and state: all that its finished form depends on, besides its words."""

    pk: int
    revision: int
    status: str
    depth: int
    parent_id: int | None
    answers_readable: bool  # whether readers may read the comment that it answers
    removal: int | None  # the decision that removed it, of removed ones
    goes_on: bool  # whether its answers stand on a page of their own
    shows_changes: bool  # whether readers may compare its texts (Comment.objects.showing_changes)
    recommend_count: int
    is_featured: bool  # whether it stands on top of the discussion as well
    anchor: int
    path: str


# What a Row holds. With the ids as an array they are found once, before the rest, and the rows by
# their ids, whatever PostgreSQL thinks of the table: with IN it would walk a whole story until it
# has statistics.
ROWS = f"""
SELECT c.id, c.revision, c.status, c.depth, c.parent_id,
    coalesce(p.status = 'published', false) AS answers_readable,
    CASE WHEN c.status = 'removed' THEN (
        SELECT max(d.id) FROM comments_decision d
        WHERE d.comment_id = c.id AND d.move = 'remove' AND d.status_after = 'removed'
    ) END AS removal,
    CASE WHEN length(c.path) >= {LEVELS * SEGMENT} THEN EXISTS (
        SELECT 1 FROM comments_comment a WHERE a.anchor = c.id AND a.shown
    ) ELSE false END AS goes_on,
    CASE WHEN c.revision > 1 AND c.status = 'published' THEN EXISTS (
        SELECT 1 FROM comments_comment a WHERE a.parent_id = c.id AND a.shown
    ) AND EXISTS (
        SELECT 1 FROM comments_commentrevision v WHERE v.comment_id = c.id AND v.was_published
    ) ELSE false END AS shows_changes,
    c.recommend_count,
    c.status = 'published' AND c.featured_at IS NOT NULL
        AND (c.edited_at IS NULL OR c.edited_at < c.featured_at) AS is_featured,
    c.anchor, c.path {{roots}}
FROM comments_comment c LEFT JOIN comments_comment p ON p.id = c.parent_id
WHERE c.id = ANY (ARRAY({{ids}}))
"""  # noqa: S608 (numbers of our own)

# Beside each row stand the discussion's own columns, its terms and whether more follows, so that
# one statement says all, and says something where there is no comment.
WITH_DISCUSSION = f"""
SELECT {{more}}, {{featured}}, d.id, d.comment_count, {COLUMNS}, r.*
FROM (SELECT 1) AS one LEFT JOIN comments_discussion d ON d.story_id = {{story}}
{AROUND}
LEFT JOIN ({{shown}}) r ON true
"""  # noqa: S608
BESIDE = 4 + len(NAMES)  # the columns before those of a row
# A thread is said in one row, its comments in one string, and taken apart only where what is kept
# was not said in the same words. Forty rows would take Python as long as all the rest of a page.
THREADS = f"""
    SELECT r.anchor, min(r.path), max(r.path), max(r.thread_size), {{rank}}, count(*),
        string_agg(concat_ws(',', r.id, r.revision, r.status, r.depth, coalesce(r.parent_id, 0),
            r.answers_readable::int, coalesce(r.removal, 0), r.goes_on::int, r.shows_changes::int,
            r.recommend_count, r.is_featured::int, r.path
        ), ' ' ORDER BY r.path)
    FROM ({ROWS.format(ids="{ids}", roots=f", c.thread_size, {OF_ROOTS}")}) r GROUP BY r.anchor
"""  # noqa: S608
# A page: as many roots as fit, each with its first replies.
PAGE = f"""
WITH found AS (
    SELECT id, path, {{ranks}}, thread_size FROM comments_comment
    WHERE story_id = $1 AND shown AND parent_id IS NULL AND {{behind}}
    ORDER BY {{order}} LIMIT {PAGE_ROOTS + 1}
), placed AS (
    SELECT id, row_number() OVER w AS place,
        sum(1 + least(thread_size, {FIRST_REPLIES})) OVER w AS comments
    FROM found WINDOW w AS (ORDER BY {{order}})
), fitting AS (
    SELECT id FROM placed WHERE place <= {PAGE_ROOTS}
    AND (place = 1 OR comments <= {PAGE_COMMENTS})
)
{WITH_DISCUSSION}
"""  # noqa: S608
FEATURED = f"""ARRAY(
    SELECT id FROM comments_comment WHERE story_id = $1 AND {IS_FEATURED}
    ORDER BY featured_at, id LIMIT {MOST_FEATURED}
)"""  # noqa: S608
MORE_ROOTS = "(SELECT count(*) FROM found) > (SELECT count(*) FROM fitting)"
WITH_REPLIES = f"""
    SELECT r.id FROM fitting CROSS JOIN LATERAL (
        SELECT fitting.id UNION ALL (
            SELECT b.id FROM comments_comment b
            WHERE b.anchor = fitting.id AND b.shown AND b.id <> fitting.id
            ORDER BY b.path LIMIT {FIRST_REPLIES}
        )
    ) AS r
"""  # noqa: S608

IN_BRANCH = f"""
    (SELECT id FROM comments_comment WHERE anchor = $1 AND shown AND path > $2 AND path < $3
        ORDER BY path LIMIT {BRANCH_COMMENTS + 1})
    UNION ALL SELECT id FROM comments_comment WHERE id = ANY ($4) AND story_id + 0 = $5 AND shown
"""  # noqa: S608 ("+ 0": by its id each, never by walking the story)


def _page_in_order(name: str, behind: str, order: str) -> Statement:
    parts = {
        "shown": THREADS,
        "ids": WITH_REPLIES,
        "ranks": ", ".join(RANKS.values()),
        "rank": f"min(r.{RANKS[name]})" if name in RANKS else "0",
        "more": MORE_ROOTS,
        "featured": FEATURED,
        "story": "$1",
        "behind": behind,
        "order": order,
    }
    sql = PAGE
    for part, words in parts.items():
        sql = sql.replace(f"{{{part}}}", words)
    return Statement(f"discussion_{name}", ("bigint", "text", "integer"), sql)


# A comparison of rows reads on in the index from where it stopped.
PAGES = {
    "oldest": _page_in_order("oldest", "path > $2 AND $3 IS NOT NULL", "path"),
    "newest": _page_in_order("newest", "path < $2 AND $3 IS NOT NULL", "path DESC"),
} | {
    order: _page_in_order(order, f"({rank}, path) > ($3, $2)", f"{rank}, path")
    for order, rank in RANKS.items()
}
BEGINNINGS = {"oldest": ("", 0), "newest": (AFTER_ALL, 0)} | dict.fromkeys(RANKS, ("", -1))
BRANCH = Statement(
    "discussion_branch",
    ("bigint", "text", "text", "bigint[]", "bigint"),
    WITH_DISCUSSION.replace("{shown}", ROWS.format(ids=IN_BRANCH, roots=""))
    .replace("{more}", "false")
    .replace("{featured}", "NULL")
    .replace("{story}", "$5")
    + " ORDER BY r.depth, r.path",
)


@dataclass
class Thread:
    """A root with its first replies, as the database says it: `said` is all that they depend on."""

    pk: int  # of the root, and the anchor of all
    path: str  # of the root
    continues_after: str  # the path behind which the thread goes on
    size: int
    rank: int  # in the page's order, 0 where it has none
    shown: int
    said: str

    @cached_property
    def comments(self) -> list[Row]:
        """The root and the replies shown, in reading order."""
        return [_row(self.pk, comment.split(",")) for comment in self.said.split(" ")]

    @property
    def root(self) -> Row:
        """The comment that it begins with."""
        return self.comments[0]

    @property
    def replies(self) -> list[Row]:
        """The replies shown, in reading order."""
        return self.comments[1:]

    @property
    def left(self) -> int:
        """How many replies stand in the thread but not on this page."""
        return max(0, self.size + 1 - self.shown)


def _row(anchor: int, said: list[str]) -> Row:
    """Read a comment as THREADS says it."""
    pk, revision, status, depth, parent, readable, removal, goes_on, changes, *rest = said
    recommended, featured, path = rest
    above, decision = int(parent) or None, int(removal) or None
    return Row(int(pk), int(revision), status, int(depth), above, readable == "1", decision,
               goes_on == "1", changes == "1", int(recommended), featured == "1", anchor,
               path)  # fmt: skip


@dataclass
class DiscussionPage:
    """One page of a discussion; `next` is the cursor of the page after it, "" on the last.

    `featured` are the ids of the comments on top of the discussion, in their order.
    """

    discussion: Discussion
    terms: Terms
    order: str
    threads: list[Thread]
    next: str = ""
    featured: tuple[int, ...] = ()


@dataclass
class Branch:
    """A comment with what is above it and what follows below; `next` is "" at the end."""

    discussion: Discussion
    terms: Terms
    comment: Comment
    above: list[Row]
    rows: list[Row]
    next: str = ""


class BadCursor(ValueError):  # noqa: N818
    """A cursor in an address that this house did not write."""


def discussion_page(story_id: int, *, order: str = "oldest", after: str = "") -> DiscussionPage:
    """Read a page of a story's discussion. Raises BadCursor for an order or cursor unknown."""
    check_cursor(order, after)
    path, rank = _place_of(order, after) if after else BEGINNINGS[order]
    found = PAGES[order].rows(story_id, path, rank)
    more_roots, featured, pk, count, *said = found[0][:BESIDE]
    discussion = discussion_from(story_id, pk, count, said)
    threads = [Thread(*columns[BESIDE:]) for columns in found if columns[BESIDE] is not None]
    threads.sort(key=lambda thread: (thread.rank, thread.path), reverse=order == "newest")
    cursor = _cursor(threads[-1], order) if more_roots and threads else ""
    return DiscussionPage(discussion, terms_from(said), order, threads, cursor, tuple(featured))


def check_cursor(order: str, after: str) -> None:
    """Raise BadCursor for an order or a cursor that this house did not write."""
    if order not in ORDERS:
        raise BadCursor(order)
    if after:
        _place_of(order, after)


def _place_of(order: str, after: str) -> tuple[str, int]:
    """Return the path and the rank that a cursor names."""
    if order in RANKS:
        return _ranked(after)
    if not (is_valid(after) and len(after) == SEGMENT):
        raise BadCursor(after)
    return after, 0


def _cursor(thread: Thread, order: str) -> str:
    return f"{thread.rank}-{thread.path}" if order in RANKS else thread.path


def _ranked(after: str) -> tuple[str, int]:
    rank, _, path = after.partition("-")
    is_number = rank.isascii() and rank.isdigit() and len(rank) <= len(str(UNRANKED))
    if not (is_number and int(rank) <= UNRANKED and is_valid(path)):
        raise BadCursor(after)
    return path, int(rank)


def branch(comment: Comment, *, after: str = "") -> Branch:
    """Read a comment's branch: those above it, itself, and what follows below in reading order.

    `after` continues behind a path of the same branch; then the comment and those between it
    and the first row come along, so that it can be understood. Raises BadCursor where the path
    is not one of the branch.
    """
    anew = comment.answers_begin_anew
    anchor, prefix = (comment.pk, "") if anew else (comment.anchor, comment.path)
    if after and not (is_valid(after) and after.startswith(prefix)):
        raise BadCursor(after)
    on_the_way = (
        {comment.pk, *ids_on(after[len(prefix) :])}
        if after
        else {comment.anchor, *ids_on(comment.path)}
    )
    read = BRANCH.rows(
        anchor, after or prefix, prefix + AFTER_ALL, list(on_the_way), comment.story_id
    )
    pk, count, *said = read[0][2:BESIDE]
    discussion, terms = discussion_from(comment.story_id, pk, count, said), terms_from(said)
    found = [Row._make(columns[BESIDE:]) for columns in read if columns[BESIDE] is not None]
    above = [row for row in found if row.pk in on_the_way]
    rows = sorted((row for row in found if row.pk not in on_the_way), key=lambda row: row.path)
    more, rows = len(rows) > BRANCH_COMMENTS, rows[:BRANCH_COMMENTS]
    cursor = rows[-1].path if more else ""
    if not after:
        own = [row for row in above if row.pk == comment.pk]
        above = [row for row in above if row.pk != comment.pk]
        return Branch(discussion, terms, comment, above, own + rows, cursor)
    first = rows[0].path if rows else after
    lead = [row for row in above if row.anchor == anchor and first.startswith(row.path)]
    own = [row for row in above if row.pk == comment.pk and row not in lead]
    return Branch(discussion, terms, comment, own + lead, rows, cursor)
