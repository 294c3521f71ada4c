"""Numerals, masks and units: what a figure says, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.model import Qualifier

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SCALE = {"十": 10, "百": 100, "千": 1000}
_SCALE = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_HAN = (
    r"[一二两三四五六七八九十][一二两三四五六七八九十百千零]{0,8}(?:点[一二三四五六七八九零]{1,3})?"
)
_SIDES = r"\d{1,9}(?:\.\d+)?[×xX]\d[\d.×xX]*(?:[^\d.×xX亩元%人户家万亿个起]|$)"
_TO = r"[ \t]*(?:[-~～–−]|—{1,2}|至|到)[ \t]*"
_FALSE_TENTHS = r"(?![立为功果效员就长熟都本交型片品千分套])"


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


@dataclass(frozen=True, slots=True)
class FigureRules:
    """Patterns over the units of a lexicon."""

    scan: str
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    suffix: re.Pattern[str]
    suffix_of: Mapping[str, Qualifier]
    classes: Mapping[str, str]
    bases: Mapping[str, tuple[float, str]]


def compile_figures(grammar: Mapping[str, tuple[str, ...]]) -> FigureRules:
    """Build the patterns for every form of figure from the unit classes of a grammar."""
    classes = {
        unit: name
        for name in ("money", "rate", "measure", "count")
        for unit in grammar[f"unit_{name}"]
    }
    classes |= dict.fromkeys(grammar["unit_person"], "count")
    by_length = sorted(classes, key=lambda u: (-len(u), u))
    before = dict(line.split("=") for line in grammar["unit_not_before"])
    words = "|".join(
        re.escape(u) + (f"(?![{before[u]}])" if u in before else "") for u in by_length
    )
    traps = "|".join(map(re.escape, sorted(grammar["unit_traps"], key=lambda u: (-len(u), u))))
    mark = "[" + "".join(map(re.escape, grammar["mask_marks"])) + "]"
    bare_scale = r"[万亿](?=[，,。；;、）)\s的~～—–-]|以上|左右|至|到|$)"
    unit = rf"(?:[十百千万亿]{{0,2}}?[余多几]?(?:{words})|{bare_scale})"
    safe_unit = rf"(?:[十百千万亿]{{0,2}}?[余多几]?(?!{traps})(?:{words})|{bare_scale})"
    alone = "A-Za-z\\d." + mark[1:-1]
    # 3×4米 is a measure; 7×0亩 hides a digit.
    masked = rf"(?<![{alone}])(?!{_SIDES})[\d.]{{0,12}}{mark}(?:{mark}|[\d.])*"
    forms = {
        "percent_words": (
            rf"(?P<per>[百千万])分之(?P<han>{_HAN}|百|零点[一二三四五六七八九零]{{1,3}}|{_DIGITS})"
        ),
        "tenths": (
            rf"(?P<tenths>[一二两三四五六七八九](?:点[五])?)成{_FALSE_TENTHS}"
            r"(?P<hundredths>[一二三四五六七八九半](?![\u4e00-\u9fff])|[一二三四五六七八九半](?=以|左右|的))?"
        ),
        "half": r"(?P<half>一半)(?=以[上下内]|左右|[，,。；;]|$)",
        "digits_two": r"两位数(?P<two>)",
        "doubling": r"翻(?P<times>[一两二三]?)番",
        "ratio": rf"(?<![\d.])(?P<ratio>{_DIGITS})[ ]*[:：∶][ ]*1(?![\d.:：])",
        "compound": (
            rf"(?<![第\d.一二三四五六七八九十百千])(?P<big>{_HAN}|{_DIGITS})(?P<scale>[万亿])"
            rf"(?P<small>{_HAN}|{_DIGITS})(?P<more>[余多]?)(?P<unit>{safe_unit})"
        ),
        "range": (
            rf"(?<![\d.])(?P<low>{_DIGITS})(?P<low_unit>{unit})?{_TO}(?P<high>{_DIGITS})"
            rf"[ ]*(?P<more>[余多]?)[ ]*(?P<unit>{unit})"
        ),
        "parted": (
            rf"(?<=[\u4e00-\u9fff])(?P<whole>\d{{1,5}})[.．][ ]+(?P<part>\d{{1,3}})[ ]*(?P<unit>{unit})"
        ),
        "damaged": r"(?<![\d.])(?P<whole>\d+)[ ]*[。·,，][ ]*(?P<part>\d{1,2})[ ]*(?P<unit>%)",
        "permille": (
            rf"(?<![\d.])(?P<number>{_DIGITS})(?P<unit>%)[o0O。]"
            r"(?=以内|以下|之内|左右|[，,；;。])"
        ),
        "number": (
            rf"(?P<number>(?<![\d.%A-Za-z])-{_DIGITS}|(?<![\d.]){_DIGITS})"
            rf"[ ]*(?P<more>[余多]?)[ ]*(?P<unit>{unit})"
        ),
        "masked": rf"(?P<mark>{masked})[ ]*(?P<more>[余多]?)(?P<unit>{safe_unit})",
        "spelled": (
            rf"(?<![第\d一二三四五六七八九十百千])(?P<spelled>{_HAN})"
            rf"(?P<more>[余多]?)(?P<unit>{safe_unit})"
        ),
        "round": r"(?P<round>[十百千]?[万亿])元?(?:大关|台阶|元)?",
    }
    plain = re.compile(r"\?P<\w+>")
    scan = "|".join(plain.sub("?:", form) for name, form in forms.items() if name != "round")
    suffix_of: dict[str, Qualifier] = {}
    suffix_of |= dict.fromkeys(grammar["suffix_min"], "at_least")
    suffix_of |= dict.fromkeys(grammar["suffix_about"], "about")
    suffix_of |= dict.fromkeys(grammar["suffix_max"], "at_most")
    # X处内涝点 holds no bound
    suffix = "|".join(
        re.escape(word) + (r"(?![\u4e00-\u9fff])" if word == "内" else "")
        for word in sorted(suffix_of, key=lambda w: (-len(w), w))
    )
    return FigureRules(
        scan=scan,
        forms=tuple((name, re.compile(form)) for name, form in forms.items()),
        suffix=re.compile(suffix),
        suffix_of=suffix_of,
        classes=classes,
        bases=dict(_base(line) for line in grammar["unit_bases"]),
    )


def _base(line: str) -> tuple[str, tuple[float, str]]:
    unit, right = line.split("=")
    factor = re.match(r"[\d.]+", right)
    assert factor is not None, line
    return unit, (float(factor[0]), right[factor.end() :])


def read_figure(rules: FigureRules, text: str, start: int, *, crossing: bool = False) -> Figure:
    """Read the figure that begins at `start`; `crossing` reads 亿元 behind 突破 as 1 亿元."""
    for name, form in rules.forms:
        if (name == "round") != crossing:
            continue
        if found := form.match(text, start):
            return _build(rules, name, found, text)
    raise AssertionError("the scan found a figure that no form reads")


def _build(rules: FigureRules, name: str, found: re.Match[str], text: str) -> Figure:
    group = found.groupdict()
    unit = (group.get("unit") or "").strip() or None
    qualifier: Qualifier = "exact"
    if group.get("more") or (unit and re.search("[余多几]", unit)):
        qualifier, unit = "at_least", re.sub("[余多几]", "", unit or "") or None
    low, high, mark, grows, repaired = _numbers(name, group)
    low, high, unit = _without_scale(low, high, unit)
    if name == "percent_words":
        unit = {"百": "%", "千": "‰", "万": "‱"}[group["per"]]
    elif name in ("tenths", "half", "digits_two", "doubling"):
        unit = "%"
        qualifier = "at_least" if name == "digits_two" else qualifier
    elif name == "ratio":
        unit = "∶1"
    elif name == "round":
        unit = "亿元" if "亿" in group["round"] else "万元"
    elif name == "permille" or unit in ("%o", "%O"):
        unit, repaired = "‰", True
    unit = "百分点" if unit == "个百分点" else unit
    end = found.end()
    bound = rules.suffix.match(text, end)
    if bound:
        qualifier = rules.suffix_of[bound[0]]
    spelled = name == "half" or (name == "spelled" and low is not None and low < 10)
    return Figure(
        found.start(), end, bound.end() if bound else end, low, high, unit, qualifier, mark, grows,
        spelled, repaired,
    )  # fmt: skip


def _numbers(
    name: str, group: Mapping[str, str | None]
) -> tuple[float | None, float | None, str | None, bool, bool]:
    """Return low, high, mark, whether the form itself grows, whether it was repaired."""
    if name == "masked":
        return None, None, group["mark"], False, False
    if name == "range":
        low, high = _range(group)
    elif name == "spelled":
        low, high = _han_range(group["spelled"] or "")
    else:
        low = high = _one(name, group)
    return low, high, None, name in ("digits_two", "doubling"), name in ("damaged", "parted")


def _without_scale(
    low: float | None, high: float | None, unit: str | None
) -> tuple[float | None, float | None, str | None]:
    """Read 3千万元 as 3000万元: a unit keeps one scale, 万 or 亿."""
    if unit is None or not re.match("[十百千][万亿]", unit):
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


def _one(name: str, group: Mapping[str, str | None]) -> float:  # noqa: PLR0911
    """Read a single number; one return a form."""
    match name:
        case "percent_words":
            return _number(group["han"])
        case "tenths":
            more = group["hundredths"]
            ones = 5.0 if more == "半" else _han_range(more)[0] if more else 0.0
            return 10 * _han_range(group["tenths"] or "")[0] + ones
        case "half":
            return 50.0
        case "digits_two":
            return 10.0
        case "doubling":
            return 100.0 * ((1 << _HAN_DIGIT.get(group["times"] or "一", 1)) - 1)
        case "damaged" | "parted":
            return float(f"{group['whole']}.{group['part']}")
        case "compound":
            unit = group["unit"] or ""
            scale = _SCALE[group["scale"] or ""] / _SCALE.get(unit[:1], 1.0)
            return _number(group["big"]) * scale + _number(group["small"])
        case "round":
            word = group["round"] or ""
            return _SCALE[word[0]] if len(word) > 1 else 1.0
    return _digits(group.get("number") or group.get("ratio"))


def _number(text: str | None) -> float:
    return _digits(text) if (text or "0")[0].isdigit() else _han_range(text or "")[0]


def _digits(text: str | None) -> float:
    return float(re.sub("[,，]", "", text or "0"))


def _han_range(text: str) -> tuple[float, float]:
    """Read a Chinese numeral; 三五 is a range, 六点五 a decimal."""
    whole, _, part = text.partition("点")
    if len(whole) == 2 and all(c in _HAN_DIGIT for c in whole):
        return float(_HAN_DIGIT[whole[0]]), float(_HAN_DIGIT[whole[1]])
    total, digit = 0, 0
    for letter in whole:
        if letter in _HAN_SCALE:
            total, digit = total + (digit or 1) * _HAN_SCALE[letter], 0
        else:
            digit = _HAN_DIGIT[letter]
    number = float(total + digit)
    for place, letter in enumerate(part, start=1):
        number += _HAN_DIGIT[letter] / 10**place
    return number, number


def unit_class(rules: FigureRules, unit: str | None) -> str:
    """Return ``money``, ``rate``, ``measure:<base>``, ``count`` or ``none`` for a unit."""
    if unit is None:
        return "none"
    bare = unit if unit in rules.classes else unit.lstrip("十百千万亿")
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
