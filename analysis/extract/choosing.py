"""Which name a figure takes: the one before it, the one behind it, or one that was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.extract.binding import classes_of
from analysis.extract.describing import clause_end, is_condition, is_subject
from analysis.extract.elision import Item, Memory, lean_on
from analysis.extract.names import (
    Name,
    enumerate_names,
    fits,
    is_noun_verb,
    name_before,
    name_phrase,
    trim,
)
from analysis.extract.names_behind import name_after
from analysis.extract.stream import Stream
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary

GROWTH = frozenset({"grow", "fall", "gain"})
_VERBS = frozenset({"lead", "doing", "reach", "done"})
# 村卫生室9个全部配齐护士: all there are do so.
_ALL_DO = re.compile(
    r"(?:全部|全都|都|均|个个)要?(?:配|有|设有|用上|装上|安排|落实|实行|建立|接入|纳入|参加)"
)
_AGE = re.compile(r"\d{2}周?岁以[上下]")
_BLANK = "\u3000 的"
_SEVERAL = re.compile("(?:以上|上述|这)?(?P<n>[两二三四五六])项(?:指标)?")
_PROJECT = re.compile("项目|工程|企业")
_A_WORD = 2
_DEEDS = frozenset({"doing", "lead"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The names of a figure, with the rule that found them.

    `after` is the name if it stands behind; `acts` says that the figure counts who acts.
    """

    names: tuple[Name, ...]
    rule: str
    after: Name | None = None
    acts: bool = False


def choose_names(stream: Stream, item: Item, memory: Memory, words: Vocabulary) -> Choice | None:
    """Return the names beside a figure, none where they were left out; None for no statement."""
    figure = item.figure
    names = _names_before(stream, item, memory, words)
    bounded = figure.bound_end > figure.end or item.binding & {"at_least", "at_most", "cap"}
    says_rate = not names and _is_rate(figure, words)  # 8%以上的增速
    if not says_rate and is_condition(stream.text, figure, bounded=bool(bounded), words=words):
        return None
    if names and _is_place(names[0], item, memory, words):
        same = memory.unit == figure.unit
        own = memory.units.get(figure.unit or "")
        told = memory.group if same or own is None else [own]
        return Choice(tuple(told), "G5")
    if names and (several := _several(names[0], memory)):
        return Choice(several, "G4")
    if names and names[0].text in words.deeds and _names_thing(stream, item, words):
        names = []
    if names and any(n.is_listed for n in names) and not _is_summed_up(stream, item):
        acts = len(names) == 1 and _ALL_DO.match(stream.text, figure.bound_end) is not None
        return Choice(tuple(names), "G4" if len(names) > 1 else "G1", acts=acts)
    if got := _what_they_get(stream.text, figure, words):
        return Choice((got,), "G2", got)
    return _look_behind(stream, item, names, memory, words)


def _several(name: Name, memory: Memory) -> tuple[Name, ...]:
    """Return the names that 两项 (增速均达到10%) sums up."""
    counted = _SEVERAL.fullmatch(name.text)
    n = "两二三四五六".index(counted["n"]) if counted else 0
    n = max(n, 1) + 1
    return tuple(memory.history[-n:]) if counted and len(memory.history) >= n else ()


def _names_thing(stream: Stream, item: Item, words: Vocabulary) -> bool:
    """Tell 开工建设3座水库, where the thing that is begun stands behind, from 开工3个项目."""
    after = name_after(stream, item.place, words, grows=False)
    return after is not None and not after.is_listed and not _PROJECT.search(after.text)


def _look_behind(
    stream: Stream, item: Item, names: list[Name], memory: Memory, words: Vocabulary
) -> Choice | None:
    """Choose between names the lexicon does not know and the name behind the figure."""
    text, figure = stream.text, item.figure
    describes = text.startswith("的", figure.bound_end)
    after = name_after(stream, item.place, words, grows=grows(item, words))
    if after and names and not (describes or _is_summed_up(stream, item)):
        after = after if _leads_on(stream, item, after, names[0], words) else None
    if after and _is_of_next(stream, item, after, words):
        return None  # 60张床的养老院一所
    measured = unit_class(words.figures, figure.unit).startswith("measure")
    if describes and measured and after and not after.is_listed:
        return None
    if describes and after and not _is_rate(figure, words) and _opens_clause(stream, item):
        return None  # 26公里的旅游公路上半年开工
    acts = _is_apposition(stream, item, words)
    if after:
        follows = bool(memory.group)
        acts = acts or is_subject(text, figure, after, words, follows=follows)
        if text.endswith(words.words["reaches"], 0, figure.start):
            after = replace(after, is_loose=True)
        return Choice((after,), "G2", after, acts)
    if describes and not words.patterns["tail"].match(text, figure.bound_end + 1):
        return None  # 低于50%的由领导约谈
    return Choice(tuple(names), "G4" if len(names) > 1 else "G1", None, acts)


def _what_they_get(text: str, figure: Figure, words: Vocabulary) -> Name | None:
    """Return what people come by (1140户接通自来水), if that is all their clause says."""
    got = words.patterns["gets"].match(text, figure.bound_end)
    if figure.unit not in words.words["unit_person"] or not got or not got[0]:
        return None
    end = clause_end(text, figure.bound_end)
    said = name_phrase(text, trim(text, got.start(), end), (), words)
    further = any(letter.isdigit() for letter in text[got.end() : end])
    return None if further or end - got.end() < _A_WORD else said


def _opens_clause(stream: Stream, item: Item) -> bool:
    """Tell a figure that nothing stands before in its clause and that no bound is set to."""
    begin = stream.tokens[item.first - 1].end if item.first else 0
    return not stream.text[begin : item.figure.start].strip(_BLANK) and (
        item.figure.qualifier == "exact"
    )


def _is_of_next(stream: Stream, item: Item, after: Name, words: Vocabulary) -> bool:
    """Tell a noun that the next count touches: it is counted there (60张床的养老院一所)."""
    for token in stream.tokens[item.place + 1 :]:
        if token.figure and token.start == after.end:
            counts = unit_class(words.figures, token.figure.unit) == "count"
            return counts and not token.figure.mark
        if token.classes & _VERBS and not is_noun_verb(stream.text, token, words):
            return False
    return False


def grows(item: Item, words: Vocabulary) -> bool:
    """Tell a rate of growth, which any indicator can have."""
    return bool(item.figure.grows or item.binding & GROWTH) and _is_rate(item.figure, words)


def _is_rate(figure: Figure, words: Vocabulary) -> bool:
    return unit_class(words.figures, figure.unit) == "rate"


def _names_before(stream: Stream, item: Item, memory: Memory, words: Vocabulary) -> list[Name]:
    """Return the names before a figure: one, or all that 均 or a list before a rate joins."""
    text, unit, each = stream.text, item.figure.unit, "each" in item.binding
    growing = grows(item, words)
    if each or _is_rate(item.figure, words):
        names = enumerate_names(
            text, item.parts, item.region, unit, words, grows=growing, split=each
        )
        if len(names) > 1 and (each or all(n.is_listed for n in names)):
            return names
    name = name_before(text, item.parts, item.region, unit, words, grows=growing)
    if name and name.text in words.words["generic"]:
        name = lean_on(name, stream, item, memory, words, grows=growing)
    return [name] if name else _age_before(stream, item)


def _age_before(stream: Stream, item: Item) -> list[Name]:
    """Return the age that stands for who is counted (其中35岁以下不少于4名)."""
    aged = [
        t for t in item.parts if t.kind == "name" and _AGE.fullmatch(stream.text, t.start, t.end)
    ]
    if not aged or stream.text[aged[-1].end : item.region[1]].strip(_BLANK):
        return []
    start, end = aged[-1].start, aged[-1].end
    return [Name("other", stream.text[start:end], start, end)]


def _is_summed_up(stream: Stream, item: Item) -> bool:
    return stream.text.endswith(("等", "、"), 0, item.figure.start)


def _is_apposition(stream: Stream, item: Item, words: Vocabulary) -> bool:
    """Tell 甲、乙等九个村, which sums up a list, from 引进甲、乙等五个项目."""
    does = classes_of(stream.tokens[item.first : item.place]) & (_DEEDS | {"reach", "gain"})
    end = clause_end(stream.text, item.figure.bound_end)
    done = words.patterns["finished"].search(stream.text, item.figure.bound_end, end)
    return stream.text.endswith("等", 0, item.figure.start) and not (does or done)


def _is_place(name: Name, item: Item, memory: Memory, words: Vocabulary) -> bool:
    """Tell a village as subject of what was named before (其中甲村过60万元)."""
    if not memory.group or memory.group[0].text == name.text:
        return False
    known = item.figure.unit in memory.units
    any_village = _is_any_village(name, words) and _takes(memory.group[0], item, words)
    if not (known or any_village):
        return False
    if unit_class(words.figures, item.figure.unit) != "money":
        return False
    found = words.patterns["each_village"].search(name.text)
    return bool(found and found[0]) and not name.modifier and name.key in ("other", "villages")


def _is_any_village(name: Name, words: Vocabulary) -> bool:
    """Tell 每个村都要, which names no village and nothing else."""
    found = words.patterns["each_village"].match(name.text)
    return found is not None and len(name.text) - found.end() <= _A_WORD


def _takes(name: Name, item: Item, words: Vocabulary) -> bool:
    return name.is_listed and fits(name.key, item.figure.unit, words, grows=False)


def _leads_on(stream: Stream, item: Item, after: Name, before: Name, words: Vocabulary) -> bool:
    """Tell who acts or where (卫生院添一辆..., 沙埂村..., 剩下...) from the thing counted."""
    if "each" in item.binding:
        return True
    money = unit_class(words.figures, item.figure.unit) == "money"
    if after.is_listed and (not money or after.text in words.keys):
        return True
    if stream.text.endswith("的", 0, item.figure.start):
        return not words.patterns["says_on"].match(after.text)  # 塌了的7处先支护
    if re.search(f"(?:{words.patterns['where'].pattern})$", before.text):
        return True
    last = stream.tokens[item.place - 1] if item.place else None
    if last is None or last.end != item.figure.start or not last.classes & (_DEEDS | {"fall"}):
        return False
    return stream.text[last.start : last.end] not in words.words["noun_verbs"]
