"""The rules over a sentence's typed stream: which indicator a figure belongs to, and how.

========  ==================================================================================
G1        name, verb, bound, figure (固定资产投资增长8%以上; 农业总产值：2.4亿元)
G2        figure first (新增10家规上企业; 8%的GDP增长目标)
G3        names 分别 figures, one each, or one for all
G4        names 均 figure; names joined by 、 before a rate
G5        the name is left out and taken from earlier in the sentence
G6        a second tier, 力争 or 确保, of the name before
G8        no number: 与经济增长同步, 完成上级下达任务, 保持正增长 (`relations`)
G9        figures that stand side by side share a name (道路12条8.5公里)
T1, T2    a cell of a table: a figure, 持平 (`tables`)
========  ==================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.extract.binding import (
    classes_of,
    clause_start,
    commitment_at,
    lost_unit,
    prefix_start,
    run_of_figures,
)
from analysis.extract.describing import is_condition, is_subject
from analysis.extract.elision import Item, Memory, elided_names, label_classes, lean_on
from analysis.extract.stream import Stream
from analysis.extract.names import Name, enumerate_names, name_after, name_before
from analysis.extract.quantity import Quantity, measure
from analysis.extract.relations import Relation, find_relations
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Commitment

_GROWTH = frozenset({"grow", "fall", "gain"})
_PART = re.compile("其中|[（(](?:含|包括)")
_NOT_ONE = re.compile("没有[一哪]|无一")
_DEEDS = frozenset({"doing", "lead"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One name with one figure or relation; offsets are counted in the sentence."""

    name: Name
    rule: str
    start: int
    end: int
    commitment: Commitment
    confidence: float
    figure: Figure | None = None
    quantity: Quantity | None = None
    relation: Relation | None = None
    is_part: bool = False
    describes: bool = False
    """Whether the figure counts who acts (九个社区都设驿站): a result may say so, no target."""


def read_sentence(stream: Stream, vocabulary: Vocabulary) -> list[Finding]:
    """Return what a sentence says of its figures, in order of position."""
    return list(_Reader(stream, vocabulary).read())


class _Reader:
    """Walks one sentence from left to right, remembering the names it met."""

    def __init__(self, stream: Stream, vocabulary: Vocabulary) -> None:
        self.stream, self.words = stream, vocabulary
        self.text, self.tokens = stream.text, stream.tokens
        self.memory = Memory()
        self.edge = 0
        self.relations = find_relations(stream, vocabulary)
        self.margins = {m for r in self.relations for m in r.margins}

    def read(self) -> Iterator[Finding]:
        done: set[int] = set()
        waiting = list(self.relations)
        for place, token in enumerate(self.tokens):
            while waiting and waiting[0].start < token.start:
                yield from self._relative(waiting.pop(0))
            if token.kind not in ("figure", "bare") or place in done or place in self.margins:
                continue
            figure = token.figure or lost_unit(self.stream, place, self.words)
            if figure is None:
                continue
            first = clause_start(self.stream, place)
            shared = self._distributor(place, first)
            if shared is None:
                yield from self._single(self._item(place, figure, first))
            else:
                run = run_of_figures(self.stream, place)
                done.update(run)
                yield from self._distribute(shared, run, first)
        for relation in waiting:
            yield from self._relative(relation)

    def _distributor(self, place: int, first: int) -> int | None:
        """Return the 分别 that this figure opens the list of, None without one."""
        for i in range(place - 1, first - 1, -1):
            if self.tokens[i].kind == "figure":
                return None
            if "dist" in self.tokens[i].classes:
                return i
        return None

    def _item_start(self, place: int, first: int) -> int:
        for i in range(place - 1, first - 1, -1):
            ends = self.tokens[i].kind == "figure" and i not in self.margins
            if ends or self.tokens[i].start < self.edge:
                return i + 1
        return first

    def _item(self, place: int, figure: Figure, first: int) -> Item:
        start = self._item_start(place, first)
        prefix = prefix_start(self.stream, place, start)
        parts = self.tokens[start:prefix]
        binding = classes_of(self.tokens[prefix:place])
        if start == first == prefix:
            binding |= label_classes(self.stream, first)
        begin = max(self.tokens[start - 1].end if start else 0, self.edge)
        region = (begin, self.tokens[prefix].start)
        return Item(place, figure, first, start, parts, region, frozenset(binding))

    # -- the rules ---------------------------------------------------------------------------

    def _single(self, item: Item) -> Iterator[Finding]:
        figure = item.figure
        names, rule = self._named(item), "G1"
        if len(names) > 1:
            rule = "G4"
        after: Name | None = None
        acts = False
        describes = self.text.startswith("的", figure.bound_end)
        counted = self.text.endswith(("等", "、"), 0, figure.start)
        if is_condition(
            self.text, figure, bounded=self._bounds(item), words=self.words
        ) and not self._is_rate_of(figure, names):
            return
        if names and self._is_place(names[0], item):
            names, rule = list(self.memory.group), "G5"
        elif not names or counted or not any(n.is_listed for n in names):
            after = name_after(self.stream, item.place, self.words, grows=self._grows(item))
            if after and names and not (counted or describes or self._acts(item, after, names[0])):
                after = None
            measured = unit_class(self.words.figures, figure.unit).startswith("measure")
            if describes and measured and after and not after.is_listed:
                return
            acts = after is not None and is_subject(
                self.text, figure, after, self.words, follows=bool(self.memory.group)
            )
            acts = acts or self._is_apposition(item)
            if after:
                names, rule = [after], "G2"
                self.edge = self.edge if acts else after.end
            elif describes and after is None and not self._closes_phrase(figure):
                return
        elided = not names
        if elided and not figure.spelled:
            names, rule = elided_names(self.stream, item, self.memory, self.words)
        names = [n for n in names if n.is_listed or not self._is_manner(n)]
        if not names:
            return
        for finding in self._state(item, names, rule, after=after, elided=elided):
            yield replace(finding, describes=acts)

    def _state(
        self, item: Item, names: list[Name], rule: str, *, after: Name | None, elided: bool
    ) -> Iterator[Finding]:
        figure = item.figure
        classes = item.binding | (classes_of(item.parts) & {"fall", "gain"})
        tier = rule == "G6" and self.memory.unit == figure.unit
        clause = self.tokens[item.first - 1].start if item.first else 0
        if "at_most" in classes and _NOT_ONE.search(self.text, clause, figure.start):
            classes = (classes - {"at_most"}) | {"at_least"}  # 没有一个村低于十万元
        for name in names:
            quantity = measure(
                figure, classes, name, self.words,
                tier_of=self.memory.quantity if tier else None,
                follows=self.text[figure.bound_end : after.end if after else figure.bound_end],
            )  # fmt: skip
            yield Finding(
                name=name,
                rule=rule,
                start=min(name.start, figure.start),
                end=max(figure.bound_end, name.end),
                commitment=commitment_at(self.stream, item.place),
                confidence=(0.8 if figure.repaired else 1.0) - (0.1 if elided else 0.0),
                figure=figure,
                quantity=quantity,
                is_part=bool(_PART.search(self.text, clause, figure.start)),
            )
        self.memory.keep(names, quantity, figure.unit)

    def _distribute(self, shared: int, run: list[int], first: int) -> Iterator[Finding]:
        """Give each name its figure; one figure goes to all; a mismatch is doubtful."""
        start = self._item_start(shared, first)
        prefix = prefix_start(self.stream, run[0], start)
        binding = classes_of(self.tokens[prefix : run[0]])
        stop = min(prefix, shared)
        region = (self.tokens[start - 1].end if start else 0, self.tokens[stop].start)
        figures = [f for f in (self.tokens[i].figure for i in run) if f is not None]
        names = enumerate_names(
            self.text, self.tokens[start:stop], region, figures[0].unit, self.words,
            count=len(run), split=True, grows=bool(binding & (_GROWTH | {"cap"})),
        )  # fmt: skip
        confidence = 1.0 if names else 0.9
        if not names:
            n = len(run)
            names = self.memory.history[-n:] if n > 1 else list(self.memory.group)
        if not names:
            return
        confidence = confidence if len(run) in (1, len(names)) else 0.5
        for name, place, figure in _pair(names, run, figures):
            own = classes_of(self.tokens[prefix_start(self.stream, place, first) : place])
            quantity = measure(figure, binding | own, name, self.words, bound=figures[-1].qualifier)
            start, end = min(name.start, figure.start), max(figure.bound_end, name.end)
            tier = commitment_at(self.stream, run[0])
            yield Finding(name, "G3", start, end, tier, confidence, figure, quantity)
        self.memory.keep(names, quantity, figures[-1].unit)

    def _relative(self, relation: Relation) -> Iterator[Finding]:
        self.edge = relation.end
        names, confidence = list(relation.names), 1.0
        if not names and relation.may_elide and self.memory.group:
            names, confidence = list(self.memory.group), 0.9
        tier = commitment_at(self.stream, relation.place)
        for name in names:
            start = min(name.start, relation.start)
            yield Finding(name, "G8", start, relation.end, tier, confidence, relation=relation)
        if names:
            self.memory.keep(names, None, None)

    # -- names -------------------------------------------------------------------------------

    def _grows(self, item: Item) -> bool:
        grows = item.figure.grows or bool(item.binding & _GROWTH)
        return grows and self._is_rate(item.figure)

    def _is_rate(self, figure: Figure) -> bool:
        return unit_class(self.words.figures, figure.unit) == "rate"

    def _named(self, item: Item) -> list[Name]:
        """Return the names before a figure: one, or all that 均 or a list before a rate joins."""
        grows, unit, each = self._grows(item), item.figure.unit, "each" in item.binding
        if each or self._is_rate(item.figure):
            names = enumerate_names(
                self.text, item.parts, item.region, unit, self.words, grows=grows, split=each
            )
            if len(names) > 1 and (each or all(n.is_listed for n in names)):
                return names
        name = name_before(self.text, item.parts, item.region, unit, self.words, grows=grows)
        if name and name.text in self.words.words["generic"]:
            name = lean_on(name, self.stream, item, self.memory, self.words, grows=grows)
        return [name] if name else []

    def _is_manner(self, name: Name) -> bool:
        return bool(self.words.patterns["not_counted"].fullmatch(name.text))

    def _bounds(self, item: Item) -> bool:
        bound = item.figure.bound_end > item.figure.end
        return bound or bool(item.binding & {"at_least", "at_most", "cap"})

    def _is_rate_of(self, figure: Figure, names: list[Name]) -> bool:
        """Tell 8%以上的增速, whose name follows, from a condition."""
        return not names and self._is_rate(figure)

    def _is_place(self, name: Name, item: Item) -> bool:
        """Tell a village as subject of what was named before (其中甲村过60万元)."""
        memory = self.memory
        same = memory.unit == item.figure.unit and unit_class(self.words.figures, memory.unit) == "money"
        if not memory.group or not same or memory.group[0].text == name.text:
            return False
        found = self.words.patterns["each_village"].search(name.text)
        return bool(found and found[0]) and not name.modifier and name.key in ("other", "villages")

    def _acts(self, item: Item, after: Name, before: Name) -> bool:
        """Tell who acts or where (卫生院添一辆..., 沙埂村..., 剩下...) from the thing counted."""
        found = [m for m in self.words.patterns["where"].finditer(before.text) if m[0]]
        where = bool(found and found[-1].end() == len(before.text))
        last = self.tokens[item.place - 1] if item.place else None
        makes = last is not None and last.end == item.figure.start and last.classes & _DEEDS
        noun = last is not None and self.text[last.start : last.end] in self.words.words["noun_verbs"]
        listed = after.is_listed and unit_class(self.words.figures, item.figure.unit) != "money"
        return listed or where or bool(makes and not noun) or "each" in item.binding

    def _is_apposition(self, item: Item) -> bool:
        """Tell 甲、乙等九个村, which sums up a list, from 引进甲、乙等五个项目."""
        does = classes_of(self.tokens[item.first : item.place]) & (_DEEDS | {"reach", "gain"})
        return self.text.endswith("等", 0, item.figure.start) and not does

    def _closes_phrase(self, figure: Figure) -> bool:
        """Tell 8%的目标 from a figure that describes what follows (低于50%的由领导约谈)."""
        return bool(self.words.patterns["tail"].match(self.text, figure.bound_end + 1))


def _pair(
    names: list[Name], run: list[int], figures: list[Figure]
) -> list[tuple[Name, int, Figure]]:
    if len(run) == 1:
        return [(name, run[0], figures[0]) for name in names]
    if len(names) == 1:
        names = names * len(run)
    n = min(len(names), len(run))
    return list(zip(names[-n:], run[:n], figures[:n], strict=True))
