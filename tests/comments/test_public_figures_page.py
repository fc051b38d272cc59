"""The public figures as anybody reads them: a month or year, as a file, the yearly report."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Masthead
from comments.models import Decision, Move, RuleText, Status
from comments.public_figures.keeping import keep_months
from tests.comments.figuring import Clock, appealed, decided, reported
from tests.comments.reading import text_of
from tests.making import Make

PAGE = "/en/moderation/figures/"
REPORT = "/en/moderation/report/2026/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the time: noon on 10 March 2026."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def removed(make_comment: Make, make_rule: Make, moderator: Any, clock: Clock) -> Decision:
    """A published comment that the moderator has just removed under rule 3."""
    comment = make_comment(guest_name="Odile Wray", body="You are a liar.")
    return decided(comment, Move.REMOVE, moderator, make_rule(), note="Keep calm.")


def lines(client: Client, query: str) -> list[list[str]]:
    """Read a file of figures."""
    answer = client.get(f"{PAGE}?{query}")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_decision_moves_the_figures_of_its_month_and_year(
    client: Client, removed: Decision
) -> None:
    for query in ("", "?year=2026", "?year=2026&month=3"):
        words = text_of(client.get(PAGE + query))
        assert "3 · Personal attacks" in words
        assert "until now" in words
    assert lines(client, "year=2026&month=3&csv=rules")[1] == [
        "3 · Personal attacks", "1", "0", "100.0", "0",
    ]  # fmt: skip


def test_each_table_has_its_file_and_one_file_has_them_all(
    client: Client, removed: Decision
) -> None:
    found = lines(client, "year=2026&csv=all")
    assert found[0] == ["table", "row", "column", "figure"]
    assert ["rules", "3 · Personal attacks", "Removed", "1"] in found
    tables = {row[0] for row in found[1:]}
    assert tables == {"months", "rules", "measures", "started", "reports", "appeals"}
    for name in tables:
        assert len(lines(client, f"year=2026&csv={name}")) > 1


def test_the_file_keeps_a_rule_that_begins_like_a_formula_from_being_one(
    client: Client, removed: Decision
) -> None:
    removed.rule.code = "=1"
    removed.rule.save()
    assert lines(client, "year=2026&csv=rules")[1][0].startswith("'=1")


def test_nobody_is_named(
    client: Client, removed: Decision, make_comment: Make, make_user: Make, moderator: Any
) -> None:
    """Where one moderator decides alone, the pages say that it is one, and not who."""
    other = make_user("Moderators", display_name="Timur Aliev")
    report = reported(removed.comment)
    appealed(removed, took=timedelta(hours=1), outcome="upheld", by=other)
    pages = [PAGE, f"{PAGE}?year=2026&csv=all", REPORT]
    for page in pages:
        html = client.get(page).content.decode()
        for word in (
            "Dana Ruiz",
            "Timur Aliev",
            moderator.email,
            "Odile Wray",
            "liar",
            "Keep calm",
        ):
            assert word not in html, page
        assert report.address not in html
    assert "Moderators who decided" in text_of(client.get(PAGE))


@pytest.mark.parametrize(
    "query",
    ["year=2025", "year=2027", "year=2026&month=2", "year=2026&month=4", "year=2026&month=13",
     "month=3", "year=x", "year=0", "year=-1", "year=99999", "year=2026&csv=people"],
)  # fmt: skip
def test_there_are_no_figures_of_other_times(query: str, client: Client, removed: Decision) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404


def test_there_is_a_report_of_each_year_since_the_first_decision(
    client: Client, removed: Decision
) -> None:
    words = text_of(client.get(REPORT))
    for letter in "abcde":
        assert f"Article 15(1)({letter})" in words
    assert "The year is not over" in words
    for year in (2025, 2027):
        assert client.get(f"/en/moderation/report/{year}/").status_code == 404


def test_before_anything_was_decided_the_page_says_so(
    client: Client, make_article: Make, clock: Clock
) -> None:
    make_article()
    assert "Nothing has been decided yet." in text_of(client.get(PAGE))
    assert client.get(REPORT).status_code == 404
    assert client.get(f"{PAGE}?csv=all").status_code == 404


def test_the_page_is_everybodys_and_lasts_some_minutes(
    client: Client, as_moderator: Client, removed: Decision
) -> None:
    anybody = client.get(PAGE)
    assert anybody.content == as_moderator.get(PAGE).content
    assert "public" in anybody["Cache-Control"]
    assert not anybody.cookies
    assert client.post(PAGE).status_code == 405


def test_figures_are_in_the_language_of_the_page(client: Client, removed: Decision) -> None:
    Masthead.objects.create(language="fa", name="پیک دره")
    RuleText.objects.create(rule=removed.rule, language="fa", title="حمله", text="نقد کنید.")
    html = client.get("/fa/moderation/figures/?year=2026&month=3").content.decode()
    assert "3 · حمله" in html
    assert "۱۰۰" in html  # per cent
    assert 'hreflang="en" href="http' in html
    assert "?year=2026&amp;month=3" in html


def test_a_month_that_is_over_says_the_same_once_it_is_kept(
    client: Client, removed: Decision, make_comment: Make, moderator: Any, clock: Clock
) -> None:
    clock.at(2026, 5, 2, 12)
    decided(make_comment(status=Status.HELD), Move.APPROVE, moderator)
    asked = [f"year=2026&month={month}&csv=all" for month in (3, 4)] + ["year=2026&csv=all"]
    before = [lines(client, query) for query in asked]
    assert keep_months() == 2
    assert [lines(client, query) for query in asked] == before


def test_the_figures_ask_as_many_queries_however_much_was_decided(
    client: Client, removed: Decision, make_comment: Make, make_rule: Make, moderator: Any,
    clock: Clock,
) -> None:  # fmt: skip
    clock.at(2026, 4, 2, 12)
    keep_months()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"{PAGE}?year=2026").status_code == 200
        return len(asked)

    few = queries()
    for number in range(3):
        rule = make_rule(f"1{number}", f"Rule {number}")
        decided(make_comment(), Move.REMOVE, moderator, rule)
    assert queries() == few


def test_the_footer_leads_to_the_figures(client: Client, make_article: Make) -> None:
    page = client.get(make_article().get_absolute_url())
    assert (
        f'href="{reverse("moderation_figures", kwargs={"language": "en"})}"'
        in page.content.decode()
    )
