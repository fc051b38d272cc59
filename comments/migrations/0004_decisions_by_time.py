"""Let what was decided lately be found without reading every decision that was ever made."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside a newspaper that goes on
    dependencies = [("comments", "0003_pages_hear_of_changes")]
    operations = [
        AddIndexConcurrently(
            "decision", models.Index(fields=["decided_at"], name="decision_lately")
        ),
    ]
