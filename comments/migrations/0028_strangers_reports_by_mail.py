"""Strangers behind one address of the network report a comment each, by their address of mail.

The new index is built beside a newspaper that goes on, before the old one goes.
"""

from django.db import migrations, models
from django.db.models import Q

STRANGERS = Q(user=None, guest="") & ~Q(address="")
NEW = models.UniqueConstraint(
    fields=["case", "address", "email"],
    condition=STRANGERS,
    name="stranger_reports_once_a_case_and_mail",
)
BUILD = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS stranger_reports_once_a_case_and_mail
ON comments_report (case_id, address, email)
WHERE user_id IS NULL AND guest = '' AND NOT (address = '')
"""
DROP = "DROP INDEX CONCURRENTLY IF EXISTS stranger_reports_once_a_case_and_mail"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0027_who_hands_cases_over")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(BUILD, DROP)], [migrations.AddConstraint("report", NEW)]
        ),
        migrations.RemoveConstraint("report", "stranger_reports_once_a_case"),
    ]
