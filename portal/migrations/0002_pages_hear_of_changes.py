"""Whoever keeps finished pages is told when a name that stands over comments changes."""

from django.db import migrations

HEAR = """
CREATE TRIGGER pages_hear AFTER UPDATE OF display_name, is_staff ON portal_user
    FOR EACH ROW WHEN ((OLD.display_name, OLD.is_staff)
        IS DISTINCT FROM (NEW.display_name, NEW.is_staff))
    EXECUTE FUNCTION articles_purge_all();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_pages_hear_of_changes"),
        ("portal", "0001_initial"),
    ]
    operations = [migrations.RunSQL(HEAR, "DROP TRIGGER pages_hear ON portal_user")]
