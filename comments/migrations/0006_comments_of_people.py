"""What a comment knows of its author's and readers' acts: edited, erased, recommended, featured.

Pages hear of an edit by the comment's revision already; here of its being recommended (softly),
featured or erased.
"""

from django.db import migrations, models

HEAR = """
CREATE FUNCTION comments_recommended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('~talk-' || NEW.story_id);
    RETURN NULL;
END $$;
CREATE TRIGGER pages_hear_of_recommending AFTER UPDATE OF recommend_count ON comments_comment
    FOR EACH ROW WHEN (NEW.shown AND OLD.recommend_count <> NEW.recommend_count)
    EXECUTE FUNCTION comments_recommended();
CREATE TRIGGER pages_hear_of_featuring AFTER UPDATE OF featured_at, erased_at ON comments_comment
    FOR EACH ROW WHEN (NEW.shown AND (OLD.featured_at, OLD.erased_at)
        IS DISTINCT FROM (NEW.featured_at, NEW.erased_at))
    EXECUTE FUNCTION comments_words_changed();
"""
FORGET = """
DROP FUNCTION comments_recommended CASCADE;
DROP TRIGGER pages_hear_of_featuring ON comments_comment;
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_indexes_by_story")]
    operations = [
        migrations.AddField(
            model_name='comment',
            name='edited_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='edited'),
        ),
        migrations.AddField(
            model_name='comment',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='comment',
            name='featured_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='featured'),
        ),
        migrations.AddField(
            model_name='comment',
            name='recommend_count',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='recommended'),
        ),
        migrations.AddField(
            model_name='comment',
            name='recommended_rank',
            field=models.PositiveIntegerField(db_default=2147483647, default=2147483647, editable=False),
        ),
        migrations.AddField(
            model_name='comment',
            name='unconfirmed',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='waits for its guest to confirm the e-mail address'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='move',
            field=models.CharField(choices=[('post', 'posted'), ('hold', 'sent back to waiting'), ('approve', 'approved'), ('reject', 'rejected'), ('remove', 'removed'), ('restore', 'restored'), ('edit', 'edited by its author'), ('delete', 'deleted by its author'), ('undo', 'undone')], max_length=10, verbose_name='move'),
        ),
        migrations.RunSQL(HEAR, FORGET),
    ]
