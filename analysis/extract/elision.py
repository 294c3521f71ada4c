"""Names that a figure leaves out: taken from the same sentence, never from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analysis.extract.binding import BEFORE_FIGURE, classes_of, clause_start, has_figure
from analysis.extract.names import Name, enumerate_names, fits, name_before, trim
from analysis.extract.quantity import Quantity
from analysis.extract.stream import Stream, Token
from analysis.extract.topics import find_last_named, find_subject, find_topic
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary

_BLANK = "\u3000 "
_ALL = re.compile("全部|全都|都|均|个个")
_LABEL_CHARS = 12
_TIERS = frozenset({"ensure", "strive"})
_GROWTH = frozenset({"grow", "fall", "gain"})
_TIMES = frozenset({"now", "past", "horizon", "part_year"})
_OF_THEM = ("其中", "其中的")
# Words that may stand before a figure without asking for the name that was left out.
_LOOSE = frozenset({"now", "part_year", "past", "doing"})


@dataclass(slots=True)
class Memory:
    """What the sentence has named so far."""

    group: list[Name] = field(default_factory=list)
    history: list[Name] = field(default_factory=list)
    quantity: Quantity | None = None
    unit: str | None = None
    units: dict[str, Name] = field(default_factory=dict)
    """The last name that each unit was said of."""

    def keep(self, names: Sequence[Name], quantity: Quantity | None, unit: str | None) -> None:
        """Remember what was named last, with the kind and unit of its figure."""
        self.group = list(names)
        self.history += [n for n in names if not self.history or n != self.history[-1]]
        self.quantity, self.unit = quantity, unit
        if unit and names:
            self.units[unit] = names[-1]


@dataclass(frozen=True, slots=True)
class Item:
    """A figure with what stands before it in its item of the clause.

    `first` opens the clause, `start` the item; `parts` are the tokens of the name's region,
    `binding` the classes of the words between name and figure.
    """

    place: int
    figure: Figure
    first: int
    start: int
    parts: tuple[Token, ...]
    region: tuple[int, int]
    binding: frozenset[str]


def elided_names(
    stream: Stream, item: Item, memory: Memory, words: Vocabulary
) -> tuple[list[Name], str]:
    """Return the names that a figure leaves out and the rule that found them.

    A label before a colon comes first, then the figure's neighbour (12条8.5公里), then what the
    sentence named last, if a word of growth, reach or tier asks for it.
    """
    if label := _label(stream, item, words):
        return [label], "G1"
    opens = item.start == item.first
    topic = find_topic(stream, item.first, item.figure.unit, words) if opens else None
    if topic or not memory.group or _is_stale(stream, item):
        name = topic
        if name is None and (item.binding or item.parts):
            name = (
                _label_before(stream, item, words)
                or _of_clause_before(stream, item)
                or _subject(stream, item, words)
            )
        return ([name], "G5") if name else ([], "")
    if neighbour := _neighbour(stream, item, memory, words):
        return [neighbour], "G9"
    return _again(stream, item, memory, words)


def _subject(stream: Stream, item: Item, words: Vocabulary) -> Name | None:
    """Return the unlisted thing that is counted here and opens the clause before."""
    counts = unit_class(words.figures, item.figure.unit) == "count"
    opens = item.start == item.first
    return find_subject(stream, item.first, item.place) if counts and opens else None


def _again(stream: Stream, item: Item, memory: Memory, words: Vocabulary) -> tuple[list[Name], str]:
    """Return what the sentence named last, where the figure asks for it and can be one of it."""
    group = _of_deed(_of_unit(memory, item, words), stream, item, words)
    grown = bool(item.figure.grows or item.binding & _GROWTH)
    group = [_by_unit(name, item, words) for name in group]
    if not fits(group[-1].key, item.figure.unit, words, grows=grown):
        return [], ""
    if len(group) == 1 and grown and "each" in item.binding | classes_of(item.parts):
        group = memory.history[-2:]  # 接待游客…，旅游收入…，双双增长二成
    if _is_taken(stream, item, memory, words):
        return [memory.units.get(item.figure.unit or "", group[-1])], "G5"
    if item.binding & _TIERS:
        return group, "G6"
    return (group, "G5") if _asks_for_name(stream, item, memory, words) else ([], "")


def _by_unit(name: Name, item: Item, words: Vocabulary) -> Name:
    """Return the indicator that a name is of once its figure has the unit for it.

    ``9个村集体收入都过20万元``: 个 counts no income, 万元 does.
    """
    key = words.keys.get(name.text, "")
    fitting = not name.is_listed and key and fits(key, item.figure.unit, words, grows=False)
    return replace(name, key=key) if fitting else name


def _neighbour(stream: Stream, item: Item, memory: Memory, words: Vocabulary) -> Name | None:
    """Return the name of the figure that this one stands beside (12条8.5公里)."""
    place, start = item.place, item.start
    if start <= item.first:
        return None
    begin = stream.tokens[start - 1].end
    if memory.unit != item.figure.unit:
        begin = max(begin, item.region[0])  # behind a name that came second (5个小区、820户)
    gap = words.patterns["tier_behind"].sub("", stream.text[begin : stream.tokens[place].start])
    if gap.strip(_BLANK + "、和及"):
        return None
    last = _for_unit(memory.group[-1], stream, item, words)
    if not fits(last.key, item.figure.unit, words, grows=False):
        last = _of_unit(memory, item, words)[-1]
    return last


def _asks_for_name(stream: Stream, item: Item, memory: Memory, words: Vocabulary) -> bool:
    """Tell whether a word before the figure speaks of what was named last."""
    if stream.text.endswith(_OF_THEM, 0, item.figure.start) or item.binding - _LOOSE:
        return True
    said = stream.text[item.region[0] : item.figure.start]
    if item.figure.unit == "%" and words.patterns["deals_with"].search(said):
        return True  # 27件信访积案，年内化解90%
    does = "lead" in classes_of(item.parts) or "doing" in item.binding
    listed = words.indicators.get(memory.group[-1].key)
    counted = listed is not None and item.figure.unit in listed.units  # 安置房8万平方米，交付560套
    return does and (memory.unit == item.figure.unit or counted)


def _is_stale(stream: Stream, item: Item) -> bool:
    """Tell a figure whose sentence turned to something else behind a semicolon."""
    semicolon = next((i for i in range(item.first - 1, -1, -1) if _is_semicolon(stream, i)), None)
    if semicolon is None or has_figure(stream, semicolon, item.place):
        return False
    return any(stream.text[t.start] in "，," for t in stream.tokens[semicolon : item.first])


def _is_semicolon(stream: Stream, place: int) -> bool:
    return stream.tokens[place].kind == "punct" and stream.text[stream.tokens[place].start] in "；;"


def _is_taken(stream: Stream, item: Item, memory: Memory, words: Vocabulary) -> bool:
    """Tell 托管班2个，收86人, where a bare verb counts who the thing just named is for."""
    begin = stream.tokens[item.first - 1].end if item.first else 0
    for token in stream.tokens[item.first : item.place]:
        if token.kind == "name" and token.start == begin:
            begin = token.end
    if stream.text[begin : item.figure.start].strip(_BLANK) not in words.words["takes"]:
        return False
    counts = unit_class(words.figures, item.figure.unit) == "count" or item.figure.unit == "公里"
    return counts or item.figure.unit in memory.units  # 去年争取资金240万元，今年安排310万元


def _of_deed(names: list[Name], stream: Stream, item: Item, words: Vocabulary) -> list[Name]:
    """Return the projects that got as far as the verb says (意向项目3个、落地1个)."""
    verb = stream.tokens[item.place - 1] if item.place else None
    said = stream.text[verb.start : verb.end] if verb else ""
    if verb and said in words.carried_out and names[-1].text.endswith(words.words["invested"]):
        return [Name(words.carried_out[said], said, verb.start, verb.end)]
    if verb is None or said not in words.deeds or not any("项目" in n.text for n in names):
        return names
    return [Name(words.deeds[said], said, verb.start, verb.end)]


def _of_unit(memory: Memory, item: Item, words: Vocabulary) -> list[Name]:
    """Return the last names, or the one before them that this unit was said of (人次 of visits)."""
    last, unit = memory.group[-1], item.figure.unit
    own = memory.units.get(unit or "")
    is_rate = unit_class(words.figures, unit) == "rate"  # anything can grow
    if own is not None and not is_rate and not fits(last.key, unit, words, grows=False):
        return [own]
    return list(memory.group)


def _for_unit(name: Name, stream: Stream, item: Item, words: Vocabulary) -> Name:
    """Return the indicator inside a shared name that fits this figure (道路12条8.5公里)."""
    for token in stream.tokens:
        inside = name.start <= token.start and token.end <= name.end
        listed = inside and token.kind == "indicator"
        if listed and fits(token.key, item.figure.unit, words, grows=False):
            return Name(token.key, name.text, name.start, name.end, name.modifier)
    return name


def income_of_places(stream: Stream, item: Item, words: Vocabulary) -> tuple[Name, int] | None:
    """Return the sum that all of some places are to reach, and the end of their name.

    ``村集体收入9个村都达到10万元``: the nine villages are no target, the sum behind them is.
    """
    end = item.figure.bound_end
    places = (t for t in stream.tokens if t.start == end and t.key in words.counted_by_income)
    who = next(places, None)
    if who is None or not _ALL.match(stream.text, who.end):
        return None
    begin, stop = trim(stream.text, *item.region)
    named = [Name("other", stream.text[begin:stop], begin, stop)]
    for name in named if begin < stop else names_of_label(stream, item.first, words):
        key = words.keys.get(name.text, "other")
        if "money" in words.families.get(key, ()):
            return replace(name, key=key), who.end
    return None


def lean_on(
    name: Name, stream: Stream, item: Item, memory: Memory, words: Vocabulary, *, grows: bool
) -> Name:
    """Give 存栏 or 总产量 the indicator that was named last before them in the sentence.

    Without one, 总面积 is that of what was said in its unit before.
    """
    unit = item.figure.unit
    named = [t for t in stream.tokens if t.end <= name.start and t.kind == "indicator"]
    if named and name.text in words.words["outputs"] and named[-1].key in words.output_of:
        return Name(words.output_of[named[-1].key], name.text, name.start, name.end)
    sums = named and "money" in words.families[named[-1].key]
    apart = grows and name.text in words.words["money_noun"] and not sums
    last = memory.group[-1] if memory.group else None
    near = last is not None and "，" not in stream.text[last.end : name.start]
    if last and near and not last.is_listed and memory.unit == unit:
        return last  # 黄花菜新植1500亩、总面积达到1.6万亩
    if named and not apart and fits(named[-1].key, unit, words, grows=grows):
        return Name(named[-1].key, name.text, name.start, name.end)
    own = memory.units.get(unit or "")
    return own if own is not None and not own.is_listed else name


def _of_clause_before(stream: Stream, item: Item) -> Name | None:
    """Return the indicator that the clause before ends with (严控三公经费，比上年压减3%)."""
    name = find_last_named(stream, item.first) if item.binding & _GROWTH else None
    return name if name is not None and item.region[0] >= name.end else None


def _label_before(stream: Stream, item: Item, words: Vocabulary) -> Name | None:
    """Return the short label that opens the sentence (学位：北楼竣工，新增960个)."""
    if "：" not in stream.text and ":" not in stream.text:
        return None
    colon = next((i for i, t in enumerate(stream.tokens) if stream.text[t.start] in "：:"), None)
    if colon is None or colon >= item.first or has_figure(stream, 0, colon):
        return None
    since = stream.text[stream.tokens[colon].start : item.figure.start]
    if ("；" in since or ";" in since) and not _opens_with_time(stream, item):
        return None
    edge = max((t.end for t in stream.tokens[:colon] if t.kind == "punct"), default=0)
    region = (edge, stream.tokens[colon].start)
    if region[1] - region[0] > _LABEL_CHARS:
        return None
    return name_before(
        stream.text, stream.tokens[:colon], region, item.figure.unit, words, grows=True
    )


def _opens_with_time(stream: Stream, item: Item) -> bool:
    """Tell a clause that goes on about its label in another year (…；今年10.5亿元)."""
    opening = stream.tokens[item.first]
    dated = opening.kind == "name" or opening.classes & _TIMES
    return bool(dated) and item.first > 0 and _is_semicolon(stream, item.first - 1)


def label_classes(stream: Stream, first: int) -> set[str]:
    """Return what a label of binding words adds to the clause behind it (增速：7%)."""
    label = _label_tokens(stream, first)
    tokens = stream.tokens[label[0] : label[1]] if label else ()
    return classes_of(tokens) if all(t.classes & BEFORE_FIGURE for t in tokens) else set()


def _label_tokens(stream: Stream, first: int) -> tuple[int, int] | None:
    """Return the tokens of the label that a clause follows (农业总产值：)."""
    if first == 0 or stream.text[stream.tokens[first - 1].start] not in "：:\t":
        return None
    start = clause_start(stream, first - 1)
    return None if has_figure(stream, start, first - 1) else (start, first - 1)


def _label(stream: Stream, item: Item, words: Vocabulary) -> Name | None:
    label = _label_tokens(stream, item.first) if item.start == item.first else None
    if label is None:
        return None
    unit = item.figure.unit
    names = names_of_label(stream, item.first, words)
    fitting = [n for n in names if n.is_listed and fits(n.key, unit, words, grows=False)]
    if len(names) > 1 and len(fitting) == 1:  # 旅游接待人数和旅游综合收入：40万人次、1.6亿元
        return fitting[0]
    parts, region = stream.tokens[label[0] : label[1]], _region_of(stream, label)
    return name_before(stream.text, parts, region, None, words, grows=True)


def names_of_label(stream: Stream, first: int, words: Vocabulary) -> list[Name]:
    """Return the names of the label that 分别 follows (城镇、农村居民收入：分别6%、8%)."""
    label = _label_tokens(stream, first)
    if label is None:
        return []
    parts, region = stream.tokens[label[0] : label[1]], _region_of(stream, label)
    return enumerate_names(stream.text, parts, region, None, words, grows=True, split=True)


def _region_of(stream: Stream, label: tuple[int, int]) -> tuple[int, int]:
    """Return the characters from behind the mark before a label up to its own mark."""
    first, mark = label
    return stream.tokens[first - 1].end if first else 0, stream.tokens[mark].start
