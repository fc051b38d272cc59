"""The conversation's jobs, which the queue's worker finds by this module's name."""

from procrastinate.contrib.django import app

from comments.erasing import erase_what_is_over, forget_addresses
from comments.ranks import EVERY_MINUTES, freeze

FREEZE = "comments.tasks.freeze_ranks"
FREEZE_ALL = "comments.tasks.freeze_all_ranks"
ERASE = "comments.tasks.erase_words"
FORGET = "comments.tasks.forget_old_addresses"


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
