"""An index of the comments whose addresses are still kept, for the job that forgets them.

It holds a few months of comments, however many years there are.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside readers and writers, not in their way

    dependencies = [("comments", "0009_pages_hear_of_earlier_texts")]
    operations = [
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                fields=["submitted_at"],
                condition=~models.Q(address="", network=""),
                name="comment_with_an_address",
            ),
        ),
    ]
