"""The tables of the public figures, of a tally: what was decided, why, and how it ended."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from articles.dates import in_words
from comments.models import Category, Decision, LogEntry, Rule
from comments.public_figures.cells import Row, Table, Writing, short_month
from comments.public_figures.tally import Tally
from comments.screening import title_of

Kind = LogEntry.Kind
MEASURES = (Kind.REMOVED, Kind.REJECTED, Kind.HELD, Kind.ALL_HELD, Kind.SUSPENDED, Kind.BANNED)
TAKEN_OUT = (str(Kind.REMOVED), str(Kind.REJECTED))
APPROVED = "approve"
BY_REPORTS = "reports"  # the phase of comments.reporting: their weight held a comment


def taken_out(tally: Tally) -> Counter[tuple[str, int]]:
    """Return how many comments were removed or not published under each rule, spam aside."""
    found: Counter[tuple[str, int]] = Counter()
    for (kind, rule, is_spam, *_rest), number in tally.under("restriction"):
        if kind in TAKEN_OUT and not is_spam:
            found[kind, rule] += number
    return found


def months(tallies: dict[date, Tally], write: Writing) -> Table:
    """Tell of each month how many comments were sent and published, and how quickly decided."""
    rows = []
    for month, tally in tallies.items():
        sent, published, out = _of_comments(tally)
        cells = [*write.numbers(sent, published, out), write.wait(tally.by(0, "wait"))]
        name = in_words(month, write.language, "month")
        short = short_month(month.month, write.language)
        rows.append(Row(name, cells, (float(published), float(out)), short=short))
    heads = [_("Month"), _("Sent"), _("Published"), _("Taken out"), _("Half decided within")]
    legend = [_("published"), _("removed or not published")]
    return Table("months", _("Month by month"), heads, rows, legend)


def _of_comments(tally: Tally) -> tuple[int, int, int]:
    return tally.total("sent"), tally.total("published"), taken_out(tally).total()


def rules(tally: Tally, write: Writing) -> Table:
    """Tell under which rules comments were taken out, and how often appeals reversed that."""
    out, sent = taken_out(tally), tally.total("sent")
    reversed_of = _reversed_by_rule(tally)
    named = Rule.objects.filter(pk__in={rule for _kind, rule in out}).with_texts()
    rows = []
    for rule in named:
        removed, rejected = (out[kind, rule.pk] for kind in TAKEN_OUT)
        cells = [
            *write.numbers(removed, rejected),
            write.share(removed + rejected, sent),
            write.number(reversed_of[rule.pk]),
        ]
        name = f"{rule.code} · {rule.title_in(write.language)}"
        rows.append(Row(name, cells, (float(removed), float(rejected)), rule.code))
    rows.sort(key=lambda row: (-sum(row.parts), row.name))
    heads = [
        _("Rule"),
        _("Removed"),
        _("Not published"),
        _("Share of comments sent"),
        _("Reversed on appeal"),
    ]
    legend = [_("removed"), _("not published")]
    return Table("rules", _("What was taken out, by rule"), heads, rows, legend)


def _reversed_by_rule(tally: Tally) -> Counter[int]:
    found: Counter[int] = Counter()
    for (of, outcome, _alone, rule), number in tally.under("appeal_ended"):
        if of == "author" and outcome == "reversed":
            found[rule] += number
    return found


def measures(tally: Tally, write: Writing) -> Table:
    """Tell what was done, by people and by machines, and what was given back."""
    by: Counter[tuple[str, bool]] = Counter()
    for (kind, _rule, _spam, automated, _started), number in tally.under("restriction"):
        by[kind, automated] += number
    rows = [
        _measure(str(kind.label), by[kind, False], by[kind, True], write)
        for kind in (*MEASURES, Kind.RESTORED)
    ]
    rows.append(_measure(str(Kind.LIFTED.label), tally.total("lifted"), 0, write))
    heads = [_("Measure"), _("By people"), _("By a machine"), _("All")]
    note = _("What was taken back in the same month is not counted.")
    return Table("measures", _("Measures"), heads, rows, note=note)


def _measure(name: str, people: int, machines: int, write: Writing) -> Row:
    return Row(name, write.numbers(people, machines, people + machines))


def started(tally: Tally, write: Writing) -> Table:
    """Tell what led to the restrictions: a check of the house's own, or somebody who told it."""
    kinds = {str(kind) for kind in MEASURES}
    by: Counter[str] = Counter()
    for (kind, _rule, _spam, _automated, begun), number in tally.under("restriction"):
        if kind in kinds:
            by[begun] += number
    choices = dict(Decision._meta.get_field("started_by").flatchoices)
    rows = [
        Row(str(choices[name]), [write.number(by[name]), write.share(by[name], by.total())])
        for name in choices
        if by[name] or name in ("house", "report", "notice")
    ]
    heads = [_("Begun by"), _("Restrictions"), _("Share")]
    return Table("started", _("What led to them"), heads, rows)


def categories(tally: Tally, write: Writing) -> Table:
    """Tell notices of illegal content by the category of the rule with which they ended."""
    by: Counter[tuple[str, str]] = Counter()
    machines: Counter[str] = Counter()
    for (kind, ended, ground, category, automated), number in tally.under("case"):
        if kind == "illegal" and ended == "taken_down":
            by[category, ground] += number
            machines[category] += number * automated
    rows = []
    for category in sorted({category for category, _ground in by}):
        law, house = by[category, "law"], by[category, "house"]
        cells = write.numbers(law + house, law, house, machines[category])
        rows.append(Row(_category(category), cells))
    heads = [
        _("Category"),
        _("Taken down"),
        _("For the law"),
        _("For a rule of the house"),
        _("By a machine alone"),
    ]
    return Table("categories", _("Notices that led to a removal, by category"), heads, rows)


def _category(value: str) -> str:
    return str(Category(value).label) if value in Category.values else _("none")


def machines(tally: Tally, write: Writing) -> Table:
    """Tell how many comments each phase held, and how many of them people then approved."""
    held = tally.by(0, "machine_held")
    ended = tally.by(0, "machine_ended")
    rows = []
    for phase in sorted({*held, *ended}, key=lambda name: (-held[name], name)):
        approved = tally.total("machine_ended", phase, APPROVED)
        rows.append(_phase(_title(phase), held[phase], ended[phase], approved, write))
    if len(rows) > 1:
        approved = tally.by(1, "machine_ended")[APPROVED]
        rows.append(_phase(_("All"), held.total(), ended.total(), approved, write))
    heads = [
        _("Screening phase"),
        _("Held"),
        _("Decided by people"),
        _("Approved by them"),
        _("Held wrongly"),
    ]
    return Table("machines", _("What machines held, and whether rightly"), heads, rows)


def _phase(name: str, held: int, ended: int, approved: int, write: Writing) -> Row:
    return Row(name, [*write.numbers(held, ended, approved), write.share(approved, ended)])


def _title(phase: str) -> str:
    return _("Reports above the threshold") if phase == BY_REPORTS else title_of(phase)
