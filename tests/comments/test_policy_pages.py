"""The pages of the policy: its rules with examples, the way of a comment, its earlier versions."""

import re
from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from comments.models import Mode, Rule, RuleText
from comments.policy import keep_version
from comments.policy_picture import WIDTH, Box, way_of_a_comment
from tests.comments.reading import parse, text_of
from tests.making import Make

pytestmark = pytest.mark.django_db
PAGE = "/en/policy/"


@pytest.fixture
def policy(make_article: Make, make_rule: Make) -> Rule:
    """A newspaper with a rule that has all its words, and the version of that."""
    make_article()
    rule = make_rule("3", ground="law", category="VIOLENCE")
    RuleText.objects.update(
        examples="“Idiot!”\n\n“With that face…”", why="It hurts.", law="Penal Code, § 185"
    )
    keep_version(None)
    return rule


def version(number: int, language: str = "en") -> str:
    return reverse("policy_version", kwargs={"language": language, "number": number})


def test_the_policy_gives_examples_the_law_and_since_when_it_is_in_force(
    client: Client, policy: Rule
) -> None:
    page = client.get(PAGE)
    parse(page)
    words = text_of(page)
    for said in ("“Idiot!”", "“With that face…”", "Penal Code, § 185", "In force since"):
        assert said in words
    assert "Earlier versions" not in words
    assert "within 6 months, free of charge" in words


def test_it_says_of_which_rule_no_reasons_are_sent(client: Client, policy: Rule) -> None:
    assert "no reasons are sent" not in text_of(client.get(PAGE))
    Rule.objects.update(is_spam=True)
    assert "no reasons are sent" in text_of(client.get(PAGE))


def test_a_house_without_appeals_promises_none(client: Client, policy: Rule, settings: Any) -> None:
    settings.COMMENT_APPEAL_MONTHS = 0
    words = text_of(client.get(PAGE))
    assert "appeal within" not in words
    assert "You appeal" not in words


def test_a_version_says_what_it_changed_of_the_one_before(
    client: Client, policy: Rule, make_rule: Make
) -> None:
    make_rule("4", "Private data")
    keep_version(None)
    RuleText.objects.filter(rule=policy).update(text="Criticise what was written.")
    Rule.objects.filter(code="4").update(in_force=False)
    make_rule("5", "Spam")
    keep_version(None)
    first, second, third = (client.get(version(number)) for number in (1, 2, 3))
    for page in (first, second, third):
        parse(page)
    assert "new" not in re.findall(r"policy-rule-(\w+)", first.content.decode())
    assert re.findall(r"policy-rule-(\w+)", second.content.decode()) == ["same", "new"]
    kinds = re.findall(r"policy-rule-(\w+)", third.content.decode())
    assert kinds == ["changed", "new", "gone"]
    html = third.content.decode()
    assert re.search(r"<del>.*said.*</del>", html)
    assert re.search(r"<ins>.*written.*</ins>", html)
    assert "not in force any more" in text_of(second)
    assert "noindex" in second.content.decode()
    assert "not in force any more" not in text_of(third)
    assert "Version 1" in text_of(client.get(PAGE))


def test_there_is_no_version_that_was_never_kept(client: Client, policy: Rule) -> None:
    for number in (0, 2, 2**31 - 2, 2**31, 10**30):
        assert client.get(version(number)).status_code == 404
    assert client.get(version(1, "uz")).status_code == 404, "no edition in that language"


def test_the_pages_ask_as_much_however_many_versions_there_are(
    client: Client, policy: Rule, make_rule: Make
) -> None:
    def queries() -> list[int]:
        counts = []
        for address in (PAGE, version(1)):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
        return counts

    make_rule("10")
    keep_version(None)
    few = queries()
    for number in range(11, 20):
        make_rule(str(number))
        keep_version(None)
    assert queries() == few


# --- The picture ---


@pytest.mark.parametrize("guests", ["open", "confirmed", "accounts"])
@pytest.mark.parametrize("mode", [Mode.SCREENED, Mode.FIRST_WAIT])
@pytest.mark.parametrize("is_rtl", [False, True])
def test_the_picture_keeps_its_boxes_apart_and_its_words_inside(
    mode: Mode, guests: str, is_rtl: bool
) -> None:
    picture = way_of_a_comment(mode, guests, is_rtl=is_rtl)
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= picture.height
        assert all(box.y < line.y < box.y + box.height for line in box.lines)
    assert not any(overlap(*pair) for pair in combinations(picture.boxes, 2))
    starts = {key for box in picture.boxes for key, _how in box.step.to}
    assert {box.step.key for box in picture.boxes} == starts | {"send"}, "all is led to"
    assert ("confirm" in starts) is (guests == "confirmed")


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def test_what_is_read_from_the_right_is_drawn_from_the_right() -> None:
    left, right = (
        way_of_a_comment(Mode.FIRST_WAIT, "open", is_rtl=is_rtl) for is_rtl in (False, True)
    )
    mirrored = [(WIDTH - box.x - box.width, box.y) for box in right.boxes]
    assert mirrored == [(box.x, box.y) for box in left.boxes]


def test_the_picture_is_in_numbers_that_svg_reads_in_every_language(
    client: Client, policy: Rule, make_article: Make
) -> None:
    make_article(language="ru", slug="most")
    with translation.override("ru"):
        html = client.get("/ru/policy/").content.decode()
    drawing = html[html.index("<svg") : html.index("</svg>")]
    numbers = re.findall(r' (?:x|y|width|height)="([^"]*)"', drawing)
    assert len(numbers) > 40
    assert all(re.fullmatch(r"[\d.]+", number) for number in numbers)
    assert 'role="img" aria-labelledby="policy-picture-title policy-picture-words"' in drawing
