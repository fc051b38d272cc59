"""Each screening keeps a hash of its text, by which copies are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0018_pages_hear_of_terms")]
    operations = [
        migrations.AddField("screening", "text_hash", models.BigIntegerField(null=True)),
    ]
