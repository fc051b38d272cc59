"""Reading a discussion: a page of roots with their first replies, or one branch, by keyset.

Nothing here reads a whole thread. A page takes two queries (roots, then their replies), a
branch two (the comment, then what surrounds it), and the rows read are those that are shown.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField, CharField
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from comments.models import Comment, Decision, Move, RuleText, Status
from comments.models.comments import UNRANKED
from comments.paths import AFTER_ALL, LEVELS, SEGMENT, ids_on, is_valid

PAGE_COMMENTS = 60  # about what a reader scrolls through; bounds the page's bytes as well
PAGE_ROOTS = 25
FIRST_REPLIES = 12
BRANCH_COMMENTS = 60
ORDERS = ("oldest", "newest", "discussed")


@dataclass
class Thread:
    """A root, its first replies in reading order, and how many are left."""

    root: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def comments(self) -> list[Comment]:
        """The root and the replies shown, in reading order."""
        return [self.root, *self.replies]

    @property
    def left(self) -> int:
        """How many replies stand in the thread but not on this page."""
        return max(0, self.root.thread_size - len(self.replies))

    @property
    def continues_after(self) -> str:
        """The path behind which the thread goes on."""
        return self.comments[-1].path


@dataclass
class DiscussionPage:
    """One page of a discussion; `next` is the cursor of the page after it, "" on the last."""

    order: str
    threads: list[Thread]
    next: str = ""


@dataclass
class Branch:
    """A comment with what is above it and what follows below; `next` is "" at the end."""

    comment: Comment
    above: list[Comment]
    rows: list[Comment]
    next: str = ""


class BadCursor(ValueError):  # noqa: N818
    """A cursor in an address that this house did not write."""


def for_display(comments: QuerySet[Comment], language: str) -> QuerySet[Comment]:
    """Everything that the thread's template reads, in the comments' own query.

    Adds `rule_code` and `rule_title` (of the removal, in a language, else in the
    house's own, else in any) and `goes_on` (whether its
    answers stand on a page of their own).
    """
    removals = Decision.objects.filter(
        comment=OuterRef("pk"), move=Move.REMOVE, status_after=Status.REMOVED
    ).order_by("-pk")
    titles = RuleText.objects.filter(rule__code=OuterRef("rule_code")).order_by(
        Case(
            When(language=language, then=0),
            When(language=settings.LANGUAGE_CODE, then=1),
            default=2,
        ),
        "pk",
    )
    full = GreaterThanOrEqual(Length("path"), LEVELS * SEGMENT)
    return comments.select_related("author", "parent", "parent__author").annotate(
        rule_code=Case(
            When(status=Status.REMOVED, then=Subquery(removals.values("rule__code")[:1])),
            default=Value(""),
            output_field=CharField(),
        ),
        rule_title=Case(
            When(status=Status.REMOVED, then=Subquery(titles.values("title")[:1])),
            default=Value(""),
            output_field=CharField(),
        ),
        goes_on=Case(
            When(
                full,
                then=Exists(Comment.objects.filter(anchor=OuterRef("pk"), shown=True)),
            ),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def discussion_page(
    story_id: int, language: str, *, order: str = "oldest", after: str = ""
) -> DiscussionPage:
    """Read a page of a story's discussion. Raises BadCursor for an order or cursor unknown."""
    found = list(for_display(_roots(story_id, order, after), language)[: PAGE_ROOTS + 1])
    fitting, comments = 0, 0
    for root in found[:PAGE_ROOTS]:
        comments += 1 + min(root.thread_size, FIRST_REPLIES)
        if fitting and comments > PAGE_COMMENTS:
            break
        fitting += 1
    roots = found[:fitting]
    cursor = _cursor(roots[-1], order) if len(found) > fitting else ""
    threads = [Thread(root) for root in roots]
    _add_first_replies(threads, language)
    return DiscussionPage(order, threads, cursor)


def _roots(story_id: int, order: str, after: str) -> QuerySet[Comment, Comment]:
    roots: QuerySet[Comment, Comment] = Comment.objects.on(story_id).shown().filter(parent=None)
    if order not in ORDERS:
        raise BadCursor(order)
    if order == "discussed":
        rank, path = _ranked(after) if after else (-1, "")
        if after:
            behind = RawSQL(  # a row comparison reads on in the index from where it stopped
                "(comments_comment.discussed_rank, comments_comment.path) > (%s, %s)",
                [rank, path],
                output_field=BooleanField(),
            )
            roots = roots.filter(behind)
        return roots.order_by("discussed_rank", "path")
    if after and not (is_valid(after) and len(after) == SEGMENT):
        raise BadCursor(after)
    if order == "newest":
        return (roots.filter(path__lt=after) if after else roots).order_by("-path")
    return (roots.filter(path__gt=after) if after else roots).order_by("path")


def _cursor(root: Comment, order: str) -> str:
    return f"{root.discussed_rank}-{root.path}" if order == "discussed" else root.path


def _ranked(after: str) -> tuple[int, str]:
    rank, _, path = after.partition("-")
    is_number = rank.isascii() and rank.isdigit() and len(rank) <= len(str(UNRANKED))
    if not (is_number and int(rank) <= UNRANKED and is_valid(path)):
        raise BadCursor(after)
    return int(rank), path


def _add_first_replies(threads: list[Thread], language: str) -> None:
    """Put the first replies below each root: one query for the page."""
    by_root = {thread.root.pk: thread for thread in threads if thread.root.thread_size}
    if not by_root:
        return
    first = _with_ids_of(
        "SELECT r.id FROM unnest(%s::bigint[]) AS root(id) CROSS JOIN LATERAL ("
        " SELECT c.id FROM comments_comment c WHERE c.anchor = root.id AND c.shown"
        " AND c.id <> root.id ORDER BY c.path LIMIT %s) AS r",
        [list(by_root), FIRST_REPLIES],
    )
    replies = for_display(first, language).order_by("anchor", "path")
    for reply in replies:
        by_root[reply.anchor].replies.append(reply)


def _with_ids_of(sql: str, params: list[object]) -> QuerySet[Comment]:
    """Return the comments whose ids a statement gives.

    As an array the ids are found once, before the rest, and the rows by their ids, whatever
    PostgreSQL thinks of the table: with IN it would walk a whole story until it has statistics.
    """
    ids = f"comments_comment.id = ANY(ARRAY({sql}))"
    return Comment.objects.filter(RawSQL(ids, params, output_field=BooleanField()))  # noqa: S611


def branch(comment: Comment, language: str, *, after: str = "") -> Branch:
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
    wanted = _with_ids_of(
        "(SELECT id FROM comments_comment WHERE anchor = %s AND shown"
        " AND path > %s AND path < %s ORDER BY path LIMIT %s) UNION ALL"
        " SELECT id FROM comments_comment WHERE id = ANY(%s) AND story_id = %s AND shown",
        [
            *(anchor, after or prefix, prefix + AFTER_ALL, BRANCH_COMMENTS + 1),
            *(list(on_the_way), comment.story_id),
        ],
    )
    found = for_display(wanted, language).order_by("depth", "path")
    above = [row for row in found if row.pk in on_the_way]
    rows = sorted((row for row in found if row.pk not in on_the_way), key=lambda row: row.path)
    more, rows = len(rows) > BRANCH_COMMENTS, rows[:BRANCH_COMMENTS]
    cursor = rows[-1].path if more else ""
    if not after:
        own = [row for row in above if row.pk == comment.pk]
        return Branch(comment, [row for row in above if row.pk != comment.pk], own + rows, cursor)
    first = rows[0].path if rows else after
    lead = [row for row in above if row.anchor == anchor and first.startswith(row.path)]
    own = [row for row in above if row.pk == comment.pk and row not in lead]
    return Branch(comment, own + lead, rows, cursor)
