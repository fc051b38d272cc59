"""Reporters and whoever appeals are told as well; built beside a newspaper that goes on."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import Q

OF_REPORTS, OF_APPEALS = ["reported", "outcome"], ["appealed", "appeal"]
NOTICE_IS_OF = (
    Q(kind="sanction", sanction__isnull=False, comment=None)
    | Q(kind__in=OF_REPORTS, report__isnull=False, comment=None, sanction=None)
    | Q(kind__in=OF_APPEALS, appeal__isnull=False, comment=None, sanction=None)
    | (
        ~Q(kind__in=["sanction", *OF_REPORTS, *OF_APPEALS])
        & Q(sanction=None, comment__isnull=False)
    )
)
CHECKS = {
    ("letter", "letter_goes_to_one"): Q(user__isnull=False, own_comment=None, report=None)
    | Q(user=None, own_comment__isnull=False, report=None)
    | Q(user=None, own_comment=None, report__isnull=False),
    ("notice", "notice_is_to_one"): Q(user__isnull=False, own_comment=None)
    | Q(user=None, own_comment__isnull=False)
    | Q(user=None, own_comment=None, report__isnull=False),
    ("notice", "notice_is_of_a_comment_or_sanction"): NOTICE_IS_OF,
}
INDEXES = {
    "report": [
        models.Index(fields=["made_at"], name="report_by_time"),
        models.Index(fields=["token_hash"], condition=~Q(token_hash=""), name="report_by_token"),
    ],
    "notice": [
        models.Index(
            fields=["report"], condition=Q(report__isnull=False), name="notice_of_a_report"
        ),
        models.Index(
            fields=["appeal"], condition=Q(appeal__isnull=False), name="notice_of_an_appeal"
        ),
    ],
}


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0023_tables_of_a_fair_hearing")]
    operations = [
        *(AddIndexConcurrently(model, index) for model in INDEXES for index in INDEXES[model]),
        *(migrations.RemoveConstraint(model, name) for model, name in CHECKS),
        *(
            AddConstraintNotValid(model, models.CheckConstraint(condition=check, name=name))
            for (model, name), check in CHECKS.items()
        ),
        *(ValidateConstraint(model, name) for model, name in CHECKS),
    ]
