"""Word lists: what an entry finds, through which disguises, and what it leaves alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.words.entries import EntryRefused, read
from comments.words.lists import matcher
from comments.words.patterns import PatternRefused, compile_pattern, marked
from tests.comments.disguises import ENTRIES, disguises, innocents

CAUGHT, FALSE = 0.95, 0.01  # shares: at least, at most
HOUSE = matcher(ENTRIES)
CYRILLIC = [pair for pair in disguises() if any("а" <= c.lower() <= "я" for c in pair[1])]


def found(entries: str, text: str) -> set[str]:
    return {one.entry.text for one in matcher(entries).find(text)}


@pytest.mark.parametrize("rows", [disguises(), CYRILLIC], ids=["all", "with Cyrillic"])
def test_disguises_are_seen_through(rows: list[tuple[str, str]]) -> None:
    assert len(disguises()) >= 120
    missed = [text for _kind, text in rows if not HOUSE.find(text)]
    assert len(missed) <= (1 - CAUGHT) * len(rows), missed


@pytest.mark.parametrize("kind", dict(disguises()))
def test_no_kind_of_disguise_works_often(kind: str) -> None:
    rows = [text for of, text in disguises() if of == kind]
    missed = [text for text in rows if not HOUSE.find(text)]
    assert len(missed) <= 0.1 * len(rows), missed


def test_what_is_innocent_is_left_alone() -> None:
    texts = innocents()
    assert len(texts) >= 120
    held = {text: [one.entry.text for one in HOUSE.find(text)] for text in texts}
    assert sum(map(bool, held.values())) <= FALSE * len(texts), {t: e for t, e in held.items() if e}


def test_a_disguise_within_a_sentence_is_seen_as_well() -> None:
    seen = [text for _kind, text in disguises() if HOUSE.find(text)]
    for sentence in ("Well, {}, said the mayor.", "Ну что, {}, сказал мэр."):
        assert [text for text in seen if not HOUSE.find(sentence.format(text))] == []


@pytest.mark.parametrize(
    ("entry", "yes", "no"),
    [
        ("word", ["word", "Word!", "(WORD)", "word7", "a word."], ["words", "sword", "wo rd"]),
        ("word*", ["word", "words", "wordsmith", "w.o.r.d.s"], ["sword", "wor"]),
        ("*word", ["word", "sword", "password"], ["words"]),
        ("*word*", ["swords"], ["wor d"]),
        ("un*able", ["unable", "unbearable"], ["unab", "table"]),
        ("buy now", ["Buy now!", "buy, now", "BUY  NOW", "b u y n o w"], ["buynow", "buy it now"]),
        ("buy * now", ["buy it now", "buy 3 now"], ["buy now", "buy it all now"]),
        ("hell", ["hell", "he11", "heII", "go to hell"], ["he'll", "hello", "shell"]),
        ("1488", ["1488", "(1488)"], ["14880", "21488"]),
        ("/цена\\s+\\d+/", ["Цена 500"], ["цена пять"]),
        ("/^buy/", ["Buy it"], ["I buy it"]),
        ("# note\nword", ["word"], ["note"]),
        ("word*\n!wordsmith", ["words", "wordsmith words"], ["wordsmith"]),
        ("کثافت", ["کثافت", "كثافت"], ["کثیر"]),
        ("ёж", ["ёж", "еж"], ["ежи"]),
        ("cock*", ["сосk", "cосktail"], ["соскучился", "соскочил"]),
        ("еб*", ["eбать", "ебaть"], ["ebay", "ebayский", "Ebola"]),
        ("хуй*", ["xуй", "hуй", "хuй"], ["Jiang Hui", "Huy"]),
        ("ass", ["a55", "a$$", "a s s"], ["455", "45s", "a 5-5", "a s s e s s", "C L A S S"]),
    ],
)
def test_what_an_entry_stands_for(entry: str, yes: list[str], no: list[str]) -> None:
    assert [text for text in yes if not found(entry, text)] == []
    assert [text for text in no if found(entry, text)] == []


def test_a_doubled_letter_is_a_disguise_in_a_whole_word_and_may_make_another_in_a_part() -> None:
    assert found("анал*", "анннал анналы") == {"анал*"}
    assert found("анал*", "аннал")
    assert not found("анал*", "анналы истории")


def test_moderators_are_told_how_it_reads() -> None:
    [one] = matcher("f*ck*\nfuck*".partition("\n")[2]).find("You ＦＵ\u200bсk, he said.")
    assert (one.entry.text, one.text) == ("fuck*", "fuсk")


# --- What cannot be an entry ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "where", "why"),
    [
        ("a(?=b)", "a▸(?=b)", "ahead or behind"),
        ("(?<!a)b", "▸(?<!a)b", "ahead or behind"),
        ("(a)\\1", "(a)▸\\1", "references back"),
        ("(a*)|*", "(a*)|▸*", "nothing here to repeat"),
        ("ab**c", "ab▸**c", "cannot be repeated"),
        ("(a(b)c", "(a(b)c▸", "not closed"),
        ("ab)c", None, "was not opened"),
        ("x[abc", "x▸[abc", "not closed"),
        ("[z-a]", None, "no such set"),
        ("\\p{Klingon}", "▸\\p{Klingon}", "no such set"),
        ("a{2000}", "a▸{2000}", "1,000 repetitions"),
        ("((a{100}){100}){100}", None, "memory|1,000"),
        ("a\\", None, "backslash"),
        ("a*", "▸a*", "every text"),
        ("x" * 501, None, "longer than 500"),
    ],
)
def test_what_re2_does_not_know_is_refused_with_its_place(
    pattern: str, where: str | None, why: str
) -> None:
    with pytest.raises(PatternRefused, match=why) as refused:
        compile_pattern(pattern)
    if where:
        assert marked(pattern, refused.value.place) == where


@pytest.mark.parametrize(
    ("line", "place"),
    [("a", 0), ("*", 0), ("wo.rd", 2), ("word**", 4), ("!two words", 4), ("/abc", 4), ("//", 2)],
)
def test_an_entry_that_would_find_everything_or_nothing_is_refused(line: str, place: int) -> None:
    with pytest.raises(EntryRefused) as refused:
        read(line)
    assert refused.value.place == place


# --- Any text, in time ---------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    st.text(max_size=300) | st.text(alphabet="fuck сука.*@1\u0301\u200b\x01\x02 \n", max_size=60)
)
def test_any_text_survives(text: str) -> None:
    HOUSE.find(text)


@settings(max_examples=40)
@given(st.text(max_size=100))
def test_a_word_is_found_whatever_stands_around_it(text: str) -> None:
    assert HOUSE.find(f"{text}\n \n .. fuck .. \n{text}")


HOSTILE = ["a" * 1500, "f." * 750, "f*" * 750, "f u c " * 250, "ﷺ" * 1500, "@$1|" * 375]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:6])
def test_no_text_takes_long(text: str) -> None:
    HOUSE.find(text)
    began = time.perf_counter()
    HOUSE.find(text)
    assert time.perf_counter() - began < 0.1  # some milliseconds; a busy machine is no finding


def test_a_pattern_that_would_run_away_elsewhere_does_not_here() -> None:
    began = time.perf_counter()
    assert not found("/(a+)+$/", "a" * 1500 + "b")
    assert time.perf_counter() - began < 0.5
