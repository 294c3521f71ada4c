"""The font: found once, on this machine, and asked what it can draw before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from matplotlib.font_manager import fontManager, get_font

from analysis.errors import FontMissingError
from analysis.figures.font_files import asked_font, carried_font, named_file

SYSTEM_FAMILIES = (
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Heiti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
FALLBACK_FAMILY = "DejaVu Sans"
MISSING_SIGN = "〓"
"""Printers' sign for a character the fount lacks."""


class MissingGlyphWarning(UserWarning):
    """Some characters of the labels are in no font at hand and are drawn as 〓."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file that draws Chinese, and the characters it (or the fallback) can draw."""

    family: str
    path: Path
    own_chars: frozenset[int] = field(repr=False)
    all_chars: frozenset[int] = field(repr=False)


def chinese_font() -> Font:
    """Find the font: ``TOWNPLANS_FONT``, then the carrier wheel, then the system's families.

    Raises
    ------
    FontMissingError
        No font is there, or the one asked for is not.

    """
    return _load_font(asked_font())


@lru_cache(maxsize=8)
def _load_font(asked: str) -> Font:
    path = _named_font(asked) if asked else (carried_font() or _system_font())
    if path is None:
        raise FontMissingError(
            "E-FONT-01",
            "没有找到能显示汉字的字体 / no font that can draw Chinese was found",
            where=asked or "TOWNPLANS_FONT, zhplot, system fonts",
            fix="安装依赖 zhplot，或把 TOWNPLANS_FONT 设为一个 .ttf/.otf 字体文件 / "
            "install the dependency zhplot, or set TOWNPLANS_FONT to a font file",
        )
    fontManager.addfont(path)
    face = get_font(path)
    own = frozenset(face.get_charmap())
    fallback = get_font(fontManager.findfont(FALLBACK_FAMILY))
    return Font(face.family_name, path, own, own | frozenset(fallback.get_charmap()))


def _named_font(asked: str) -> Path | None:
    """Take a font file, or a family the system knows by that name."""
    return named_file(asked) or _family_file(asked)


def _system_font() -> Path | None:
    found = (_family_file(family) for family in SYSTEM_FAMILIES)
    return next((path for path in found if path is not None), None)


def _family_file(family: str) -> Path | None:
    try:
        return Path(fontManager.findfont(family, fallback_to_default=False))
    except ValueError:
        return None


def find_missing(texts: Iterable[str], *, fallback: bool = True) -> tuple[str, ...]:
    """List the characters of `texts` that cannot be drawn, each once, in code order."""
    font = chinese_font()
    chars = font.all_chars if fallback else font.own_chars
    return tuple(sorted({c for text in texts for c in text if ord(c) not in chars and c != "\n"}))


def replace_missing(text: str, *, fallback: bool = True) -> str:
    """Write 〓 for every character of `text` that cannot be drawn."""
    missing = find_missing([text], fallback=fallback)
    return text.translate({ord(char): MISSING_SIGN for char in missing}) if missing else text
