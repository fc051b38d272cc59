"""Let the articles that stay on top of a front page be found without reading the others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside a newspaper that goes on
    dependencies = [("articles", "0008_moving_in")]
    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                condition=models.Q(("on_top", True), ("status", "published")),
                fields=["language", "-publish_at", "-id"],
                name="article_on_top",
            ),
        ),
    ]
