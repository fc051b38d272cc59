"""The form in which old addresses are kept, and which of them an address may mean that is asked.

A key is a path without its closing slash, decoded, in small letters; where the query decides, as on
WordPress sites without permalinks, "?p=17" stands behind it. What WordPress hangs on to an address
(feeds, pages of comments or lists) is looked up without it when nobody has remembered it as such.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from articles.models.moved import LONGEST

# Parameters by which WordPress finds a page, first the one that decides, each with the name under
# which it is kept: posts, pages and attachments share their numbers.
DECIDING = {
    "p": "p",
    "page_id": "p",
    "attachment_id": "p",
    "cat": "cat",
    "category_name": "category_name",
    "tag": "tag",
    "author": "author",
    "author_name": "author_name",
    "m": "m",
}
FEED = "feed"
PARAMETERS = frozenset({*DECIDING, FEED})
HUNG_ON = re.compile(
    r"(?<=/feed)/(?:rss2?|rdf|atom)$"
    r"|/(?:feed|page/\d+|comment-page-\d+|embed|amp|trackback|\d+)$"
)
MOST_HUNG_ON = 4  # /category/x/page/2/feed/rss2


def key_of(address: str, query: str = "") -> str:
    """Return the key of a path or whole address, "" for one that is too long to be kept.

    `query` counts where it is given, else the address's own.
    """
    parts = urlsplit(address) if "://" in address or address.startswith("//") else None
    path = parts.path if parts else address.partition("?")[0]
    query = query or (parts.query if parts else address.partition("?")[2])
    deciding = _deciding(query)
    key = _path_key(unquote(path)) + (f"?{deciding}" if deciding else "")
    return key if len(key) <= LONGEST else ""


def possible_keys(path: str, query: str = "") -> list[str]:
    """Return the keys that an address may have been kept under, the likeliest first.

    `path` is decoded, as a request's path_info is.
    """
    return list(dict.fromkeys(key for key in _possible(path, query) if 0 < len(key) <= LONGEST))


def _possible(path: str, query: str) -> Iterator[str]:
    key = _path_key(path)
    if deciding := _deciding(query):
        yield f"{key}?{deciding}"
    elif any(name == FEED for name, _value in _parameters(query)):
        yield _path_key(f"{key}/feed")
    yield key
    for _step in range(MOST_HUNG_ON):
        shorter = HUNG_ON.sub("", key)
        if shorter in {key, ""}:
            return
        key = shorter
        yield key


def _path_key(path: str) -> str:
    """Return a decoded path as it is kept; "/" for the front page."""
    path = unicodedata.normalize("NFC", path.replace("\0", "")).lower()
    return "/" + "/".join(part for part in path.split("/") if part not in {"", "index.php"})


def _deciding(query: str) -> str:
    """Return the parameter that decides, as it is kept ("p=17"); "" where none does."""
    given = dict(reversed(_parameters(query)))  # of one given twice the first counts
    for name, kept in DECIDING.items():
        if value := given.get(name, "").replace("\0", "").strip().lower():
            return f"{kept}={value}"
    return ""


def _parameters(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []
