"""The database itself keeps what is under a legal hold, whoever would empty or delete it.

The code asks comments.legal_holds before it forgets anything; these triggers catch what would
forget to ask, and what articles does with a photo, which knows nothing of holds.
"""

from django.db import migrations

EMPTIED = " OR ".join(
    f"(OLD.{column} <> '' AND NEW.{column} = '')"
    for column in ("body", "guest_name", "guest_email", "address", "network")
)
KEEP = f"""
CREATE FUNCTION comments_keep_held_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM comments_legalhold WHERE lifted_at IS NULL
        AND (comment_id = OLD.id OR user_id = OLD.author_id)
    ) THEN
        RAISE EXCEPTION 'comment % is under a legal hold', OLD.id USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holds_are_kept BEFORE UPDATE ON comments_comment FOR EACH ROW
    WHEN ({EMPTIED} OR (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL))
    EXECUTE FUNCTION comments_keep_held_comment();

CREATE FUNCTION comments_keep_texts_of_held_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM comments_legalhold AS hold
        JOIN comments_comment AS comment ON comment.id = OLD.comment_id
        WHERE hold.lifted_at IS NULL
        AND (hold.comment_id = comment.id OR hold.user_id = comment.author_id)
    ) THEN
        RAISE EXCEPTION 'comment % is under a legal hold', OLD.comment_id
            USING ERRCODE = '23001';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER holds_are_kept BEFORE DELETE ON comments_commentrevision FOR EACH ROW
    EXECUTE FUNCTION comments_keep_texts_of_held_comment();

CREATE FUNCTION comments_keep_held_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM comments_legalhold WHERE lifted_at IS NULL AND photo_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'photo % is under a legal hold', OLD.id USING ERRCODE = '23001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER holds_are_kept BEFORE DELETE ON articles_photo FOR EACH ROW
    EXECUTE FUNCTION comments_keep_held_photo();
CREATE TRIGGER held_files_are_kept BEFORE UPDATE ON articles_photo FOR EACH ROW
    WHEN (OLD.file IS DISTINCT FROM NEW.file OR OLD.checksum IS DISTINCT FROM NEW.checksum
        OR OLD.source_metadata IS DISTINCT FROM NEW.source_metadata)
    EXECUTE FUNCTION comments_keep_held_photo();
"""
FORGET = """
DROP FUNCTION comments_keep_held_comment CASCADE;
DROP FUNCTION comments_keep_texts_of_held_comment CASCADE;
DROP FUNCTION comments_keep_held_photo CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_room_for_headlines"),
        ("comments", "0025_first_version_of_the_policy"),
    ]
    operations = [migrations.RunSQL(KEEP, FORGET)]
