"""The transparency database over HTTP: one batch of statements, and what it answered.

It takes a batch whole or not at all. What it refuses it says of each statement by its place in the
batch; identifiers that it knows already it lists.
"""

import json
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

MOST = 100  # statements of a batch
SECONDS = 60  # that it may take to answer
LONGEST_ANSWER = 5_000_000  # bytes
LONGEST_WAIT = 600  # seconds that it may ask for


class Unavailable(Exception):  # noqa: N818 (an answer, not an error)
    """It did not answer, or said that it cannot now; `wait` is how many seconds it asks for."""

    def __init__(self, why: str, wait: int = 0) -> None:
        super().__init__(why)
        self.wait = min(wait, LONGEST_WAIT)


class Denied(Exception):  # noqa: N818 (an answer, not an error)
    """It takes nothing from us as things are: asking again is no use."""


@dataclass(frozen=True)
class Answer:
    """What it said of a batch.

    `taken` maps puids to its own identifiers; where it is None the batch was refused, because of
    the statements in `refused` (place → why) or the puids in `known`.
    """

    taken: dict[str, str] | None = None
    refused: dict[int, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)


class _NoRedirects(HTTPRedirectHandler):
    """The token goes to the address that was set, and to no other."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class DatabaseClient:
    """Posts batches to the address of the API with a token."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._opener = build_opener(_NoRedirects)

    def post(self, statements: list[dict[str, Any]]) -> Answer:
        """Hand over a batch of at most 100. Raises Unavailable and Denied."""
        request = Request(  # noqa: S310 (DSA_API_URL is http or https; portal.settings holds it)
            self._url,
            data=json.dumps({"statements": statements}).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Accept": "application/json",
                "Content-Type": "application/json",
            },
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                body = _json(response.read(LONGEST_ANSWER))
        except HTTPError as error:
            with error:
                return _refusal(error)
        except (URLError, HTTPException, OSError) as error:
            raise Unavailable(f"no answer ({getattr(error, 'reason', error)})") from error
        return Answer(taken=_taken(body))


def _taken(body: Any) -> dict[str, str]:
    rows = body.get("statements") if isinstance(body, dict) else None
    return {
        str(row.get("puid")): str(row.get("uuid") or "")
        for row in rows or []
        if isinstance(row, dict)
    }


def _refusal(error: HTTPError) -> Answer:
    """Return what a 422 says of the statements; raise where it is not about them."""
    code = error.code
    if code == 429 or code >= 500:
        raise Unavailable(f"it answered {code}", _seconds(error.headers.get("Retry-After")))
    if code in {401, 403}:
        raise Denied(f"It answered {code}: the token is not accepted.")
    body = _json(error.read(LONGEST_ANSWER))
    errors = body.get("errors") if isinstance(body, dict) else None
    if code != 422 or not isinstance(errors, dict):
        raise Denied(f"It answered {code}. Is the address right?")
    known = errors.get("existing_puids") or []
    answer = Answer(
        refused={
            int(place): _in_words(why)
            for key, why in errors.items()
            if (place := key.removeprefix("statement_")) != key and place.isdecimal()
        },
        known={str(puid) for puid in (known.values() if isinstance(known, dict) else known)},
    )
    if not answer.refused and not answer.known:
        raise Denied(f"It refused the batch: {_in_words(errors)}")
    return answer


def _in_words(why: Any) -> str:
    if isinstance(why, dict):
        return " ".join(f"{key}: {_in_words(rest)}" for key, rest in why.items())
    if isinstance(why, list):
        return " ".join(_in_words(rest) for rest in why)
    return str(why)


def _seconds(asked: str | None) -> int:
    return int(asked) if asked and asked.isdecimal() else 0


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
