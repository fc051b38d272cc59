"""Comments are counted by section, language and state, in the statement that moves them.

Each statement adds what it changes as rows of its own (comments.models.QueueCount): nobody waits
for a counter. Whoever moves an article to another section moves its comments' numbers along; the
one lock keeps them from missing a comment that is just being written.
"""

from django.db import migrations

COUNTED = """
article.section_id, comment.language,
CASE WHEN comment.status = 'held' AND comment.unconfirmed THEN 'unconfirmed' ELSE comment.status END AS state,
CASE WHEN comment.status = 'held' AND NOT comment.unconfirmed THEN comment.held_by ELSE '' END AS held_by
"""
ADD = "INSERT INTO comments_queuecount (section_id, language, state, held_by, number)"
OF_ARTICLES = "JOIN articles_article AS article ON article.id = comment.article_id"
LOCK = 6177001  # of this migration's own: written by comments shared, by moved articles alone
COUNT = f"""
CREATE FUNCTION comments_queue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- No join: planned for one row, as the first of a session is, it would walk many rows squared.
        IF NOT EXISTS (
            SELECT id, status, unconfirmed, held_by, language, article_id FROM after_it
            EXCEPT SELECT id, status, unconfirmed, held_by, language, article_id FROM before_it
        ) THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    IF TG_OP = 'INSERT' THEN
        {ADD} SELECT {COUNTED}, count(*) FROM after_it AS comment {OF_ARTICLES} GROUP BY 1, 2, 3, 4;
    ELSIF TG_OP = 'DELETE' THEN
        {ADD} SELECT {COUNTED}, -count(*) FROM before_it AS comment {OF_ARTICLES} GROUP BY 1, 2, 3, 4;
    ELSE
        {ADD} SELECT section_id, language, state, held_by, sum(number) FROM (
            SELECT {COUNTED}, 1 AS number FROM after_it AS comment {OF_ARTICLES}
            UNION ALL SELECT {COUNTED}, -1 FROM before_it AS comment {OF_ARTICLES}
        ) AS moved GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION comments_queue_changed_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    {ADD} SELECT OLD.section_id, language, state, held_by, -number FROM (
        SELECT {COUNTED}, count(*) AS number
        FROM comments_comment AS comment {OF_ARTICLES} WHERE article.id = NEW.id GROUP BY 1, 2, 3, 4
    ) AS moved;
    {ADD} SELECT NEW.section_id, language, state, held_by, number FROM (
        SELECT {COUNTED}, count(*) AS number
        FROM comments_comment AS comment {OF_ARTICLES} WHERE article.id = NEW.id GROUP BY 1, 2, 3, 4
    ) AS moved;
    RETURN NULL;
END $$;
CREATE TRIGGER queues_count_new AFTER INSERT ON comments_comment
    REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION comments_queue_changed();
CREATE TRIGGER queues_count_changes AFTER UPDATE ON comments_comment
    REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it
    FOR EACH STATEMENT EXECUTE FUNCTION comments_queue_changed();
CREATE TRIGGER queues_count_the_end AFTER DELETE ON comments_comment
    REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION comments_queue_changed();
CREATE TRIGGER queues_count_moves AFTER UPDATE OF section_id ON articles_article
    FOR EACH ROW WHEN (OLD.section_id IS DISTINCT FROM NEW.section_id)
    EXECUTE FUNCTION comments_queue_changed_section();
"""
FORGET = """
DROP FUNCTION comments_queue_changed, comments_queue_changed_section CASCADE;
DELETE FROM comments_queuecount;
"""


class Migration(migrations.Migration):
    replaces = [("comments", "0017_queues_are_counted")]
    dependencies = [("comments", "0005_records_are_kept")]
    operations = [migrations.RunSQL(COUNT, FORGET)]
