"""What the elements of an export are called, which fields they fill, and how long they may be."""

import re

# The addresses of the namespaces as exports write them: http or https, with or without the end.
NAMESPACES = [
    (re.compile(r"https?://wordpress\.org/export/1\.\d/excerpt/?"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/1\.\d/?"), "wp:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?"), "content:"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/?"), "dc:"),
]
MOST_TERMS = 200_000  # of one site, authors likewise: they are kept while the file is read
MOST_COMMENTS = 500_000  # under one item
LONGEST_TEXT = 16 * 1024 * 1024  # characters of an article; a book has one million
LONGEST_COMMENT = 1024 * 1024  # WordPress's own column ends at 65,535 bytes
LONGEST_WORD = 64 * 1024  # characters of everything else
META_KEPT = re.compile(
    r"_thumbnail_id|_wp_attachment_image_alt|_wp_attached_file|_wp_old_slug|_wp_old_date"
    r"|_yoast_wpseo_primary_category|rank_math_primary_category|cap-.*"
)

CHANNEL = {
    "title": "title",
    "link": "link",
    "language": "language",
    "wp:wxr_version": "wxr_version",
    "wp:base_site_url": "base_site_url",
    "wp:base_blog_url": "base_blog_url",
}
AUTHOR = {
    "wp:author_id": "wp_id",
    "wp:author_login": "login",
    "wp:author_email": "email",
    "wp:author_display_name": "display_name",
    "wp:author_first_name": "first_name",
    "wp:author_last_name": "last_name",
}
TERMS: dict[str, dict[str, str]] = {
    "wp:category": {
        "wp:term_id": "wp_id",
        "wp:category_nicename": "slug",
        "wp:category_parent": "parent",
        "wp:cat_name": "name",
        "wp:category_description": "description",
    },
    "wp:tag": {
        "wp:term_id": "wp_id",
        "wp:tag_slug": "slug",
        "wp:tag_name": "name",
        "wp:tag_description": "description",
    },
    "wp:term": {
        "wp:term_id": "wp_id",
        "wp:term_taxonomy": "taxonomy",
        "wp:term_slug": "slug",
        "wp:term_parent": "parent",
        "wp:term_name": "name",
        "wp:term_description": "description",
    },
}
TAXONOMIES = {"wp:category": "category", "wp:tag": "post_tag", "tag": "post_tag"}
ITEM = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "pubDate": "pub_date",
    "dc:creator": "creator",
    "content:encoded": "content",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "wp_id",
    "wp:post_date": "post_date",
    "wp:post_date_gmt": "post_date_gmt",
    "wp:post_modified_gmt": "post_modified_gmt",
    "wp:post_name": "slug",
    "wp:post_type": "post_type",
    "wp:status": "status",
    "wp:post_parent": "parent_id",
    "wp:menu_order": "menu_order",
    "wp:post_password": "password",
    "wp:is_sticky": "is_sticky",
    "wp:comment_status": "comment_status",
    "wp:attachment_url": "attachment_url",
}
COMMENT = {
    "wp:comment_id": "wp_id",
    "wp:comment_author": "author",
    "wp:comment_author_email": "author_email",
    "wp:comment_author_url": "author_url",
    "wp:comment_author_IP": "author_ip",
    "wp:comment_date": "date",
    "wp:comment_date_gmt": "date_gmt",
    "wp:comment_content": "content",
    "wp:comment_approved": "approved",
    "wp:comment_type": "kind",
    "wp:comment_parent": "parent_id",
    "wp:comment_user_id": "user_id",
}
META = {"wp:meta_key": "key", "wp:meta_value": "value"}
NUMBERS = {"wp_id", "parent_id", "menu_order", "user_id"}
GROUPS: dict[str, dict[str, str]] = {
    "channel": CHANNEL,
    "item": ITEM,
    "wp:author": AUTHOR,
    "wp:comment": COMMENT,
    "wp:postmeta": META,
    **TERMS,
}
# Within which group another one may begin.
INSIDE = {
    "wp:comment": "item",
    "wp:postmeta": "item",
    "item": "channel",
    **dict.fromkeys(["wp:author", *TERMS], "channel"),
}
LIMITS = {"content:encoded": LONGEST_TEXT, "wp:comment_content": LONGEST_COMMENT}
