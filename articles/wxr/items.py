"""What stands in a WordPress export, as it stands there: nothing is interpreted yet.

Field by field as WordPress writes it (wp-admin/includes/export.php, WXR 1.0 to 1.2). Texts are as
they come, dates as strings ("0000-00-00 00:00:00" where WordPress knows none).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Author:
    """Somebody who writes there (WXR 1.0 names authors on items alone)."""

    login: str
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    wp_id: int | None = None


@dataclass(frozen=True)
class Term:
    """A category, a tag or another taxonomy's term; `parent` is a slug."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    wp_id: int | None = None


@dataclass
class Channel:
    """The site: what stands before the first item."""

    title: str = ""
    base_site_url: str = ""
    base_blog_url: str = ""
    language: str = ""
    wxr_version: str = ""
    authors: list[Author] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


@dataclass
class Item:
    """A post, a page, an attachment, a menu entry…, without its comments: those follow it."""

    wp_id: int | None
    post_type: str = "post"
    status: str = "publish"
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    post_date: str = ""
    post_date_gmt: str = ""
    post_modified_gmt: str = ""
    pub_date: str = ""
    parent_id: int = 0
    menu_order: int = 0
    password: str = ""
    is_sticky: bool = False
    comment_status: str = ""
    attachment_url: str = ""
    terms: list[Term] = field(default_factory=list)  # in the order of the file; names as given
    meta: dict[str, str] = field(default_factory=dict)
    line: int = 0  # of the file, where it begins


@dataclass
class ItemComment:
    """A comment of the item that came before it."""

    wp_id: int | None
    item_id: int | None
    author: str = ""
    author_email: str = ""
    author_url: str = ""
    author_ip: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    approved: str = "1"
    kind: str = ""  # "", "comment", "pingback", "trackback"
    parent_id: int = 0
    user_id: int = 0
    line: int = 0


@dataclass(frozen=True)
class PictureRef:
    """A picture as a text names it: by address, by its attachment's number, or both."""

    url: str = ""
    attachment_id: int | None = None
