"""Let the articles that a tag was given last be found without reading all that ever had it.

Django makes the table of links by itself and lets nobody name indexes on it.
"""

from django.db import migrations

MAKE = "CREATE INDEX articles_tag_lately ON articles_article_tags (tag_id, article_id)"


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP INDEX articles_tag_lately")]
