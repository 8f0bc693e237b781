"""Subset the Source fonts (OFL) of the installed wheels to Latin woff2, into a folder that git ignores.

Run by ``make install``. Idempotent: a face is rebuilt only when it is missing or older than its source or this
script.
``python scripts/build_fonts.py [FOLDER]``; the default folder is ``app/web/static/fonts``.
"""

import sys
from importlib.resources import files
from pathlib import Path

from fontTools.subset import (  # type: ignore[import-untyped]
    Options,
    Subsetter,
    load_font,
    save_font,
)
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

FOLDER = Path(__file__).resolve().parent.parent / "app" / "web" / "static" / "fonts"

NARROW_GLYPH = "uni202F"

FACES = {
    "sans-400": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "sans-400i": ("font_source_sans_pro", "SourceSansPro-It.ttf"),
    "sans-600": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    "serif-400": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "serif-600": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}

RANGES = (
    (0x20, 0x17F),  # Latin, Latin-1 and Extended-A: French and the names of its neighbours
    (0x2010, 0x2027),  # dashes, quotes, bullet, ellipsis
    (0x2030, 0x203A),  # per mille, primes, guillemets
    (0x202F, 0x202F),  # narrow no-break space
    (0x2070, 0x2089),  # superscripts
    (0x20AC, 0x20AC),  # euro
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2215),
    (0x2248, 0x2265),  # ≈ ≠ ≤ ≥
    (0x2713, 0x2713),
)
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum", "onum", "pnum", "case", "sups"]


def source_of(face: str) -> Path:
    """The TTF that the wheel brought. Raises ``KeyError`` for a face the house does not use."""
    package, name = FACES[face]
    return Path(str(files(package).joinpath("files", name)))


def add_narrow_space(font: TTFont) -> None:
    """Give U+202F to a face that lacks it (the serif does): a space of an eighth of the body."""
    if 0x202F in font.getBestCmap():
        return
    font["glyf"][NARROW_GLYPH] = Glyph()
    font["hmtx"][NARROW_GLYPH] = (font["head"].unitsPerEm // 8, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x202F] = NARROW_GLYPH


def build(folder: Path = FOLDER) -> list[Path]:
    """Write the missing faces and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = [c for first, last in RANGES for c in range(first, last + 1)]
    written = []
    for face in FACES:
        source, target = source_of(face), folder / f"{face}.woff2"
        made_from = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
        if target.exists() and target.stat().st_mtime >= made_from:
            continue
        options = Options(flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True)
        font = load_font(str(source), options)
        add_narrow_space(font)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        save_font(font, str(target), options)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(f"{path.name} {path.stat().st_size // 1024} kB")
