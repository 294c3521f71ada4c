"""Numerals, masks and units: what a figure says, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.extract.forms import PER, FigureRules
from analysis.model import Qualifier

_HAN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SCALE = {"十": 10, "百": 100, "千": 1000}
_EITHER = re.compile("[一二两三四五六七八九][一二两三四五六七八九](?=[十百千]*$)")
_MORE = re.compile("[余多来几]")
_SMALL_SCALE = re.compile("[十百千][万亿]|[十百][户人家亩吨个名头只元]")
_SCALE = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written in one sentence; `low` and `high` are None when it is hidden.

    `end` is behind the unit, `bound_end` behind 以上 or 左右 as well. `grows` marks forms that
    state growth by themselves (翻番, 两位数); `spelled` a small Chinese numeral.
    """

    start: int
    end: int
    bound_end: int
    low: float | None
    high: float | None
    unit: str | None
    qualifier: Qualifier
    mark: str | None = None
    grows: bool = False
    spelled: bool = False
    repaired: bool = False


def read_figure(rules: FigureRules, text: str, start: int, form: str) -> Figure:
    """Read the figure of a form that begins at `start`; ``round`` reads 亿元 as 1 亿元."""
    found = rules.forms[form].match(text, start)
    assert found is not None, "the scan found a figure that its form does not read"
    return _build(rules, form, found, text)


def _build(rules: FigureRules, name: str, found: re.Match[str], text: str) -> Figure:
    group = found.groupdict()
    unit = (group.get("unit") or "").strip() or None
    for per in PER:
        unit = unit and unit.replace(per, "/")
    qualifier: Qualifier = "exact"
    if group.get("more") or (unit and _MORE.search(unit)):
        about = "来" in (group.get("more") or "") + (unit or "")
        qualifier, unit = "about" if about else "at_least", _MORE.sub("", unit or "") or None
    low, high, mark, grows, repaired = _numbers(name, group)
    low, high, unit = _without_scale(low, high, unit)
    if name in ("percent_words", "percent_range"):
        unit = {"百": "%", "千": "‰", "万": "‱"}[group["per"]]
    elif name in ("tenths", "half", "digits_two", "doubling", "fraction"):
        unit = "%"
        qualifier = "at_least" if name == "digits_two" else qualifier
    elif name in ("ratio", "ratio_words"):
        unit = "∶1"
    elif name == "round":
        unit = "亿元" if "亿" in group["round"] else "万元"
    elif name == "hundreds":
        unit = (group["hundreds"] or "").lstrip("十百千") + (unit or "")
    elif name == "permille" or unit in ("%o", "%O"):
        unit, repaired = "‰", True
    unit = unit and _write(unit, rules)
    unit = unit and unit.replace("㎡", "平方米")
    end = found.end()
    bound = rules.suffix.match(text, end)
    if bound:
        qualifier = rules.suffix_of[bound[0]]
    small = name == "spelled" and low is not None and low < 10 and low == int(low)
    small = small and (unit or "")[:1] not in _SCALE
    spelled = name == "half" or small
    return Figure(
        found.start(), end, bound.end() if bound else end, low, high, unit, qualifier, mark, grows,
        spelled, repaired,
    )  # fmt: skip


def _write(unit: str, rules: FigureRules) -> str:
    """Return a unit as tables write it, with its scale (万人（次） is 万人次)."""
    bare = unit.lstrip("".join(_SCALE))
    return rules.written.get(unit) or unit[: len(unit) - len(bare)] + rules.written.get(bare, bare)


def _numbers(
    name: str, group: Mapping[str, str | None]
) -> tuple[float | None, float | None, str | None, bool, bool]:
    """Return low, high, mark, whether the form itself grows, whether it was repaired."""
    if name == "masked":
        return None, None, group["mark"], False, False
    if name == "range":
        low, high = _range(group)
    elif name in ("range_words", "percent_range"):
        low, high = _range_words(group)
    elif name == "spelled":
        low, high = _han_range(group["spelled"] or "")
    else:
        low = high = _one(name, group)
    if group.get("plus"):  # 九公里半
        low, high = low + 0.5, high + 0.5
    return low, high, None, name in ("digits_two", "doubling"), name in ("damaged", "parted")


def _without_scale(
    low: float | None, high: float | None, unit: str | None
) -> tuple[float | None, float | None, str | None]:
    """Read 3千万元 as 3000万元, 4百户 as 400户: a unit keeps one scale, 万 or 亿."""
    if unit is None or not _SMALL_SCALE.match(unit):
        return low, high, unit
    factor = _SCALE[unit[0]]
    return low and low * factor, high and high * factor, unit[1:]


def _range(group: Mapping[str, str | None]) -> tuple[float, float]:
    """Read both ends in the unit of the upper one (8000万—1.2亿元)."""
    low, high = _digits(group["low"]), _digits(group["high"])
    low_unit, unit = group["low_unit"] or "", group["unit"] or ""
    if low_unit[:1] in _SCALE and low_unit[:1] != unit[:1]:
        low *= _SCALE[low_unit[0]] / _SCALE.get(unit[:1], 1.0)
    return low, high


def _range_words(group: Mapping[str, str | None]) -> tuple[float, float]:
    """Read both ends in the unit of the upper one (五到六家, 五千至一万亩)."""
    low, high = read_numeral(group["from"]), read_numeral(group["upto"])
    unit = group.get("unit") or ""
    low_unit = group.get("low_unit") or ""
    if low_unit and low_unit != unit[:1]:
        low *= _SCALE[low_unit] / _SCALE.get(unit[:1], 1.0)
    elif not low_unit and low > high:
        low /= _SCALE.get(unit[:1], 1.0)
    return low, high


def _one(name: str, group: Mapping[str, str | None]) -> float:  # noqa: PLR0911
    """Read a single number; one return a form."""
    match name:
        case "percent_words":
            return read_numeral(group["han"])
        case "tenths":
            more = group["hundredths"]
            ones = 5.0 if more == "半" else _han_range(more)[0] if more else 0.0
            return 10 * read_numeral(group["tenths"]) + ones
        case "half" | "half_point":
            return 50.0 if name == "half" else 0.5
        case "fraction":
            return round(100 * read_numeral(group["of"]) / read_numeral(group["parts"]), 2)
        case "ratio_words":
            return read_numeral(group["to_one"])
        case "spoken":
            return read_numeral(group["wholes"]) + read_numeral(group["tenth"]) / 10
        case "digits_two":
            return 10.0
        case "doubling":
            return 100.0 * ((1 << _HAN_DIGIT.get(group["times"] or "一", 1)) - 1)
        case "damaged" | "parted":
            return float(f"{group['whole']}.{group['part']}")
        case "compound":
            unit = group["unit"] or ""
            scale = _SCALE[group["scale"] or ""] / _SCALE.get(unit[:1], 1.0)
            return read_numeral(group["big"]) * scale + read_numeral(group["small"])
        case "hundreds":
            word = group["hundreds"] or ""
            return 1.0 if word == "万" else _SCALE[word[0]]
        case "round":
            word = group["round"] or ""
            return _SCALE[word[0]] if len(word) > 1 else 1.0
    return _digits(group.get("number") or group.get("ratio"))


def read_numeral(text: str | None) -> float:
    """Return the number that digits or a Chinese numeral say."""
    return _digits(text) if (text or "0")[0].isdigit() else _han_range(text or "")[0]


def _digits(text: str | None) -> float:
    return float((text or "0").replace(",", "").replace("，", ""))


def _han_range(text: str) -> tuple[float, float]:
    """Read a Chinese numeral; 三五, 二三十 and 一千二三百 are ranges, 六点五 a decimal."""
    whole, _, part = text.partition("点")
    if either := _EITHER.search(whole):
        cut = either.start() + 1
        low, high = whole[:cut] + whole[cut + 1 :], whole[: cut - 1] + whole[cut:]
        return _han_range(low)[0], _han_range(high)[0]
    total, digit = 0, 0
    for letter in whole:
        if letter in _HAN_SCALE:
            total, digit = total + (digit or 1) * _HAN_SCALE[letter], 0
        else:
            digit = _HAN_DIGIT[letter]
    if whole[-2:-1] in ("百", "千"):
        digit *= _HAN_SCALE[whole[-2]] // 10  # 三百五 is 350, 三百零五 305
    number = float(total + digit)
    for place, letter in enumerate(part, start=1):
        number += _HAN_DIGIT[letter] / 10**place
    return number, number


def unit_class(rules: FigureRules, unit: str | None) -> str:
    """Return ``money``, ``rate``, ``measure:<base>``, ``count`` or ``none`` for a unit."""
    if unit is None:
        return "none"
    bare = unit
    while bare not in rules.classes and bare[:1] in _SCALE:
        bare = bare[1:]  # 亿千瓦时 is of 千瓦时
    if unit in ("百分点", "∶1"):
        return "rate"
    name = rules.classes.get(bare, "money" if unit in ("万", "亿") else "none")
    return f"measure:{rules.bases.get(bare, (1.0, bare))[1]}" if name == "measure" else name


def to_base(rules: FigureRules, value: float, unit: str | None) -> tuple[float, str | None]:
    """Return the value in base units (元, 亩, 米, 吨, % ...)."""
    if unit is None:
        return value, None
    factor = 1.0
    while unit not in rules.classes and unit[:1] in _SCALE:
        factor, unit = factor * _SCALE[unit[0]], unit[1:]
    more, base = rules.bases.get(unit, (1.0, unit))
    return round(value * factor * more, 6), base
