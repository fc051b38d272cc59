"""What a photo file says of itself: caption, credit, photographer, camera, time. Never the place.

Agencies and photo desks write words as XMP, older ones as IPTC; where both say something XMP
counts, because its encoding is never in doubt.
"""

import re
import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import ExifTags, Image, IptcImagePlugin

LENGTHS = {"caption": 500, "credit": 120, "photographer": 120}
_BROKEN = (
    *(SyntaxError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError),
    *(struct.error, DefusedXmlException, ParseError, EOFError, OverflowError),
)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Words = dict[str, str]


def words_in(image: Image.Image) -> Words:
    """The words that prefill a photo's fields, by field name; empty ones are left out."""
    found: Words = {}
    for read in (_exif_words, _iptc_words, _xmp_words):  # what is read later counts more
        found.update(_unless_broken(read, image))
    return {name: cut(text, LENGTHS[name]) for name, text in found.items() if clean(text)}


def source_of(image: Image.Image) -> Words:
    """What is kept of the file's origin: camera and time (ISO 8601). Never a position."""
    return {name: cut(text, 120) for name, text in _unless_broken(_camera, image).items() if text}


def clean(text: str) -> str:
    """A text on one line, without control characters (NUL among them) and outer spaces."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]+", " ", text).strip()


def cut(text: str, length: int) -> str:
    """A clean text of at most `length` characters, cut at a word."""
    text = clean(text)
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _unless_broken(read: Callable[[Image.Image], Words], image: Image.Image) -> Words:
    """What a reader finds; a block that makes no sense counts as absent."""
    try:
        return {name: text for name, text in read(image).items() if clean(text)}
    except _BROKEN:
        return {}


def _exif_words(image: Image.Image) -> Words:
    return {"photographer": _text(image.getexif().get(ExifTags.Base.Artist))}


def _camera(image: Image.Image) -> Words:
    exif = image.getexif()
    maker, model = (clean(_text(exif.get(t))) for t in (ExifTags.Base.Make, ExifTags.Base.Model))
    named = maker.lower().split()[:1] == model.lower().split()[:1]  # "NIKON", "NIKON D70s"
    camera = model if named else f"{maker} {model}"
    found = {"camera": clean(camera)}
    details = exif.get_ifd(ExifTags.IFD.Exif)
    taken = _text(details.get(ExifTags.Base.DateTimeOriginal))
    offset = _text(details.get(ExifTags.Base.OffsetTimeOriginal))
    if re.fullmatch(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d", taken):
        zone = offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else ""
        stamp = taken.replace(":", "-", 2).replace(" ", "T") + zone
        found["taken_at"] = datetime.fromisoformat(stamp).isoformat()
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return _decode(value)
    # Pillow reads EXIF's text as Latin-1; cameras and editors write UTF-8 all the same.
    text = value if isinstance(value, str) else ""
    try:
        return _decode(text.encode("latin-1")).strip(" \0")
    except UnicodeEncodeError:
        return text.strip(" \0")


def _decode(raw: bytes, *, utf8: bool = False) -> str:
    if utf8:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _iptc_words(image: Image.Image) -> Words:
    info = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
    utf8 = info.get((1, 90)) == b"\x1b%G"

    def value(number: int) -> str:
        raw = info.get((2, number)) or b""
        parts = raw if isinstance(raw, list) else [raw]
        return ", ".join(filter(None, (clean(_decode(part, utf8=utf8)) for part in parts)))

    return {
        "caption": value(120),
        "credit": value(110) or value(115),
        "photographer": value(80),
    }


def _xmp_words(image: Image.Image) -> Words:
    raw = image.info.get("xmp") or b""
    raw = raw.encode() if isinstance(raw, str) else raw
    if not raw:
        return {}
    root = fromstring(raw.strip(b"\0 \r\n\t"))
    return {
        "caption": " ".join(_xmp_values(root, f"{_DC}description")[:1]),
        "credit": _xmp_simple(root, f"{_PHOTOSHOP}Credit")
        or _xmp_simple(root, f"{_PHOTOSHOP}Source"),
        "photographer": ", ".join(_xmp_values(root, f"{_DC}creator")),
    }


def _xmp_simple(root: Element, name: str) -> str:
    """A value that may be written as an attribute or as an element."""
    for description in root.iter(f"{_RDF}Description"):
        if name in description.attrib:
            return clean(description.attrib[name])
    found = root.find(f".//{name}")
    return clean(found.text or "") if found is not None else ""


def _xmp_values(root: Element, name: str) -> list[str]:
    """The entries of a list, that for any language first."""
    found = root.find(f".//{name}")
    if found is None:
        return []
    entries = list(found.iter(f"{_RDF}li"))
    entries.sort(key=lambda entry: entry.get(_LANGUAGE) not in {None, "x-default"})
    texts = [clean("".join(entry.itertext())) for entry in entries]
    return [text for text in texts if text] or [text for text in [clean(found.text or "")] if text]
