"""Acts on many know the last decision about each comment; the desk's figures are kept by day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_index_tags'),
        ('comments', '0020_copies_and_trust'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkitem',
            name='latest',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=10)),
                ('by', models.CharField(choices=[('wait', 'Wait'), ('moderator', 'Moderator'), ('rule', 'Rule'), ('phase', 'Phase')], max_length=10)),
                ('phase', models.CharField(blank=True, max_length=60)),
                ('waited', models.SmallIntegerField(null=True)),
                ('move', models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('keep', 'kept'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.rule')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['day'], name='day_count_of_a_day')],
            },
        ),
    ]
