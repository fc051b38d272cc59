"""The newsroom's jobs, which the queue's worker finds by this module's name."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from articles.photos import renditions, stored_files

ABANDONED = "articles.tasks.take_up_abandoned_sizes"


@app.task(
    name=renditions.TASK,
    retry=RetryStrategy(max_attempts=2, wait=20, retry_exceptions={OSError}),
)
def make_sizes(photo_id: int, afresh: bool = False) -> None:
    """Make a photo's sizes. A media storage that did not answer is asked again."""
    renditions.make_sizes(photo_id, afresh=afresh)


@app.task(  # tried for about a day: after 4 seconds, 16, a minute, 4, 17, 68, 4½ hours, 18
    name=stored_files.TASK,
    retry=RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={OSError}),
)
def delete_files(names: list[str]) -> None:
    """Delete files of photos that the media storage did not delete when it was asked first."""
    stored_files.delete_left_files(names)


@app.periodic(cron="* * * * *")
@app.task(name=ABANDONED, queueing_lock=ABANDONED, pass_context=True)
async def take_up_abandoned_sizes(context: JobContext, timestamp: int) -> None:
    """Give photos whose worker was killed to another: it shows no heartbeat for 30 seconds."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(task_name=renditions.TASK):
        await manager.retry_job(job)
