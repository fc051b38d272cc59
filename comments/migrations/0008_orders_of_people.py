"""What the orders of recommended and featured comments are read from; erased ones need no name."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # indexes are built beside a newspaper that goes on
    dependencies = [("comments", "0007_tables_of_people")]
    operations = [
        AddIndexConcurrently(
            "comment",
            models.Index(
                condition=Q(parent=None, shown=True),
                fields=["story", "recommended_rank", "path"],
                name="comment_recommended_roots",
            ),
        ),
        AddIndexConcurrently(
            "comment",
            models.Index(
                condition=Q(featured_at__isnull=False),
                fields=["story", "featured_at"],
                name="comment_featured",
            ),
        ),
        migrations.RemoveConstraint("comment", "comment_has_a_name"),
        AddConstraintNotValid(
            "comment",
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(guest_name="") | Q(erased_at__isnull=False),
                name="comment_has_a_name",
            ),
        ),
        ValidateConstraint("comment", "comment_has_a_name"),
    ]
