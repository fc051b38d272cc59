"""Whoever keeps finished pages is told when a name that stands over comments changes.

It changes when its account is renamed, joins or leaves the staff, or is closed: another name stands
then. Tombstones may say who removed a comment, so a moderator's name is theirs as well.
"""

from django.db import migrations

TALKED = "SELECT DISTINCT story_id FROM comments_comment WHERE author_id = NEW.id AND shown"
REMOVED = "SELECT story_id FROM comments_decision WHERE actor_id = NEW.id AND move = 'remove'"
HEAR = f"""
CREATE FUNCTION portal_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('talk-' || story_id || ' words-' || story_id) FROM ({TALKED} UNION {REMOVED}) AS talked;
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear AFTER UPDATE OF display_name, is_staff, closed_at ON portal_user
    FOR EACH ROW WHEN ((OLD.display_name, OLD.is_staff, OLD.closed_at)
        IS DISTINCT FROM (NEW.display_name, NEW.is_staff, NEW.closed_at))
    EXECUTE FUNCTION portal_name_changed();
"""


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0002_pages_hear_of_changes"),
        ("portal", "0005_pages_hear_of_closing"),
        ("portal", "0006_pages_hear_of_moderators_names"),
    ]
    dependencies = [
        ("comments", "0007_pages_hear"),
        ("portal", "0001_tables"),
    ]
    operations = [migrations.RunSQL(HEAR, "DROP FUNCTION portal_name_changed CASCADE")]
