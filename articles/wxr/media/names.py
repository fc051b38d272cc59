"""Names of one picture: its address, its file, and the sizes that WordPress makes of it."""

import re
import unicodedata
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

SIZE = re.compile(r"-(\d{1,5})x(\d{1,5})(?=\.\w{2,5}$)")
MADE = re.compile(r"-(?:scaled|rotated|e\d{10,13})(?=\.\w{2,5}$)")  # what WordPress made of a file
LARGE = ("-scaled", "-rotated")
PICTURE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|hei[cf]|bmp|tiff?|svg)$", re.IGNORECASE)
PROXY = re.compile(r"i\d\.wp\.com")  # of Jetpack: the picture's own host stands in the path
ALIKE = 0.03  # by which proportions of two sizes may differ: whole pixels are rounded
OF_A_MONTH = re.compile(r"(?:^|/)((?:19|20)\d\d/\d\d)(?=/)")


def absolute(address: str, base_url: str) -> str:
    """Return a picture's address with host and without what only asks for a size; "" for none.

    What follows the question mark stays where the path alone names no picture.
    """
    try:
        parts = urlsplit(urljoin(f"{base_url.rstrip('/')}/", address.strip()))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
        host, path = parts.netloc.lower(), parts.path
        if PROXY.fullmatch(host):
            host, _, path = path.lstrip("/").partition("/")
            path = f"/{path}"
    except ValueError:
        return ""
    query = "" if PICTURE.search(path) else parts.query
    return urlunsplit((parts.scheme, host, path, query, ""))


def key_of(address: str) -> str:
    """Return what tells an absolute address from others: neither http nor https, decoded."""
    parts = urlsplit(address)
    host = parts.netloc.removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{normal(unquote(parts.path))}{query}"


def normal(path: str) -> str:
    """Return a path in small letters, composed: other systems write names in other ways."""
    return unicodedata.normalize("NFC", path).lower()


def file_name(path: str) -> str:
    """Return the last part of a path, in normal form."""
    return normal(path).rsplit("/", 1)[-1]


def without_size(name: str) -> str:
    """Return a name without the size, and whatever else WordPress has added to it."""
    return MADE.sub("", SIZE.sub("", name))


def as_it_came(name: str) -> str:
    """Return a name without what WordPress adds to one; a size in it is the file's own."""
    return MADE.sub("", name)


def originals(address: str) -> list[str]:
    """Return the addresses under which a larger version may lie, the likeliest first."""
    plain = without_size(address)
    if plain == address:
        return []
    dot = plain.rindex(".")
    return [plain, *(f"{plain[:dot]}{made}{plain[dot:]}" for made in LARGE)]


def area(name: str) -> int:
    """Return how many pixels a name promises: width times height, 0 where it names no size."""
    size = SIZE.search(name)
    return int(size[1]) * int(size[2]) if size else 0


def may_be_one(name: str, other: str) -> bool:
    """Whether two names may be of sizes of one picture: then their proportions are alike.

    People, too, call files "map-300x200.jpg".
    """
    sizes = SIZE.search(name), SIZE.search(other)
    if sizes[0] is None or sizes[1] is None:
        return True
    ratios = [int(size[1]) / max(1, int(size[2])) for size in sizes if size]
    return abs(ratios[0] / ratios[1] - 1) < ALIKE if ratios[1] else False


def month_of(path: str) -> str:
    """Return the month's folder in a path ("2012/03"), "" without one."""
    months = OF_A_MONTH.findall(path)
    return months[-1] if months else ""
