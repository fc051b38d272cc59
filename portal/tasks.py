"""The portal's jobs, which the queue's worker finds by this module's name."""

from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from portal import closing, forgetting, mail
from portal.accounts import unconfirmed
from portal.shared_cache import SharedCache

FORGET, TIDY = "portal.tasks.forget_what_has_ended", "portal.tasks.tidy_accounts"
FORGET_MAIL = "portal.tasks.forget_failed_mail"
FORGET_OLD = "portal.tasks.forget_old"
FAILED_MAIL_HOURS = 7 * 24  # for which mail that could not be sent is kept, to be looked into


@app.task(  # tried for about a day: after 4 seconds, 16, a minute, 4, 17, 68, 4½ hours, 18
    name=mail.TASK,
    queue=mail.QUEUE,
    retry=RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={OSError}),
)
def send_mail(sealed: str) -> None:
    """Send a message. A mail server that did not answer is asked again."""
    mail.send(sealed)


@app.periodic(cron="7 * * * *")
@app.task(name=FORGET, queueing_lock=FORGET)
def forget_what_has_ended(timestamp: int) -> None:
    """Empty the shared cache of what nobody asks for any more."""
    cache = caches["default"]
    if isinstance(cache, SharedCache):
        cache.forget_ended()


@app.periodic(cron="50 3 * * *")
@app.task(name=TIDY, queueing_lock=TIDY)
def tidy_accounts(timestamp: int) -> None:
    """Once a night: sessions that have ended, and accounts that nobody has confirmed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    unconfirmed.forget()


@app.periodic(cron="55 3 * * *")
@app.task(name=FORGET_MAIL, queueing_lock=FORGET_MAIL, pass_context=True)
async def forget_failed_mail(context: JobContext, timestamp: int) -> None:
    """Once a night: mail that could not be sent in a day, a week after it was given up."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_MAIL_HOURS, queue=mail.QUEUE, include_failed=True
    )


@app.task(  # tried for about a day; each time it goes on where it stopped
    name=closing.FINISH,
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def finish_closing(user_id: int, comments: str) -> None:
    """Forget what takes long to forget of an account that was closed."""
    closing.finish(user_id, comments=closing.Comments(comments))


@app.periodic(cron="50 3 * * *")
@app.task(name=FORGET_OLD, queueing_lock=FORGET_OLD)
def forget_old(timestamp: int) -> None:
    """Forget, once a night, what is of no more use."""
    forgetting.forget_old()
