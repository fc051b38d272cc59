"""An account's comments in their order, for its own pages, its export and its closing.

The index takes the place of the foreign key's own, so that posting writes as many as before.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # the index is built beside a newspaper that goes on
    dependencies = [("comments", "0012_letters_by_time")]
    operations = [
        AddIndexConcurrently(
            "comment",
            models.Index(
                condition=Q(author__isnull=False),
                fields=["author", "-id"],
                name="comment_of_an_account",
            ),
        ),
        migrations.AlterField(
            "comment",
            "author",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
    ]
