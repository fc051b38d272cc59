"""Whoever keeps finished pages is told of translations, and of who may write where."""

from django.db import migrations

CHANGED = """
CREATE TRIGGER pages_hear_of_changes AFTER UPDATE OF is_open, closes_at, comment_count, mode
    ON comments_discussion
    FOR EACH ROW WHEN ((OLD.is_open, OLD.closes_at, OLD.comment_count, OLD.mode)
        IS DISTINCT FROM (NEW.is_open, NEW.closes_at, NEW.comment_count, NEW.mode))
    EXECUTE FUNCTION comments_count_changed();
CREATE TRIGGER pages_hear AFTER INSERT ON comments_discussion
    FOR EACH ROW WHEN (NOT NEW.is_open OR NEW.closes_at IS NOT NULL OR NEW.comment_count > 0
        OR NEW.mode <> '')
    EXECUTE FUNCTION comments_count_changed();
"""
WITHOUT_MODE = (
    CHANGED.replace(", mode", "")
    .replace(", OLD.mode", "")
    .replace(", NEW.mode", "")
    .replace("\n        OR NEW.mode <> ''", "")
)
DROP = """
DROP TRIGGER pages_hear_of_changes ON comments_discussion;
DROP TRIGGER pages_hear ON comments_discussion;
"""
HEAR = """
CREATE FUNCTION comments_translation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE story bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.story_id ELSE NEW.story_id END;
BEGIN
    PERFORM articles_purge('talk-' || story || ' words-' || story);
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_translation
    FOR EACH ROW EXECUTE FUNCTION comments_translation_changed();
CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_translation
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_discussionterms
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_discussionterms
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
"""
FORGET = """
DROP FUNCTION comments_translation_changed CASCADE;
DROP TRIGGER pages_hear_of_emptying ON comments_translation;
DROP TRIGGER pages_hear ON comments_discussionterms;
DROP TRIGGER pages_hear_of_emptying ON comments_discussionterms;
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_queues_are_counted")]
    operations = [migrations.RunSQL(DROP + CHANGED + HEAR, FORGET + DROP + WITHOUT_MODE)]
