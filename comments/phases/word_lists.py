"""Phase: words and phrases of the house's lists hold or refuse a text (comments.words)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import WordList
from comments.screening import Draft, Query, Verdict, asks, describes
from comments.words.lists import IN_FORCE, Compiled, Hit, in_force, languages_of

NAMED = 5  # entries that moderators are told of; one is enough to look
MOST = 500  # characters, as many as the note of a decision holds


def lists_in_force(draft: Draft) -> Query:
    """Ask which lists are in force, in which versions."""
    return IN_FORCE, []


def _versions(draft: Draft) -> Any:
    return _lists(draft).versions


@describes(title=gettext_lazy("word lists"), version=_versions)
@asks(lists_in_force)
def word_lists(draft: Draft) -> Verdict | None:
    """Hold or refuse a text, or a guest's name, in which a list's entry is found."""
    lists = _lists(draft)
    if not lists.lists:
        return None
    languages = languages_of(draft.body, draft.language, draft.article.language)
    hits = lists.hits(draft.body, draft.guest_name, languages=languages)
    if not hits:
        return None
    if hits[0].words.says == WordList.Says.REFUSE:
        to_author = _("Your comment holds words that are not published here. Please change them.")
        return Verdict("refuse", to_author, in_words(hits))
    return Verdict("hold", "", in_words(hits), quoted=as_written(hits))


def in_words(hits: list[Hit]) -> str:
    """Say which entries of which lists were found."""
    said = " ".join(
        _("List “%(name)s” (version %(version)d): %(found)s.")
        % {
            "name": hit.words.name,
            "version": hit.words.version,
            "found": ", ".join(one.entry.text for one in hit.found[:NAMED]),
        }
        for hit in hits
    )
    return said if len(said) <= MOST else f"{said[: MOST - 1]}…"


def as_written(hits: list[Hit]) -> str:
    """Return how the entries found are written in the text, which is its author's to erase."""
    found = [f"“{one.text}”" for hit in hits for one in hit.found[:NAMED]]
    return ", ".join(dict.fromkeys(found))[:MOST]


def _lists(draft: Draft) -> Compiled:
    return in_force(draft.ask(lists_in_force))
