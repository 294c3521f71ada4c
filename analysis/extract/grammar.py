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
    is_passed,
    lost_unit,
    prefix_start,
    run_of_figures,
    with_points,
)
from analysis.extract.choosing import GROWTH, Choice, choose_names
from analysis.extract.elision import (
    Item,
    Memory,
    elided_names,
    income_of_places,
    label_classes,
    names_of_label,
)
from analysis.extract.names import Name, enumerate_names
from analysis.extract.quantity import Quantity, measure
from analysis.extract.relations import Relation, find_relations
from analysis.extract.stream import Stream
from analysis.extract.topics import find_last_named, find_topic
from analysis.extract.values import Figure
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Commitment

_A_PAIR = 2
# Of 550 names that were left out 87 % were the right one, most of the rest under other doubts.
_LEFT_OUT = 0.03
# 生产总值不提增速，力争快于全县: these may stand clauses behind what they speak of.
_OF_A_TOPIC = frozenset({
    "faster_than", "higher_than", "not_below", "not_above", "in_step_with", "positive_growth",
    "rank_top", "rank_front",
})  # fmt: skip
_PART = re.compile("其中|[（(](?:含|包括)")
_NOT_ONE = re.compile("没有[一哪]|无一")


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
        self.related = ""
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
            if shared is None and self._matches_names(place, first):
                shared = place
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

    def _matches_names(self, place: int, first: int) -> bool:
        """Tell a list of figures that has as many names before it (城乡居民收入增长6%和7%)."""
        run = run_of_figures(self.stream, place)
        between = self.tokens[place : run[-1] + 1]
        if len(run) < _A_PAIR or not all(t.figure or "enum" in t.classes for t in between):
            return False
        start = self._item_start(place, first)
        stop = prefix_start(self.stream, place, start)
        region = (self.tokens[start - 1].end if start else 0, self.tokens[stop].start)
        units = {t.figure.unit for t in between if t.figure}
        names = enumerate_names(
            self.text, self.tokens[start:stop], region, units.pop(), self.words,
            count=len(run), split=True, grows=False,
        )  # fmt: skip
        return len(names) == len(run) and not units and all(name.is_listed for name in names)

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
        if is_passed(self.text, figure.start):
            binding.add("at_least")
        begin = max(self.tokens[start - 1].end if start else 0, self.edge)
        stop = self.tokens[prefix].start
        region = (begin, max(begin, stop - is_passed(self.text, stop)))
        return Item(place, figure, first, start, parts, region, frozenset(binding))

    # -- the rules ---------------------------------------------------------------------------

    def _single(self, item: Item) -> Iterator[Finding]:
        if found := income_of_places(self.stream, item, self.words):
            self.memory.keep([found[0]], None, None)
            self.edge = found[1]
            return
        choice = choose_names(self.stream, item, self.memory, self.words)
        if choice is None:
            return
        names, rule = list(choice.names), choice.rule
        if choice.after and not choice.acts:
            self.edge = choice.after.end
        elided = not names
        if elided and not item.figure.spelled:
            names, rule = elided_names(self.stream, item, self.memory, self.words)
        if names and names[0].text.startswith(self.words.words["falls_short"]):
            return
        names = [n for n in names if n.is_listed or not self._is_manner(n)]
        if self._were_named(names):
            names, rule, elided = list(self.memory.group), "G5", True
        if names:
            yield from self._state(item, names, rule, choice=choice, elided=elided)

    def _state(
        self, item: Item, names: list[Name], rule: str, *, choice: Choice, elided: bool
    ) -> Iterator[Finding]:
        figure, after = item.figure, choice.after
        verbs = (t for t in item.parts if t.end - t.start > 1)  # 降价药品 is no fall
        classes = item.binding | (classes_of(verbs) & {"fall", "gain"})
        tier = rule == "G6" and self.memory.unit == figure.unit
        clause = self.tokens[item.first - 1].start if item.first else 0
        if "at_most" in classes and _NOT_ONE.search(self.text, clause, figure.start):
            classes = (classes - {"at_most"}) | {"at_least"}  # 没有一个村低于十万元
        if "shares" in classes:
            names = [replace(n, key=self.words.share_of.get(n.key, n.key)) for n in names]
        for name in names:
            quantity = measure(
                figure, classes, name, self.words,
                tier_of=self.memory.quantity if tier else None,
                before=self.text[clause : figure.start],
                follows=self.text[figure.bound_end : after.end if after else figure.bound_end],
            )  # fmt: skip
            yield Finding(
                name=name,
                rule=rule,
                start=min(name.start, figure.start),
                end=max(figure.bound_end, name.end),
                commitment=commitment_at(self.stream, item.place),
                confidence=(0.8 if figure.repaired else 1.0) - (_LEFT_OUT if elided else 0.0),
                figure=figure,
                quantity=quantity,
                is_part=bool(_PART.search(self.text, clause, figure.start)),
                describes=choice.acts,
            )
        self.memory.keep(names, quantity, figure.unit)

    def _distribute(self, shared: int, run: list[int], first: int) -> Iterator[Finding]:
        """Give each name its figure; one figure goes to all; a mismatch is doubtful."""
        start = self._item_start(shared, first)
        prefix = prefix_start(self.stream, run[0], start)
        binding = classes_of(self.tokens[prefix : run[0]])
        stop = min(prefix, shared)
        region = (self.tokens[start - 1].end if start else 0, self.tokens[stop].start)
        read = {i: self.tokens[i].figure or lost_unit(self.stream, i, self.words) for i in run}
        run = [i for i in run if read[i] is not None]
        figures = with_points([figure for figure in read.values() if figure is not None])
        names = enumerate_names(
            self.text, self.tokens[start:stop], region, figures[0].unit, self.words,
            count=len(run), split=True, grows=bool(binding & (GROWTH | {"cap"})),
        )  # fmt: skip
        if self._were_named(names):
            names = []
        names = names or names_of_label(self.stream, first, self.words)
        confidence = 1.0 if names else 1.0 - _LEFT_OUT
        if not names:
            n = len(run)
            since = max(self.text.rfind(mark, 0, figures[0].start) for mark in "；;")
            recent = [name for name in self.memory.history if name.start > since]
            names = self.memory.history[-n:] if n > 1 else list(self.memory.group)
            if n > 1 and len(recent) == 1:
                names = recent * n  # 投资9亿元、力争10亿元，分别增长24%、38%
        if not names:
            return
        confidence = confidence if len(run) in (1, len(names)) else 0.5
        for name, place, figure in _pair(names, run, figures):
            own = classes_of(self.tokens[prefix_start(self.stream, place, first) : place])
            quantity = measure(
                figure, binding | own, name, self.words, bound=figures[-1].qualifier,
                before=self.text[names[0].end : figures[0].start],
            )  # fmt: skip
            start, end = min(name.start, figure.start), max(figure.bound_end, name.end)
            tier = commitment_at(self.stream, run[0])
            yield Finding(name, "G3", start, end, tier, confidence, figure, quantity)
        self.memory.keep(names, quantity, figures[-1].unit)

    def _relative(self, relation: Relation) -> Iterator[Finding]:
        if relation.names and relation.names[0].end <= self.edge:
            return  # 八成的村达到省级标准 is a share
        if not relation.names and (self.related, relation.relation) == ("rank_top", "rank_front"):
            return  # 进入前六名，争先进位
        self.related = relation.relation
        self.edge = relation.end
        names, confidence = list(relation.names), 1.0
        if not names and relation.may_elide:
            first = clause_start(self.stream, relation.place)
            asked = relation.relation in _OF_A_TOPIC and not self.memory.group
            topic = find_topic(self.stream, first, None, self.words) if asked else None
            topic = self._ranked(relation) or topic or find_last_named(self.stream, first)
            names, confidence = [topic] if topic else list(self.memory.group), 1.0 - _LEFT_OUT
        tier = commitment_at(self.stream, relation.place)
        for name in names:
            start = min(name.start, relation.start)
            yield Finding(name, "G8", start, relation.end, tier, confidence, relation=relation)
        if names:
            self.memory.keep(names, None, None)

    def _ranked(self, relation: Relation) -> Name | None:
        """Return the assessment that the clauses before speak of (综合考核要翻身，力争进前十)."""
        if not relation.relation.startswith("rank"):
            return None
        start = 1 + max(self.text.rfind(mark, 0, relation.start) for mark in "；;")
        found = (
            (self.text.find(word, start, relation.start), word)
            for word in self.words.words["ranked"]
        )
        place, word = max(found, key=lambda f: (f[0] >= 0, len(f[1])))
        return Name("ranking", word, place, place + len(word)) if place >= 0 else None

    def _were_named(self, names: list[Name]) -> bool:
        """Tell 两项指标, which stands for what was named before."""
        return len(names) == 1 and names[0].text in self.words.words["named_before"]

    def _is_manner(self, name: Name) -> bool:
        return bool(self.words.patterns["not_counted"].fullmatch(name.text))


def _pair(
    names: list[Name], run: list[int], figures: list[Figure]
) -> list[tuple[Name, int, Figure]]:
    if len(run) == 1:
        return [(name, run[0], figures[0]) for name in names]
    if len(names) == 1:
        names = names * len(run)
    n = min(len(names), len(run))
    return list(zip(names[-n:], run[:n], figures[:n], strict=True))
