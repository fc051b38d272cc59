"""Whoever keeps finished pages is told when a name that stands over comments changes."""

from django.db import migrations

HEAR = """
CREATE FUNCTION portal_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('talk-' || story_id || ' words-' || story_id) FROM (
        SELECT DISTINCT story_id FROM comments_comment WHERE author_id = NEW.id AND shown
    ) AS talked;
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear AFTER UPDATE OF display_name, is_staff ON portal_user
    FOR EACH ROW WHEN ((OLD.display_name, OLD.is_staff)
        IS DISTINCT FROM (NEW.display_name, NEW.is_staff))
    EXECUTE FUNCTION portal_name_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_pages_hear_of_changes"),
        ("portal", "0001_initial"),
    ]
    operations = [migrations.RunSQL(HEAR, "DROP FUNCTION portal_name_changed CASCADE")]
