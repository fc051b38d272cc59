"""Contents of other sites in a body, and figures beside its text; pages hear of the first."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


HEAR = """
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON articles_embed
    FOR EACH ROW EXECUTE FUNCTION articles_part_changed('parent_id');
CREATE TRIGGER pages_hear_of_the_end AFTER TRUNCATE ON articles_embed
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_missing_media'),
    ]

    operations = [
        migrations.CreateModel(
            name='Embed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(default='main', max_length=255)),
                ('ordering', models.IntegerField(default=0)),
                ('url', models.URLField(help_text="Of the page that shows it, as the browser's address bar has it.", max_length=1000, validators=[django.core.validators.URLValidator(['http', 'https'])], verbose_name='address')),
                ('title', models.CharField(blank=True, help_text='What it is called there.', max_length=200, verbose_name='title')),
                ('caption', models.CharField(blank=True, max_length=500, verbose_name='caption')),
            ],
            options={
                'verbose_name': 'embedded content',
                'verbose_name_plural': 'embedded contents',
                'ordering': ['ordering'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='figure',
            name='placement',
            field=models.CharField(blank=True, choices=[('', 'between two paragraphs'), ('start', 'beside the text, where its lines begin'), ('end', 'beside the text, where its lines end'), ('wide', 'across the page')], db_default='', default='', max_length=5, verbose_name='placement'),
        ),
        migrations.AddField(
            model_name='embed',
            name='parent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_set', to='articles.article'),
        ),
        migrations.RunSQL(HEAR, migrations.RunSQL.noop),  # they go with their table
    ]
