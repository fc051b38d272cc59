"""Pictures of the demo edition: scenes, portraits and charts, drawn the same every time."""

from collections.abc import Callable, Mapping

from PIL import Image

from .canvas import Canvas
from .charts import draw_chart
from .crossings import draw_bridge, draw_road
from .dam import draw_dam
from .farmland import draw_fields, draw_orchard, draw_sheep
from .glassworks import draw_glassworks
from .landscapes import draw_lake, draw_mountains, draw_river
from .palette import palette_for
from .portraits import draw_portrait
from .railway import draw_railway
from .stadium import draw_stadium
from .theatre import draw_theatre
from .towns import draw_market, draw_nighttown, draw_town
from .woods import draw_forest, draw_snow

SCENES: dict[str, Callable[[Canvas], None]] = {
    "mountains": draw_mountains,
    "river": draw_river,
    "bridge": draw_bridge,
    "orchard": draw_orchard,
    "town": draw_town,
    "market": draw_market,
    "fields": draw_fields,
    "lake": draw_lake,
    "snow": draw_snow,
    "road": draw_road,
    "railway": draw_railway,
    "dam": draw_dam,
    "nighttown": draw_nighttown,
    "theatre": draw_theatre,
    "glassworks": draw_glassworks,
    "stadium": draw_stadium,
    "forest": draw_forest,
    "sheep": draw_sheep,
}


def draw(photo: Mapping[str, object], width: int = 1800) -> Image.Image:
    """Draw a photo of the demo, `width` pixels wide, as an RGB image.

    The mapping is a `[[photo]]` table of the demo's stories: `kind` (landscape, portrait or
    chart), `seed`, `shape` (wide, tall, square or panorama) and the fields of its kind; unknown
    kinds, scenes and shapes raise KeyError. The same mapping gives the same pixels.
    """
    kind = str(photo["kind"])
    shape = str(photo.get("shape", "wide"))
    if kind == "chart":
        return draw_chart(photo, shape, width)
    seed = int(str(photo["seed"]))
    if kind == "portrait":
        return draw_portrait(
            shape, width, seed, str(photo.get("age", "")), str(photo.get("hair", ""))
        )
    scene = str(photo["scene"]) if kind == "landscape" else ""
    canvas = Canvas(shape, width, seed, palette_for(scene, seed))
    SCENES[scene](canvas)
    return canvas.finish(flip=bool(seed * 5 // 3 % 2))
