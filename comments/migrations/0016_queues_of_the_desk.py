"""The queues of the desk read along these: by the phase that holds, by the learned score."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False  # indexes are built beside a newspaper that goes on
    dependencies = [("comments", "0015_tables_of_the_desk")]
    operations = [
        AddIndexConcurrently(
            "comment",
            models.Index(
                fields=["held_by", "submitted_at", "id"],
                condition=Q(status="held"),
                name="comment_held_by_a_phase",
            ),
        ),
        AddIndexConcurrently(
            "comment",
            models.Index(
                F("score").desc(nulls_last=True),
                F("submitted_at"),
                F("id"),
                condition=Q(status="held"),
                name="comment_waiting_by_score",
            ),
        ),
    ]
