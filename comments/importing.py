"""Takes the comments of an old site in: once each, in their threads, in the state they had there.

`submission` says which comment of which site one was: a later import finds it again by that.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import Article
from articles.wxr.comment_pile import CommentPile
from articles.wxr.dates import moment
from articles.wxr.items import ItemComment
from articles.wxr.report import Report
from articles.wxr.wording import cut, plain
from comments.arranging import Order, Slot, arrange
from comments.body_text import characters
from comments.imported_states import DECIDED, Arrival, add_imported
from comments.imported_text import text_of
from comments.language_guess import guess
from comments.mail_addresses import folded
from comments.models import Comment, Discussion, Rule, RuleText, Status
from comments.models.comments import BODY_CHARACTERS, BODY_CODE_POINTS
from comments.paths import Place, place_for

ORIGIN = "wordpress"
BATCH, MUCH = 500, 4_000_000  # comments that are written in one message, and their characters
NAME = 60  # characters of a name
NO_WORDS = "…"  # stands for a comment without a word that was answered
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # a comment's path counts from 1970
OLD_RULE = "0"  # named by what the old site decided: it gave no rule
NOTES = {"trash": "WordPress: trash", "rejected": "WordPress: spam", "held": "WordPress: pending"}


@dataclass(frozen=True)
class Talk:
    """The comments on an article there, and the article here."""

    site: str
    item: str  # the article's key within its site
    article: Article
    comments: CommentPile
    is_open: bool
    zone: tzinfo


class Standing(NamedTuple):
    """A comment that is here, as far as its answers need it."""

    pk: int
    root_id: int | None
    place: Place
    status: str


class _Thread:
    """One article's comments on their way in; `standing` are those that are here, if answered."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.standing: dict[int, Standing] = {}  # by number in the file

    def submission(self, key: int | str) -> uuid.UUID:
        """Name a comment of another site for ever; two of its articles may use one number."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.talk.site} {self.talk.item} {key}")


class _Coming(NamedTuple):
    """A comment of the file that waits to be written with others."""

    thread: _Thread
    slot: Slot
    said: ItemComment
    submission: uuid.UUID
    elsewhere: uuid.UUID | None  # what it answers, where an earlier file held that

    @property
    def parent(self) -> Standing | None:
        """What it answers in this file, if that is here."""
        return self.thread.standing.get(self.slot.above.number) if self.slot.above else None


class Arrivals:
    """Comments on their way in, of one article after another, written many in one message.

    Used within the transaction that adds the articles, and written out before it ends.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._talks: dict[tuple[str, str], Talk] = {}  # whose comments wait, by site and item
        self._coming: list[_Coming] = []
        self._characters = 0

    def add(self, talk: Talk) -> None:
        """Take an article's comments; parents come before their answers.

        Whether the discussion is open is the house's to say once it is there. Raises ExportRefused
        where comments nest without end.
        """
        if (talk.site, talk.item) in self._talks:  # twice in a file: the second finds the first
            self.write()
        order = arrange(talk.comments)
        _tell(order, talk, self._report)
        self._talks[talk.site, talk.item] = talk
        thread = _Thread(talk)
        for slot in order.slots:
            said = talk.comments[slot.number]
            above = thread.submission(slot.elsewhere) if slot.elsewhere else None
            self._coming.append(_Coming(thread, slot, said, thread.submission(slot.key), above))
            self._characters += len(said.content)
            if len(self._coming) >= BATCH or self._characters >= MUCH:
                self.write()
                self._talks[talk.site, talk.item] = talk  # the rest of it may wait

    def write(self) -> None:
        """Write those that wait and are new; an answer and what it answers may be among them."""
        Discussion.objects.bulk_create(
            [
                Discussion(story_id=talk.article.story_id, is_open=talk.is_open)
                for talk in self._talks.values()
            ],
            ignore_conflicts=True,
        )
        self._talks.clear()
        coming, self._coming, self._characters = self._coming, [], 0
        if coming:
            self._take(coming)

    def _take(self, coming: list[_Coming]) -> None:
        known = _known([name for one in coming for name in (one.submission, one.elsewhere) if name])
        new: list[_Coming] = []
        for one in coming:
            if (found := known.get(one.submission)) is None:
                new.append(one)
            elif one.slot.has_answers:
                one.thread.standing[one.slot.number] = found
        self._report.count("comments_same", len(coming) - len(new))
        arrivals: list[Arrival] = []
        for one, pk in zip(new, _next_ids(len(new)), strict=True):
            above = known.get(one.elsewhere) if one.elsewhere else one.parent
            arrival = self._arrival(one, pk, self._parent(one, above))
            if arrival is not None:
                arrivals.append(arrival)
        add_imported(arrivals, rule=_rule_for(arrivals))
        self._count(arrivals)

    def _parent(self, one: _Coming, parent: Standing | None) -> Standing | None:
        """Return what a comment answers; under a rejected one nobody would see it."""
        if one.elsewhere and parent is None:
            words = _("It answers a comment that is not in the file: it stands on its own.")
            self._odd("comments_orphan", words, one)
        if parent is not None and parent.status == Status.REJECTED:
            return None if one.slot.status != Status.REJECTED else parent
        return parent

    def _arrival(self, one: _Coming, pk: int, parent: Standing | None) -> Arrival | None:
        """Make the comment; None for one that says nothing and was not answered."""
        slot, said, talk = one.slot, one.said, one.thread.talk
        body = text_of(said.content) or (NO_WORDS if slot.is_answered else "")
        if not body:
            self._odd("comments_empty", _("A comment without a word."), one)
            return None
        article, when = talk.article, _time(said, talk)
        place = place_for(pk, when, parent.place if parent else None, parent.pk if parent else None)
        comment = Comment(
            id=pk,
            story_id=article.story_id,
            article_id=article.pk,
            parent_id=parent.pk if parent else None,
            root_id=(parent.root_id or parent.pk) if parent else None,
            anchor=place.anchor,
            path=place.path,
            depth=place.depth,
            guest_name=_name(said, article.language),
            guest_email=_mail(said.author_email),
            body=body,
            language=guess(body, otherwise=article.language),
            submission=one.submission,
            origin=ORIGIN,
            submitted_at=when,
        )
        status = slot.status
        if slot.has_answers:
            one.thread.standing[slot.number] = Standing(pk, comment.root_id, place, status)
        if _is_too_long(body):
            self._odd("comments_too_long", _("A comment longer than ours may be."), one)
        return Arrival(comment, status, NOTES.get(slot.state, ""))

    def _odd(self, name: str, words: str, one: _Coming) -> None:
        self._report.count(name)
        where = one.thread.talk.article.headline
        self._report.tell(name.replace("comments_", "comment "), words, where, one.slot.line)

    def _count(self, arrivals: list[Arrival]) -> None:
        self._report.count("comments_new", len(arrivals))
        for arrival in arrivals:
            self._report.count(f"comments_{arrival.status}")


def _time(said: ItemComment, talk: Talk) -> datetime:
    when = moment(said.date_gmt, said.date, talk.zone)
    now = timezone.now()
    return max(EARLIEST, min(when or talk.article.publish_at or talk.article.created_at, now))


def _name(said: ItemComment, language: str) -> str:
    name = plain(said.author)
    if not name:
        with translation.override(language):
            name = _("Anonymous")
    return cut(name, NAME)


def _tell(order: Order, talk: Talk, report: Report) -> None:
    """Put into the report what was odd about an article's comments."""
    where = talk.article.headline
    report.count("pings", order.pings)
    if order.pings:
        words = _("Pingbacks and trackbacks left out: %(number)d.") % {"number": order.pings}
        report.tell("pings", words, where)
    report.count("comments_duplicate", len(order.duplicates))
    for line in order.duplicates:
        report.tell("comment duplicate", _("Stands in the file twice: taken once."), where, line)
    report.count("comments_cycle", len(order.circles))
    for line in order.circles:
        words = _("Comments answer each other in a circle: the first became a root.")
        report.tell("comment cycle", words, where, line)
    report.count("comments_other", len(order.others))
    for kind, line in order.others:
        words = _("No comment but a “%(kind)s”: left out.") % {"kind": kind}
        report.tell("comment other", words, where, line)


def _known(names: list[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """Return those of some comments that are here already, by their submission."""
    found = Comment.objects.filter(submission__in=names).values_list(
        "submission", "pk", "root_id", "anchor", "path", "depth", "status"
    )
    return {
        name: Standing(pk, root, Place(anchor, path, depth), status)
        for name, pk, root, anchor, path, depth, status in found
    }


def _next_ids(number: int) -> list[int]:
    """Take ids in a row: a comment's path holds its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))"
            " FROM generate_series(1, %s)",
            [number],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _is_too_long(body: str) -> bool:
    """Whether readers could not write as much; most texts need no counting for that."""
    if len(body) <= BODY_CHARACTERS:
        return False
    return len(body) > BODY_CODE_POINTS or characters(body) > BODY_CHARACTERS


@lru_cache(maxsize=10_000)  # people come back
def _mail(address: str) -> str:
    """Return an address that could be written to, as it is compared; "" for any other."""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return folded(address)[:254]


def _rule_for(arrivals: Iterable[Arrival]) -> Rule | None:
    """Return the rule that the old site's decisions name, made with the first; None unneeded.

    It is not in force: no moderator can choose it.
    """
    if not any(arrival.status in DECIDED for arrival in arrivals):
        return None
    rule, is_new = Rule.objects.get_or_create(
        code=OLD_RULE, defaults={"position": 1000, "in_force": False}
    )
    for language, _name in settings.LANGUAGES if is_new else ():
        with translation.override(language):
            title, text = (
                _("Decided before the newspaper moved"),
                _("This was decided on the newspaper's former site, which recorded no reason."),
            )
        RuleText.objects.create(rule=rule, language=language, title=title, text=text)
    return rule
