"""Who reports, which reports are theirs, and how many they may send.

A person is an account, a guest who is known by a link, or an address of the network; notices of
strangers are told apart by their address of mail as well, for many people can share one of the
network.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Case, Report
from comments.recommending import Person
from comments.reporter_weight import ReporterRecord, record_of
from comments.turns import wait_for_turn


@dataclass(frozen=True)
class Reporter:
    """Who reports: `address` is the keyed hash of where it comes from, `mail` is theirs in clear.

    Accounts have none here: they are written to as what they are.
    """

    by: Person
    address: str = ""
    mail: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether there is a way to tell them the outcome."""
        return bool(self.by.user or self.mail)

    def reports(self) -> QuerySet[Report]:
        """All their reports; of somebody who is not known, those from their address."""
        if self.by.user:  # and what they have reported as a guest before they had the account
            return Report.objects.filter(
                Q(user=self.by.user) | Q(user=None, guest=self.by.as_guest)
            )
        if self.by.guest:
            return Report.objects.filter(user=None, guest=self.by.guest)
        if self.address:
            return Report.objects.filter(user=None, guest="", address=self.address)
        return Report.objects.none()

    def narrowly(self) -> QuerySet[Report]:
        """The same, of strangers those under one address of mail alone."""
        return self.reports() if self.by.is_known else self.reports().filter(email=self.mail)

    def record(self) -> ReporterRecord:
        """How their reports ended lately, and what follows from that."""
        return record_of(self.reports(), is_known=self.by.is_known)

    def take_turn(self) -> None:
        """Let one report of a person and of an address in at a time, so that limits are exact."""
        names = [f"reporting person {self.by.as_guest}", f"reporting from {self.address}"]
        wait_for_turn(*(names if self.by.is_known else names[1:]))

    def refusal(self, record: ReporterRecord, *, is_notice: bool) -> str:
        """Return why nothing is taken from them now, in their language; "" where it is."""
        # Of an address that others share nobody is kept from a notice that has a name under it.
        if record.refusal and (self.by.is_known or not is_notice):
            return record.refusal
        hour: dict[str, Any] = {"made_at__gt": timezone.now() - timedelta(hours=1)}
        own = self.reports().filter(**hour)
        if self.by.is_known and own.count() >= settings.REPORTS_PER_HOUR:
            return _(
                "You have reported a lot within an hour. The newsroom looks at what you have sent."
            )
        near = Report.objects.filter(address=self.address, **hour)
        if self.address and near.count() >= settings.REPORTS_PER_ADDRESS_HOUR:
            return _(
                "Too many reports have come from your connection. Please try again in an hour."
            )
        return ""

    def weight_in(self, case: Case, record: ReporterRecord) -> int:
        """Return what a report of theirs counts in a case: all of one address count as one person.

        Who has several accounts, or is a stranger besides, holds nothing alone.
        """
        near = case.reports.filter(address=self.address) if self.address else case.reports.none()
        return max(0, record.weight - sum(near.values_list("weight", flat=True)))
