"""What readers' accounts need: names as they look, language, time zone, and a shared cache."""

from django.db import migrations, models

from comments.name_folding import fold


def fold_names(apps, schema_editor):
    """Fold the names that there are; of namesakes the first of the staff has it."""
    User = apps.get_model("portal", "User")
    taken = set()
    for user in User.objects.order_by("-is_staff", "pk").iterator():
        folded = fold(user.display_name)
        if folded and folded not in taken:
            taken.add(folded)
            User.objects.filter(pk=user.pk).update(display_name_folded=folded)


def confirm_addresses(apps, schema_editor):
    """Until now only the newsroom made accounts: their addresses are known to be right."""
    User = apps.get_model("portal", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = set(EmailAddress.objects.values_list("user_id", flat=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=pk, email=email.lower(), verified=True, primary=True)
        for pk, email in User.objects.values_list("pk", "email")
        if pk not in known
    )


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("portal", "0002_pages_hear_of_changes"),
    ]
    operations = [
        migrations.AddField(
            "user",
            "display_name_folded",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            "user",
            "language",
            models.CharField(
                blank=True, db_default="", default="", max_length=10, verbose_name="language"
            ),
        ),
        migrations.AddField(
            "user",
            "time_zone",
            models.CharField(
                blank=True, db_default="", default="", max_length=64, verbose_name="time zone"
            ),
        ),
        migrations.AddField(
            "user",
            "closed_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed"),
        ),
        migrations.AddField(
            "user",
            "session_generation",
            models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            "CacheEntry",
            [
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        # What it holds is worth no writing ahead: limits start afresh after a crash.
        migrations.RunSQL(
            "ALTER TABLE portal_cacheentry SET UNLOGGED", "ALTER TABLE portal_cacheentry SET LOGGED"
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(confirm_addresses, migrations.RunPython.noop, elidable=True),
    ]
