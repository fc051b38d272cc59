"""Which entries of the public log an address asks for: its filters, and how far down it reads."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Max, Min
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.dates import in_words
from comments.models import LogEntry, Rule
from comments.models.public_log import LogEntryQuerySet
from comments.public_log.wording import STARTED_BY, WHO

BEFORE = "before"  # the number of the entry below which the page begins
FIELDS = ("measure", "rule", "by", "started", "reversed", "month")
READS = (*FIELDS, BEFORE)
LARGEST = 2**63 - 1
ALL = [("", _("All"))]
STANDS = {"no": _("stands"), "yes": _("taken back")}


class LogFilters(forms.Form):
    """The filters of an address. `rules` are those whose codes can be chosen, with their texts."""

    measure = forms.ChoiceField(label=_("Measure"), required=False)
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    by = forms.ChoiceField(label=_("Decided by"), required=False)
    started = forms.ChoiceField(label=_("Began with"), required=False)
    reversed = forms.ChoiceField(label=_("In force"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    before = forms.IntegerField(
        min_value=1, max_value=LARGEST, required=False, widget=forms.HiddenInput
    )

    def __init__(self, address: QueryDict, rules: list[Rule]) -> None:
        super().__init__(address, label_suffix="", auto_id="log-%s")
        language = get_language() or "en"
        self._offer("measure", LogEntry.Kind.choices)
        self._offer("by", WHO.items())
        self._offer("started", STARTED_BY.items())
        self._offer("reversed", STANDS.items())
        titles = [(rule.code, rule.title_in(language)) for rule in rules]
        self._offer("rule", [(code, f"{code}. {title}") for code, title in titles])
        months = [(f"{month:%Y-%m}", in_words(month, language, "month")) for month in _months()]
        self._offer("month", months)

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        offered = [*ALL, *((value, capfirst(word)) for value, word in choices)]
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def read(self) -> None:
        """Read the address. Raises Http404 for what this house never wrote."""
        if not self.is_valid():
            raise Http404("There is no such page of the log.")

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data[name]}

    @property
    def below(self) -> int | None:
        """Below which number the page begins, None for the newest."""
        found: int | None = self.cleaned_data[BEFORE]
        return found

    def address(self, before: int | None = None) -> str:
        """Return the query of the same filters, below a number: "?rule=3&before=17"."""
        query = self.chosen | ({BEFORE: str(before)} if before else {})
        return f"?{urlencode(query)}" if query else "?"

    def matching(self) -> LogEntryQuerySet:
        """Return the entries that the filters let through, newest first, each `with_end`."""
        chosen, found = self.chosen, LogEntry.objects.with_end().order_by("-number")
        plain = {"measure": "kind", "rule": "rule", "started": "started_by"}
        found = found.filter(**{plain[name]: chosen[name] for name in plain if name in chosen})
        if "by" in chosen:
            found = found.filter(automated=chosen["by"] == "machine")
        if "reversed" in chosen:
            found = found.taken_back() if chosen["reversed"] == "yes" else found.standing()
        if "month" in chosen:
            found = found.between(*month_of(chosen["month"]))
        return found.filter(number__lt=self.below) if self.below else found


def month_of(key: str) -> tuple[datetime, datetime]:
    """Return when a month ("2026-11") began and the next one does, by the newspaper's clock."""
    begin = timezone.make_aware(datetime.strptime(key, "%Y-%m"))  # noqa: DTZ007 (made so here)
    return begin, _next(begin)


def _next(month: datetime) -> datetime:
    year, number = divmod(month.year * 12 + month.month, 12)
    return timezone.make_aware(datetime(year, number + 1, 1))  # noqa: DTZ001


def _months() -> list[datetime]:
    """Return the beginnings of the months from the last entry's to the first one's."""
    times = LogEntry.objects.aggregate(first=Min("at"), last=Max("at"))
    if times["first"] is None:
        return []
    month, _end = month_of(f"{timezone.localtime(times['first']):%Y-%m}")
    months = []
    while month <= times["last"]:
        months.append(month)
        month = _next(month)
    return months[::-1]
