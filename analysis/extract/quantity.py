"""What kind of statement a figure makes of its name: growth, level, count, share or limit."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace

from analysis.extract.names import Name
from analysis.extract.values import Figure, to_base, unit_class
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Kind, Masked, Qualifier, Stated

_PEOPLE_NAME = re.compile(r"(?:人数|人口|人次|游客|客流|旅客)(?:量|数|总量)?$")
_SHARE = re.compile(r"(?:率|比重|占比|比例|度|密度|强度|份额|比)$")
_MEMBERS = re.compile(r"(?:村|户|企业|社区)(?:占比)?$")
_MONEY_NAME = re.compile(r"(?:收入|产值|工资|投资|税收|经费|资金|成本|标准|额|财力|支出)$")
_OF_THE_WHOLE = re.compile(r"(?:占[^，,；;]{0,12}|比重[^，,；;]{0,8})$")
_GROWTH_NAME = re.compile(r"(?:增速|增幅|涨幅|增长率|增长)$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Kind, amount and relation of one figure."""

    kind: Kind
    amount: Stated | Masked
    relation: str | None


def measure(
    figure: Figure,
    classes: Set[str],
    name: Name,
    words: Vocabulary,
    *,
    tier_of: Quantity | None = None,
    before: str = "",
    follows: str = "",
    bound: Qualifier = "exact",
) -> Quantity:
    """Return what a figure says of a name, given the word classes between them.

    Parameters
    ----------
    tier_of
        The quantity of the tier before (确保8%、力争10%), whose kind a bare figure repeats.
    before
        What stands before the figure: 增长7个百分点 is growth, 增速提高2个百分点 a change of it.
    follows
        The name's words where they stand behind the figure (8%的GDP增长目标).
    bound
        Qualifier of the last figure of a list, which holds for those without their own.
    """
    kind_of_unit = unit_class(words.figures, figure.unit)
    qualifier = _qualifier(figure, classes, bound)
    minus = figure.low is not None and figure.low < 0 and figure.unit == "%"
    falls = "fall" in classes or minus  # 信访总量-15%
    grows = figure.grows or "grow" in classes or bool(_GROWTH_NAME.search(name.text))
    grows = grows or bool(re.search("增长|增速|增幅", follows))
    gains = "gain" in classes
    relation: str | None = None
    kind: Kind
    unit = figure.unit
    if figure.unit == "倍" and grows and figure.low is not None and figure.high is not None:
        figure = replace(figure, low=figure.low * 100, high=figure.high * 100)
        kind_of_unit, unit = "rate", "%"
    if unit in ("万", "亿"):
        unit += _of_scale(name, words)
        kind_of_unit = unit_class(words.figures, unit)
    limit = "cap" in classes or (qualifier == "at_most" and (not falls or "reach" in classes))
    if unit in ("百分点", "个点") and before.endswith(("增长", "增", "递增")):
        kind = "growth_rate"  # 产值增长7个百分点
    elif unit in ("百分点", "个点"):
        kind, relation = "ratio", "decrease" if falls else "increment"
    elif kind_of_unit == "rate" or (unit is None and kind_of_unit == "none"):
        kind = _rate_kind(
            name, words, unit,
            grows=grows, falls=falls, gains=gains, limit=limit,
            shares="shares" in classes or bool(_OF_THE_WHOLE.search(name.text + before)),
        )  # fmt: skip
        if kind == "growth_rate" and falls:
            relation = "decrease"
        if tier_of is not None and not (limit or falls):
            kind, relation = tier_of.kind, tier_of.relation
    else:
        coins = unit is not None and unit.endswith(words.words["unit_coin"])
        counted = kind_of_unit == "count" and not (coins and _MONEY_NAME.search(name.text))
        kind = "cap" if limit else "count" if counted else "level"
        if falls and "reach" not in classes:
            relation = "decrease"
        elif (gains or "grow" in classes) and "reach" not in classes:
            relation = "increment"
    if kind == "cap" and qualifier == "exact":
        qualifier = "at_most"
    sign = -1.0 if relation == "decrease" else 1.0
    return Quantity(kind, _amount(figure, unit, qualifier, sign, words), relation)


def _of_scale(name: Name, words: Vocabulary) -> str:
    """Return what a bare 万 or 亿 counts: people, money, or nothing that is said."""
    if counted := _PEOPLE_NAME.search(name.text):
        return "人次" if counted[0] in ("人次", "游客", "客流") else "人"
    listed = words.indicators.get(name.key) if name.is_listed else None
    of_money = listed is None or any(u.endswith("元") for u in listed.units)
    return "元" if of_money and (listed or _MONEY_NAME.search(name.text)) else ""


def _qualifier(figure: Figure, classes: Set[str], bound: Qualifier) -> Qualifier:
    if figure.qualifier == "at_most" and "at_least" in classes:
        return "at_least"  # 别掉到85%以下
    if figure.qualifier != "exact":
        return figure.qualifier
    for name in ("at_most", "at_least", "about"):
        if name in classes:
            return name
    return bound


def _rate_kind(
    name: Name,
    words: Vocabulary,
    unit: str | None,
    *,
    grows: bool,
    falls: bool,
    gains: bool,
    limit: bool,
    shares: bool,
) -> Kind:
    if falls:
        return "growth_rate"
    if limit:
        return "cap"
    if not shares and (grows or (gains and not _SHARE.search(name.text))):
        return "growth_rate"
    if shares or _SHARE.search(name.text) or _MEMBERS.search(name.text) or unit != "%":
        return "ratio"
    families = words.families.get(name.key, frozenset())
    level = name.is_listed and families - {"rate", "none"}
    if level and "rate" in families and "money" in families:
        return "growth_rate"
    return "growth_rate" if name.key == "cpi" else "ratio"


def _amount(
    figure: Figure, unit: str | None, qualifier: Qualifier, sign: float, words: Vocabulary
) -> Stated | Masked:
    if figure.low is None or figure.high is None:
        return Masked(figure.mark or "", unit, qualifier)
    values = [v if sign > 0 or v < 0 else -v for v in (figure.low, figure.high)]
    low, high = min(values), max(values)
    base_low, base_unit = to_base(words.figures, low, unit)
    base_high, _ = to_base(words.figures, high, unit)
    return Stated(low, high, unit, qualifier, base_low, base_high, base_unit)
