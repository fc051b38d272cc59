"""Copies of a text are found along one of these, what was taken from an account along the other."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # indexes are built beside a newspaper that goes on
    dependencies = [("comments", "0019_texts_are_screened")]
    operations = [
        AddIndexConcurrently(
            "screening",
            models.Index(fields=["text_hash", "made_at"], name="text_said_lately"),
        ),
        AddIndexConcurrently(
            "comment",
            models.Index(
                fields=["author"],
                condition=Q(author__isnull=False, status__in=["removed", "rejected", "deleted"]),
                name="comment_taken_from_an_account",
            ),
        ),
    ]
