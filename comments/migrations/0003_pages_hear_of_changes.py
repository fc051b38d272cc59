"""Whoever keeps finished pages is told when a discussion changes; see articles.purging.

A comment that nobody sees tells nothing: neither one that is posted and waits, nor one rejected.
"""

from django.db import migrations

HEAR = """
CREATE FUNCTION comments_talk_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('talk-' || CASE TG_OP WHEN 'DELETE' THEN OLD.story_id ELSE NEW.story_id END);
    RETURN NULL;
END $$;
CREATE FUNCTION comments_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('talk-' || NEW.story_id || ' words-' || NEW.story_id);
    RETURN NULL;
END $$;
CREATE FUNCTION comments_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('talk-' || NEW.story_id), articles_purge('~discussed');
    RETURN NULL;
END $$;

CREATE TRIGGER pages_hear AFTER INSERT ON comments_comment
    FOR EACH ROW WHEN (NEW.shown) EXECUTE FUNCTION comments_talk_changed();
CREATE TRIGGER pages_hear_of_changes AFTER UPDATE OF status, shown, thread_size
    ON comments_comment
    FOR EACH ROW WHEN (OLD.shown OR NEW.shown) EXECUTE FUNCTION comments_talk_changed();
CREATE TRIGGER pages_hear_of_words AFTER UPDATE OF
    body, revision, language, guest_name, author_id, submitted_at ON comments_comment
    FOR EACH ROW WHEN (OLD.shown OR NEW.shown) EXECUTE FUNCTION comments_words_changed();
CREATE TRIGGER pages_hear_of_the_end AFTER DELETE ON comments_comment
    FOR EACH ROW WHEN (OLD.shown) EXECUTE FUNCTION comments_talk_changed();
CREATE TRIGGER pages_hear AFTER INSERT ON comments_discussion
    FOR EACH ROW WHEN (NOT NEW.is_open OR NEW.closes_at IS NOT NULL OR NEW.comment_count > 0)
    EXECUTE FUNCTION comments_count_changed();
CREATE TRIGGER pages_hear_of_the_end AFTER DELETE ON comments_discussion
    FOR EACH ROW EXECUTE FUNCTION comments_talk_changed();
CREATE TRIGGER pages_hear_of_changes AFTER UPDATE OF is_open, closes_at, comment_count
    ON comments_discussion
    FOR EACH ROW WHEN ((OLD.is_open, OLD.closes_at, OLD.comment_count)
        IS DISTINCT FROM (NEW.is_open, NEW.closes_at, NEW.comment_count))
    EXECUTE FUNCTION comments_count_changed();
"""
ON_EVERY_PAGE = "".join(  # rules have a page of their own, and their titles stand on tombstones
    f"""
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();"""
    for name in ("rule", "ruletext")
)
EMPTIED = "".join(
    f"""
CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();"""
    for name in ("comment", "discussion", "rule", "ruletext")
)
FORGET = """
DROP FUNCTION comments_talk_changed, comments_words_changed, comments_count_changed CASCADE;
""" + "".join(
    f"DROP TRIGGER pages_hear ON comments_{name};\n" for name in ("rule", "ruletext")
) + "".join(
    f"DROP TRIGGER pages_hear_of_emptying ON comments_{name};\n"
    for name in ("comment", "discussion", "rule", "ruletext")
)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_pages_hear_of_changes"),
        ("comments", "0002_decisions_are_append_only"),
    ]
    operations = [migrations.RunSQL(HEAR + ON_EVERY_PAGE + EMPTIED, FORGET)]
