"""Who works here is found among a hundred thousand readers, with every comment of a guest."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("portal", "0002_pages_hear_of_names")]
    operations = [
        AddIndexConcurrently(
            "user",
            models.Index(
                fields=["id"],
                include=["display_name_folded", "display_name"],
                condition=models.Q(is_staff=True, is_active=True),
                name="user_of_the_staff",
            ),
        )
    ]
