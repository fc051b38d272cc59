"""The database itself refuses to change or delete a record, and to empty what is under a legal hold.

Whichever role asks. The code asks comments.legal_holds before it forgets anything; the triggers of
holds catch what would forget to ask, and what articles does with a photo, which knows nothing of
holds.
"""

from django.db import migrations

RECORDS = ("logentry", "policyversion", "statementofreasons", "escalation", "figuresofmonth")
REFUSE = """
CREATE FUNCTION comments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are records: they are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decisions_are_append_only BEFORE UPDATE OR DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION comments_refuse_change();
""" + "".join(
    f"""
CREATE TRIGGER rows_are_append_only BEFORE UPDATE OR DELETE ON comments_{name}
    FOR EACH ROW EXECUTE FUNCTION comments_refuse_change();"""
    for name in RECORDS
)
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
ALLOW = "DROP FUNCTION comments_refuse_change CASCADE;"
FORGET = """
DROP FUNCTION comments_keep_held_comment CASCADE;
DROP FUNCTION comments_keep_texts_of_held_comment CASCADE;
DROP FUNCTION comments_keep_held_photo CASCADE;
"""


class Migration(migrations.Migration):
    replaces = [
        ("comments", "0002_decisions_are_append_only"),
        ("comments", "0026_holds_are_kept"),
        ("comments", "0029_figures_of_months"),
    ]
    dependencies = [("comments", "0004_hearings")]
    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunSQL(KEEP, FORGET)]
