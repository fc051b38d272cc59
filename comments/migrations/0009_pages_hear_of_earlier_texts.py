"""Whoever keeps finished pages is told when an earlier text that readers have seen comes or goes."""

from django.db import migrations

HEAR = """
CREATE FUNCTION comments_earlier_text_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE story bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.story_id ELSE NEW.story_id END;
BEGIN
    IF TG_OP = 'DELETE' AND NOT OLD.was_published OR TG_OP = 'INSERT' AND NOT NEW.was_published THEN
        RETURN NULL;
    END IF;
    PERFORM articles_purge('talk-' || story || ' words-' || story);
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_commentrevision
    FOR EACH ROW EXECUTE FUNCTION comments_earlier_text_changed();
CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_commentrevision
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
"""
FORGET = """
DROP FUNCTION comments_earlier_text_changed CASCADE;
DROP TRIGGER pages_hear_of_emptying ON comments_commentrevision;
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_orders_of_people")]
    operations = [migrations.RunSQL(HEAR, FORGET)]
