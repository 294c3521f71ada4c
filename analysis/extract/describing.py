"""Figures that describe what is there: attributes, conditions, fees, subjects of a sentence."""

from __future__ import annotations

import re

from analysis.extract.names import Name
from analysis.extract.stream import Stream
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary

_STOPS = "，,；;：:。！!？?\n\t"
_STOP = re.compile(f"[{_STOPS}]")
_NEAR = 12
_SEVERAL_FACTS = 2
_THING = re.compile(
    r"(?P<more>(?:、[^，,。；;：:、]{1,14}){0,3})的[^，,。；;：:、]{2,16}"
    r"(?:项目|工程|产业园|物流园|园区|基地|厂|公司)(?![\u4e00-\u9fff]{0,4}\d)"
)
_ALL_REACH = re.compile(r"(?:全部|都|均|个个|全都)要?(?:超过|突破|达到|达|过|不低于|不少于)")
_SOME_REACH = re.compile(
    r"^[^都均各全每皆]{1,8}(?:突破|超过|超|过|达到|达)[\d一二三四五六七八九十百千][^，,]*元$"
)
_BESIDE = re.compile(r"共?(?:[\d,，.]+|[一二两三四五六七八九十百千]+)[户处个]$")
_PREPOSITIONS = ("对", "针对", "在", "与", "和")
_PLACE = re.compile(r"(?:村|社区|组|镇|乡|片区|段)$")
_HOLDS = re.compile(r"辖[^。；]{1,40}$")
_RUN = re.compile(r"连续[\d一二两三四五六七八九十]")
_SHARE = re.compile(r"占(?!有率|比|用|地|据|道|到$)[^，,；;]{0,12}的?$|按[^，,；;]{1,12}的$")
_PER_HEAD = re.compile(r"每[百千万](?:常住|户籍)?(?:人|名|户|老|居民)")
_WHEN = re.compile(r"就(?![行好够成])|才(?![行好够])|时(?![长限段])|的时候|的话|里头|当中")
_SHARE_NAMED = re.compile(
    r"占比|其中[^，,；;]+[^户口人员民]占到?$|占[^，,；;]*比重|(?:力争|确保|争取|提高|提升)[^，,；;]*占到?"
)


def describes_something(
    name: Name,
    figure: Figure,
    stream: Stream,
    words: Vocabulary,
    *,
    is_part: bool,
    told: bool,
    grows: bool,
) -> bool:
    """Tell a figure that describes a project, a rule or a share (总投资12亿元的产业园).

    `told` says that the sentence tells results, where an attribute is a result like others,
    `grows` that the figure is a rate of growth, which no fee or subsidy is.
    """
    text = stream.text
    start = clause_begin(text, figure.start)
    before = text[max(start, min(name.start, figure.start) - _NEAR) : figure.start]
    kind = unit_class(words.figures, figure.unit)
    changed = words.patterns["changed"].search(text, start, figure.start) is not None
    priced = figure.qualifier != "exact" or "不" in before
    priced = priced and bool(words.patterns["price"].search(name.text))
    spent = kind == "money" and any(word in before for word in words.words["pays_out"])
    aside = _is_aside(name, before, "count" if spent else "growth" if grows else kind, words)
    if (aside and not (changed or priced)) or _RUN.search(before):
        return True
    yields = kind != "rate" and words.patterns["when_built"].search(text, start, figure.start)
    described = not (told or changed or spent) and (
        _is_attribute(name, kind, words) or _is_of_thing(text, figure, kind)
    )
    if (yields and not told) or described or _is_article(name, figure, text, words):
        return True
    if _is_share(before, figure, told=told) or (not spent and _is_paid(text, figure, words)):
        return True
    if not name.is_listed and text[: figure.start].endswith("有") and name.start < figure.start:
        return True
    if not told and (
        _is_registered(name, figure, text, words)
        or (kind == "count" and _HOLDS.search(text[: figure.start]))
    ):
        return True
    return is_part and kind.startswith("measure") and bool(_PLACE.search(name.text))


def _is_article(name: Name, figure: Figure, text: str, words: Vocabulary) -> bool:
    """Tell 修一条环池步道, which counts no more than "a path" does."""
    behind = figure.bound_end <= name.start
    one = text.startswith("一", figure.start) and figure.unit in words.words["articles"]
    return one and behind


def describes_place(stream: Stream, words: Vocabulary) -> bool:
    """Tell 我乡地处省界，辖14个村，户籍人口3.18万人，耕地4.6万亩, of which nothing is a target."""
    facts = {found[0] for found in words.patterns["place_facts"].finditer(stream.text)}
    wished = any(t.classes & {"ensure", "strive", "now", "cap"} for t in stream.tokens)
    return len(facts) >= _SEVERAL_FACTS and not wished


def _is_aside(name: Name, before: str, kind: str, words: Vocabulary) -> bool:
    """Tell a figure by a word near it: 每户3只, 现有40家, a subsidy of 2000元."""
    listed = words.indicators.get(name.key)
    own = (*listed.synonyms, *listed.variants) if listed else ()
    classes = [] if _PER_HEAD.search(before) else ["aside"]
    if kind not in ("count", "growth") and not (kind == "rate" and name.text.endswith("率")):
        classes.append("aside_of_sums")
    for found in (m for c in classes for m in words.patterns[c].finditer(before)):
        named = any(found[0] in synonym for synonym in own)
        measures = before.startswith(("量", "率", "性", "增收"), found.end())  # 专利拥有量
        if found[0] and not (named or measures):
            return True
    return False


def _is_of_thing(text: str, figure: Figure, kind: str) -> bool:
    """Tell what a thing named behind costs or makes (计划投资2亿元、年产5万吨的加工项目)."""
    thing = _THING.match(text, figure.bound_end)
    return thing is not None and (kind == "money" or bool(thing["more"]))


def _is_share(before: str, figure: Figure, *, told: bool) -> bool:
    """Tell 占全县4.6%; a share with a bound (产业类占六成以上) is a target."""
    bounded = figure.qualifier == "at_least" and not told
    return bool(_SHARE.search(before)) and not _SHARE_NAMED.search(before) and not bounded


def _is_paid(text: str, figure: Figure, words: Vocabulary) -> bool:
    """Tell a fee by the word right before it (每餐补三元), and runs and remnants (只剩三户)."""
    before = text[max(0, figure.start - 6) : figure.start].rstrip("\u3000 ")
    paid = unit_class(words.figures, figure.unit) in ("money", "rate")
    ends = words.words["right_before"] + (words.words["pays"] if paid else ())
    behind = text.startswith(words.words["aside_of_sums"], figure.bound_end)  # 按12%补助
    return before.endswith(ends) or (paid and behind)


def _is_registered(name: Name, figure: Figure, text: str, words: Vocabulary) -> bool:
    """Tell 监测对象71户, which says whom the plan looks after, from 监测对象降到60户."""
    place = figure.start
    if beside := _BESIDE.search(text, 0, place):  # 脱贫户41户120人
        return text.endswith(words.words["registered"], 0, beside.start())
    bare = not text[name.end : figure.start].strip("\u3000 共")
    return bare and name.text.endswith(words.words["registered"]) and figure.qualifier == "exact"


def _is_attribute(name: Name, kind: str, words: Vocabulary) -> bool:
    """Tell 总投资 of a thing; 协议总投资 is what was agreed on, a target."""
    listed = words.indicators.get(name.key)
    if name.is_listed and listed is not None and listed.direction == "na":
        return True
    agreed = words.patterns["agreed"].search(name.text)
    sums = words.words["aside_of_sums"] if kind != "count" else ()
    return not agreed and name.text.endswith((*words.words["attribute"], *sums))


def is_subject(text: str, figure: Figure, after: Name, words: Vocabulary, *, follows: bool) -> bool:
    """Tell a count that opens its clause and counts who acts (九个社区都设驿站), from 十家规上企业.

    `follows` says that the sentence counted something before, so that a list may go on.
    """
    if unit_class(words.figures, figure.unit) != "count":
        return False
    start = clause_begin(text, figure.start)
    before = text[start : figure.start].strip("\u3000 ")
    end = clause_end(text, figure.bound_end)
    rest = text[figure.bound_end : end].strip("\u3000 ”")
    said = text[figure.bound_end : max(end, figure.bound_end + _NEAR)]
    lies = before.endswith("的") and not after.is_listed and not _is_done_to(before, said, words)
    if lies or (before and not words.patterns["stands_before"].fullmatch(before)):
        return lies  # 腾出来的3个院子，种树摆凳
    if _ALL_REACH.search(rest):
        return True  # 8个村收入都过20万元
    if words.patterns["finished"].search(rest) or _SOME_REACH.search(rest):
        return False
    if before.endswith(_PREPOSITIONS):
        return words.patterns["treats"].search(rest) is None
    alone = after.end - figure.bound_end >= len(rest) - 1 and len(rest) <= _NEAR
    return not (alone and (follows or rest in words.keys))


def _is_done_to(before: str, rest: str, words: Vocabulary) -> bool:
    """Tell whether a deed reaches the things counted, before or behind them."""
    deeds = words.patterns["finished"].search(rest) or words.patterns["deals_with"].search(rest)
    done = words.patterns["one_by_one"].search(rest) or before.startswith(words.words["reached_by"])
    return bool(deeds or done or before.startswith(words.words["lead"] + words.words["doing"]))


def is_condition(text: str, figure: Figure, *, bounded: bool, words: Vocabulary) -> bool:
    """Tell 不到85%的社区 and 十万元以下的村, which say who is meant, from 8%以上的增速."""
    if _WHEN.match(text, figure.bound_end):
        return True
    if not bounded:
        return False
    if not text.startswith("的", figure.bound_end):
        money = unit_class(words.figures, figure.unit) == "money"
        return money and words.patterns["spent_on"].match(text, figure.bound_end) is not None
    return not words.patterns["closes"].match(text, figure.bound_end + 1)


def clause_begin(text: str, place: int) -> int:
    """Return where the clause around `place` begins."""
    place = min(place, len(text))
    while place > 0 and text[place - 1] not in _STOPS:
        place -= 1
    return place


def clause_end(text: str, place: int) -> int:
    """Return where the clause around `place` ends."""
    end = _STOP.search(text, place)
    return end.start() if end else len(text)
