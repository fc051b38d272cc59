"""Headlines and deks of other sites are longer than ours were: they come in whole.

A wider column is changed in the catalog alone, and the version before writes into it as ever.
PostgreSQL changes none that a trigger names: that one is made anew, in the same transaction.
"""

from django.db import migrations, models

DROP = "DROP TRIGGER pages_hear ON articles_article;"
MAKE = """
CREATE TRIGGER pages_hear AFTER INSERT OR DELETE OR UPDATE OF
    story_id, language, section_id, slug, kicker, headline, dek, place, lead_photo_id, lead_caption,
    lead_alt_text, status, publish_at, first_published_at, updated_at
    ON articles_article FOR EACH ROW EXECUTE FUNCTION articles_article_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_articles_on_top")]
    operations = [
        migrations.RunSQL(DROP, MAKE),
        migrations.AlterField(
            model_name='article',
            name='dek',
            field=models.CharField(blank=True, max_length=600, verbose_name='dek'),
        ),
        migrations.AlterField(
            model_name='article',
            name='headline',
            field=models.CharField(blank=True, max_length=300, verbose_name='headline'),
        ),
        migrations.RunSQL(MAKE, DROP),
    ]
