"""The conversation's jobs, which the queue's worker finds by this module's name."""

from procrastinate.contrib.django import app

from comments.ranks import EVERY_MINUTES, freeze
from comments.recommending import forget_addresses

FREEZE = "comments.tasks.freeze_ranks"
FREEZE_ALL = "comments.tasks.freeze_all_ranks"
FORGET = "comments.tasks.forget_addresses_of_recommendations"


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


@app.periodic(cron="35 3 * * *")
@app.task(name=FORGET, queueing_lock=FORGET)
def forget_addresses_of_recommendations(timestamp: int) -> None:
    """Forget from which addresses comments were recommended, once a night."""
    forget_addresses()
