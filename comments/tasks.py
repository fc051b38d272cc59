"""The conversation's jobs, which the queue's worker finds by this module's name."""

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from comments import confirming, link_mail, link_requests, recommending
from comments.desk import counts, handing_out
from comments.erasing import erase_what_is_over, forget_addresses
from comments.letters import SEND, forget, make_letters
from comments.ranks import EVERY_MINUTES, freeze
from comments.sending import send

FREEZE = "comments.tasks.freeze_ranks"
FREEZE_ALL = "comments.tasks.freeze_all_ranks"
ERASE = "comments.tasks.erase_words"
FORGET = "comments.tasks.forget_old_addresses"
TIDY_GUESTS = "comments.tasks.tidy_after_guests"
DELIVER = "comments.tasks.deliver_notices"
ABANDONED = "comments.tasks.take_up_abandoned_letters"
FORGET_NOTICES = "comments.tasks.forget_notices"
FORGET_RECOMMENDERS = "comments.tasks.forget_addresses_of_recommendations"

FOLD = "comments.tasks.fold_queues"


@app.periodic(cron=f"*/{EVERY_MINUTES} * * * *")
@app.task(name=FREEZE, queueing_lock=FREEZE)
def freeze_ranks(timestamp: int) -> None:
    """Freeze the orders by rank of the stories in which something moved lately."""
    freeze()


@app.periodic(cron="20 3 * * *")
@app.task(name=FREEZE_ALL, queueing_lock=FREEZE_ALL)
def freeze_all_ranks(timestamp: int) -> None:
    """Freeze them for every story, once a night: the worker may have been away for a while."""
    freeze(None)


@app.periodic(cron="40 3 * * *")
@app.task(name=ERASE, queueing_lock=ERASE)
def erase_words(timestamp: int) -> None:
    """Erase deleted comments about which no appeal can be made any more, once a night."""
    erase_what_is_over()


@app.periodic(cron="50 3 * * *")
@app.task(name=FORGET, queueing_lock=FORGET)
def forget_old_addresses(timestamp: int) -> None:
    """Forget where old comments came from, once a night."""
    forget_addresses()


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


class Patience(BaseRetryStrategy):
    """Tries again after 15 seconds, twice as long each time, at last every hour.

    The letter itself ends that after five days (comments.sending).
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Return when a job that failed is done again."""
        return RetryDecision(retry_in={"seconds": min(15 * 2 ** min(job.attempts, 8), 3600)})


@app.periodic(cron="* * * * *")
@app.task(name=DELIVER, queueing_lock=DELIVER)
def deliver_notices(timestamp: int) -> None:
    """Make letters of what people are to be told by now."""
    make_letters()


@app.task(name=SEND, retry=Patience())
def send_letter(letter_id: int) -> None:
    """Send a letter, or try it again later."""
    send(letter_id)


@app.periodic(cron="* * * * *")
@app.task(name=ABANDONED, queueing_lock=ABANDONED, pass_context=True)
async def take_up_abandoned_letters(context: JobContext, timestamp: int) -> None:
    """Give letters whose worker was killed to another: it shows no heartbeat for 30 seconds."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(task_name=SEND):
        await manager.retry_job(job)


@app.periodic(cron="40 3 * * *")
@app.task(name=FORGET_NOTICES, queueing_lock=FORGET_NOTICES)
def forget_notices(timestamp: int) -> None:
    """Delete what was told long ago, once a night."""
    forget()


@app.periodic(cron="35 3 * * *")
@app.task(name=FORGET_RECOMMENDERS, queueing_lock=FORGET_RECOMMENDERS)
def forget_addresses_of_recommendations(timestamp: int) -> None:
    """Forget from which addresses comments were recommended, once a night."""
    recommending.forget_addresses()


@app.periodic(cron="* * * * *")
@app.task(name=FOLD, queueing_lock=FOLD)
def fold_queues(timestamp: int) -> None:
    """Make the counted rows of the desk's queues few, and forget cards that went back."""
    counts.fold()
    handing_out.forget_returned()
