"""Recommendations by whom and from where they came; pages hear whose comments are an author's.

A badge stands beside the name of whoever is in a byline of the story. A new author's account tells
everybody already (articles 0002); here is told of bylines and of editions that come out or go.
"""

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

HEAR = """
CREATE FUNCTION comments_byline_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.article_id]
        WHEN 'DELETE' THEN ARRAY[OLD.article_id] ELSE ARRAY[OLD.article_id, NEW.article_id] END;
BEGIN
    PERFORM articles_purge('words-' || story_id)
    FROM articles_article WHERE id = ANY (signed) AND status = 'published';
    RETURN NULL;
END $$;
CREATE FUNCTION comments_edition_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('words-' || OLD.story_id);
    PERFORM articles_purge('words-' || NEW.story_id);
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear_of_authors AFTER INSERT OR UPDATE OR DELETE ON articles_byline
    FOR EACH ROW EXECUTE FUNCTION comments_byline_changed();
CREATE TRIGGER pages_hear_of_authors AFTER UPDATE OF status, story_id ON articles_article
    FOR EACH ROW WHEN ((OLD.status, OLD.story_id) IS DISTINCT FROM (NEW.status, NEW.story_id))
    EXECUTE FUNCTION comments_edition_changed();
"""
FORGET = "DROP FUNCTION comments_byline_changed, comments_edition_changed CASCADE;"


class Migration(migrations.Migration):
    atomic = False  # indexes are built beside a newspaper that goes on
    dependencies = [
        ("articles", "0003_index_tags"),
        ("comments", "0013_comments_of_an_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("moderate_comment", "Can moderate comments"),
                    ("feature_comment", "Can feature comments"),
                ],
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.AddField(
            model_name="recommendation",
            name="address",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        AddIndexConcurrently(
            "recommendation",
            models.Index(
                condition=Q(user__isnull=False),
                fields=["user", "made_at"],
                name="recommended_by_account",
            ),
        ),
        AddIndexConcurrently(
            "recommendation",
            models.Index(
                condition=~Q(guest=""), fields=["guest", "made_at"], name="recommended_by_guest"
            ),
        ),
        AddIndexConcurrently(
            "recommendation",
            models.Index(
                condition=~Q(address=""),
                fields=["address", "made_at"],
                name="recommended_from_address",
            ),
        ),
        AddIndexConcurrently(
            "recommendation", models.Index(fields=["made_at"], name="recommended_lately")
        ),
        migrations.AlterField(  # the account's own index takes its place
            model_name="recommendation",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(HEAR, FORGET),
    ]
