"""The font with the characters in common use only, for files that carry their font along.

A PDF holds the characters it shows. Matplotlib picks them out of the whole font anew for every
file, twice, a quarter of a second each time where the font has 30,000 characters. Out of one of
7,000 it takes a twentieth; the shapes, their places and the words that a search finds are the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from fontTools import subset
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.text import Text

from analysis.figures.fonts import FALLBACK_FAMILY, Font, chinese_font

_SIGNS = (
    (0x20, 0x17F), (0x2010, 0x205F), (0x2100, 0x22FF), (0x2460, 0x249B), (0x25A0, 0x25FF),
    (0x3000, 0x303F), (0x3380, 0x33DF), (0xFE10, 0xFE1F), (0xFE30, 0xFE4F), (0xFF01, 0xFF5E),
)  # fmt: skip
"""Letters of Pinyin and English, signs, units, marks of text written across and downwards."""
_ACROSS = (
    "ccmp", "locl", "rlig", "liga", "clig", "calt", "rclt", "rvrn", "kern", "mark", "mkmk", "dist",
    "curs",
)  # fmt: skip
"""What may move or replace a character in text written across, by names of OpenType."""
_NEEDLESS = ("vhea", "vmtx", "VORG", "BASE", "STAT")
_TRUETYPE = b"\0\1\0\0"


@contextmanager
def draw_light(figure: Figure) -> Iterator[None]:
    """Set the words of `figure` from the light font in the ``with`` block.

    Characters beyond it are added for this figure; a figure that also needs the fallback font,
    or whose font is not TrueType, keeps the whole one. So what comes of a figure depends on
    nothing but its own words.
    """
    font = chinese_font()
    whole = [font.family, FALLBACK_FAMILY]
    texts = [t for t in figure.findobj(Text) if isinstance(t, Text)]
    texts = [text for text in texts if text.get_fontfamily() == whole]
    needed = {ord(char) for text in texts for char in text.get_text()} - {ord("\n")}
    if not needed <= font.own_chars:
        yield
        return
    light = [_name_light(font, frozenset(needed - _common(font))), FALLBACK_FAMILY]
    for text in texts:
        text.set_fontfamily(light)
    try:
        yield
    finally:
        for text in texts:
            text.set_fontfamily(whole)


@cache
def _common(font: Font) -> frozenset[int]:
    """Return the characters of GB 2312, and of signs, that the font has."""
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    pairs = b"".join(bytes([row, cell]) for row in rows for cell in cells)
    chinese = set(map(ord, pairs.decode("gb2312", "ignore")))
    signs = {code for first, last in _SIGNS for code in range(first, last + 1)}
    return font.own_chars & (chinese | signs)


@cache
def _name_light(font: Font, rare: frozenset[int]) -> str:
    """Make the light font, with `rare` characters besides, and return the name it is known by."""
    with font.path.open("rb") as file:
        if file.read(4) != _TRUETYPE:
            return font.family
    name = f"{font.family} {len(_folders)}"
    folder = tempfile.TemporaryDirectory(prefix="townplans-", ignore_cleanup_errors=True)
    _folders.append(folder)
    path = Path(folder.name) / font.path.name
    _trim(font.path, path, _common(font) | rare)
    fontManager.ttflist.append(FontEntry(fname=str(path), name=name))
    return name


_folders: list[tempfile.TemporaryDirectory[str]] = []
"""Folders of light fonts; they go when the process ends."""


def _trim(whole: Path, light: Path, chars: frozenset[int]) -> None:
    """Write those characters of a font, in the font's order and with all its measures."""
    options = subset.Options(notdef_outline=True, name_IDs=["*"], name_languages=["*"])
    options.layout_features = list(_ACROSS)
    options.drop_tables += _NEEDLESS
    with subset.load_font(str(whole), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=chars)
        subsetter.subset(font)
        subset.save_font(font, str(light), options)
