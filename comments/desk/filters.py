"""Which comments the desk shows: the filters that its address carries."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.mail_addresses import folded
from comments.models import Comment, Status

ANY = "any"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9998, 12, 31)  # a day beyond cannot be reckoned with
LARGEST_ID = 2**63 - 1
TABS = [
    (Status.HELD, _("Waiting")),
    (Status.PUBLISHED, _("Published")),
    (Status.REMOVED, _("Removed")),
    (Status.REJECTED, _("Rejected")),
    (Status.DELETED, _("Deleted")),
    (ANY, _("All comments")),
]


class Filters(forms.Form):
    """The filters of the desk, read from an address; what cannot be read filters nothing.

    `author` finds names and e-mail addresses (a whole address finds exactly it), `article` words
    of a headline in any edition. `story` and `comment` come from links on cards.
    """

    status = forms.ChoiceField(choices=TABS, required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Words of the text"), max_length=200, required=False)
    author = forms.CharField(label=_("Author’s name or e-mail"), max_length=254, required=False)
    article = forms.CharField(label=_("Words of the headline"), max_length=160, required=False)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    story = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )
    comment = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )

    def __init__(self, address: QueryDict) -> None:
        super().__init__(address, label_suffix="")
        self.is_valid()

    @property
    def status_shown(self) -> str:
        """The status filtered by; waiting where the address names none, ANY for one comment."""
        default = ANY if self.chosen("comment") else Status.HELD
        return self.chosen("status") or default

    @property
    def oldest_first(self) -> bool:
        """Whether the page reads from the oldest on: those who wait longest come first."""
        return self.status_shown == Status.HELD

    def chosen(self, name: str) -> Any:
        """Return the value of one filter, or None where it is empty or cannot be read."""
        return self.cleaned_data.get(name) or None

    def matching(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Return those of the comments that the filters let through, in no order."""
        comments = comments.filter(unconfirmed=False)  # nobody's but their guests'
        if self.status_shown != ANY:
            comments = comments.filter(status=self.status_shown)
        if pk := self.chosen("comment"):
            comments = comments.filter(pk=pk)
        if story := self.chosen("story"):
            comments = comments.on(story)  # type: ignore[attr-defined]
        if words := self.chosen("q"):
            comments = comments.filter(body__icontains=words)
        if words := self.chosen("article"):
            editions = Article.objects.filter(headline__icontains=words)
            comments = comments.filter(story_id__in=editions.values("story_id"))
        if who := self.chosen("author"):
            comments = comments.filter(_written_by(who))
        if day := self.chosen("day"):
            begin = timezone.make_aware(datetime.combine(day, time.min))
            end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
            comments = comments.filter(submitted_at__gte=begin, submitted_at__lt=end)
        return comments

    @property
    def title(self) -> str:
        """What the page shows, in a word."""
        return str(dict(TABS)[self.status_shown])

    def tabs(self) -> list[dict[str, Any]]:
        """Return a link for each status, the other filters kept."""
        return [
            {
                "label": label,
                "query": self.query(status=status, comment=None),
                "current": status == self.status_shown,
                "counts_waiting": status == Status.HELD,
            }
            for status, label in TABS
        ]

    def query(self, **changed: Any) -> str:
        """Return the address's query with some filters changed; empty ones are left out."""
        values = {name: self.chosen(name) for name in self.fields} | changed
        if values["status"] == Status.HELD and not values["comment"]:
            values["status"] = None
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the status is filtered by."""
        return any(self.chosen(name) for name in self.fields if name != "status")


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
    return Q(author=None, guest_email=folded(who)) | Q(author__email=who.lower())
