"""Fills the database of DATABASE_URL: `python -m benchmarks.data '{"articles": 100, …}'`.

Run by benchmarks.house as PostgreSQL's own superuser: foreign keys and triggers are off while it
writes, since a million rows by COPY need neither; tests/benchmarks fills a small one with both on.
"""

import json
import os
import sys

import django


def main() -> None:
    """Fill, tidy, and say how much there is as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.db import connection

    from articles.models import Article, Text
    from benchmarks.data.copying import without_indexes
    from benchmarks.data.filling import Plan, fill, tidy
    from comments.models import Comment, Decision

    wanted = json.loads(sys.argv[1])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
    with without_indexes(Article, Text, Comment, Decision):
        found = fill(Plan(**wanted | {"sizes": tuple(wanted["sizes"])}))
    tidy()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
