"""The public figures of months that are over are kept, and never change."""

from django.db import migrations, models

RECORD = """
CREATE TRIGGER rows_are_append_only BEFORE UPDATE OR DELETE ON comments_figuresofmonth
    FOR EACH ROW EXECUTE FUNCTION comments_refuse_change();
"""
FORGET = "DROP TRIGGER IF EXISTS rows_are_append_only ON comments_figuresofmonth;"


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0028_strangers_reports_by_mail'),
    ]

    operations = [
        migrations.CreateModel(
            name='FiguresOfMonth',
            fields=[
                ('month', models.DateField(primary_key=True, serialize=False, verbose_name='month')),
                ('numbers', models.JSONField(verbose_name='numbers')),
                ('moderators', models.JSONField(default=list, verbose_name='moderators')),
                ('counted_at', models.DateTimeField(auto_now_add=True, verbose_name='counted')),
            ],
            options={
                'verbose_name': 'figures of a month',
                'verbose_name_plural': 'figures of months',
                'ordering': ['-month'],
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(RECORD, FORGET),
    ]
