"""The public log as everybody reads it: page, file, feed."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import DayCount, LogEntry, Move, SanctionKind, Status
from comments.moderation import decide
from comments.public_log import page as log_page
from comments.public_log import sequencing, views
from tests.comments.logging_decisions import appended
from tests.comments.test_public_log import TOMORROW, put, timezone
from tests.making import Make

PAGE, FILE, FEED = "/en/moderation/", "/en/moderation.csv", "/en/moderation.atom"


@pytest.fixture
def masthead(make_article: Make) -> Any:
    """A newspaper in English, with an article."""
    return make_article()


def numbers_on(answer: Any) -> list[int]:
    """The numbers of the entries on a page, from its top."""
    return [int(number) for number in re.findall(r'id="entry-(\d+)"', answer.content.decode())]


def words_of(answer: Any) -> str:
    """What a page says, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_an_empty_log_says_so(client: Client, masthead: Any) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "Nothing has been removed, held or restored yet." in words_of(answer)


def test_the_short_address_leads_to_the_newspapers_first_language(
    client: Client, masthead: Any
) -> None:
    answer = client.get("/moderation/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_a_language_that_is_not_published_has_no_log(client: Client, masthead: Any) -> None:
    for address in ("/ru/moderation/", "/ru/moderation.csv", "/ru/moderation.atom"):
        assert client.get(address).status_code == 404


def test_the_log_says_what_was_done_and_never_the_words_or_the_name(
    client: Client, masthead: Any, make_comment: Make, make_rule: Make, make_user: Make
) -> None:
    moderator = make_user("Moderators", display_name="Dana Ruiz")
    comment = make_comment(masthead, body="Secret words.", guest_name="Gulbahor")
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule(), note="A note.")
    sequencing.append()
    answers = [client.get(address) for address in (PAGE, FILE, FEED)]
    for answer in answers:
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not [w for w in ("Secret", "Gulbahor", "Dana Ruiz", "A note") if w in text]
    said = words_of(answers[0])
    assert "Comment removed rule 3, Personal attacks" in said
    assert "Decided by: a person" in said


def test_it_leads_to_the_place_in_the_thread_as_long_as_something_stands_there(
    client: Client, masthead: Any, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    alone = make_comment(masthead, status=Status.REJECTED)
    tombstone = make_comment(masthead, status=Status.REMOVED, by=moderator)
    make_comment(parent=tombstone)
    sequencing.append()
    text = client.get(PAGE).content.decode()
    assert f"#comment-{tombstone.pk}" in text
    assert f"#comment-{alone.pk}" not in text
    masthead.status = "withdrawn"
    masthead.save()
    assert "In the thread" not in client.get(PAGE).content.decode()


def test_what_was_undone_stays_and_says_that_it_was_taken_back(
    client: Client, masthead: Any, make_comment: Make, make_rule: Make, moderator: Any
) -> None:
    comment = make_comment(masthead)
    decide([comment], Move.REMOVE, by=moderator, rule=make_rule())
    decide([comment], Move.RESTORE, by=moderator)
    sequencing.append()
    answer = client.get(PAGE)
    assert numbers_on(answer) == [2, 1]
    assert "Taken back: no. 2" in words_of(answer)
    assert "Takes back no. 1" in words_of(answer)


def test_of_a_sanction_stands_the_day_alone(
    client: Client, masthead: Any, make_user: Make, moderator: Any
) -> None:
    put(moderator, make_user(), SanctionKind.BAN)
    sequencing.append(now=timezone.now() + TOMORROW)
    answer = client.get(PAGE)
    assert "Person banned" in words_of(answer)
    assert '<time datetime="' in answer.content.decode()
    assert not re.search(r'<li><time datetime="[^"]*T', answer.content.decode())


@pytest.fixture
def varied(masthead: Any, make_comment: Make, make_rule: Make, moderator: Any) -> list[LogEntry]:
    """Entries of many kinds: 1 removed, 2 removed by a machine, 3 held, 4 restores 1."""
    first, second, third = (make_comment(masthead) for _ in range(3))
    decide([first], Move.REMOVE, by=moderator, rule=make_rule(), started_by="report")
    rule = make_rule("4", "Advertising")
    decide([second], Move.REMOVE, by=None, rule=rule, automated=True, phase="links")
    decide([third], Move.HOLD, by=moderator)
    decide([first], Move.RESTORE, by=moderator, started_by="appeal")
    return appended()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [4, 3, 2, 1]),
        ("?measure=removed", [2, 1]),
        ("?measure=&rule=&by=&started=&reversed=&month=", [4, 3, 2, 1]),
        ("?rule=4", [2]),
        ("?by=machine", [2]),
        ("?by=person", [4, 3, 1]),
        ("?started=report", [1]),
        ("?started=appeal", [4]),
        ("?reversed=yes", [1]),
        ("?reversed=no&measure=removed", [2]),
        ("?before=3", [2, 1]),
        ("?before=3&rule=3", [1]),
        ("?nothing=of+ours", [4, 3, 2, 1]),
    ],
)
def test_the_log_can_be_filtered(
    client: Client, varied: list[LogEntry], query: str, found: list[int]
) -> None:
    assert numbers_on(client.get(PAGE + query)) == found
    rows = csv.DictReader(io.StringIO(client.get(FILE + query).content.decode()))
    assert [int(row["number"]) for row in rows] == found


def test_the_log_can_be_filtered_by_month(client: Client, varied: list[LogEntry]) -> None:
    now = timezone.localtime()
    assert numbers_on(client.get(f"{PAGE}?month={now:%Y-%m}")) == [4, 3, 2, 1]
    assert client.get(f"{PAGE}?month=1999-01").status_code == 404


@pytest.mark.parametrize(
    "query", ["measure=nothing", "rule=99", "before=0", "before=x", "by=me", f"before={2**63}"]
)
def test_what_this_house_never_wrote_is_no_page(
    client: Client, varied: list[LogEntry], query: str
) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404
    assert client.get(f"{FILE}?{query}").status_code == 404


def test_pages_follow_each_other_with_their_filters(
    client: Client, varied: list[LogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_page, "PAGE", 2)
    first = client.get(f"{PAGE}?by=person")
    assert numbers_on(first) == [4, 3]
    assert "?by=person&amp;before=3" in first.content.decode()
    assert numbers_on(client.get(f"{PAGE}?by=person&before=3")) == [1]
    assert f"{PAGE}?before=5#entry-4" in client.get(f"{PAGE}?before=3").content.decode()


def test_a_filtered_page_is_not_for_search_engines(client: Client, varied: list[LogEntry]) -> None:
    assert 'content="noindex, follow"' in client.get(f"{PAGE}?by=person").content.decode()
    assert "noindex" not in client.get(PAGE).content.decode()


def test_plain_approvals_are_counted_alone(
    client: Client, masthead: Any, make_comment: Make, moderator: Any
) -> None:
    comment = make_comment(masthead, status=Status.HELD)
    decide([comment], Move.APPROVE, by=moderator)
    DayCount.objects.create(
        day=timezone.localdate() - TOMORROW,
        section=masthead.section,
        language="en",
        by=DayCount.By.MODERATOR,
        moderator=moderator,
        move=Move.APPROVE,
        number=1234,
    )
    assert sequencing.append() == 0
    assert "1,234 comments that a person let pass" in words_of(client.get(PAGE))


def test_the_page_is_everybodys_and_hears_of_new_entries(
    client: Client, varied: list[LogEntry], moderator: Any
) -> None:
    other = Client()
    other.force_login(moderator)
    for address in (PAGE, FILE, FEED):
        mine, theirs = client.get(address), other.get(address)
        assert mine.content == theirs.content
        assert "moderation" in mine["Surrogate-Key"].split()
        assert "public" in mine["Cache-Control"]
        assert not mine.cookies
    story = LogEntry.objects.get(number=1).story_id
    assert f"talk-{story}" in client.get(PAGE)["Surrogate-Key"].split()


def test_the_page_asks_as_many_queries_however_long_the_log_is(
    client: Client, masthead: Any, make_comment: Make
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    make_comment(masthead, status=Status.REMOVED)
    sequencing.append()
    few = queries()
    for _ in range(9):
        make_comment(masthead, status=Status.REMOVED)
    sequencing.append()
    assert queries() == few


def test_the_feed_names_the_newest_entries(client: Client, varied: list[LogEntry]) -> None:
    answer = client.get(FEED)
    assert answer["Content-Type"].startswith("application/atom+xml")
    text = answer.content.decode()
    assert text.count("<entry>") == 4
    assert "Comment removed · rule 3" in text
    assert f"{settings.SITE_URL}/en/moderation/?before=5#entry-4" in text
    assert "testserver" not in text


def test_a_long_file_says_where_it_goes_on(
    client: Client, varied: list[LogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ROWS", 3)
    answer = client.get(FILE)
    assert answer["Link"] == '</en/moderation.csv?before=2>; rel="next"'
    assert answer.content.decode().count("\n") == 4
    assert "Link" not in client.get(f"{FILE}?before=2")


def test_the_documented_program_reckons_every_hash_of_the_file(
    client: Client, varied: list[LogEntry], make_user: Make, moderator: Any, tmp_path: Path
) -> None:
    put(moderator, make_user(), SanctionKind.BAN)
    sequencing.append(now=timezone.now() + TOMORROW)
    document = (settings.BASE_DIR / "docs" / "public-log.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", document, flags=re.DOTALL)
    saved = tmp_path / "moderation.csv"
    saved.write_bytes(client.get(FILE).content)
    said: list[str] = []
    names = {"print": lambda *words: said.append(" ".join(map(str, words)))}
    exec(program.replace('"moderation.csv"', repr(str(saved))), names)  # noqa: S102 (ours)
    assert said == ["5 entries, all of them right"]
    saved.write_text(saved.read_text().replace(",removed,", ",rejected,", 1))
    said.clear()
    exec(program.replace('"moderation.csv"', repr(str(saved))), names)  # noqa: S102
    assert said
    assert said[0].startswith("wrong: ")


def test_every_page_leads_to_the_log(client: Client, masthead: Any) -> None:
    assert f'href="{PAGE}"' in client.get("/").content.decode()
