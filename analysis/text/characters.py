"""The rules of dirt that look at characters: width, line ends, invisible and traditional ones.

Each is a function ``(text, dirt) -> list[Cut]``, as in `analysis.text.dirt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import opencc

from analysis.model import Cut

Dirt = Mapping[str, tuple[str, ...]]

_WIDE = {
    **{chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF1A)},
    **{chr(c): chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    "％": "%",
    "﹪": "%",
    "＋": "+",
    "－": "-",
    "＊": "*",
    **dict.fromkeys(
        "\u00a0\u1680\u2002\u2003\u2004\u2005\u2007\u2008\u2009\u202f\u205f\u3000", " "
    ),
    "\u2028": "\n",
    "\u2029": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
}
_WIDE_CHARACTER = re.compile(
    "[．" + "".join(map(re.escape, _WIDE)) + "](?:(?<!．)|(?<=[0-9０-９]．)(?=[0-9０-９]))"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff\ufffe]"
)
_CARRIAGE_RETURN = re.compile(r"\r\n?")
_PINYIN = re.compile(r"\((?<=[\u4e00-\u9fff]\()[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_OLD_SHARE, _MANY_OLD = 50, 10
"""Traditional characters of a text times this exceed its characters: it is written in them."""
_HAN = re.compile("[\u4e00-\u9fff]")


def widths(text: str, _dirt: Dirt) -> list[Cut]:
    """Full-width digits, letters, percent signs and blanks become half-width, one for one."""
    return [
        Cut(m.start(), m.end(), "widths", _WIDE.get(m[0], "."))
        for m in _WIDE_CHARACTER.finditer(text)
    ]


def carriage_returns(text: str, _dirt: Dirt) -> list[Cut]:
    """Every kind of line end becomes one newline."""
    return [
        Cut(m.start(), m.end(), "carriage_returns", "\n") for m in _CARRIAGE_RETURN.finditer(text)
    ]


def invisible_characters(text: str, _dirt: Dirt) -> list[Cut]:
    """Drop controls, zero-width, direction marks and private-use characters."""
    return [Cut(m.start(), m.end(), "invisible_characters") for m in _INVISIBLE.finditer(text)]


def pinyin_garbling(text: str, _dirt: Dirt) -> list[Cut]:
    """Drop readings glued behind characters (``地區(qū)``): with a tone always, else where many."""
    found = list(_PINYIN.finditer(text))
    if len(found) < 3:
        found = [m for m in found if not m[0].isascii()]
    return [Cut(m.start(), m.end(), "pinyin_garbling") for m in found]


def traditional(text: str, _dirt: Dirt) -> list[Cut]:
    """Turn traditional characters into simplified ones, one for one, line by line.

    Only lines that hold two characters or more which simplified writing (GB 2312) does not know
    are turned, so that 乾 in a name or a lone old form stays; in a text full of them every line
    is. Source of the pairs: OpenCC ``t2s``.
    """
    rare = _not_simplified()
    lines = []
    for start, end in list_lines(text) if rare.search(text) else ():
        line = text[start:end]
        if not rare.search(line):
            continue
        turned = _simplify(line)
        old = sum(a != b and not _is_simplified(a) for a, b in zip(line, turned, strict=True))
        lines.append((start, line, turned, old))
    total = sum(old for *_, old in lines)
    throughout = total >= _MANY_OLD and total * _OLD_SHARE > len(_HAN.findall(text))
    return [
        Cut(start + i, start + i + 1, "traditional", new)
        for start, line, turned, old in lines
        if old >= 2 or (old and throughout)
        for i, (was, new) in enumerate(zip(line, turned, strict=True))
        if was != new
    ]


def _simplify(line: str) -> str:
    turned = str(_simplifier().convert(line))
    if len(turned) == len(line):
        return turned
    return "".join(str(_simplifier().convert(c))[:1] or c for c in line)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _not_simplified() -> re.Pattern[str]:
    """Match one of the characters that simplified writing does not know."""
    old = (c for c in map(chr, range(0x4E00, 0xA000)) if not _is_simplified(c))
    return re.compile(f"[{''.join(old)}]")


@cache
def _is_simplified(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def list_lines(text: str) -> Iterable[tuple[int, int]]:
    """Yield the start and the end of each line, its line end left out."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1
