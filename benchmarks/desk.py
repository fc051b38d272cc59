"""A moderator's desk in a process of its own, on a benchmark's database.

    python -m benchmarks.desk prepare '{"waiting": 100000}'   as PostgreSQL's superuser
    python -m benchmarks.desk queries '{"addresses": [...], "cookie": "..."}'
    python -m benchmarks.desk bulk '{"comments": 10000}'

Each says what it found as one line of JSON.
"""

import json
import os
import sys
import time
from typing import Any

import django

MODERATORS = 8
EMAIL = "moderator{number}@example.org"


def prepare(waiting: int) -> dict[str, Any]:
    """Let comments wait, write a history of decisions, and sign a moderator in."""
    from django.contrib.auth.models import Group
    from django.db import connection
    from django.test import Client

    from benchmarks.data.filling import tidy
    from benchmarks.data.waiting import add_history, add_waiting, count_queues
    from portal.models import User

    people = [
        User.objects.create_user(
            email=EMAIL.format(number=number), display_name=f"Moderator {number}", is_staff=True
        )
        for number in range(MODERATORS)
    ]
    for person in people:
        person.groups.add(Group.objects.get(name="Moderators"))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
    add_history([person.pk for person in people])
    add_waiting(waiting)
    count_queues()
    tidy()
    browser = Client()
    browser.force_login(people[0])
    return {"cookie": "; ".join(f"{name}={m.value}" for name, m in browser.cookies.items())}


def count_days() -> dict[str, Any]:
    """Count the days of the figures, as the job does."""
    from comments.desk.day_counts import keep_days

    began = time.monotonic()
    return {"days": keep_days(), "seconds": time.monotonic() - began}


def queries(addresses: list[str]) -> dict[str, Any]:
    """Count the queries of pages that the moderator opens, and the seconds of each, asked twice."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from portal.models import User

    settings.ALLOWED_HOSTS = ["*"]
    browser = Client()
    browser.force_login(User.objects.get(email=EMAIL.format(number=0)))
    found = {}
    for address in addresses * 2:
        with CaptureQueriesContext(connection) as asked:
            began = time.monotonic()
            status = browser.get(address).status_code
        known = {"status": status, "queries": len(asked), "seconds": time.monotonic() - began}
        slow = sorted(asked.captured_queries, key=lambda row: -float(row["time"]))[:3]
        found[address] = known | {"slowest": [(row["time"], row["sql"][:300]) for row in slow]}
    return found


def bulk(comments: int) -> dict[str, Any]:
    """Approve so many comments that wait in one act, and undo it; return the seconds of both."""
    from comments import bulk
    from comments.models import Comment, Move
    from portal.models import User

    moderator = User.objects.get(email=EMAIL.format(number=0))
    chosen = Comment.objects.filter(pk__in=Comment.objects.waiting().values("pk")[:comments])
    began = time.monotonic()
    act = bulk.begin(chosen, Move.APPROVE, by=moderator)
    written = time.monotonic()
    bulk.carry_out(act.pk, seconds=600)
    act.refresh_from_db()
    done = time.monotonic()
    back = bulk.undo(act, by=moderator)
    bulk.carry_out(back.pk, seconds=600)
    back.refresh_from_db()
    return {
        "decided": act.done,
        "undone": back.done,
        "begin": written - began,
        "seconds": done - began,
        "undo_seconds": time.monotonic() - done,
    }


def main() -> None:
    """Do what the words say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    act, words = sys.argv[1], json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    acts: dict[str, Any] = {
        "prepare": prepare,
        "count_days": count_days,
        "queries": queries,
        "bulk": bulk,
    }
    print(json.dumps(acts[act](**words)))


if __name__ == "__main__":
    main()
