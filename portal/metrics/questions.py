"""What the database is asked for the metrics: a few short questions, each by index where it counts.

Jobs that ended are counted among the last 10,000 only: nothing ever leaves that table by itself.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from portal.health import WORKER_SILENCE
from portal.metrics.sources import Sample

Row = Sequence[Any]
PARAMETERS = {"recent_jobs": 10_000, "silence": WORKER_SILENCE}


class Question(NamedTuple):
    """A query, what its rows mean, and after how many seconds it is worth asking again."""

    sql: str
    read: Callable[[Sequence[Row]], list[Sample]]
    every: float = 5.0


def _numbers(*names: str) -> Callable[[Sequence[Row]], list[Sample]]:
    """One row, a number for each name."""

    def read(rows: Sequence[Row]) -> list[Sample]:
        return [
            Sample(f"broadsheet_{name}", float(value))
            for name, value in zip(names, rows[0], strict=True)
        ]

    return read


def _jobs(rows: Sequence[Row]) -> list[Sample]:
    found = {("default", status): 0 for status in ("todo", "doing", "failed")}
    found |= {(queue, status): number for queue, status, number in rows}
    return [Sample("broadsheet_jobs", number, labels) for labels, number in found.items()]


def _replicas(rows: Sequence[Row]) -> list[Sample]:
    found = [Sample("broadsheet_database_replicas", sum(row[1] for row in rows))]
    for name, _number, seconds, size in rows:
        found += [
            Sample("broadsheet_database_replica_lag_seconds", float(seconds), (name,)),
            Sample("broadsheet_database_replica_lag_bytes", float(size), (name,)),
        ]
    return found


def _letters(rows: Sequence[Row]) -> list[Sample]:
    *numbers, waited, overdue = rows[0]
    states = zip(("waiting", "sent", "dropped"), numbers, strict=True)
    found = [Sample("broadsheet_letters", number, (state,)) for state, number in states]
    return [
        *found,
        Sample("broadsheet_letters_oldest_waiting_seconds", float(waited)),
        Sample("broadsheet_notices_oldest_due_seconds", float(overdue)),
    ]


QUESTIONS = [
    Question(
        """SELECT count(*), coalesce(extract(epoch FROM now() - min(submitted_at)), 0)
        FROM comments_comment WHERE status = 'held' AND NOT unconfirmed""",
        _numbers("comments_waiting", "comments_oldest_waiting_seconds"),
    ),
    Question(  # those on their way are few and have an index, whenever they were made
        """SELECT (SELECT count(*) FROM comments_letter
                WHERE sent_at IS NULL AND dropped_at IS NULL),
            count(sent_at), count(dropped_at),
            (SELECT coalesce(extract(epoch FROM now() - min(made_at)), 0) FROM comments_letter
                WHERE sent_at IS NULL AND dropped_at IS NULL),
            (SELECT coalesce(greatest(extract(epoch FROM now() - min(due_at)), 0), 0)
                FROM comments_notice WHERE settled_at IS NULL)
        FROM comments_letter WHERE made_at > now() - interval '1 day'""",
        _letters,
        every=30.0,
    ),
    Question(
        """SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
        WHERE status IN ('todo', 'doing') GROUP BY 1, 2
        UNION ALL
        SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
        WHERE id > (SELECT max(id) - %(recent_jobs)s FROM procrastinate_jobs)
        AND status NOT IN ('todo', 'doing', 'succeeded') GROUP BY 1, 2""",
        _jobs,
    ),
    Question(  # one that is tried again, or for later, has a time; others since they were asked for
        """WITH due AS MATERIALIZED (SELECT id, scheduled_at FROM procrastinate_jobs
            WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))
        SELECT coalesce(extract(epoch FROM now() - least(
            (SELECT min(scheduled_at) FROM due),
            (SELECT min(at) FROM procrastinate_events WHERE type = 'deferred'
                AND job_id = (SELECT min(id) FROM due WHERE scheduled_at IS NULL)))), 0)""",
        _numbers("jobs_oldest_due_seconds"),
    ),
    Question(
        """SELECT count(*) FROM procrastinate_workers
        WHERE last_heartbeat >= now() - %(silence)s""",
        _numbers("job_workers"),
    ),
    Question(
        """SELECT (SELECT sum(numbackends) FROM pg_stat_database),
            current_setting('max_connections')::int
                - current_setting('superuser_reserved_connections')::int,
            (SELECT coalesce(extract(epoch FROM now() - min(xact_start)), 0) FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()),
            pg_has_role('pg_read_all_stats', 'USAGE')::int""",
        _numbers(
            "database_connections",
            "database_connections_limit",
            "database_oldest_transaction_seconds",
            "database_statistics_readable",
        ),
    ),
    Question(
        """WITH here AS (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
            ELSE pg_current_wal_lsn() END AS lsn)
        SELECT application_name, count(*), max(CASE WHEN replay_lsn = lsn THEN 0
                ELSE coalesce(extract(epoch FROM replay_lag), 0) END),
            coalesce(max(pg_wal_lsn_diff(lsn, replay_lsn)), 0)
        FROM pg_stat_replication, here WHERE state IS DISTINCT FROM 'backup' GROUP BY 1""",
        _replicas,
    ),
    Question(
        """SELECT coalesce(max(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery()
            THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn)), 0)
        FROM pg_replication_slots""",
        _numbers("database_slot_retained_bytes"),
    ),
    Question(
        """SELECT pg_database_size(current_database()),
            (SELECT count(*) FROM articles_photo WHERE rendition_state = 'failed')""",
        _numbers("database_size_bytes", "photos_failed"),
        every=60.0,
    ),
]
