"""What an import from another site leaves behind, and what it found missing in the model."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


HEAR = """
CREATE FUNCTION articles_place_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge(articles_tags_of(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear_of_places AFTER UPDATE OF on_top, is_standing ON articles_article
    FOR EACH ROW
    WHEN ((OLD.on_top, OLD.is_standing) IS DISTINCT FROM (NEW.on_top, NEW.is_standing))
    EXECUTE FUNCTION articles_place_changed();
"""
FORGET = "DROP FUNCTION articles_place_changed CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_embeds_and_placed_figures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.CharField(max_length=200, verbose_name='site')),
                ('kind', models.CharField(choices=[('article', 'article'), ('author', 'author'), ('section', 'section'), ('tag', 'tag')], max_length=10, verbose_name='kind')),
                ('key', models.CharField(max_length=255, verbose_name='name there')),
                ('source', models.CharField(blank=True, max_length=64)),
                ('written', models.CharField(blank=True, max_length=64)),
                ('missing', models.PositiveIntegerField(default=0, verbose_name='pictures that could not be had')),
                ('first_at', models.DateTimeField(auto_now_add=True, verbose_name='came in')),
                ('last_at', models.DateTimeField(auto_now=True, verbose_name='last changed by an import')),
            ],
            options={
                'verbose_name': 'imported thing',
                'verbose_name_plural': 'imported things',
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='article',
            name='is_standing',
            field=models.BooleanField(db_default=False, default=False, help_text='“About us” and the like: no news, so without byline and date, in no list.', verbose_name='standing page'),
        ),
        migrations.AddField(
            model_name='article',
            name='on_top',
            field=models.BooleanField(db_default=False, default=False, verbose_name='stays on top of the front page'),
        ),
        migrations.AddField(
            model_name='section',
            name='at_foot',
            field=models.BooleanField(db_default=False, default=False, help_text='For “About us” and the like: not among the sections on top of each page.', verbose_name='at the foot of the page'),
        ),
        migrations.AddField(
            model_name='section',
            name='parent',
            field=models.ForeignKey(blank=True, db_index=False, help_text="Its articles stand on that section's page too, which leads to its own.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='articles.section', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='importedthing',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='importedthing',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.author'),
        ),
        migrations.AddField(
            model_name='importedthing',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='importedthing',
            name='tag',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.tag'),
        ),
        migrations.AddConstraint(
            model_name='importedthing',
            constraint=models.UniqueConstraint(fields=('site', 'kind', 'key'), name='thing_came_in_once'),
        ),
        migrations.AddConstraint(
            model_name='importedthing',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['article', 'author', 'section', 'tag'])), name='imported_kind_known'),
        ),
        migrations.RunSQL(HEAR, FORGET),
    ]
