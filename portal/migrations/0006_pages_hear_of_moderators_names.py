"""Whoever keeps finished pages is told when a moderator is renamed: tombstones may say who."""

from django.db import migrations

CHANGED = """
CREATE OR REPLACE FUNCTION portal_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('talk-' || story_id || ' words-' || story_id) FROM ({stories}) AS talked;
    RETURN NULL;
END $$;
"""
TALKED = "SELECT DISTINCT story_id FROM comments_comment WHERE author_id = NEW.id AND shown"
REMOVED = "SELECT story_id FROM comments_decision WHERE actor_id = NEW.id AND move = 'remove'"


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0004_decisions_by_time"),
        ("portal", "0005_pages_hear_of_closing"),
    ]
    operations = [
        migrations.RunSQL(
            CHANGED.format(stories=f"{TALKED} UNION {REMOVED}"), CHANGED.format(stories=TALKED)
        )
    ]
