"""Whoever keeps finished pages is told when an account is closed: another name stands then."""

from django.db import migrations

CHANGED = """
DROP TRIGGER pages_hear ON portal_user;
CREATE TRIGGER pages_hear AFTER UPDATE OF {columns} ON portal_user
    FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new}))
    EXECUTE FUNCTION portal_name_changed();
"""


def hears_of(*columns: str) -> str:
    """The trigger on these columns."""
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return CHANGED.format(columns=", ".join(columns), old=old, new=new)


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_display_names_are_unique")]
    operations = [
        migrations.RunSQL(
            hears_of("display_name", "is_staff", "closed_at"),
            hears_of("display_name", "is_staff"),
        )
    ]
