"""The conversation's jobs, which the queue's worker finds by this module's name."""

from contextlib import suppress

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from comments import bulk, confirming, link_mail, link_requests, recommending
from comments.appeals import emptying
from comments.desk import counts, day_counts, handing_out
from comments.erasing import erase_what_is_over, forget_addresses
from comments.learning import scoring, versions
from comments.letters import SEND, forget, make_letters
from comments.public_figures import keeping
from comments.public_log import sequencing
from comments.ranks import EVERY_MINUTES, freeze
from comments.reasons.waiting import state_what_waits
from comments.sending import send

FREEZE = "comments.tasks.freeze_ranks"
FREEZE_ALL = "comments.tasks.freeze_all_ranks"
ERASE = "comments.tasks.erase_words"
FORGET = "comments.tasks.forget_old_addresses"
TIDY_GUESTS = "comments.tasks.tidy_after_guests"
DELIVER = "comments.tasks.deliver_notices"
ABANDONED = "comments.tasks.take_up_abandoned_letters"
COUNT_DAYS = "comments.tasks.count_days"
ABANDONED_ACTS = "comments.tasks.take_up_abandoned_acts"
TRIES = 5  # of a batch that fails, before a moderator is shown that it does
FORGET_NOTICES = "comments.tasks.forget_notices"
SCORE = "comments.tasks.score_new_texts"
SCORE_WAITING = "comments.tasks.score_what_waits"
LEARN = "comments.tasks.learn_from_decisions"
FORGET_RECOMMENDERS = "comments.tasks.forget_addresses_of_recommendations"

FOLD = "comments.tasks.fold_queues"
LOG = "comments.tasks.append_to_the_log"
LOG_ALL = "comments.tasks.look_through_the_log"
KEEP_MONTHS = "comments.tasks.keep_months"
EMPTY_APPEALS = "comments.tasks.empty_old_appeals"
REASONS = "comments.tasks.give_reasons_for_waiting"


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
    """Forget where old comments came from, and how they were chosen, once a night."""
    forget_addresses()
    bulk.forget_old_queries()


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


@app.task(name=bulk.TASK, retry=RetryStrategy(max_attempts=TRIES, linear_wait=5), pass_context=True)
def decide_about_many(context: JobContext, bulk_id: int) -> None:
    """Do an act on many comments, or a part of it; where it fails again and again, stop it."""
    try:
        bulk.carry_out(bulk_id)
    except Exception:
        if context.job.attempts >= TRIES:
            bulk.give_up(bulk_id)
        raise


@app.periodic(cron="* * * * *")
@app.task(name=ABANDONED_ACTS, queueing_lock=ABANDONED_ACTS, pass_context=True)
async def take_up_abandoned_acts(context: JobContext, timestamp: int) -> None:
    """Give acts on many whose worker was killed to another; each goes on where it stopped."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(task_name=bulk.TASK):
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


@app.periodic(cron="10 * * * *")
@app.task(name=COUNT_DAYS, queueing_lock=COUNT_DAYS)
def count_days(timestamp: int) -> None:
    """Count for the desk's figures what was decided in the days that are over, once an hour."""
    day_counts.keep_days()


@app.periodic(cron="* * * * *")
@app.task(name=FOLD, queueing_lock=FOLD)
def fold_queues(timestamp: int) -> None:
    """Make the counted rows of the desk's queues few, and forget cards that went back."""
    counts.fold()
    handing_out.forget_returned()


@app.periodic(cron="* * * * *")
@app.task(name=SCORE, queueing_lock=SCORE)
def score_new_texts(timestamp: int) -> None:
    """Score the texts that have come since the last minute, where a learned score is in use."""
    scoring.score_new()


@app.periodic(cron="15 4 * * *")
@app.task(name=SCORE_WAITING, queueing_lock=SCORE_WAITING)
def score_what_waits(timestamp: int = 0) -> None:
    """Score all that waits and was passed over: once a night, and for another version."""
    scoring.score_waiting()


@app.periodic(cron="0 2 * * 0")
@app.task(name=LEARN, queueing_lock=LEARN)
def learn_from_decisions(timestamp: int) -> None:
    """Learn the score anew, once a week; where nothing can be learned, all stays as it is."""
    with suppress(versions.CannotLearn):
        versions.learn()
        scoring.score_waiting()


@app.periodic(cron="* * * * *")
@app.task(name=LOG, queueing_lock=LOG)
def append_to_the_log(timestamp: int) -> None:
    """Append to the public log what was decided since the last minute."""
    sequencing.append()


@app.periodic(cron="55 3 * * *")
@app.task(name=LOG_ALL, queueing_lock=LOG_ALL)
def look_through_the_log(timestamp: int) -> None:
    """Look through all decisions for what is not in the public log, once a night."""
    sequencing.append(thoroughly=True)


@app.periodic(cron="*/10 * * * *")
@app.task(name=KEEP_MONTHS, queueing_lock=KEEP_MONTHS)
def keep_months(timestamp: int) -> None:
    """Count the public figures of a month once it is over; at other times there is nothing."""
    keeping.keep_months()


@app.periodic(cron="*/10 * * * *")
@app.task(name=REASONS, queueing_lock=REASONS)
def give_reasons_for_waiting(timestamp: int) -> None:
    """Give a statement of reasons to those whose comments have waited for too long."""
    state_what_waits()


@app.periodic(cron="45 3 * * *")
@app.task(name=EMPTY_APPEALS, queueing_lock=EMPTY_APPEALS)
def empty_old_appeals(timestamp: int) -> None:
    """Empty what was written in appeals that were closed long ago, once a night."""
    emptying.empty_old()
