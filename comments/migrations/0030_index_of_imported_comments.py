"""Comments that came from an older site are found at once: no figure counts what was decided there."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('comments', '0029_figures_of_months'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('origin', 'wordpress')), fields=['id'], name='comment_imported'),
        ),
    ]
