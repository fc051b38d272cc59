"""Pictures that did not come along, with what pages show of them, and those that did."""

import django.db.models.deletion
from django.db import migrations, models

HEAR = """
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON articles_missingmedia
    FOR EACH ROW EXECUTE FUNCTION articles_part_changed('parent_id');
CREATE TRIGGER pages_hear_of_the_end AFTER TRUNCATE ON articles_missingmedia
    FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();
"""
FORGET = """
DROP TRIGGER pages_hear ON articles_missingmedia;
DROP TRIGGER pages_hear_of_the_end ON articles_missingmedia;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_old_addresses")]
    operations = [
        migrations.CreateModel(
            name="MissingMedia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(default="main", max_length=255)),
                ("ordering", models.IntegerField(default=0)),
                (
                    "address",
                    models.CharField(blank=True, max_length=1000, verbose_name="where it was"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is missing"),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        help_text="Choose the picture, or another one: it stands here once you save.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.photo",
                        verbose_name="photo",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                ("credit", models.CharField(blank=True, max_length=120, verbose_name="credit")),
                (
                    "alt_text",
                    models.CharField(blank=True, max_length=300, verbose_name="alternative text"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_set",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "missing picture",
                "verbose_name_plural": "missing pictures",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TakenPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=700)),
                ("checksum", models.CharField(db_index=True, max_length=64)),
                ("taken_at", models.DateTimeField(auto_now_add=True)),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.photo",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address",), name="picture_is_taken_once_an_address"
                    )
                ],
            },
        ),
        migrations.RunSQL(HEAR, FORGET),
    ]
