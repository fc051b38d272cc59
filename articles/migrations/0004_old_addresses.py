"""Addresses that once led somewhere. Whoever keeps pages hears when one leads elsewhere."""

import django.db.models.deletion
from django.db import migrations, models

HEAR = """
CREATE FUNCTION articles_address_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('moved');
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_oldaddress
    FOR EACH STATEMENT EXECUTE FUNCTION articles_address_moved();
"""
FORGET = """
DROP FUNCTION articles_address_moved CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_index_tags")]
    operations = [
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, verbose_name="old address")),
                ("to", models.CharField(blank=True, max_length=500, verbose_name="another page")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Whose page of a section, an author or a tag. Empty: the first masthead's.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.author",
                        verbose_name="author",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.photo",
                        verbose_name="photo",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.section",
                        verbose_name="section",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.tag",
                        verbose_name="tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("to", ""), _negated=True),
                        fields=["to"],
                        name="old_address_to_another_page",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address",), name="old_address_leads_to_one_goal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("article__isnull", False),
                                ("author__isnull", True),
                                ("photo__isnull", True),
                                ("section__isnull", True),
                                ("tag__isnull", True),
                                ("to", ""),
                            ),
                            models.Q(
                                ("article__isnull", True),
                                ("author__isnull", True),
                                ("photo__isnull", True),
                                ("section__isnull", False),
                                ("tag__isnull", True),
                                ("to", ""),
                            ),
                            models.Q(
                                ("article__isnull", True),
                                ("author__isnull", False),
                                ("photo__isnull", True),
                                ("section__isnull", True),
                                ("tag__isnull", True),
                                ("to", ""),
                            ),
                            models.Q(
                                ("article__isnull", True),
                                ("author__isnull", True),
                                ("photo__isnull", True),
                                ("section__isnull", True),
                                ("tag__isnull", False),
                                ("to", ""),
                            ),
                            models.Q(
                                ("article__isnull", True),
                                ("author__isnull", True),
                                ("photo__isnull", False),
                                ("section__isnull", True),
                                ("tag__isnull", True),
                                ("to", ""),
                            ),
                            models.Q(
                                ("article__isnull", True),
                                ("author__isnull", True),
                                ("photo__isnull", True),
                                ("section__isnull", True),
                                ("tag__isnull", True),
                                models.Q(("to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="old_address_has_one_goal",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HEAR, FORGET),
    ]
