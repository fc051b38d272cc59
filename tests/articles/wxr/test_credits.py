"""Whom a caption credits; the cases are those that docs/moving-bodies.md lists."""

import pytest

from articles.wxr.bodies.credits import credit_in

WITH = [
    ("The dam [Ann Lee/Courier]", "The dam", "Ann Lee/Courier"),
    ("The dam. [Courier]", "The dam.", "Courier"),
    ("The dam. [Photo: Ann Lee].", "The dam.", "Ann Lee"),
    ("[Ann Lee]", "", "Ann Lee"),
    ("The dam (Ann Lee)", "The dam", "Ann Lee"),
    ("The dam. (Ann Lee/AP)", "The dam.", "Ann Lee/AP"),
    ("The dam (AFP)", "The dam", "AFP"),
    ("The dam (Maria de la Cruz).", "The dam", "Maria de la Cruz"),
    ("The dam (photo: lower case)", "The dam", "lower case"),
    ("The dam (© City Archive, 1911)", "The dam", "City Archive, 1911"),
    ("The dam (Courtesy of Ann Lee)", "The dam", "Ann Lee"),
    ("The dam. Photo: Ann Lee", "The dam.", "Ann Lee"),
    ("The dam. Photo by Ann Lee.", "The dam.", "Ann Lee"),
    ("The dam. Photograph: J. R. Lee/Reuters", "The dam.", "J. R. Lee/Reuters"),
    ("The dam | Credit: Ann Lee", "The dam", "Ann Lee"),
    ("The dam – Foto: Ann Lee", "The dam", "Ann Lee"),
    ("The dam. Image courtesy of Ann Lee", "The dam.", "Ann Lee"),
    ("Photo: Ann Lee", "", "Ann Lee"),
    ("© Ann Lee", "", "Ann Lee"),
    ("Плотина. Фото: Анна Ли", "Плотина.", "Анна Ли"),
    ("سد تولمیر. عکس: آنا لی", "سد تولمیر.", "آنا لی"),
    ('The dam. Photo: <a href="https://e.org/">Ann Lee</a>', "The dam.", "Ann Lee"),
]
WITHOUT = [
    "The dam",
    "The dam in spring (2010)",
    "The mayor (left)",
    "The mayor (Left)",
    "The dam (Moscow)",
    "The dam [sic]",
    "A photo: what it shows and what it does not. And more.",
    "He asked for a photo by the river",
    "The dam (the old one)",
    "سد (تولمیر)",
    "",
    'The <a href="https://e.org/">dam</a> held.',
    f"The dam [{'Very long ' * 20}]",
]


@pytest.mark.parametrize(("caption", "words", "credit"), WITH)
def test_a_credit_is_taken_out_of_its_caption(caption: str, words: str, credit: str) -> None:
    assert credit_in(caption) == (words, credit)


@pytest.mark.parametrize("caption", WITHOUT)
def test_what_is_no_credit_stays_in_the_caption(caption: str) -> None:
    assert credit_in(caption) == (caption, "")
