"""The forms a figure may be written in, as patterns over the units of a lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.model import Qualifier
from analysis.text.alternatives import Patterns, any_of

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN = (
    r"[一二两三四五六七八九十][一二两三四五六七八九十百千零]{0,8}(?:点[一二三四五六七八九零]{1,3})?"
)
PER = ("／", "每")
"""How else 微克/立方米 is written: 微克／立方米, 微克每立方米."""
_SMALL = r"零点[一二三四五六七八九零]{1,3}"
_STOP = r"(?=以[上下内]|之[上下内]|左右|上下|缩|降|[，,。；;、：:）)\s]|$)"
_PLUS_HALF = r"(?P<plus>(?<=[亩里吨倍斤顷])半(?=以[上下内]|左右|[，,。；;、）)\s]|$))?"
_SIDES = r"\d{1,9}(?:\.\d+)?[×xX][1-9][\d.]*(?![\d.]|[万亿]?(?:亩|元|%|人|户|家|个|起))"
_TO = r"[ \t]*(?:[-~～–−－]|—{1,2}|至|到)[ \t]*"
_FALSE_TENTHS = r"(?![立为功果效员就长熟都本交型片品千分套])"


@dataclass(frozen=True, slots=True)
class FigureRules:
    """Patterns over the units of a lexicon."""

    scan: str
    """Every form but ``round``, each in a group of its name."""
    forms: Mapping[str, re.Pattern[str]]
    suffix: re.Pattern[str]
    suffix_of: Mapping[str, Qualifier]
    classes: Mapping[str, str]
    bases: Mapping[str, tuple[float, str]]
    written: Mapping[str, str]
    """How tables write a unit (km -> 公里)."""


def compile_figures(grammar: Mapping[str, tuple[str, ...]]) -> FigureRules:
    """Build the patterns for every form of figure from the unit classes of a grammar."""
    classes = {
        unit: name
        for name in ("money", "rate", "measure", "count")
        for unit in grammar[f"unit_{name}"]
    }
    classes |= dict.fromkeys(grammar["unit_person"], "count")
    rates = {unit: name for unit, name in classes.items() if "/" in unit}
    classes |= {unit.replace("/", per): rates[unit] for unit in rates for per in PER}
    not_before = (line.split("=") for line in grammar["unit_not_before"])
    words = any_of(classes, {unit: f"(?![{letters}])" for unit, letters in not_before})
    traps = any_of(grammar["unit_traps"])
    mark = "[" + "".join(map(re.escape, grammar["mask_marks"])) + "]"
    bare_scale = r"[万亿](?=[，,。；;、）)\s的~～—–-]|以上|左右|至|到|去|大关|台阶|关口|$)"
    unit = rf"(?:[十百千万亿]{{0,2}}?[余多来几]?(?:{words})|{bare_scale})"
    safe_unit = rf"(?:[十百千万亿]{{0,2}}?[余多来几]?(?!{traps})(?:{words})|{bare_scale})"
    alone = "A-Za-z\\d." + mark[1:-1]
    # 3×4米 is a measure; 7×0亩 hides a digit.
    masked = rf"(?<![{alone}])(?!{_SIDES})[\d.]{{0,12}}{mark}(?:{mark}|[\d.])*"
    forms = {
        "percent_range": (
            rf"(?<![由从自])(?P<per>[百千万])分之(?P<from>{_HAN}|{_SMALL})[到至]"
            rf"(?:[百千万]分之)?(?P<upto>{_HAN}|百)(?![年月日点个家户])"
        ),
        "percent_words": (rf"(?P<per>[百千万])分之(?P<han>{_HAN}|百|{_SMALL}|{_DIGITS})"),
        "fraction": (
            r"(?<![一二三四五六七八九十百])(?P<parts>[二三四五六七八九十])"
            r"分之(?P<of>[一二三四五六七八九])"
        ),
        "tenths": (
            rf"(?P<tenths>[一二两三四五六七八九](?:点[五])?|(?<![\d.])[1-9](?:\.5)?)成{_FALSE_TENTHS}"
            r"(?P<hundredths>[一二三四五六七八九半](?![\u4e00-\u9fff])|[一二三四五六七八九半](?=以|左右|的))?"
        ),
        "half": r"(?P<half>一半)(?=以[上下内]|左右|[，,。；;]|$)",
        "half_point": r"(?P<half_point>半)(?P<unit>个(?:百分)?点)",
        "digits_two": r"两位数(?P<two>)",
        "doubling": r"翻(?P<times>[一两二三]?)番",
        "ratio": rf"(?<![\d.])(?P<ratio>{_DIGITS})[ ]*[:：∶][ ]*1(?![\d.:：])",
        "ratio_words": (
            rf"(?<![\d一二三四五六七八九十点])(?P<to_one>{_HAN}|{_DIGITS})比[一1]{_STOP}"
        ),
        "spoken": (
            rf"(?<![第\d.一二三四五六七八九十百千])(?P<wholes>{_HAN})(?P<unit>[万亿])"
            rf"(?P<tenth>[一二三四五六七八九]){_STOP}"
        ),
        "range_words": (
            rf"(?<![第由从自\d.一二三四五六七八九十百千])(?P<from>{_HAN})(?P<low_unit>[万亿])?[到至]"
            rf"(?P<upto>{_HAN})(?P<unit>{safe_unit})"
        ),
        "compound": (
            rf"(?<![第\d.一二三四五六七八九十百千])(?P<big>{_HAN}|{_DIGITS})(?P<scale>[万亿])零?"
            rf"(?P<small>{_HAN}|{_DIGITS})(?P<more>[余多来]?)(?P<unit>{safe_unit})"
        ),
        "range": (
            rf"(?<![\d.由从自])(?P<low>{_DIGITS})(?P<low_unit>{unit})?{_TO}(?P<high>{_DIGITS})"
            rf"[ ]*(?P<more>[余多来]?)[ ]*(?P<unit>{unit})"
        ),
        "parted": (
            rf"(?<=[\u4e00-\u9fff])(?P<whole>\d{{1,5}})[.．][ ]+(?P<part>\d{{1,3}})"
            rf"[ ]*(?P<unit>{unit})"
        ),
        "damaged": r"(?<![\d.])(?P<whole>\d+)[ ]*[。·,，．][ ]*(?P<part>\d{1,2})[ ]*(?P<unit>[%‰])",
        "permille": (
            rf"(?<![\d.])(?P<number>{_DIGITS})(?P<unit>%)[o0O。]"
            r"(?=以内|以下|之内|左右|[，,；;。])"
        ),
        "number": (
            rf"(?P<number>(?<![\d.%A-Za-z])-{_DIGITS}|(?<![\d.]){_DIGITS})"
            rf"[ ]*(?P<more>[余多来]?)[ ]*(?P<unit>{unit}){_PLUS_HALF}"
        ),
        "masked": rf"(?P<mark>{masked})[ ]*(?P<more>[余多来]?)(?P<unit>{safe_unit})",
        "spelled": (
            rf"(?<![第\d一二三四五六七八九十百千])(?P<spelled>{_HAN}|{_SMALL})"
            rf"(?P<more>[余多来]?)(?P<unit>{safe_unit}){_PLUS_HALF}"
        ),
        "hundreds": (
            rf"(?:(?<=[过超破逾达近])|(?<![\d一二三四五六七八九十百千数几上成])"
            rf"(?=[十百千]?万?(?:{words})(?:以上|左右)))(?P<hundreds>[十百千]?万|[百千])(?P<unit>(?!{traps})(?:{words}))"
        ),
        "round": r"(?P<round>[十百千]?[万亿])元?(?:大关|台阶|元)?",
    }
    plain = re.compile(r"\?P<\w+>")
    scan = (
        f"(?P<{name}>{plain.sub('?:', form)})" for name, form in forms.items() if name != "round"
    )
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
        scan="|".join(scan),
        forms=Patterns(forms),
        suffix=re.compile(suffix),
        suffix_of=suffix_of,
        classes=classes,
        bases=dict(_base(line) for line in grammar["unit_bases"]),
        written=dict(line.split("=") for line in grammar["unit_written"]),
    )


def _base(line: str) -> tuple[str, tuple[float, str]]:
    unit, right = line.split("=")
    factor = re.match(r"[\d.]+", right)
    assert factor is not None, line
    return unit, (float(factor[0]), right[factor.end() :])
