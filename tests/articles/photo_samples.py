"""Picture files that the tests make themselves: good ones, telling ones and bad ones."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms
from PIL.Image import Transpose

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (240, 240, 240)
INVERSE = {  # what a camera stores so that the orientation makes it upright
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{credit}">
<dc:description><rdf:Alt><rdf:li xml:lang="uz">Boshqa til</rdf:li>
<rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{photographer}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


TELLTALES = [b"SECRET", b"Exif", b"ns.adobe.com", b"rdf:RDF", b"8BIM", b"ICC_PROFILE", b"iCCP"]
PICTURE_MARKERS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA}  # JFIF, tables, frame, scan: no APP1, no COM


def told_by(content: bytes) -> list[bytes]:
    """What a file still tells beside its picture."""
    return [mark for mark in TELLTALES if mark in content]


def jpeg_markers(content: bytes) -> set[int]:
    """The kinds of the segments of a JPEG."""
    at, found = 2, set()
    while at < len(content) - 2:
        if content[at] == 0xFF and content[at + 1] not in {0x00, 0xFF}:
            found.add(content[at + 1])
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]
        else:
            at += 1  # picture data
    assert content.endswith(b"\xff\xd9")
    return found


def quarters(width: int = 240, height: int = 160, mode: str = "RGB") -> Image.Image:
    """Red, green, blue and white, clockwise from the upper left: no two turns look alike."""
    image = Image.new("RGB", (width, height), RED)
    half = (width // 2, height // 2)
    image.paste(GREEN, (half[0], 0, width, half[1]))
    image.paste(BLUE, (half[0], half[1], width, height))
    image.paste(WHITE, (0, half[1], half[0], height))
    return image.convert(mode)


def textured(width: int = 640, height: int = 480) -> Image.Image:
    """A picture with something to see everywhere, as photographs have."""
    waves = Image.radial_gradient("L").resize((width, height))
    noise = Image.effect_noise((width, height), 60)
    return Image.merge("RGB", (waves, noise, waves.transpose(Transpose.ROTATE_180)))


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The bytes of a file of a kind."""
    out = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, quality=90)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """The quarters as a camera stores them that was held another way."""
    image, inverse = quarters(), INVERSE[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image.transpose(inverse) if inverse is not None else image, kind, exif=exif)


def telling(kind: str = "JPEG") -> bytes:
    """A file that tells all it can: position, camera, comment, XMP, and bytes behind its end."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "SECRET-Maker", "SECRET-Maker 9"
    exif[0x9C9C] = "SECRET-comment".encode("utf-16-le")
    exif.get_ifd(0x8769)[0x9003] = "2026:03:04 05:06:07"
    exif.get_ifd(0x8769)[0x9011] = "+05:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 18.0, 40.0), 3: "E", 4: (69.0, 16.0, 42.0)})
    xmp = XMP.format(caption="SECRET-caption", credit="SECRET-credit", photographer="SECRET-name")
    image = textured(1400, 900)
    if kind == "HEIF":
        heif = pillow_heif.from_pillow(image)
        heif.info.update(exif=exif.tobytes(), xmp=xmp.encode())
        out = BytesIO()
        heif.save(out, quality=80)
        return out.getvalue() + b"SECRET-trailer" * 50
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        notes = PngInfo()
        notes.add_text("Comment", "SECRET-comment")
        notes.add_itxt("XML:com.adobe.xmp", xmp)
        return saved(image, kind, exif=exif, pnginfo=notes) + b"SECRET-trailer" * 50
    more = {"comment": b"SECRET-comment"} if kind == "JPEG" else {}
    data = saved(image, kind, exif=exif, xmp=xmp.encode(), **more)
    if kind == "JPEG":
        data = with_iptc(data, {120: b"SECRET-iptc"})
    return data + b"SECRET-trailer" * 50


def with_iptc(jpeg: bytes, values: dict[int, bytes], *, utf8: bool = False) -> bytes:
    """A JPEG with an IPTC block, as Photoshop and the agencies write it."""
    records = b"\x1c\x01\x5a\x00\x03\x1b%G" if utf8 else b""
    for number, value in values.items():
        records += struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    payload = b"Photoshop 3.0\0" + resource + b"\0" * (len(records) % 2)
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def with_red_and_blue_exchanged() -> bytes:
    """A red picture whose profile says that its red is what others call blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for a, b in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        profile = profile.replace(a, b"swap", 1).replace(b, a, 1).replace(b"swap", b, 1)
    return saved(Image.new("RGB", (60, 40), (255, 0, 0)), "PNG", icc_profile=profile)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def animated(kind: str) -> bytes:
    """Two frames, the quarters first."""
    black = Image.new("RGB", (240, 160))
    return saved(quarters(), kind, save_all=True, append_images=[black], duration=100)


def with_its_middle_missing(**options: object) -> bytes:
    """A JPEG of which a part of the picture data is lost, though its end is there."""
    data = saved(textured(), **options)
    start = data.rindex(b"\xff\xda")
    middle = start + (len(data) - start) // 2
    return data[:middle] + b"\xff\xd9"


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\nshowpage\n%%EOF\n"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\n<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"

BAD: dict[str, tuple[Callable[[], bytes], str]] = {  # name → (content, words of the refusal)
    "empty": (lambda: b"", "The file is empty."),
    "svg": (lambda: SVG, "This is an SVG drawing"),
    "html": (lambda: HTML, "This is a web page"),
    "eps": (lambda: EPS, "a file of the type EPS"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj\n", "a file of the type PDF"),
    "gif": (lambda: saved(quarters(), "GIF"), "a file of the type GIF"),
    "tiff": (lambda: saved(quarters(), "TIFF"), "a file of the type TIFF"),
    "film": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 99, "of the type MP4"),
    "text": (lambda: b"Dear editor,\n" * 50, "not a picture of a type that we know"),
    "bomb": (lambda: png_header(50_000, 50_000), "more than 60 megapixels"),
    "large": (lambda: saved(Image.new("1", (9000, 7000)), "PNG"), "more than 60 megapixels"),
    "cut jpeg": (lambda: saved(textured())[:-4000], "The end of the picture is missing"),
    "cut png": (lambda: saved(textured(), "PNG")[:-90_000], "The end of the picture is missing"),
    "cut webp": (lambda: saved(textured(), "WEBP")[:-4000], "damaged"),
    "cut avif": (lambda: saved(textured(), "AVIF")[:-4000], "damaged"),
    "cut heic": (lambda: saved(textured(), "HEIF")[:-4000], "The end of the picture is missing"),
    "half jpeg with an end": (with_its_middle_missing, "damaged"),
    "jpeg without a part": (lambda: with_its_middle_missing(restart_marker_blocks=4), "damaged"),
    "jpeg header": (lambda: saved(quarters())[:100], "damaged"),
    "png full of nothing": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, "damaged"),
    "webp that lies": (lambda: b"RIFF\xff\xff\0\0WEBPVP8 " + b"\xff" * 500, "damaged"),
    "avif that lies": (lambda: b"\0\0\0\x14ftypavif\0\0\0\0avif" + b"\xff" * 500, "damaged"),
    "heic that lies": (lambda: b"\0\0\0\x14ftypheic\0\0\0\0heic" + b"\xff" * 500, "damaged"),
}
