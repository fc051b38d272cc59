"""What an import tells at its end: what came in, what changed, what did not and why."""

import json
from collections import Counter
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LINES = 2_000  # of one kind that are kept; of more only the number is told
SHOWN = 40  # of them, to a person
WORDS = {  # what is counted, in the order of the report
    "articles_new": gettext_lazy("Articles that came in"),
    "articles_changed": gettext_lazy("Articles that changed there, and so here"),
    "articles_same": gettext_lazy("Articles that were here already, unchanged"),
    "articles_kept": gettext_lazy("Articles changed there that somebody has changed here: kept"),
    "articles_gone": gettext_lazy("Articles that were deleted here: left so"),
    "pages_standing": gettext_lazy("Standing pages among them"),
    "published": gettext_lazy("… of the new ones published"),
    "scheduled": gettext_lazy("… scheduled"),
    "in_review": gettext_lazy("… in review (pending there)"),
    "draft": gettext_lazy("… drafts (private and password-protected ones among them)"),
    "authors_new": gettext_lazy("Authors that came in"),
    "sections_new": gettext_lazy("Sections that came in"),
    "tags_new": gettext_lazy("Tags that came in"),
    "photos_used": gettext_lazy("Pictures placed"),
    "comments_new": gettext_lazy("Comments that came in"),
    "comments_published": gettext_lazy("… published"),
    "comments_held": gettext_lazy("… waiting for a moderator"),
    "comments_rejected": gettext_lazy("… rejected (spam, and trash without answers)"),
    "comments_removed": gettext_lazy("… removed (trash, and spam that was answered)"),
    "comments_too_long": gettext_lazy("… longer than ours may be: kept whole"),
    "comments_same": gettext_lazy("Comments that were here already"),
    "comments_duplicate": gettext_lazy("Comments that stand in the file twice: taken once"),
    "comments_orphan": gettext_lazy("Answers to comments that are not in the file: made roots"),
    "comments_cycle": gettext_lazy("Comments that answer each other in a circle: made roots"),
    "comments_other": gettext_lazy("What is filed as a comment and is none: left out"),
    "comments_empty": gettext_lazy("Comments without a word: left out"),
    "comments_elsewhere": gettext_lazy("Comments on what is no article here: left out"),
    "pings": gettext_lazy("Pingbacks and trackbacks: left out"),
    "attachments": gettext_lazy("Attachments in the file"),
    "items_left": gettext_lazy("Other things of WordPress's: left out"),
}


@dataclass(frozen=True)
class Line:
    """One thing that somebody should know: its kind, what happened, to what, on which line."""

    kind: str
    what: str
    where: str = ""
    line: int = 0


class Report:
    """Counts, and lines of each kind up to a number."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lines: list[Line] = []
        self.untold: Counter[str] = Counter()
        self._told: Counter[str] = Counter()

    def count(self, name: str, number: int = 1) -> None:
        """Count something that WORDS names."""
        self.counts[name] += number

    def tell(self, kind: str, what: str, where: str = "", line: int = 0) -> None:
        """Add a line, as long as there are not too many of its kind."""
        self._told[kind] += 1
        if self._told[kind] > LINES:
            self.untold[kind] += 1
            return
        self.lines.append(Line(kind, what, where, line))

    def as_json(self, **about: object) -> str:
        """Return everything as JSON: {…about, "counts": {…}, "lines": […], "untold": {…}}."""
        whole = {
            **about,
            "counts": {name: self.counts[name] for name in WORDS},
            "lines": [asdict(line) for line in self.lines],
            "untold": dict(self.untold),
        }
        return json.dumps(whole, ensure_ascii=False, indent=1)

    def as_text(self) -> str:
        """Return everything as lines that a person reads."""
        counted = [
            f"{self.counts[name]:>8}  {words}" for name, words in WORDS.items() if self.counts[name]
        ]
        shown, more = Counter[str](), Counter(self.untold)
        told: list[str] = []
        for line in self.lines:
            shown[line.kind] += 1
            if shown[line.kind] <= SHOWN:
                told.append(_in_words(line))
            else:
                more[line.kind] += 1
        told += [
            _("[%(kind)s] … and %(number)d more; --json writes them down.")
            % {"number": number, "kind": kind}
            for kind, number in more.items()
        ]
        return "\n".join([*counted, *([""] if told else []), *told])


def _in_words(line: Line) -> str:
    where = f" — {line.where}" if line.where else ""
    number = " " + _("(line %(line)d)") % {"line": line.line} if line.line else ""
    return f"[{line.kind}] {line.what}{where}{number}"
