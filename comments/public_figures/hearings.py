"""The tables of who objected: reports, notices of illegal content, appeals, and how they ended."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from comments.public_figures.cells import Row, Table, Writing
from comments.public_figures.tally import Tally


def reports(tally: Tally, write: Writing) -> Table:
    """Tell how many reports came, how the cases ended that they make, and how quickly."""
    named = {"rule": _("Reports of a broken rule"), "illegal": _("Notices of illegal content")}
    rows = []
    for kind, name in named.items():
        ended = tally.by(0, "case", kind)
        numbers = (tally.total("report", kind), ended.total(), ended["taken_down"],
                   ended["stands"], ended["deleted"])  # fmt: skip
        wait = write.wait(tally.by(0, "case_wait", kind))
        rows.append(Row(name, [*write.numbers(*numbers), wait]))
    heads = [
        _("Kind"),
        _("Received"),
        _("Cases decided"),
        _("Comment taken down"),
        _("Comment stands"),
        _("Deleted by its author"),
        _("Half decided within"),
    ]
    note = _("All reports of a comment are one case; with a notice among them it counts as one.")
    return Table("reports", _("Reports and notices"), heads, rows, note=note)


def appeals(tally: Tally, write: Writing) -> Table:
    """Tell how many appeals were made, how they ended, and how quickly."""
    named = {
        "author": _("By the author of a comment"),
        "reporter": _("By somebody who had reported one"),
        "sanction": _("Against a sanction"),
    }
    rows = []
    for of, name in named.items():
        steps = tally.by(0, "appeal_wait", of)
        rows.append(_appeals(name, tally.total("appeal", of), _ends(tally, of), steps, write))
    ends = sum((_ends(tally, of) for of in named), Counter[Any]())
    steps = tally.by(1, "appeal_wait")
    rows.append(_appeals(_("All"), tally.total("appeal"), ends, steps, write))
    heads = [
        _("Appeal"),
        _("Made"),
        _("Decision stands"),
        _("Decision reversed"),
        _("Withdrawn"),
        _("Decided alone"),
        _("Half decided within"),
    ]
    note = _("“Alone”: by somebody who had taken part before, because nobody else was there.")
    return Table("appeals", _("Appeals"), heads, rows, note=note)


def _ends(tally: Tally, of: str) -> Counter[Any]:
    """Return how many ended how, and how many of them were decided alone (True)."""
    found: Counter[Any] = Counter()
    for (outcome, alone, *_rule), number in tally.under("appeal_ended", of):
        found[outcome] += number
        found[True] += number * alone
    return found


def _appeals(name: str, made: int, ends: Counter[Any], steps: Counter[int], write: Writing) -> Row:
    numbers = (made, ends["upheld"], ends["reversed"], ends["withdrawn"], ends[True])
    return Row(name, [*write.numbers(*numbers), write.wait(steps)])
