"""Opens a stranger's picture once and gives the clean one that is kept. Knows nothing of Django.

The clean picture is upright, in sRGB, 8 bits a colour, at most MASTER_SIDE long, and carries
pixels only: no EXIF, position, XMP, IPTC, comment, profile, or bytes behind the end.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin
from PIL.Image import Resampling, Transpose

from articles.photos.embedded_words import source_of, words_in
from articles.photos.limits import MASTER_SIDE, MAX_PIXELS
from articles.photos.wholeness import picture_data_is_whole

ORIENTATION = 0x0112
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class BadPictureError(Exception):
    """A picture that cannot be read; the argument is a key of refusals.SENTENCES."""


def read_picture(data: bytes, kind: str) -> tuple[Image.Image, dict]:
    """Decode a file of one allowed kind (a name of file_kinds.PICTURES).

    Returns the clean picture and {"words", "source"} as embedded_words gives them. Raises
    BadPictureError, or MemoryError where the process may have no more.
    """
    image = _open(data, kind)
    about = {"words": words_in(image), "source": source_of(image) | {"format": kind}}
    orientation = _orientation(image)
    upright_size = image.size[::-1] if orientation >= 5 else image.size
    about["source"]["size"] = "{} × {}".format(*upright_size)
    turn = UPRIGHT.get(orientation)
    try:
        image.draft(None, (MASTER_SIDE, MASTER_SIDE))  # a JPEG decodes at a half or a quarter
        image.load()
    except Image.DecompressionBombError as error:
        raise BadPictureError("too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError) as error:
        _no_memory(error)
        raise BadPictureError("truncated" if _is_cut(error) else "damaged") from error
    if kind == "JPEG" and not picture_data_is_whole(data, image):
        raise BadPictureError("damaged")
    return clean_picture(image, turn), about


def clean_picture(image: Image.Image, turn: Transpose | None = None) -> Image.Image:
    """An RGB or RGBA picture in sRGB, no longer than MASTER_SIDE, that carries pixels only."""
    profile = image.info.get("icc_profile")
    image = _shrunk(_plain_mode(image))
    if turn is not None:
        image = image.transpose(turn)
    image = _in_srgb(image, profile)
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    image.info = {}
    return image


def encode_master(image: Image.Image) -> tuple[bytes, str]:
    """The file that is kept of a clean picture, and its extension."""
    out = BytesIO()
    if image.mode == "RGBA":
        image.save(out, "PNG")
        return out.getvalue(), "png"
    image.save(out, "JPEG", quality=90, progressive=True)
    return out.getvalue(), "jpg"


def _open(data: bytes, kind: str) -> Image.Image:
    """Read the header. Pillow refuses more than twice its limit before it decodes anything."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
    PngImagePlugin.MAX_TEXT_MEMORY = 8 * 1024 * 1024
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
        pillow_heif.options.AUX_IMAGES = pillow_heif.options.DEPTH_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=[kind])
            if image.width * image.height > MAX_PIXELS:
                raise BadPictureError("too_many_pixels")
            return image
    except Image.DecompressionBombError as error:
        raise BadPictureError("too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError) as error:
        _no_memory(error)
        raise BadPictureError("damaged") from error


def _no_memory(error: Exception) -> None:
    """Raise MemoryError for what a codec library reports in words of its own."""
    text = str(error).lower()
    if "memory" in text or "alloc" in text:
        raise MemoryError from error


def _is_cut(error: Exception) -> bool:
    text = str(error).lower()
    return any(word in text for word in ("truncated", "end of file", "incomplete", "premature"))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (SyntaxError, OSError, ValueError, KeyError, TypeError, IndexError):
        return 1  # EXIF that makes no sense says nothing


def _plain_mode(image: Image.Image) -> Image.Image:
    """A mode that can be resized well: L, LA, RGB, RGBA, or CMYK until its profile is applied."""
    if image.has_transparency_data and image.mode != "RGBA":
        return image.convert("RGBA")
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        return image.convert("RGB")
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest <= MASTER_SIDE:
        return image.copy()
    width, height = (max(1, round(side * MASTER_SIDE / longest)) for side in image.size)
    return image.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply the profile, so that nothing after this needs one."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    converted = _by_profile(colours, profile) if profile else None
    result = converted or colours.convert("RGB")
    if alpha:
        result.putalpha(alpha)
    return result


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture in sRGB, or None when the profile is broken or for other colours than these."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
