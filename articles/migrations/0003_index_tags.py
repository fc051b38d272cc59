"""Let the articles that a tag was given last be found without reading all that ever had it.

Django makes the table of links by itself and lets nobody name indexes on it.
"""

from django.db import migrations

MAKE = "CREATE INDEX CONCURRENTLY articles_tag_lately ON articles_article_tags (tag_id, article_id)"


class Migration(migrations.Migration):
    atomic = False  # an index is built beside a newspaper that goes on
    dependencies = [("articles", "0002_pages_hear_of_changes")]
    operations = [migrations.RunSQL(MAKE, "DROP INDEX articles_tag_lately")]
