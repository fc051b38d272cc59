"""Let the letters of the last day be counted without reading all."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside a newspaper that goes on
    dependencies = [("comments", "0011_guests_ask_for_links")]
    operations = [
        AddIndexConcurrently("letter", models.Index(fields=["made_at"], name="letter_by_time")),
    ]
