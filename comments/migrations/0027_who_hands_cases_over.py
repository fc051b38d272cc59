"""Handing a case to the authorities is a right of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0026_holds_are_kept")]
    operations = [
        migrations.AlterModelOptions(
            name="escalation",
            options={
                "default_permissions": ("view", "add"),
                "ordering": ["-pk"],
                "verbose_name": "case handed to the authorities",
                "verbose_name_plural": "cases handed to the authorities",
            },
        )
    ]
