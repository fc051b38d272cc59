"""The portal's jobs, which the queue's worker finds by this module's name."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal import closing, forgetting

FORGET = "portal.tasks.forget_old"


@app.task(  # tried for about a day; each time it goes on where it stopped
    name=closing.FINISH,
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def finish_closing(user_id: int, comments: str) -> None:
    """Forget what takes long to forget of an account that was closed."""
    closing.finish(user_id, comments=closing.Comments(comments))


@app.periodic(cron="50 3 * * *")
@app.task(name=FORGET, queueing_lock=FORGET)
def forget_old(timestamp: int) -> None:
    """Forget, once a night, what is of no more use."""
    forgetting.forget_old()
