"""The planner learns of rows that a long transaction has written before anybody else can see them.

Autovacuum sees them only once they are committed, and the site's role may not ANALYZE tables that
it does not own. The function takes no table's name: it reads those that its caller has added to.
"""

from django.db import migrations

ANALYZE = """
CREATE FUNCTION portal_analyze_what_was_added() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    added regclass;
BEGIN
    FOR added IN SELECT relid FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0 ORDER BY relid LOOP
        EXECUTE format('ANALYZE %s', added);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_index_of_staff")]
    operations = [migrations.RunSQL(ANALYZE, "DROP FUNCTION portal_analyze_what_was_added")]
