"""The database itself refuses to change or delete a decision, whichever role asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION comments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are records: they are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decisions_are_append_only BEFORE UPDATE OR DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION comments_refuse_change();
"""
ALLOW = """
DROP TRIGGER decisions_are_append_only ON comments_decision;
DROP FUNCTION comments_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
