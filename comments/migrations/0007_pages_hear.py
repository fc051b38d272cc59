"""Whoever keeps finished pages is told when a discussion changes; see articles.purging.

A comment that nobody sees tells nothing: neither one that is posted and waits, nor one rejected. Of
an edit is heard by the comment's revision; that it was recommended is told softly.
"""

from django.db import migrations

TALK = """
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
CREATE FUNCTION comments_recommended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('~talk-' || NEW.story_id);
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
CREATE TRIGGER pages_hear_of_recommending AFTER UPDATE OF recommend_count ON comments_comment
    FOR EACH ROW WHEN (NEW.shown AND OLD.recommend_count <> NEW.recommend_count)
    EXECUTE FUNCTION comments_recommended();
CREATE TRIGGER pages_hear_of_featuring AFTER UPDATE OF featured_at, erased_at ON comments_comment
    FOR EACH ROW WHEN (NEW.shown AND (OLD.featured_at, OLD.erased_at)
        IS DISTINCT FROM (NEW.featured_at, NEW.erased_at))
    EXECUTE FUNCTION comments_words_changed();
CREATE TRIGGER pages_hear_of_the_end AFTER DELETE ON comments_comment
    FOR EACH ROW WHEN (OLD.shown) EXECUTE FUNCTION comments_talk_changed();
CREATE TRIGGER pages_hear AFTER INSERT ON comments_discussion
    FOR EACH ROW WHEN (NOT NEW.is_open OR NEW.closes_at IS NOT NULL OR NEW.comment_count > 0
        OR NEW.mode <> '')
    EXECUTE FUNCTION comments_count_changed();
CREATE TRIGGER pages_hear_of_changes AFTER UPDATE OF is_open, closes_at, comment_count, mode
    ON comments_discussion
    FOR EACH ROW WHEN ((OLD.is_open, OLD.closes_at, OLD.comment_count, OLD.mode)
        IS DISTINCT FROM (NEW.is_open, NEW.closes_at, NEW.comment_count, NEW.mode))
    EXECUTE FUNCTION comments_count_changed();
CREATE TRIGGER pages_hear_of_the_end AFTER DELETE ON comments_discussion
    FOR EACH ROW EXECUTE FUNCTION comments_talk_changed();
"""
# An earlier text is told of when readers have seen it.
OTHER_TEXTS = """
CREATE FUNCTION comments_earlier_text_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE story bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.story_id ELSE NEW.story_id END;
BEGIN
    IF TG_OP = 'DELETE' AND NOT OLD.was_published OR TG_OP = 'INSERT' AND NOT NEW.was_published THEN
        RETURN NULL;
    END IF;
    PERFORM articles_purge('talk-' || story || ' words-' || story);
    RETURN NULL;
END $$;
CREATE FUNCTION comments_translation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE story bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.story_id ELSE NEW.story_id END;
BEGIN
    PERFORM articles_purge('talk-' || story || ' words-' || story);
    RETURN NULL;
END $$;

CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_commentrevision
    FOR EACH ROW EXECUTE FUNCTION comments_earlier_text_changed();
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_translation
    FOR EACH ROW EXECUTE FUNCTION comments_translation_changed();
"""
# A badge stands beside the name of whoever is in a byline of the story. A new author's account tells
# everybody already (articles 0002); here is told of bylines and of editions that come out or go.
AUTHORS = """
CREATE FUNCTION comments_byline_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.article_id]
        WHEN 'DELETE' THEN ARRAY[OLD.article_id] ELSE ARRAY[OLD.article_id, NEW.article_id] END;
BEGIN
    PERFORM articles_purge('words-' || story_id)
    FROM articles_article WHERE id = ANY (signed) AND status = 'published';
    RETURN NULL;
END $$;
CREATE FUNCTION comments_edition_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('words-' || OLD.story_id);
    PERFORM articles_purge('words-' || NEW.story_id);
    RETURN NULL;
END $$;

CREATE TRIGGER pages_hear_of_authors AFTER INSERT OR UPDATE OR DELETE ON articles_byline
    FOR EACH ROW EXECUTE FUNCTION comments_byline_changed();
CREATE TRIGGER pages_hear_of_authors AFTER UPDATE OF status, story_id ON articles_article
    FOR EACH ROW WHEN ((OLD.status, OLD.story_id) IS DISTINCT FROM (NEW.status, NEW.story_id))
    EXECUTE FUNCTION comments_edition_changed();
"""
PUBLIC_LOG = """
CREATE FUNCTION comments_log_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('moderation');
    RETURN NULL;
END $$;

CREATE TRIGGER pages_hear AFTER INSERT ON comments_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION comments_log_changed();
CREATE TRIGGER pages_hear AFTER INSERT ON comments_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION comments_log_changed();
"""
# Rules have a page of their own, and their titles stand on tombstones; terms say who may write.
ON_EVERY_PAGE = ("rule", "ruletext", "discussionterms")
EMPTIED = (
    *ON_EVERY_PAGE,
    *("comment", "discussion", "commentrevision", "translation", "logentry", "policyversion"),
)
FUNCTIONS = ", ".join(
    f"comments_{name}"
    for name in (
        *("talk_changed", "words_changed", "count_changed", "recommended"),
        *("earlier_text_changed", "translation_changed"),
        *("byline_changed", "edition_changed", "log_changed"),
    )
)


def triggers() -> str:
    """Return the statements for what changes every page, or all pages of a kind at once."""
    statements = [
        f"CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON comments_{name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();"
        for name in ON_EVERY_PAGE
    ]
    statements += [
        f"CREATE TRIGGER pages_hear_of_emptying AFTER TRUNCATE ON comments_{name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();"
        for name in EMPTIED
    ]
    return "\n".join(statements)


HEAR = TALK + OTHER_TEXTS + AUTHORS + PUBLIC_LOG + triggers()
FORGET = "\n".join(
    [
        f"DROP FUNCTION {FUNCTIONS} CASCADE;",
        *(f"DROP TRIGGER pages_hear ON comments_{name};" for name in ON_EVERY_PAGE),
        *(f"DROP TRIGGER pages_hear_of_emptying ON comments_{name};" for name in EMPTIED),
    ]
)


class Migration(migrations.Migration):
    replaces = [
        ("comments", "0003_pages_hear_of_changes"),
        ("comments", "0009_pages_hear_of_earlier_texts"),
        ("comments", "0018_pages_hear_of_terms"),
    ]
    dependencies = [
        ("articles", "0002_pages_hear"),
        ("comments", "0006_queues_are_counted"),
    ]
    operations = [migrations.RunSQL(HEAR, FORGET)]
