"""The conversation's jobs, which the queue's worker finds by this module's name."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comments import confirming, link_mail, link_requests
from comments.ranks import EVERY_MINUTES, freeze

FREEZE = "comments.tasks.freeze_ranks"
FREEZE_ALL = "comments.tasks.freeze_all_ranks"
TIDY_GUESTS = "comments.tasks.tidy_after_guests"


@app.periodic(cron=f"*/{EVERY_MINUTES} * * * *")
@app.task(name=FREEZE, queueing_lock=FREEZE)
def freeze_ranks(timestamp: int) -> None:
    """Freeze the order "most discussed" of the stories in which something moved lately."""
    freeze()


@app.periodic(cron="20 3 * * *")
@app.task(name=FREEZE_ALL, queueing_lock=FREEZE_ALL)
def freeze_all_ranks(timestamp: int) -> None:
    """Freeze it for every story, once a night: the worker may have been away for a while."""
    freeze(None)


@app.task(  # tried for about a day: after 4 seconds, 16, a minute, 4, 17, 68, 4½ hours, 18
    name=link_requests.TASK,
    retry=RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={OSError}),
)
def send_links(request_id: int) -> None:
    """Mail a guest fresh links. A mail server that did not answer is asked again."""
    link_mail.send_links(request_id)


@app.periodic(cron="40 3 * * *")
@app.task(name=TIDY_GUESTS, queueing_lock=TIDY_GUESTS)
def tidy_after_guests(timestamp: int) -> None:
    """Erase what guests have never confirmed, and forget who has asked for links."""
    confirming.erase_unconfirmed()
    link_requests.forget_old()
