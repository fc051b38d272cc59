"""Finished comments: the HTML of each, kept by what it depends on, so that a page is a join.

A comment is finished once for a place (an edition's discussion), a state and a revision. Whatever
else it shows (names, words, a rule's title) is told by purge tags when it changes.
"""

from collections.abc import Iterable, Sequence
from sys import getsizeof
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField, CharField
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string

from articles import purging
from articles.models import Byline
from articles.models.stories import ArticleStatus
from articles.public_page import Keeper
from comments.entries import Entry, Place
from comments.models import Comment, Decision, Move, RuleText, Status
from comments.threads import Row
from comments.translating import in_use

STATE = Row._fields.index("anchor")  # how many of a row's first columns its finished form shows
LEVELS_INDENTED = 6  # deeper answers stand on the sixth step and say whom they answer


class Finished(NamedTuple):
    """A comment's HTML, and whether its words are surely of the state that its row told."""

    html: str
    is_sure: bool = True


def finished(
    rows: Sequence[Row],
    place: Place,
    keeper: Keeper,
    *,
    accepts_comments: bool,
    base: int = 0,
    target: int = 0,
) -> dict[int, Finished]:
    """Return the HTML of each comment by its id, as a list's entry; one query for those not kept.

    `base` is the depth that stands at the margin, `target` the comment that the address names.
    """
    surroundings = ("comment", place.addresses.discussion, accepts_comments)
    html: dict[int, Finished] = {}
    missing: dict[int, tuple[Row, tuple[int | str | None, ...]]] = {}
    for row in rows:
        key = (*surroundings, row.depth - base, row.pk == target, *row[:STATE])
        kept = keeper.get(key)
        if kept is None:
            missing[row.pk] = (row, key)
        else:
            html[row.pk] = Finished(kept)
    for comment in _words_of(missing, place.language):
        row, key = missing[comment.pk]
        level = min(row.depth - base, LEVELS_INDENTED)
        entry = Entry(
            comment,
            level,
            is_target=row.pk == target,
            goes_on=row.goes_on,
            shows_changes=row.shows_changes,
        )
        made = _finish(entry, place, accepts_comments)
        html[row.pk] = Finished(made, _agrees(comment, row))
        if html[row.pk].is_sure:
            keeper.keep(key, made, size=getsizeof(made), tags=[purging.words(place.story_id)])
    return html


def _agrees(comment: Comment, row: Row) -> bool:
    """Whether the words are of the row's state: something may have been decided in between."""
    answers_readable = bool(comment.parent and comment.parent.is_readable)
    read = comment.revision, comment.status, answers_readable
    chosen = comment.recommend_count, comment.is_featured
    told = row.revision, row.status, row.answers_readable, row.recommend_count, row.is_featured
    return (*read, *chosen) == told


def _finish(entry: Entry, place: Place, accepts_comments: bool) -> str:
    context = {
        "entry": entry,
        "comment": entry.comment,
        "place": place,
        "addresses": place.addresses,
        "accepts_comments": accepts_comments,
    }
    return render_to_string("comments/_entry.html", context)


def _words_of(ids: Iterable[int], language: str) -> QuerySet[Comment, Comment] | tuple[()]:
    chosen = list(ids)
    return for_display(of_these(chosen), language) if chosen else ()


def of_these(ids: list[int]) -> QuerySet[Comment]:
    """Comments by their ids, found by these alone however many there are."""
    # Of an array from a subquery PostgreSQL expects a few rows, whatever it thinks of the tables:
    # it looks up what is joined row by row, and never reads every account for sixty comments.
    theirs = RawSQL(
        "comments_comment.id = ANY (ARRAY(SELECT unnest(%s::bigint[])))",
        [ids],
        output_field=BooleanField(),
    )
    return Comment.objects.filter(theirs)


def for_display(comments: QuerySet[Comment], language: str) -> QuerySet[Comment]:
    """Everything that a comment's template reads, in the comments' own query.

    Adds `translation` (into the language, of the text as it is now), `rule_code` and `rule_title`
    (of the removal, in the language, else in the house's own, else in any), `removed_by` (who
    did it, where the house names its moderators), and `by_author`: whether a byline of the story
    is its writer's.
    """
    bylines = Byline.objects.filter(
        article__story=OuterRef("story"),
        article__status=ArticleStatus.PUBLISHED,
        author__user=OuterRef("author"),
    )
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
    translated = in_use(language).filter(comment=OuterRef("pk"))
    return comments.select_related(
        "author", "parent", "parent__author"
    ).annotate(
        translation=Case(
            When(~Q(language=language), then=Subquery(translated.values("body")[:1])),
            default=Value(""),
            output_field=CharField(),
        ),
        rule_code=Case(
            When(status=Status.REMOVED, then=Subquery(removals.values("rule__code")[:1])),
            default=Value(""),
            output_field=CharField(),
        ),
        removed_by=_removed_by(removals),
        by_author=Case(  # guests, who are most, are not looked for
            When(author__isnull=False, then=Exists(bylines)),
            default=Value(False),
        ),
        rule_title=Case(
            When(status=Status.REMOVED, then=Subquery(titles.values("title")[:1])),
            default=Value(""),
            output_field=CharField(),
        ),
    )


def _removed_by(removals: QuerySet[Decision]) -> Case | Value:
    """The name of whoever removed a comment, where the house names its moderators (else "")."""
    if not settings.COMMENT_NAME_MODERATORS:
        return Value("")
    name = Subquery(removals.values("actor__display_name")[:1])
    return Case(
        When(status=Status.REMOVED, then=Coalesce(name, Value(""))),
        default=Value(""),
        output_field=CharField(),
    )
