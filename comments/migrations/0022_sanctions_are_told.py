"""Sanctions are told, and found by a network in clear; one that is long over forgets its network."""

import django.utils.timezone
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import Q, Value
from django.db.models.functions import Cast, NullIf

KINDS = {
    "received": "your comment has arrived",
    "decision": "a decision on your comment",
    "answer": "an answer to you",
    "story": "a comment on a story that you follow",
    "article": "a comment on your article",
    "sanction": "a sanction on you",
}
IS_OF_ONE = (
    Q(user__isnull=False, guest="", network="", network_hash="")
    | (Q(user=None, network="", network_hash="") & ~Q(guest=""))
    | (
        Q(user=None, guest="")
        & (~Q(network="", network_hash="") | ~Q(ends_at=None) | ~Q(lifted_at=None))
    )
)


class Migration(migrations.Migration):
    atomic = False  # indexes are built beside a newspaper that goes on
    dependencies = [("comments", "0021_acts_on_many_and_figures")]
    operations = [
        migrations.AddField(
            "notice",
            "sanction",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="comments.sanction",
            ),
        ),
        migrations.AlterField(
            "notice",
            "comment",
            models.ForeignKey(
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="comments.comment",
            ),
        ),
        migrations.AlterField(
            "notice", "kind", models.CharField(choices=list(KINDS.items()), max_length=10)
        ),
        migrations.AlterField("notice", "story_id", models.BigIntegerField(null=True)),
        AddIndexConcurrently(
            "notice",
            models.Index(
                condition=Q(sanction__isnull=False),
                fields=["sanction"],
                name="notice_of_a_sanction",
            ),
        ),
        AddConstraintNotValid(
            "notice",
            models.CheckConstraint(
                condition=Q(kind="sanction", sanction__isnull=False, comment=None)
                | (~Q(kind="sanction") & Q(sanction=None, comment__isnull=False)),
                name="notice_is_of_a_comment_or_sanction",
            ),
        ),
        ValidateConstraint("notice", "notice_is_of_a_comment_or_sanction"),
        AddIndexConcurrently(
            "report",
            models.Index(
                condition=~Q(guest=""), fields=["guest", "made_at"], name="report_of_a_guest"
            ),
        ),
        migrations.AlterField(
            "sanction",
            "begins_at",
            models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="begins"
            ),
        ),
        migrations.AlterField(
            "sanction",
            "reason",
            models.CharField(
                help_text="Whoever is under the sanction reads it.",
                max_length=500,
                verbose_name="reason",
            ),
        ),
        AddIndexConcurrently(
            "sanction",
            GistIndex(
                OpClass(
                    Cast(NullIf("network", Value("")), models.GenericIPAddressField()),
                    name="inet_ops",
                ),
                condition=~Q(network=""),
                name="sanction_network_in_clear",
            ),
        ),
        migrations.RemoveConstraint("sanction", "sanction_is_on_one"),
        AddConstraintNotValid(
            "sanction", models.CheckConstraint(condition=IS_OF_ONE, name="sanction_is_on_one")
        ),
        ValidateConstraint("sanction", "sanction_is_on_one"),
    ]
