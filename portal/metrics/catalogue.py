"""Every metric of the house: its kind, its labels, and what it says.

A name that is missing here is refused, so that none is shown that docs/operating.md does not
explain. Gauges of a worker process are shown with the label `worker` besides their own.
"""

from typing import NamedTuple

COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"
REQUEST_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # seconds
JOB_BOUNDS = (0.1, 1.0, 10.0, 60.0)  # seconds


class Metric(NamedTuple):
    """One metric. A histogram's bounds are the upper ends of its buckets but the last."""

    kind: str
    help: str
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


PROCESSES = {
    "processes": Metric(GAUGE, "Living processes, web or work", ("kind",)),
    "processes_ended_total": Metric(COUNTER, "Processes that ended or were killed", ("kind",)),
    "worker_snapshot_age_seconds": Metric(GAUGE, "Since a worker last wrote down its numbers"),
    "worker_start_time_seconds": Metric(GAUGE, "When a worker started, as Unix time"),
    "worker_resident_bytes": Metric(GAUGE, "Memory that a worker holds"),
    "worker_open_files": Metric(GAUGE, "Files and sockets that a worker has open"),
    "worker_open_files_limit": Metric(GAUGE, "How many it may open"),
    "worker_cpu_seconds_total": Metric(COUNTER, "Processor time used by workers", ("kind",)),
}
REQUESTS = {
    "requests_total": Metric(COUNTER, "Requests that Django answered", ("view", "status")),
    "request_seconds": Metric(
        HISTOGRAM, "Time that Django took for an answer", ("view",), REQUEST_BOUNDS
    ),
}
JOBS = {
    "job_attempts_total": Metric(
        COUNTER, "Jobs that this machine's workers did, failed or broke off", ("task", "result")
    ),
    "job_seconds": Metric(HISTOGRAM, "Time that a job took", ("task",), JOB_BOUNDS),
}
SCREENING = {
    "screenings_total": Metric(COUNTER, "What phases of screening said", ("phase", "said")),
    "screening_slow_total": Metric(COUNTER, "Times that a phase overran its allowance", ("phase",)),
    "screening_seconds_total": Metric(COUNTER, "Time that a phase took in all", ("phase",)),
}
DATABASE = {
    "database_up": Metric(GAUGE, "1 when the database answered in time"),
    "database_questions_unanswered": Metric(GAUGE, "Questions it refused or took too long for"),
    "database_statistics_readable": Metric(GAUGE, "1 when the site's role may read all statistics"),
    "database_connections": Metric(GAUGE, "Connections to the server"),
    "database_connections_limit": Metric(GAUGE, "How many it takes from ordinary roles"),
    "database_oldest_transaction_seconds": Metric(GAUGE, "Age of the oldest open transaction"),
    "database_size_bytes": Metric(GAUGE, "Size of the database on disk"),
    "database_replicas": Metric(GAUGE, "Replicas that stream from the server"),
    "database_replica_lag_seconds": Metric(GAUGE, "How late a replica is", ("replica",)),
    "database_replica_lag_bytes": Metric(GAUGE, "What a replica has yet to replay", ("replica",)),
    "database_slot_retained_bytes": Metric(GAUGE, "Most that a replication slot keeps on disk"),
    "comments_waiting": Metric(GAUGE, "Comments that wait for a moderator"),
    "comments_oldest_waiting_seconds": Metric(GAUGE, "How long the oldest of them has waited"),
    "letters": Metric(GAUGE, "Letters made in the last day, by what became of them", ("state",)),
    "letters_oldest_waiting_seconds": Metric(GAUGE, "How long the oldest unsent letter has waited"),
    "notices_oldest_due_seconds": Metric(GAUGE, "How long the oldest notice is overdue"),
    "jobs": Metric(
        GAUGE, "Jobs in the queue; ended ones among the last 10,000 only", ("queue", "status")
    ),
    "jobs_oldest_due_seconds": Metric(GAUGE, "How long the oldest job has been due"),
    "job_workers": Metric(GAUGE, "Job workers that showed a sign of life lately"),
    "photos_failed": Metric(GAUGE, "Photos whose sizes could not be made"),
}
PAGE_MEMORY = {
    "page_memory_hits_total": Metric(COUNTER, "Requests answered from memory"),
    "page_memory_misses_total": Metric(COUNTER, "Requests for pages that memory did not have"),
    "page_memory_stores_total": Metric(COUNTER, "Pages taken into memory"),
    "page_memory_stores_refused_total": Metric(
        COUNTER, "Pages not taken, since they were purged while being read"
    ),
    "page_memory_evictions_total": Metric(COUNTER, "Pages that made room for others"),
    "page_memory_purged_pages_total": Metric(COUNTER, "Pages dropped since they changed"),
    "page_memory_notifications_total": Metric(COUNTER, "Changes heard of from the database"),
    "page_memory_gathered_total": Metric(
        COUNTER, "Changes put off, of pages that change all the time"
    ),
    "page_memory_fallthrough_total": Metric(
        COUNTER, "Requests passed to Django although kept, since the lease had run out"
    ),
    "page_memory_pages": Metric(GAUGE, "Pages and parts of pages in memory"),
    "page_memory_bytes": Metric(GAUGE, "What they take"),
    "page_memory_limit_bytes": Metric(GAUGE, "What they may take"),
    "page_memory_lease_age_seconds": Metric(GAUGE, "Since the listener last heard the database"),
    "page_memory_listener_up": Metric(GAUGE, "1 while the listener is connected"),
}
CATALOGUE = {
    f"broadsheet_{name}": metric
    for group in (PROCESSES, REQUESTS, JOBS, SCREENING, DATABASE, PAGE_MEMORY)
    for name, metric in group.items()
}
