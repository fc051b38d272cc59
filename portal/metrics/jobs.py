"""Jobs that this process does: how many, by task and outcome, and how long they took."""

import asyncio
import time
from typing import Any

from procrastinate.exceptions import JobAborted
from procrastinate.job_context import JobContext
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker

from portal.metrics.events import Events

OTHER = "other"  # a task that this version does not know
done = Events("broadsheet_job_attempts_total", "broadsheet_job_seconds")


async def count_job(call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:
    """Do a job, and count it: done, failed (whether or not it is tried again) or aborted."""
    task = context.job.task_name if context.job.task_name in context.app.tasks else OTHER
    began = time.perf_counter()
    result = "failed"
    try:
        value = await call_next()
        result = "done"
    except (JobAborted, asyncio.CancelledError):
        result = "aborted"
        raise
    finally:
        done.add((task, result), time.perf_counter() - began)
    return value
