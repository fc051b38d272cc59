"""A moderator in a process of its own, who removes comments through comments.moderation."""

import contextlib
import json
import os
import subprocess
import sys
import time
from typing import Any

from benchmarks.processes import ROOT, python
from benchmarks.wrk import MeasurementFailed


class Moderator:
    """Removes a comment when told to, and says when that began and was committed."""

    def __init__(self, url: str) -> None:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.popen = subprocess.Popen(
            python("-m", "benchmarks.moderating"),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Moderator":
        self.outcome()  # ready
        return self

    def __exit__(self, *_: object) -> None:
        assert self.popen.stdin  # noqa: S101 (a pipe was asked for)
        with contextlib.suppress(BrokenPipeError):
            self.popen.stdin.close()
        self.popen.wait(30)

    def remove(self, comment: int) -> None:
        """Have a comment removed; returns at once, outcome() waits for it."""
        assert self.popen.stdin  # noqa: S101 (a pipe was asked for)
        self.popen.stdin.write(f"{comment}\n")
        self.popen.stdin.flush()

    def outcome(self) -> dict[str, Any]:
        """Return when the last removal began and was committed (time.monotonic)."""
        assert self.popen.stdout  # noqa: S101 (a pipe was asked for)
        line = self.popen.stdout.readline()
        if not line:
            raise MeasurementFailed("The moderator ended by itself: see above")
        return json.loads(line)


def main() -> None:
    """Read ids from standard input, remove each under the first rule."""
    import django

    django.setup()
    from comments.models import Comment, Move, Rule
    from comments.moderation import decide

    rule = Rule.objects.in_force().first()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        comments = list(Comment.objects.filter(pk=int(line)))
        began = time.monotonic()
        outcome = decide(comments, Move.REMOVE, by=None, rule=rule)
        said = {"began": began, "committed": time.monotonic(), "made": len(outcome.decisions)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
