"""Which comments the desk shows: the queue and the filters that its address carries."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.desk import queues
from comments.desk.queues import MINE, NEWEST, OLDEST, QUEUES, REPORTED, SCORE, Order
from comments.mail_addresses import folded
from comments.models import Comment, HandOut, Status
from comments.screening import title_of

ANY = "any"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9998, 12, 31)  # a day beyond cannot be reckoned with
LARGEST_ID = 2**63 - 1
STATES = [
    (Status.HELD, _("Waiting")),
    (Status.PUBLISHED, _("Published")),
    (Status.REMOVED, _("Removed")),
    (Status.REJECTED, _("Rejected")),
    (Status.DELETED, _("Deleted")),
    (ANY, _("All comments")),
]
AGES = {
    "last-hour": (_("of the last hour"), timedelta(hours=1)),
    "last-day": (_("of the last day"), timedelta(days=1)),
    "last-week": (_("of the last week"), timedelta(days=7)),
    "over-hour": (_("older than an hour"), timedelta(hours=1)),
    "over-day": (_("older than a day"), timedelta(days=1)),
    "over-week": (_("older than a week"), timedelta(days=7)),
}
EVERY = ("", "–")
ASSIGNED = [("me", _("to me")), ("others", _("to others")), ("nobody", _("to nobody"))]
ORDERS = [(OLDEST, _("oldest first")), (SCORE, _("highest score first"))]


class Filters(forms.Form):
    """The queue and the filters of the desk, read from an address; the unreadable filters nothing.

    `author` finds names and e-mail addresses (a whole address finds exactly it), `article` words
    of a headline in any edition. `story` and `comment` come from links on cards.
    """

    queue = forms.ChoiceField(choices=QUEUES, required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("State"), choices=[EVERY, *STATES], required=False)
    q = forms.CharField(label=_("Words of the text"), max_length=200, required=False)
    author = forms.CharField(label=_("Author’s name or e-mail"), max_length=254, required=False)
    article = forms.CharField(label=_("Words of the headline"), max_length=160, required=False)
    section = forms.CharField(
        label=_("Section"), max_length=50, required=False, widget=forms.Select
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[EVERY, *settings.LANGUAGES], required=False
    )
    phase = forms.CharField(label=_("Held by"), max_length=60, required=False, widget=forms.Select)
    assigned = forms.ChoiceField(label=_("Assigned"), choices=[EVERY, *ASSIGNED], required=False)
    age = forms.ChoiceField(
        label=_("Age"),
        choices=[EVERY, *((name, label) for name, (label, _time) in AGES.items())],
        required=False,
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    order = forms.ChoiceField(label=_("Order"), choices=[EVERY, *ORDERS], required=False)
    story = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )
    comment = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )

    def __init__(self, address: QueryDict) -> None:
        super().__init__(address, label_suffix="")
        self.has_scores = False
        self.is_valid()

    @property
    def queue_shown(self) -> str:
        """The queue that the address names; "" for those who wait."""
        return self.chosen("queue") or queues.WAITING

    @property
    def status_shown(self) -> str:
        """The status filtered by; waiting where the address and the queue name none."""
        if status := self.chosen("status"):
            return str(status)
        whatever = {REPORTED, MINE, queues.DECIDED}
        return ANY if self.chosen("comment") or self.queue_shown in whatever else Status.HELD

    @property
    def reading(self) -> Order:
        """How the page is read: those who wait longest come first, or whom a score names."""
        if self.queue_shown == REPORTED:
            return Order(REPORTED)
        if self.status_shown != Status.HELD and self.queue_shown != MINE:
            return Order(NEWEST)
        return Order(self.chosen("order") or (SCORE if self.has_scores else OLDEST))

    @property
    def oldest_first(self) -> bool:
        """Whether the page reads from the oldest on."""
        return self.reading.name != NEWEST

    @property
    def can_be_worked_through(self) -> bool:
        """Whether what is shown waits for a decision, so that its cards can be handed out."""
        return self.queue_shown in {REPORTED, MINE} or self.status_shown == Status.HELD

    def offer(self, sections: list[tuple[str, str]], phases: list[str]) -> None:
        """Fill the lists of what can be chosen; what the address names stays among it."""
        offered = {"section": sections, "phase": [(name, title_of(name)) for name in phases]}
        for name, choices in offered.items():
            chosen = self.chosen(name)
            known = {value for value, _label in choices}
            more = [(chosen, chosen)] if chosen and chosen not in known else []
            self.fields[name].widget.choices = [EVERY, *choices, *more]

    def chosen(self, name: str) -> Any:
        """Return the value of one filter, or None where it is empty or cannot be read."""
        return self.cleaned_data.get(name) or None

    def matching(self, comments: QuerySet[Comment], moderator: Any = None) -> QuerySet[Comment]:
        """Return those of the comments that the filters let through, in no order.

        `moderator` is whose cards "mine" are.
        """
        comments = comments.filter(unconfirmed=False)  # nobody's but their guests'
        if self.status_shown != ANY:
            comments = comments.filter(status=self.status_shown)
        comments = queues.in_queue(comments, self.queue_shown, moderator)
        if pk := self.chosen("comment"):
            comments = comments.filter(pk=pk)
        if story := self.chosen("story"):
            comments = comments.on(story)  # type: ignore[attr-defined]
        for name, field in PLAIN.items():
            if value := self.chosen(name):
                comments = comments.filter(**{field: value})
        if words := self.chosen("article"):
            editions = Article.objects.filter(headline__icontains=words)
            comments = comments.filter(story_id__in=editions.values("story_id"))
        if who := self.chosen("author"):
            comments = comments.filter(_written_by(who))
        return self._of_somebody(self._of_a_time(comments), moderator)

    def _of_a_time(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        if day := self.chosen("day"):
            begin = timezone.make_aware(datetime.combine(day, time.min))
            end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
            comments = comments.filter(submitted_at__gte=begin, submitted_at__lt=end)
        if age := self.chosen("age"):
            since = timezone.now() - AGES[age][1]
            is_new = age.startswith("last")
            comments = comments.filter(**{f"submitted_at__{'gte' if is_new else 'lt'}": since})
        return comments

    def _of_somebody(self, comments: QuerySet[Comment], moderator: Any) -> QuerySet[Comment]:
        assigned = self.chosen("assigned")
        if assigned is None:
            return comments
        held = HandOut.objects.filter(comment=OuterRef("pk"))
        held = held.filter(Q(until=None) | Q(until__gt=timezone.now()))
        if assigned == "nobody":
            return comments.filter(~Exists(held))
        is_mine = Q(moderator=moderator)
        return comments.filter(Exists(held.filter(is_mine if assigned == "me" else ~is_mine)))

    @property
    def title(self) -> str:
        """What the page shows, in a word."""
        if self.queue_shown != queues.WAITING:
            return str(dict(QUEUES)[self.queue_shown])
        return str(dict(STATES)[self.status_shown])

    def query(self, **changed: Any) -> str:
        """Return the address's query with some filters changed; empty ones are left out."""
        values = {name: self.chosen(name) for name in self.fields} | changed
        if values["status"] == Status.HELD and not (values["comment"] or values["queue"]):
            values["status"] = None
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the queue, the status and the order is filtered by."""
        return any(self.chosen(name) for name in self.fields if name not in NOT_NARROW)


PLAIN = {
    "q": "body__icontains",
    "section": "article__section__slug",
    "language": "language",
    "phase": "held_by",
}
NOT_NARROW = {"queue", "status", "order"}


def id_in(text: str) -> int | None:
    """Return the id that a text from a form or an address stands for, or None."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        return None
    return min(int(text), LARGEST_ID)


def _written_by(who: str) -> Q:
    who = who.strip()
    try:
        validate_email(who)
    except ValidationError:
        return (
            Q(guest_name__icontains=who)
            | Q(guest_email__icontains=who)
            | Q(author__display_name__icontains=who)
            | Q(author__email__icontains=who)
        )
    accounts = get_user_model()._default_manager.filter(email=who.lower())
    # Their ids, not a join: each half of the question has an index of its own.
    ids = list(accounts.values_list("pk", flat=True))
    return Q(author=None, guest_email=folded(who)) | Q(author_id__in=ids)
