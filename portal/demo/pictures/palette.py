"""Colours: the palettes of the demo's pictures, and arithmetic on colours."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """One mood of light: every colour that a landscape is printed with."""

    name: str
    sky: tuple[Colour, Colour, Colour]  # zenith, middle, horizon
    sun: Colour
    far: Colour  # the remotest ridge
    near: Colour  # the nearest silhouette
    land: tuple[Colour, Colour]  # far and near meadow
    water: tuple[Colour, Colour]  # far and near water
    warm: Colour  # roofs, coats, awnings
    accent: Colour  # fruit, lamps, grain
    light: Colour  # snow, walls, paper
    ink: Colour  # the darkest print
    night: bool = False


def rgb(code: str) -> Colour:
    """Turn six hexadecimal digits into a colour."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Give the colour at `share` (0 to 1) of the way from one to the other."""
    share = max(0.0, min(1.0, share))
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _palette(name: str, codes: str, night: bool = False) -> Palette:
    """Read a palette from its fourteen codes, in the order of the fields."""
    c = [rgb(code) for code in codes.split()]
    return Palette(
        name,
        (c[0], c[1], c[2]),
        c[3],
        c[4],
        c[5],
        (c[6], c[7]),
        (c[8], c[9]),
        c[10],
        c[11],
        c[12],
        c[13],
        night,
    )


_ALL = (
    _palette(
        "dawn",
        "4a6490 e3a79c fbdcb0 fff1cf b796a8 2f3558 c79f86 5a5964 "
        "ecbfa8 5d7196 d65f49 f2b263 fff1dd 20233b",
    ),
    _palette(
        "noon",
        "3c8cb7 8dc6d6 ebf0dc fffbe6 8db2bf 1f4c52 b8c48a 4d7c4b "
        "a6d4d8 2c7c92 d8623c f0b840 fdf8ea 16343c",
    ),
    _palette(
        "dusk",
        "2d2c5a a34f78 f6a26b ffdca6 a3637f 211d3e 8a566c 36284d "
        "ee9a77 41386a ee6d4d ffc15e ffe6c8 17142e",
    ),
    _palette(
        "autumn",
        "a9c0c2 ecdcb8 f7d08f fff4d6 b89f82 5b3423 dba64c 8b4b24 "
        "d8d3b6 5a7f86 c1421f eaa62f fff3dc 35211b",
    ),
    _palette(
        "winter",
        "7ba1bd c3d6df f5ede2 fffdf2 a3bccc 27445e dfe7e6 a3bbc8 "
        "bdd4dc 4a7992 c9533b e9b55b ffffff 1b2d41",
    ),
    _palette(
        "storm",
        "3d4857 74858d dcd0ab f4ecc9 7e8e92 232e37 959a6c 3e4b3d "
        "b0bab2 3c525c bd563a e0ad4d f2ecd8 171e26",
    ),
    _palette(
        "spring",
        "77b4c6 c3dfd6 fcefe0 fffbe9 9bbcb6 2b5a55 c1d38c 5c9255 "
        "bde0d8 4891a0 e2747c f5cd64 fffaf2 1c3b3c",
    ),
    _palette(
        "golden",
        "4f8190 e6c98c fce4a4 fffae0 c2a374 493b2b ddb957 7d6d2d "
        "ecd59c 658077 c8592a f7c544 fff6dc 2b231b",
    ),
    _palette(
        "moonlight",
        "0f1c3a 1f3f63 538397 f6f1d6 3a6079 0b172b 2f5561 13293b "
        "6b9aa8 14304b e08f45 f9d57c dfe9e6 080f1e",
        True,
    ),
    _palette(
        "mist",
        "9db2b2 d0d9d0 f1ebdb fffdf0 b0c1bd 38524f b5c29f 5a7462 "
        "d2dcd5 779897 c86b4a e3b768 fbf9f0 21332f",
    ),
    _palette(
        "rose",
        "566ca2 c8a8c2 f9dacd fff3e6 b0a1c4 343a68 bba3b6 5a5988 "
        "e0c4d3 586ba2 df665e f4be7b fff1ee 21244b",
    ),
    _palette(
        "summer",
        "1c7080 7cc0b2 f9e8b2 fff9dc 7baaa0 16434c e4c469 6f9146 "
        "a9d8c6 22808c e4552c f6c23d fff7e2 103038",
    ),
    _palette(
        "bluehour",
        "121d40 35507f d59a8c fbe7c8 5c6690 10162f 566a84 1c2745 "
        "a58f9f 1f2e57 e8744a ffcf70 f2e6da 0a0e20",
        True,
    ),
    _palette(
        "ember",
        "1d1a38 5b3358 d9785a ffe0ae 75486a 150f26 6a4258 261a35 "
        "b86f66 2c2147 f0654a ffc75f ffe3c6 0f0a1c",
        True,
    ),
)
_BY_NAME = {palette.name: palette for palette in _ALL}

_SPREAD = 529  # a multiplier under which the demo's seeds seldom share a mood
_MOODS = {
    "mountains": "rose noon winter mist moonlight summer",
    "river": "noon spring mist summer rose",
    "bridge": "dawn mist autumn noon dusk storm golden rose",
    "orchard": "spring summer golden noon",
    "town": "noon golden rose dusk summer autumn dawn spring",
    "market": "summer noon golden spring autumn",
    "fields": "golden summer storm noon autumn spring dawn",
    "lake": "summer noon rose dawn moonlight mist",
    "snow": "winter rose dawn mist noon",
    "road": "golden noon storm rose summer autumn mist dusk",
    "railway": "summer dawn autumn noon mist golden dusk storm",
    "dam": "noon storm rose golden winter dawn summer",
    "nighttown": "moonlight bluehour",
    "theatre": "bluehour ember moonlight dusk",
    "glassworks": "dusk golden dawn ember mist bluehour autumn",
    "stadium": "bluehour noon dusk summer storm spring",
    "forest": "mist spring noon summer golden",
    "sheep": "spring noon mist summer",
}


def palette_for(scene: str, seed: int) -> Palette:
    """Give the palette for a scene; the hash spreads neighbouring seeds over its moods."""
    moods = _MOODS[scene].split()
    return _BY_NAME[moods[seed * _SPREAD % 1009 % len(moods)]]


def named(name: str) -> Palette:
    """Give the palette of that name."""
    return _BY_NAME[name]
