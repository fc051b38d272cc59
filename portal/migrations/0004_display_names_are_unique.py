"""Two names that look alike are not two people's; built while the site runs."""

from django.db import migrations, models

NAME = "user_display_name_unique_as_it_looks"
BUILD = f"""
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {NAME}
    ON portal_user (display_name_folded) WHERE NOT (display_name_folded = '')
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("portal", "0003_reader_accounts")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(BUILD, f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}")
            ],
            state_operations=[
                migrations.AddConstraint(
                    "user",
                    models.UniqueConstraint(
                        condition=models.Q(("display_name_folded", ""), _negated=True),
                        fields=("display_name_folded",),
                        name=NAME,
                    ),
                )
            ],
        )
    ]
