"""Indexes cost each row that is written, and so each comment: none of them repeats another."""

import pytest
from django.apps import apps
from django.db import connection

OURS = ("articles", "comments", "portal")
BEGINNINGS = """
SELECT shorter.indrelid::regclass::text, shorter.indexrelid::regclass::text,
    longer.indexrelid::regclass::text
FROM pg_index AS shorter JOIN pg_index AS longer ON longer.indrelid = shorter.indrelid
    AND longer.indkey::text LIKE shorter.indkey::text || ' %'
    AND longer.indclass::text LIKE shorter.indclass::text || ' %'
WHERE NOT shorter.indisunique AND shorter.indpred IS NULL AND longer.indpred IS NULL
    AND shorter.indexprs IS NULL AND longer.indexprs IS NULL
"""


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another() -> None:
    """The longer one finds the same rows. A ForeignKey has an index unless it says otherwise."""
    tables = {
        model._meta.db_table for app in OURS for model in apps.get_app_config(app).get_models()
    }
    with connection.cursor() as cursor:
        cursor.execute(BEGINNINGS)
        found = cursor.fetchall()
    assert found, "Django's own tables have some"
    assert [row for row in found if row[0] in tables] == []
