"""When an account was closed: its row stays as an empty shell that nobody signs in with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_pages_hear_of_changes")]
    operations = [
        migrations.AddField(
            "user",
            "closed_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
        ),
    ]
