"""The databases of the ordinary Django project and of django-comments-xtd, on our PostgreSQL."""

import json
from typing import Any

from benchmarks.house import House, Place, run
from benchmarks.processes import python

COMPETING = "benchmarks.servers.django_project:application"
SETTINGS = {"ordinary": "benchmarks.ordinary.settings", "xtd": "benchmarks.xtd.settings"}


class OrdinaryHouse:
    """Makes their tables by their own migrations and puts our article into them."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.made: dict[str, dict[str, str]] = {}

    def filled(self, name: str, article: Place) -> dict[str, str]:
        """Return the environment of `ordinary` or `xtd`, its database made and filled."""
        if name in self.made:
            return self.made[name]
        database = f"bench_{name}"
        self.house.create(database)
        environment = {
            "DJANGO_SETTINGS_MODULE": SETTINGS[name],
            "DATABASE_URL": self.house.url(database, "broadsheet_owner"),
        }
        known = self.house.environment(database, 8000) | environment
        admin = python("-m", "django")
        run([*admin, "migrate", "--run-syncdb", "--verbosity", "0"], known)
        run(python("-m", "benchmarks.ordinary.fill"), known, json.dumps(self._article(article)))
        with self.house.administering(database) as connection:
            connection.execute("VACUUM (ANALYZE)")
        self.made[name] = environment
        return environment

    def _article(self, article: Place) -> dict[str, Any]:
        """Read our article with its comments, in words that any table can take."""
        with self.house.administering(self.house.newspaper(0)) as connection:
            row = connection.execute(
                "SELECT a.headline, string_agg(t.html, '') FROM articles_article a"
                " JOIN articles_text t ON t.parent_id = a.id WHERE a.id = %s GROUP BY a.headline",
                [article.article],
            ).fetchone()
            assert row  # noqa: S101 (the article was found a moment ago)
            comments = connection.execute(
                "SELECT id, parent_id AS parent, guest_name AS name, guest_email AS email, body,"
                " submitted_at::text AS at, status = 'removed' AS removed FROM comments_comment"
                " WHERE story_id = %s ORDER BY id",
                [article.story],
            )
            columns = [column.name for column in comments.description or []]
            said = [dict(zip(columns, values, strict=True)) for values in comments]
        return {"headline": row[0], "html": row[1], "comments": said}
