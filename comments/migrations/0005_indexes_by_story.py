"""Leave no index of stories but those that hold a discussion in its order; see Comment.story."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # indexes are built beside a newspaper that goes on
    dependencies = [("comments", "0004_decisions_by_time")]
    operations = [
        AddIndexConcurrently(
            "comment", models.Index(fields=["status", "story"], name="comment_in_a_state")
        ),
        RemoveIndexConcurrently("comment", "comment_of_a_story"),
        migrations.AlterField(
            "comment",
            "story",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.story",
                verbose_name="story",
            ),
        ),
    ]
