"""A newspaper that has rules already: as they stand now they are the first kept version."""

from django.db import migrations
from django.utils import timezone

WORDS = ("title", "text", "examples", "why", "law")


def keep_first(apps, schema_editor):
    """Keep the rules in force in the form that comments.models.policy describes."""
    Version = apps.get_model("comments", "PolicyVersion")
    rules = [
        {
            "code": rule.code,
            "category": rule.category,
            "keyword": rule.keyword,
            "ground": rule.ground,
            "is_spam": rule.is_spam,
            "texts": {
                text.language: {name: getattr(text, name) for name in WORDS}
                for text in rule.texts.all()
            },
        }
        for rule in apps.get_model("comments", "Rule")
        .objects.filter(in_force=True)
        .order_by("position", "pk")
        .prefetch_related("texts")
    ]
    if rules and not Version.objects.exists():
        Version.objects.create(number=1, begins_at=timezone.now(), rules=rules)


class Migration(migrations.Migration):
    dependencies = [("comments", "0024_notices_of_reports_and_appeals")]
    operations = [migrations.RunPython(keep_first, migrations.RunPython.noop)]
