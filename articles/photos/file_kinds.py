"""What kind of file something is, by its first bytes; its name and stated type say nothing."""

import re
from dataclasses import dataclass

HEAD = 1024  # bytes that are enough to tell

_MAGIC = [
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),  # and most camera raw files
    (b"MM\0*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"PK\x03\x04", "ZIP"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"BM", "BMP"),
]
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
PICTURES = {"JPEG", "PNG", "WEBP", "AVIF", "HEIF"}


@dataclass(frozen=True)
class Kind:
    """`name` as Pillow or the trade calls it, "SVG", "HTML", or "" for what nobody knows."""

    name: str

    @property
    def is_taken(self) -> bool:
        """Whether photos of this kind are taken in."""
        return self.name in PICTURES


def kind_of(head: bytes) -> Kind:
    """Tell the kind of a file from its first HEAD bytes."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind("WEBP")
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return Kind(name)
    return _markup(head)


def _iso_media(head: bytes) -> Kind:
    """AVIF and HEIC share a container with films; the brands say which it is."""
    major, length = head[8:12], int.from_bytes(head[:4], "big")
    compatible = {head[i : i + 4] for i in range(16, min(length, len(head)) - 3, 4)}
    if major in _AVIF_BRANDS:
        return Kind("AVIF")
    if major in _HEIF_BRANDS:
        return Kind("HEIF")
    if major in {b"mif1", b"msf1"}:
        return Kind("AVIF" if compatible & _AVIF_BRANDS else "HEIF")
    return Kind("CR3" if major == b"crx " else "MP4")


def _markup(head: bytes) -> Kind:
    text = head.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n").lower()
    if re.match(r"(<\?xml|<!--|<!doctype svg|<svg)", text) and "<svg" in text:
        return Kind("SVG")
    if re.match(r"<(!doctype html|html|head|body|script|!--)", text):
        return Kind("HTML")
    return Kind("")
