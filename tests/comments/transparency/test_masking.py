"""No address, number or name is left in a masked text; what the law needs is."""

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comments.transparency.masking import masked, personal_data

MASKED = [
    ("write to anna.karimova@example.org.", "mail"),
    ("ANNA@EXAMPLE.ORG", "mail"),
    ("анна@пример.рф", "mail"),
    ('"anna k"@example.org', "mail"),
    ("anna＠example.org", "mail"),
    ("anna @ example.org", "mail"),
    ("anna (at) example (dot) org", "mail"),
    ("anna[at]example.org", "mail"),
    ("anna at example dot org", "mail"),
    ("анна {собака} пример {точка} рф", "mail"),
    ("as @anna_k said", "mail"),
    ("https://example.org/users/anna", "web"),
    ("http://anna:word@example.org/", "web"),
    ("www.example.org/~anna", "web"),
    ("facebook.example/anna.karimova", "web"),
    ("t.me/anna", "web"),
    ("mailto:anna", "web"),
    ("https://europa.eu.example.org/anna", "web"),
    ("https://anna@eur-lex.europa.eu/", "web"),
    ("+998 90 123-45-67", "number"),
    ("(90) 123 45 67", "number"),
    ("8.800.555.35.35", "number"),
    ("0211/123456", "number"),
    ("+998901234567", "number"),
    ("۰۹۱۲ ۳۴۵ ۶۷۸۹", "number"),
    ("٠٩١٢٣٤٥٦٧٨٩", "number"),
    ("９０１２３４５６７", "number"),
    ("९८७६५४३२१०", "number"),
    ("1234\u200b567", "number"),
    ("12\u00a034\u00a056\u00a078", "number"),
    ("12–34–56–78", "number"),
    ("4111 1111 1111 1111", "number"),
    ("4111111111111111", "number"),
    ("AA1234567", "number"),
    ("2022/2065 as a telephone", "number"),
    ("00123 4.5.6.7 89", "number"),
    ("12345678 of 99.99.2024", "number"),
    ("DE89 3704 0044 0532 0130 00", "account"),
    ("GB29NWBK60161331926819", "account"),
    ("gb29 nwbk 6016 1331 9268 19", "account"),
    ("203.0.113.77", "network"),
    ("۲۰۳.۰.۱۱۳.۷۷", "network"),
    ("2001:db8:aaaa:bbbb::1", "network"),
    ("fe80::1%eth0", "network"),
    ("2026-11-26 203.0.113.77", "network"),
    ("at 10:30 203.0.113.77", "network"),
    ("00:1b:44:11:3a:b7", "network"),
]


@pytest.mark.parametrize(("text", "kind"), MASKED)
def test_what_belongs_to_somebody_is_masked(text: str, kind: str) -> None:
    assert kind in personal_data(text)
    assert personal_data(masked(text)) == set()
    assert masked(masked(text)) == masked(text)
    for part in ("anna", "анна", "123", "6016", "1111", "db8", "113"):
        assert part not in masked(text).lower()


KEPT = [
    "Criminal Code, section 130, paragraph 1",
    "§ 185 StGB",
    "Articles 130, 131, 185, 187 and 201",
    "Regulation (EU) 2022/2065, Article 16",
    "Regulation (EC) No 765/2008",
    "Закон от 27.07.2006 № 149-ФЗ",
    "It ends on 2026-12-01.",
    "https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
    "Comments policy, rule 3, Personal attacks",
    "A comment may have 1500 characters.",
    "می‌توانید اعتراض کنید؛ ماده ۱۳۰",
    "Either/or, e.g. 24/7: don't!",
    "Software held it (“links”); a person decided.",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_a_statement_needs_is_left(text: str) -> None:
    assert masked(text) == text


NAMES = [
    ("Anna Karimova said so.", ["Anna Karimova"], "[name] said so."),
    ("ANNA\u00a0KARIMOVA", ["Anna Karimova"], "[name]"),
    ("Ask Dana; Danaë is another.", ["Dana"], "Ask [name]; Danaë is another."),
    ("Comments by Anna Maria Bek", ["Anna Maria", "Anna Maria Bek"], "Comments by [name]"),
    ("Нилуфар Саттор права", ["нилуфар саттор"], "[name] права"),
    ("نیلوفر ستار گفت", ["نیلوفر ستار"], "[name] گفت"),
    ("as anna_87 writes", ["anna_87"], "as [name] writes"),
    ("a comment of (B.) $am!", ["$am!"], "a comment of (B.) [name]"),
    ("Every comment is read.", ["comment", "Al", ""], "Every comment is read."),
]


@pytest.mark.parametrize(("text", "names", "expected"), NAMES)
def test_names_are_masked_as_whole_words(text: str, names: list[str], expected: str) -> None:
    assert masked(text, names) == expected


# --- whatever is written ----------------------------------------------------------------------

SCRIPTS = [0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1D7CE]  # the zeros of scripts
BETWEEN = ["", "", " ", "-", ".", "/", "\u00a0", "–", ") ", " (", "\u200b", " - "]
LETTERS = st.characters(categories=["Ll", "Lu", "Lo"])
PROSE = st.text(st.one_of(LETTERS, st.sampled_from(" ,;!?\n")), max_size=40)


@st.composite
def numbers(draw: Any) -> str:
    """Seven to sixteen digits of one script, with what people write between them."""
    zero = draw(st.sampled_from(SCRIPTS))
    digits = draw(st.lists(st.integers(0, 9), min_size=7, max_size=16))
    parts = [draw(st.sampled_from(["", "+", "00", "("]))]
    for digit in digits:
        parts += [chr(zero + digit), draw(st.sampled_from(BETWEEN))]
    return "".join(parts).rstrip(" (-./–\u00a0\u200b")


def digits_of(text: str) -> str:
    """All digits of a text one after the other, in ASCII."""
    return "".join(str(unicodedata.digit(one)) for one in text if one.isdigit())


@given(PROSE, numbers(), PROSE)
@example("", "00000 0.0.0.0 00", "")  # the middle of it reads as an address
def test_no_number_is_left_however_it_is_written(before: str, number: str, after: str) -> None:
    if personal_data(number) == set():  # a day, as "2026-12-01" is
        assert len(digits_of(number)) <= 8
        return
    text = masked(f"{before} {number} {after}")
    assert len(digits_of(text)) < 7
    assert personal_data(text) == set()


LOCAL = st.text(st.one_of(LETTERS, st.sampled_from("0123456789._%+-")), min_size=1, max_size=12)
HOST = st.text(st.one_of(LETTERS, st.sampled_from("0123456789-")), min_size=1, max_size=12)
AT = st.sampled_from(["@", "＠", " @ ", "(at)", " [at] ", " {AT} "])


@given(PROSE, LOCAL, AT, HOST, st.sampled_from(["org", "рф", "co.uk"]), PROSE)
def test_no_address_of_mail_is_left(
    before: str, local: str, at: str, host: str, end: str, after: str
) -> None:
    address = f"{local}{at}{host}.{end}"
    text = masked(f"{before} {address} {after}")
    assert address not in text
    assert not set("@＠") & set(text)
    assert personal_data(text) == set()


@given(PROSE, st.ip_addresses().map(str), PROSE)
def test_no_address_of_a_network_is_left(before: str, address: str, after: str) -> None:
    text = masked(f"{before} {address} {after}")
    assert address not in text
    assert personal_data(text) == set()


@given(PROSE, st.lists(st.text(LETTERS, min_size=2, max_size=9), min_size=2, max_size=3), PROSE)
def test_no_known_name_is_left(before: str, parts: list[str], after: str) -> None:
    name = " ".join(parts)
    text = masked(f"{before} {name.upper()}, {name} {after}", [name])
    assert name not in text


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masked(text)
    assert personal_data(once) == set()
    assert masked(once) == once
