"""What changed between two texts, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.changes import difference


def told(before: str, now: str) -> str:
    marks = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(marks[part.kind].format(part.text) for part in difference(before, now))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("The bridge is old.", "The bridge is old.", "The bridge is old."),
        ("It was 1998 then.", "It was 1999 then.", "It was [-1998-][+1999+] then."),
        ("It was long ago.", "It was long, long ago.", "It was [+long, +]long ago."),
        (
            "with her bread under her arm.",
            "with two loaves under her arm. Yes.",
            "with [-her bread-][+two loaves+] under her arm[+. Yes+].",
        ),
        ("One two three.", "Four five six.", "[-One two three-][+Four five six+]."),
        ("So it is.", "So  it is.", "So[- -][+  +]it is."),
        ("Not so.", "So.", "[-Not so-][+So+]."),
        ("می‌خواهم بروم", "می‌خواستم بروم", "[-می‌خواهم-][+می‌خواستم+] بروم"),
        ("Oʻzbek tili", "Oʻzbekcha tili", "[-Oʻzbek-][+Oʻzbekcha+] tili"),
        ("One.\n\nTwo.", "One.\n\nThree.", "One.\n\n[-Two-][+Three+]."),
        ("We 👨‍👩‍👧 go", "We 👨‍👩‍👦 go", "We [-👨‍👩‍👧-][+👨‍👩‍👦+] go"),
    ],
)
def test_words_are_told_apart(before: str, now: str, expected: str) -> None:
    assert told(before, now) == expected


TEXTS = st.text(alphabet="ab .\nё\u200d", max_size=60) | st.text(max_size=20)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_and_nothing_invented(before: str, now: str) -> None:
    parts = difference(before, now)
    assert "".join(part.text for part in parts if part.kind != "ins") == before
    assert "".join(part.text for part in parts if part.kind != "del") == now


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("a b " * 375, "b a " * 375),
        ("a!" * 750, "!a" * 750),
        ("".join(chr(0x1F300 + n % 400) for n in range(1500)), "😀".join("x" * 700)),
        (
            "".join(chr(0x1F300 + n) for n in range(1500)),
            "".join(chr(0x1F300 - n) for n in range(1500)),
        ),
    ],
    ids=["two words", "letters and marks", "emoji", "all different"],
)
def test_the_worst_that_anybody_can_write_takes_no_long_time(before: str, now: str) -> None:
    began = time.monotonic()
    difference(before, now)
    assert time.monotonic() - began < 1
