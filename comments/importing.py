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
BATCH = 250  # comments that are written in one message
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


def take_in_comments(talk: Talk, report: Report) -> None:
    """Add the comments that are not here yet. Part of the transaction that adds the article.

    Whether the discussion is open is the house's to say once it is there. Raises ExportRefused
    where comments nest without end.
    """
    order = arrange(talk.comments)
    discussion = Discussion(story_id=talk.article.story_id, is_open=talk.is_open)
    Discussion.objects.bulk_create([discussion], ignore_conflicts=True)
    _tell(order, talk, report)
    incoming = _Incoming(talk, report)
    for begin in range(0, len(order.slots), BATCH):
        incoming.take(order.slots[begin : begin + BATCH])


class _Incoming:
    """The comments of one article on their way in, parents first."""

    def __init__(self, talk: Talk, report: Report) -> None:
        self._talk, self._report = talk, report
        self._standing: dict[int, Standing] = {}  # by number in the file; of answered ones alone

    def take(self, slots: list[Slot]) -> None:
        """Add those that are new; an answer and what it answers may be in the same batch."""
        names = {slot.number: self._submission(slot.key) for slot in slots}
        elsewhere = {s.number: self._submission(s.elsewhere) for s in slots if s.elsewhere}
        known = _known([*names.values(), *elsewhere.values()])
        new: list[Slot] = []
        for slot in slots:
            if (found := known.get(names[slot.number])) is None:
                new.append(slot)
            elif slot.has_answers:
                self._standing[slot.number] = found
        self._report.count("comments_same", len(slots) - len(new))
        arrivals: list[Arrival] = []
        for slot, pk in zip(new, _next_ids(len(new)), strict=True):
            above = known.get(elsewhere[slot.number]) if slot.elsewhere else None
            arrival = self._arrival(slot, pk, self._parent(slot, above), names[slot.number])
            if arrival is not None:
                arrivals.append(arrival)
        add_imported(arrivals, rule=_rule_for(arrivals))
        self._count(arrivals)

    def _submission(self, key: int | str) -> uuid.UUID:
        """Name a comment of another site for ever; two of its articles may use one number."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self._talk.site} {self._talk.item} {key}")

    def _parent(self, slot: Slot, elsewhere: Standing | None) -> Standing | None:
        """Return what a comment answers; under a rejected one nobody would see it."""
        parent = self._standing.get(slot.above.number) if slot.above else elsewhere
        if slot.elsewhere and parent is None:
            words = _("It answers a comment that is not in the file: it stands on its own.")
            self._odd("comments_orphan", words, slot.line)
        if parent is not None and parent.status == Status.REJECTED:
            return None if slot.status != Status.REJECTED else parent
        return parent

    def _arrival(
        self, slot: Slot, pk: int, parent: Standing | None, submission: uuid.UUID
    ) -> Arrival | None:
        """Make the comment; None for one that says nothing and was not answered."""
        said = self._talk.comments[slot.number]
        body = text_of(said.content) or (NO_WORDS if slot.is_answered else "")
        if not body:
            self._odd("comments_empty", _("A comment without a word."), slot.line)
            return None
        article, when = self._talk.article, self._time(said)
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
            guest_name=self._name(said),
            guest_email=_mail(said.author_email),
            body=body,
            language=guess(body, otherwise=article.language),
            submission=submission,
            origin=ORIGIN,
            submitted_at=when,
        )
        status = slot.status
        if slot.has_answers:
            self._standing[slot.number] = Standing(pk, comment.root_id, place, status)
        if _is_too_long(body):
            self._odd("comments_too_long", _("A comment longer than ours may be."), slot.line)
        return Arrival(comment, status, NOTES.get(slot.state, ""))

    def _time(self, said: ItemComment) -> datetime:
        article = self._talk.article
        when = moment(said.date_gmt, said.date, self._talk.zone)
        now = timezone.now()
        return max(EARLIEST, min(when or article.publish_at or article.created_at, now))

    def _name(self, said: ItemComment) -> str:
        name = plain(said.author)
        if not name:
            with translation.override(self._talk.article.language):
                name = _("Anonymous")
        return cut(name, NAME)

    def _odd(self, name: str, words: str, line: int) -> None:
        self._report.count(name)
        self._report.tell(
            name.replace("comments_", "comment "), words, self._talk.article.headline, line
        )

    def _count(self, arrivals: list[Arrival]) -> None:
        self._report.count("comments_new", len(arrivals))
        for arrival in arrivals:
            self._report.count(f"comments_{arrival.status}")


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
