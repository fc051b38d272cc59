"""A transparency database on this machine: it checks, takes and refuses as the real one does.

Its rules are written down here once more, on purpose: a mistake in the newspaper's own would be
seen by nobody otherwise.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "7|a-token-of-the-sandbox"
NEEDED = (
    "decision_ground",
    "content_type",
    "category",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
    "puid",
)
LONGEST = {
    "decision_facts": 5000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "puid": 500,
}
PAIRS = {
    "DECISION_GROUND_ILLEGAL_CONTENT": "illegal_content_legal_ground illegal_content_explanation",
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": "incompatible_content_ground "
    "incompatible_content_explanation",
}
Errors = dict[str, list[str]]


def errors_in(statement: dict[str, Any]) -> Errors:
    """What the database says of a statement."""
    found: Errors = {
        field: [f"The {field.replace('_', ' ')} field is required."]
        for field in [*NEEDED, *PAIRS.get(str(statement.get("decision_ground")), "").split()]
        if not statement.get(field)
    }
    for field, most in LONGEST.items():
        if len(statement.get(field) or "") > most:
            found[field] = [f"Not greater than {most} characters."]
    for field in ("content_date", "application_date"):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", statement.get(field) or ""):
            found[field] = ["Does not match the format YYYY-MM-DD."]
    if not re.fullmatch(r"[a-zA-Z0-9-_]+", statement.get("puid") or ""):
        found["puid"] = ["The puid format is invalid."]
    ways = ("visibility", "monetary", "provision", "account")
    if not any(statement.get(f"decision_{way}") for way in ways):
        found["decision_visibility"] = ["One of the decisions is required."]
    return found


class _Conversation(BaseHTTPRequestHandler):
    server: "ApiServer"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        threading.Event().wait(self.server.seconds)
        if trouble := self.server.troubles and self.server.troubles.pop(0):
            trouble(self, body)
            return
        code, answer = self.server.answer(self.path, dict(self.headers), json.loads(body))
        self.say(code, answer)

    def do_GET(self) -> None:
        self.server.gets.append(dict(self.headers))
        self.say(200, {})

    def say(self, code: int, answer: Any, **headers: str) -> None:
        """Answer with JSON."""
        body = json.dumps(answer).encode()
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


Trouble = Callable[[Any, bytes], None]


def says(code: int, answer: Any = None, **headers: str) -> Trouble:
    """Trouble: it answers so, whatever was asked."""
    return lambda conversation, _body: conversation.say(code, answer, **headers)


def hangs_up(conversation: Any, _body: bytes) -> None:
    """Trouble: it reads, and closes the line."""
    conversation.close_connection = True
    conversation.connection.close()


def takes_and_hangs_up(conversation: Any, body: bytes) -> None:
    """Trouble: it has taken the batch, and its answer is lost."""
    server = conversation.server
    server.answer(conversation.path, dict(conversation.headers), json.loads(body))
    hangs_up(conversation, body)


def says_no_json(conversation: Any, _body: bytes) -> None:
    """Trouble: a page in the place of an answer."""
    conversation.send_response(201)
    conversation.end_headers()
    conversation.wfile.write(b"<html>")


class ApiServer(ThreadingHTTPServer):
    """`taken` is what it has by puid; `troubles` are what it does instead, the next first."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: dict[str, dict[str, Any]] = {}
        self.batches: list[int] = []
        self.troubles: list[Trouble] = []
        self.objects_to: dict[str, Errors] = {}
        self.gets: list[dict[str, str]] = []
        self.asked = 0
        self.seconds = 0.0  # that it takes to answer
        self.url = f"http://127.0.0.1:{self.server_address[1]}/api/v1/statements"
        threading.Thread(target=self.serve_forever, args=[0.02], daemon=True).start()

    def handle_error(self, *args: Any) -> None:
        """A line that was closed on purpose is no error."""

    def answer(self, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        """What it says of a batch, which it takes whole or not at all."""
        if path != "/api/v1/statements":
            return 404, {"message": "Not found"}
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Unauthenticated."}
        statements = body["statements"]
        if not 1 <= len(statements) <= 100 or headers["Content-Type"] != "application/json":
            return 422, {"errors": {"statements": ["Between 1 and 100 items."]}}
        errors = {
            f"statement_{place}": found
            for place, row in enumerate(statements)
            if (found := errors_in(row) | self.objects_to.get(row.get("puid"), {}))
        }
        if errors:
            return 422, {"errors": errors}
        known = [row["puid"] for row in statements if row["puid"] in self.taken]
        if known or len({row["puid"] for row in statements}) < len(statements):
            said = "The platform identifier(s) are not all unique within this call."
            return 422, {"message": said, "errors": {"puid": [said], "existing_puids": known}}
        self.taken |= {row["puid"]: row for row in statements}
        self.batches.append(len(statements))
        out = [row | {"uuid": str(uuid.uuid4())} for row in statements]
        return 201, {"statements": out}
