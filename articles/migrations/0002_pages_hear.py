"""Whoever keeps finished pages is told what changed, by the transaction that changes it.

The names of the tags are articles.purging's. A draft tells nothing. Within one transaction the same
tags are told once, and beyond 2,000 characters of them everything is said to have changed: a
payload of NOTIFY ends at 8,000 bytes, and a list of a thousand stories helps nobody.
"""

from django.db import migrations

PURGE = """
CREATE FUNCTION articles_purge(tags text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE told text := coalesce(current_setting('broadsheet.told', true), '');
BEGIN
    IF tags = '' OR told = 'all' OR position('|' || tags || '|' IN told) > 0 THEN
        RETURN;
    END IF;
    IF length(told) + length(tags) > 2000 THEN
        tags := 'all';
    END IF;
    PERFORM set_config(  -- until the end of the transaction; a savepoint takes it back as well
        'broadsheet.told', CASE tags WHEN 'all' THEN 'all' ELSE told || '|' || tags || '|' END, true
    );
    PERFORM pg_notify('broadsheet_pages', tags);
END $$;

CREATE FUNCTION articles_purge_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('all');
    RETURN NULL;
END $$;

CREATE FUNCTION articles_tags_of(article articles_article) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN article.status IN ('published', 'withdrawn') THEN concat_ws(' ',
        'story-' || article.story_id, 'section-' || article.section_id,
        'home-' || article.language, 'archive-' || article.language,
        (SELECT string_agg('tag-' || tag_id, ' ') FROM articles_article_tags
            WHERE article_id = article.id),
        (SELECT string_agg('author-' || author_id, ' ') FROM articles_byline
            WHERE article_id = article.id)
    ) ELSE '' END
$$;

CREATE FUNCTION articles_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN  -- a word mended changes what shows the article, and no list's order
        IF (OLD.status, OLD.publish_at, OLD.section_id, OLD.language, OLD.story_id, OLD.slug,
                OLD.lead_photo_id IS NULL) IS NOT DISTINCT FROM
            (NEW.status, NEW.publish_at, NEW.section_id, NEW.language, NEW.story_id, NEW.slug,
                NEW.lead_photo_id IS NULL) THEN
            IF NEW.status IN ('published', 'withdrawn') THEN
                PERFORM articles_purge('story-' || NEW.story_id);
            END IF;
            RETURN NULL;
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM articles_purge(articles_tags_of(OLD));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM articles_purge(articles_tags_of(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION articles_votes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('~votes-' || NEW.story_id);
    RETURN NULL;
END $$;

-- A row that belongs to an article: the first argument names the column that says to which, the
-- second and third, where they are given, the kind of tag and the column for the row's other end.
CREATE FUNCTION articles_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parts jsonb[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)]
        WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)] ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)] END;
    part jsonb;
    story bigint;
BEGIN
    FOREACH part IN ARRAY parts LOOP
        SELECT story_id INTO story FROM articles_article
            WHERE id = (part ->> TG_ARGV[0])::bigint AND status IN ('published', 'withdrawn');
        IF FOUND THEN
            PERFORM articles_purge('story-' || story || CASE WHEN TG_NARGS > 1
                THEN ' ' || TG_ARGV[1] || '-' || (part ->> TG_ARGV[2]) ELSE '' END);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION articles_gallery_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    galleries bigint[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW) ->> TG_ARGV[0]]
        WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD) ->> TG_ARGV[0]]
        ELSE ARRAY[to_jsonb(OLD) ->> TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[0]] END;
BEGIN
    PERFORM articles_purge('story-' || story_id) FROM (
        SELECT DISTINCT a.story_id FROM articles_gallery b JOIN articles_article a
            ON a.id = b.parent_id AND a.status IN ('published', 'withdrawn')
        WHERE b.gallery_id = ANY (galleries)
    ) AS shown;
    RETURN NULL;
END $$;

CREATE FUNCTION articles_photo_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('story-' || story_id) FROM (
        SELECT story_id FROM articles_article
            WHERE lead_photo_id = NEW.id AND status IN ('published', 'withdrawn')
        UNION SELECT a.story_id FROM articles_figure b JOIN articles_article a
            ON a.id = b.parent_id AND a.status IN ('published', 'withdrawn')
            WHERE b.photo_id = NEW.id
        UNION SELECT a.story_id FROM articles_galleryphoto p JOIN articles_gallery b
            ON b.gallery_id = p.gallery_id JOIN articles_article a
            ON a.id = b.parent_id AND a.status IN ('published', 'withdrawn')
            WHERE p.photo_id = NEW.id
    ) AS shown;
    PERFORM articles_purge('author-' || id) FROM articles_author WHERE portrait_id = NEW.id;
    RETURN NULL;
END $$;

CREATE FUNCTION articles_place_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge(articles_tags_of(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION articles_address_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_purge('moved');
    RETURN NULL;
END $$;

CREATE TRIGGER pages_hear AFTER INSERT OR DELETE OR UPDATE OF
    story_id, language, section_id, slug, kicker, headline, dek, place, lead_photo_id, lead_caption,
    lead_alt_text, status, publish_at, first_published_at, updated_at
    ON articles_article FOR EACH ROW EXECUTE FUNCTION articles_article_changed();
CREATE TRIGGER pages_hear_of_votes AFTER UPDATE OF likes, dislikes ON articles_article
    FOR EACH ROW WHEN ((OLD.likes, OLD.dislikes) IS DISTINCT FROM (NEW.likes, NEW.dislikes))
    EXECUTE FUNCTION articles_votes_changed();
CREATE TRIGGER pages_hear_of_places AFTER UPDATE OF on_top, is_standing ON articles_article
    FOR EACH ROW
    WHEN ((OLD.on_top, OLD.is_standing) IS DISTINCT FROM (NEW.on_top, NEW.is_standing))
    EXECUTE FUNCTION articles_place_changed();
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON articles_byline
    FOR EACH ROW EXECUTE FUNCTION articles_part_changed('article_id', 'author', 'author_id');
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON articles_article_tags
    FOR EACH ROW EXECUTE FUNCTION articles_part_changed('article_id', 'tag', 'tag_id');
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON articles_galleryphoto
    FOR EACH ROW EXECUTE FUNCTION articles_gallery_changed('gallery_id');
CREATE TRIGGER pages_hear AFTER UPDATE ON articles_photogallery
    FOR EACH ROW EXECUTE FUNCTION articles_gallery_changed('id');
CREATE TRIGGER pages_hear AFTER UPDATE OF
    file, width, height, caption, credit, alt_text, focal_x, focal_y, renditions
    ON articles_photo FOR EACH ROW EXECUTE FUNCTION articles_photo_changed();
CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_oldaddress
    FOR EACH STATEMENT EXECUTE FUNCTION articles_address_moved();
"""
BLOCKS = ["text", "figure", "gallery", "pullquote", "embed", "missingmedia"]
ON_EVERY_PAGE = {  # what stands on every page, or in too many lists to say which
    "masthead": "INSERT OR UPDATE OR DELETE",
    "section": "INSERT OR UPDATE OR DELETE",
    "sectionname": "INSERT OR UPDATE OR DELETE",
    "author": "UPDATE OR DELETE",
    "tag": "UPDATE OR DELETE",
}
EMPTIED = [
    *ON_EVERY_PAGE,
    *BLOCKS,
    *("article", "byline", "article_tags", "galleryphoto", "photogallery", "photo"),
]


def triggers() -> str:
    """Return the statements for the tables that need nothing special."""
    statements = [
        f"CREATE TRIGGER pages_hear AFTER INSERT OR UPDATE OR DELETE ON articles_{name}"
        " FOR EACH ROW EXECUTE FUNCTION articles_part_changed('parent_id');"
        for name in BLOCKS
    ]
    statements += [
        f"CREATE TRIGGER pages_hear AFTER {events} ON articles_{name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();"
        for name, events in ON_EVERY_PAGE.items()
    ]
    statements += [
        f"CREATE TRIGGER pages_hear_of_the_end AFTER TRUNCATE ON articles_{name}"
        " FOR EACH STATEMENT EXECUTE FUNCTION articles_purge_all();"
        for name in EMPTIED
    ]
    return "\n".join(statements)


FORGET = """
DROP FUNCTION articles_article_changed, articles_votes_changed, articles_part_changed,
    articles_gallery_changed, articles_photo_changed, articles_place_changed,
    articles_address_moved, articles_purge_all CASCADE;
DROP FUNCTION articles_tags_of, articles_purge;
"""


class Migration(migrations.Migration):
    replaces = [("articles", "0002_pages_hear_of_changes")]
    dependencies = [("articles", "0001_tables")]
    operations = [migrations.RunSQL(PURGE + triggers(), FORGET)]
