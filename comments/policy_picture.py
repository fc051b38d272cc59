"""The way of a comment from posting to appeal, as a picture: where its boxes and arrows stand.

Templates only print it. Lengths are of the drawing's own box, which fits the narrowest telephone;
a sheet of styles gives it its colours. Lines are broken here, as SVG breaks none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from textwrap import wrap

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Mode

WIDTH, PAST = 320.0, 312.0  # of the drawing; where an arrow goes past boxes
GAP, PAD = 24.0, 9.0  # between rows, for the arrows; above and below a box's words
LINE, SMALL = 17.0, 15.0  # heights of a line of a box's name, and of what is said below it
# Left edge and width of boxes by their side, and how many characters stand in a line of each kind.
PLACES = {"": (2.0, 300.0, 36, 44), "left": (2.0, 140.0, 17, 21), "right": (162.0, 140.0, 17, 21)}


@dataclass(frozen=True)
class Step:
    """One thing that happens, who acts (you, machine, house, or an end: good, bad), and where.

    `to` names the steps that may follow: straight "down", "across" to the other side, "past" what
    stands between, or "into" an arrow that leads there already.
    """

    key: str
    name: str
    who: str
    side: str = ""  # "left" or "right"; "" is across both
    more: str = ""
    to: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of words in a box, around its middle."""

    x: float
    y: float
    words: str
    is_small: bool


@dataclass(frozen=True)
class Box:
    """A step as it is drawn."""

    step: Step
    x: float
    y: float
    width: float
    height: float
    lines: list[Line]

    @property
    def middle(self) -> tuple[float, float]:
        """Across and down."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """The points of a line; one that runs into another has no head."""

    points: list[tuple[float, float]]
    has_head: bool = True

    @property
    def path(self) -> str:
        """As SVG's polyline wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass
class Picture:
    """The drawing."""

    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    height: float = 0
    width: float = WIDTH


def way_of_a_comment(mode: Mode, guests: str, *, is_rtl: bool = False) -> Picture:
    """Return the picture for what the house does with comments (comments.terms, guest_terms).

    `guests` is COMMENT_GUESTS. Words are in the language that is active; where it is read from the
    right, left and right change places.
    """
    picture = _stood([*_posting(guests), *_reading(mode), *_looking_again(), *_redress()])
    by_key = {box.step.key: box for box in picture.boxes}
    for box in picture.boxes:
        picture.arrows += [_arrow(box, by_key[key], how) for key, how in box.step.to]
    return _mirrored(picture) if is_rtl else picture


Rows = Iterable[list[Step]]


def _posting(guests: str) -> Rows:
    next_one = "confirm" if guests == "confirmed" else "screen"
    yield [Step("send", _("You send your comment"), "you", to=((next_one, "down"),))]
    if guests == "confirmed":
        by_link = _("By the link in our mail.")
        yield [Step("confirm", _("You confirm it"), "you", "", by_link, (("screen", "down"),))]


def _reading(mode: Mode) -> Rows:
    screening = _("A machine looks for spam and listed words. It removes nothing.")
    name, reader = _("It is screened"), _("A person in our newsroom.")
    if mode == Mode.SCREENED:
        to = (("published", "down"), ("read", "down"))
        yield [Step("screen", name, "machine", "", screening, to)]
        held, to = _("Where the machine held it."), (("published", "into"), ("unpublished", "down"))
        yield [Step("read", _("A moderator reads it"), "house", "right", held, to)]
    else:
        yield [Step("screen", name, "machine", "", screening, (("read", "down"),))]
        to = (("published", "down"), ("unpublished", "down"))
        yield [Step("read", _("A moderator reads it"), "house", "", reader, to)]
    rule, reasons = _("It breaks a rule."), (("reasons", "past"),)
    yield [
        Step("published", _("Published"), "good", "left", to=(("again", "down"),)),
        Step("unpublished", _("Not published"), "bad", "right", rule, reasons),
    ]


def _looking_again() -> Rows:
    name, line = _("Somebody reports it, or we look again"), _("A line names the rule.")
    to = (("stays", "down"), ("removed", "across"))
    yield [Step("again", name, "house", "left", "", to)]
    yield [
        Step("stays", _("It stays"), "good", "left"),
        Step("removed", _("Removed"), "bad", "right", line, (("reasons", "down"),)),
    ]


def _redress() -> Rows:
    told, why = _("You are told the reasons"), _("The rule, and why it applies.")
    months = settings.COMMENT_APPEAL_MONTHS
    yield [Step("reasons", told, "house", "", why, (("appeal", "down"),) if months else ())]
    if not months:
        return
    until = ngettext(
        "Within %(months)d month, free of charge.",
        "Within %(months)d months, free of charge.",
        months,
    ) % {"months": months}
    yield [Step("appeal", _("You appeal"), "you", "", until, (("other", "down"),))]
    to = (("back", "down"), ("stands", "down"))
    other = _("Who took no part in it before.")
    yield [Step("other", _("Another person decides"), "house", "", other, to)]
    yield [
        Step("back", _("Back in its place"), "good", "left"),
        Step("stands", _("The decision stands"), "bad", "right"),
    ]


def _stood(rows: Rows) -> Picture:
    """Put the boxes of each row below those of the row before, all of a row as high as one."""
    picture, y = Picture(), 2.0
    for row in rows:
        height = max(_box(step, y).height for step in row)
        picture.boxes += [_box(step, y, height) for step in row]
        y += height + GAP
    picture.height = y - GAP + 2
    return picture


def _box(step: Step, y: float, height: float = 0) -> Box:
    x, width, characters, small = PLACES[step.side]
    said = [(words, LINE) for words in wrap(step.name, characters)]
    said += [(words, SMALL) for words in wrap(step.more, small)]
    own = sum(tall for _words, tall in said) + 2 * PAD
    lines, at = [], y + PAD + max(height - own, 0) / 2
    for words, tall in said:
        at += tall
        lines.append(Line(x + width / 2, at - 4, words, tall == SMALL))
    return Box(step, x, y, width, max(height, own), lines)


def _arrow(of: Box, to: Box, how: str) -> Arrow:
    x, y = of.middle
    if how == "across":
        return Arrow([(of.x + of.width, y), (to.middle[0], y), (to.middle[0], to.y)])
    if how == "past":
        end = to.middle[1]
        return Arrow([(of.x + of.width, y), (PAST, y), (PAST, end), (to.x + to.width, end)])
    if how == "into":
        return Arrow([(of.x, y), (to.middle[0], y)], has_head=False)
    x = x if of.step.side else to.middle[0]
    return Arrow([(x, of.y + of.height), (x, to.y)])


def _mirrored(picture: Picture) -> Picture:
    """Return the picture as it is read from the right."""
    boxes = [
        replace(
            box,
            x=WIDTH - box.x - box.width,
            lines=[replace(line, x=WIDTH - line.x) for line in box.lines],
        )
        for box in picture.boxes
    ]
    arrows = [
        replace(arrow, points=[(WIDTH - x, y) for x, y in arrow.points]) for arrow in picture.arrows
    ]
    return replace(picture, boxes=boxes, arrows=arrows)
