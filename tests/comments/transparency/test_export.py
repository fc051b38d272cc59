"""`manage.py export_statements`: files that are whole, and a database that takes each once."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from comments.models import RuleText, StatementExport, StatementOfReasons
from comments.transparency import handing_over
from tests.comments.transparency import api_server
from tests.comments.transparency.api_server import ApiServer, says
from tests.making import Make

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ApiServer]:
    """A transparency database, the address and token of which are set; nobody waits for it."""
    server = ApiServer()
    settings.DSA_API_URL, settings.DSA_API_TOKEN = server.url, api_server.TOKEN
    monkeypatch.setattr(handing_over, "WAITS", (0, 0, 0))
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def statements(
    settings: Settings, make_statement: Make, make_comment: Make, make_decision: Make
) -> Any:
    """Make several statements that have been told, all about one comment."""
    settings.DECISION_MAIL_SECONDS = 0
    comment = make_comment()

    def make(many: int) -> list[StatementOfReasons]:
        return [make_statement(make_decision(comment=comment)) for _number in range(many)]

    return make


def export(*options: str) -> str:
    """Run the command for today; what it said."""
    out, today = io.StringIO(), timezone.localdate().isoformat()
    call_command(
        "export_statements", "--from", today, "--to", today, *options, stdout=out, stderr=out
    )
    return out.getvalue()


def taken() -> int:
    return StatementExport.objects.filter(taken_at__isnull=False).count()


# --- files ------------------------------------------------------------------------------------


def test_a_file_has_a_statement_a_line(statements: Any, tmp_path: Path) -> None:
    made = statements(3)
    said = export("--output", str(tmp_path / "nov.jsonl"))
    lines = (tmp_path / "nov.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["puid"] for line in lines] == [str(row.number) for row in made]
    assert "Statements of these days: 3, all valid." in said
    assert [path.name for path in tmp_path.iterdir()] == ["nov.jsonl"]
    assert not StatementExport.objects.exists()


def test_csv_has_the_same_in_columns(statements: Any, tmp_path: Path) -> None:
    [made] = statements(1)
    RuleText.objects.filter(rule=made.decision.rule).update(text="=1+1")
    export("--output", str(tmp_path / "nov.csv"))
    [row] = csv.DictReader((tmp_path / "nov.csv").open(encoding="utf-8", newline=""))
    assert row["puid"] == str(made.number)
    assert row["decision_visibility"] == '["DECISION_VISIBILITY_CONTENT_REMOVED"]'
    assert row["incompatible_content_explanation"] == "'=1+1"


@pytest.mark.parametrize("how", ["jsonl", "csv"])
def test_nothing_is_written_if_one_is_invalid(
    how: str,
    statements: Any,
    tmp_path: Path,
    database: ApiServer,
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
) -> None:
    statements(2)
    old = make_comment(submitted_at=timezone.now().replace(year=1999))
    wrong = make_statement(make_decision(comment=old))
    path = tmp_path / f"nov.{how}"
    with pytest.raises(CommandError) as refused:
        export("--output", str(path), "--send")
    assert f"Statement {wrong.number}: content_date is 1999-" in str(refused.value)
    assert (list(tmp_path.iterdir()), database.asked) == ([], 0)
    said = export("--output", str(path), "--leave-out", str(wrong.number))
    assert path.exists()
    assert "Left out: 1 (as --leave-out says)." in said


def test_a_file_that_is_there_is_not_written_over(statements: Any, tmp_path: Path) -> None:
    statements(1)
    path = tmp_path / "nov.jsonl"
    path.write_text("kept")
    with pytest.raises(CommandError, match="is there already"):
        export("--output", str(path))
    assert path.read_text() == "kept"
    with pytest.raises(CommandError, match="cannot be written"):
        export("--output", str(tmp_path / "nowhere" / "nov.jsonl"))
    assert [one.name for one in tmp_path.iterdir()] == ["nov.jsonl"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--from", "2026-11-02", "--to", "2026-11-01", "--send"], "--to lies before --from"),
        (["--from", "2026-11-01", "--to", "2026-11-01"], "Say where to"),
        (["--from", "2026-11-01", "--to", "2026-11-01", "--send"], "needs DSA_API_TOKEN"),
        (["--from", "1.11.2026", "--to", "2026-11-01", "--send"], "is not a day"),
        (["--to", "2026-11-01", "--send"], "--from"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    options: list[str], sentence: str, settings: Settings
) -> None:
    settings.DSA_API_TOKEN = ""
    with pytest.raises(CommandError, match=sentence):
        call_command("export_statements", *options)


# --- sending ----------------------------------------------------------------------------------


def test_they_are_sent_in_batches_of_a_hundred_and_each_once(
    statements: Any, database: ApiServer
) -> None:
    made = statements(201)
    assert "Taken now: 201. There already: 0." in export("--send")
    assert database.batches == [100, 100, 1]
    assert set(database.taken) == {str(row.number) for row in made}
    row = StatementExport.objects.get(statement=made[0])
    assert row.puid == str(made[0].number)
    assert len(row.answer) == len("0b0e7f2a-6a5e-4d68-9f53-6d0a7a3c6a51")  # its identifier there
    assert "Taken now: 0. There already: 0." in export("--send")
    assert database.asked == 3
    statements(2)
    assert "Taken now: 2. There already: 0." in export("--send")
    assert database.batches == [100, 100, 1, 2]


def test_a_lost_answer_sends_nothing_twice(statements: Any, database: ApiServer) -> None:
    statements(3)
    database.troubles = [api_server.takes_and_hangs_up]
    said = export("--send")
    assert "Trying again in 0 seconds." in said
    assert "Taken now: 0. There already: 3." in said
    assert (len(database.taken), database.batches, taken()) == (3, [3], 3)


def test_what_broke_off_goes_on_where_it_stopped(statements: Any, database: ApiServer) -> None:
    statements(150)
    unavailable = says(503)
    database.troubles = [None, *[unavailable] * 4]  # type: ignore[list-item]
    with pytest.raises(CommandError, match="it answered 503"):
        export("--send")
    assert (taken(), len(database.taken)) == (100, 100)
    assert "Taken now: 50." in export("--send")
    assert database.batches == [100, 50]


TROUBLES = [says(500), says(503), says(429, Retry_After="0"), api_server.hangs_up]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_it_is_asked_again_when_it_cannot_just_now(
    trouble: Any, statements: Any, database: ApiServer
) -> None:
    statements(2)
    database.troubles = [trouble] * 3
    assert "Taken now: 2." in export("--send")
    assert database.asked == 4


def test_it_is_given_as_long_as_it_asks_for(
    statements: Any, database: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []
    monkeypatch.setattr(handing_over.time, "sleep", waited.append)
    monkeypatch.setattr(handing_over, "WAITS", (2, 10))
    statements(1)
    database.troubles = [says(429, Retry_After="7"), says(503, Retry_After="99999")]
    export("--send")
    assert waited == [7, 600]


def test_those_that_it_refuses_are_named_and_the_others_taken(
    statements: Any, database: ApiServer
) -> None:
    made = statements(4)
    puids = [str(row.number) for row in made]
    database.objects_to = {
        puids[1]: {"category": ["The category is invalid."]},
        puids[3]: {"puid": ["Too odd."], "content_date": ["Too old."]},
    }
    with pytest.raises(CommandError) as refused:
        export("--send")
    assert f"{puids[1]}: category: The category is invalid." in str(refused.value)
    assert f"{puids[3]}: puid: Too odd. content_date: Too old." in str(refused.value)
    assert set(database.taken) == {puids[0], puids[2]}
    row = StatementExport.objects.get(puid=puids[1])
    assert (row.taken_at, row.answer) == (None, "category: The category is invalid.")
    database.objects_to = {}
    assert "Taken now: 2." in export("--send")
    assert StatementExport.objects.get(puid=puids[1]).taken_at


def test_refusals_and_known_puids_in_one_batch(statements: Any, database: ApiServer) -> None:
    made = statements(4)
    puids = [str(row.number) for row in made]
    database.taken[puids[0]] = {}
    database.objects_to = {puids[2]: {"category": ["No."]}}
    with pytest.raises(CommandError, match="Refused by the database: 1"):
        export("--send")
    assert set(database.taken) == {puids[0], puids[1], puids[3]}
    assert taken() == 3


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (says(401), "the token is not accepted"),
        (says(403), "the token is not accepted"),
        (says(404), "Is the address right"),
        (says(422, {"errors": {"statements": ["Too many."]}}), "Too many"),
        (says(422, "?"), "Is the address right"),
        (says(422, {"errors": {"statement_x": ["?"]}}), "refused the batch"),
    ],
)
def test_what_asking_again_cannot_mend_ends_at_once(
    trouble: Any, sentence: str, statements: Any, database: ApiServer
) -> None:
    statements(1)
    database.troubles = [trouble]
    with pytest.raises(CommandError, match=sentence):
        export("--send")
    assert (database.asked, taken()) == (1, 0)


def test_the_token_goes_nowhere_else(statements: Any, database: ApiServer) -> None:
    statements(1)
    database.troubles = [says(302, Location=database.url.replace("statements", "elsewhere"))]
    with pytest.raises(CommandError, match="It answered 302"):
        export("--send")
    assert (database.gets, taken()) == ([], 0)


def test_an_answer_that_cannot_be_read_is_taken_for_what_its_code_says(
    statements: Any, database: ApiServer
) -> None:
    statements(1)
    database.troubles = [api_server.says_no_json]
    assert "Taken now: 1." in export("--send")


def test_nobody_answers_at_all(statements: Any, settings: Settings, database: ApiServer) -> None:
    statements(1)
    settings.DSA_API_URL = "http://127.0.0.1:9/api/v1/statements"
    with pytest.raises(CommandError, match="no answer"):
        export("--send")
    assert taken() == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_once(statements: Any, database: ApiServer) -> None:
    statements(30)
    database.seconds = 2.0  # in which the others come as far
    said: list[str] = []

    def run() -> None:
        said.append(export("--send"))
        connection.close()

    runs = [threading.Thread(target=run) for _number in range(3)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert database.batches == [30]
    assert sorted("Taken now: 30." in line for line in said) == [False, False, True]
    assert all("There already: 0." in line for line in said)


def test_what_is_sent_is_what_is_written(
    statements: Any, database: ApiServer, tmp_path: Path
) -> None:
    statements(2)
    export("--send", "--output", str(tmp_path / "nov.jsonl"))
    written = [json.loads(line) for line in (tmp_path / "nov.jsonl").open(encoding="utf-8")]
    assert {row["puid"]: row for row in written} == database.taken


def test_the_youngest_wait_for_another_run(
    statements: Any, settings: Settings, database: ApiServer
) -> None:
    statements(1)
    settings.DECISION_MAIL_SECONDS = 600
    assert "Left out: 1 (not told yet: export them later)." in export("--send")
    assert database.asked == 0
