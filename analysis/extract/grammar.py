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
========  ==================================================================================

P-numbers of the design stand for the wording; a rule stands for the structure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analysis.extract.lexer import Stream, Token
from analysis.extract.names import Name, enumerate_names, fits, name_after, name_before
from analysis.extract.quantity import Quantity, measure
from analysis.extract.relations import Relation, find_relations
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Commitment

_BEFORE_FIGURE = frozenset(
    "grow gain fall reach cap at_least at_most about ensure strive dist each filler part_year now horizon".split()
)
_BETWEEN_FIGURES = _BEFORE_FIGURE | {"enum"}


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


@dataclass(slots=True)
class _Memory:
    """What the sentence has named so far."""

    group: list[Name] = field(default_factory=list)
    history: list[Name] = field(default_factory=list)
    quantity: Quantity | None = None
    unit: str | None = None

    def keep(self, names: Sequence[Name], quantity: Quantity | None, unit: str | None) -> None:
        self.group = list(names)
        self.history += [n for n in names if not self.history or n != self.history[-1]]
        self.quantity, self.unit = quantity, unit


def read_sentence(stream: Stream, vocabulary: Vocabulary) -> list[Finding]:
    """Return what a sentence says of its figures, in order of position."""
    return list(_Reader(stream, vocabulary).read())


class _Reader:
    """Walks one sentence from left to right, remembering the names it met."""

    def __init__(self, stream: Stream, vocabulary: Vocabulary) -> None:
        self.text, self.tokens, self.words = stream.text, stream.tokens, vocabulary
        self.memory = _Memory()
        self.edge = 0
        self.relations = find_relations(stream, vocabulary)
        self.taken = {m for r in self.relations for m in r.margins}

    def read(self) -> Iterator[Finding]:
        done: set[int] = set()
        waiting = list(self.relations)
        for place, token in enumerate(self.tokens):
            while waiting and waiting[0].start < token.start:
                yield from self._relative(waiting.pop(0))
            if token.kind not in ("figure", "bare") or place in done or place in self.taken:
                continue
            figure = token.figure or self._lost_unit(place)
            if figure is None:
                continue
            first = self._clause_start(place)
            shared = next(
                (i for i in range(place - 1, first - 1, -1) if "dist" in self.tokens[i].classes), None
            )
            if shared is not None and not self._has_figure(shared, place):
                run = self._run_of_figures(place)
                done.update(run)
                yield from self._distribute(shared, run, first)
            else:
                yield from self._single(place, figure, first)
        for relation in waiting:
            yield from self._relative(relation)

    # -- where things stand ------------------------------------------------------------------

    def _clause_start(self, place: int) -> int:
        for i in range(place - 1, -1, -1):
            if self.tokens[i].kind == "punct":
                return i + 1
        return 0

    def _has_figure(self, first: int, last: int) -> bool:
        return any(t.kind == "figure" for t in self.tokens[first:last])

    def _prefix(self, place: int, first: int) -> int:
        """Return where the words that bind a figure to its name begin (增长不低于 6%)."""
        start = place
        while start > first:
            before, here = self.tokens[start - 1], self.tokens[start]
            gap = self.text[before.end : here.start].strip("\u3000 的“”过")
            compared = before.kind == "name" and self.text[max(0, before.start - 1)] in "比较"
            if gap or not (before.classes & _BEFORE_FIGURE or compared):
                break
            start -= 1
        return start

    def _run_of_figures(self, place: int) -> list[int]:
        """Return the figures of a list behind 分别: 4.2%、3%和2.5‰."""
        run = [place]
        for i in range(place + 1, len(self.tokens)):
            token = self.tokens[i]
            gap = self.text[self.tokens[i - 1].end : token.start].strip("\u3000 ")
            if gap or not (token.kind == "figure" or token.classes & _BETWEEN_FIGURES):
                break
            if token.kind == "figure":
                run.append(i)
        return run

    def _lost_unit(self, place: int) -> Figure | None:
        """Read a number whose unit was lost, only where a bounded rate is being stated."""
        token = self.tokens[place]
        classes = {c for t in self.tokens[max(0, place - 3) : place] for c in t.classes}
        suffix = self.words.figures.suffix.match(self.text, token.end)
        if not ("cap" in classes or (suffix and "reach" in classes)):
            return None
        first = self._clause_start(place)
        named = [t for t in self.tokens[first:place] if t.kind == "indicator"]
        if not named or "rate" not in self.words.families[named[-1].key] and not any(
            u == "倍" for u in self.words.indicators[named[-1].key].units
        ):
            return None
        number = float(self.text[token.start : token.end])
        qualifier = self.words.figures.suffix_of[suffix[0]] if suffix else "exact"
        end = suffix.end() if suffix else token.end
        return Figure(token.start, token.end, end, number, number, None, qualifier)

    def _commitment(self, place: int) -> Commitment:
        """Return the tier: 力争 holds to the sentence's end or the next 确保, over clauses with figures."""
        for i in range(place - 1, -1, -1):
            classes = self.tokens[i].classes
            if "gained" in classes:
                return "plain"
            if "ensure" in classes:
                return "ensure"
            if "strive" in classes and self.text[self.tokens[i].end] not in "是为：:":
                return "strive"
            if self.tokens[i].kind == "punct":
                if self.text[self.tokens[i].start] in "；;）)":
                    return "plain"
                previous = self._clause_start(i)
                if not self._has_figure(previous, i) and not any(
                    {"ensure", "strive"} & t.classes for t in self.tokens[previous:i]
                ):
                    return "plain"
        return "plain"

    # -- the rules ---------------------------------------------------------------------------

    def _single(self, place: int, figure: Figure, first: int) -> Iterator[Finding]:
        item = first
        for i in range(place - 1, first - 1, -1):
            if self.tokens[i].kind == "figure" and i not in self.taken or self.tokens[i].start < self.edge:
                item = i + 1
                break
        prefix = self._prefix(place, item)
        classes = {c for t in self.tokens[prefix:place] for c in t.classes}
        begin = max(self.tokens[item - 1].end if item else 0, self.edge)
        region = (begin, self.tokens[prefix].start)
        binding = classes | {c for t in self.tokens[item:prefix] for c in t.classes & {"fall", "gain"}}
        rate = unit_class(self.words.figures, figure.unit) == "rate"
        if item == first == prefix and first and self.text[self.tokens[first - 1].start] in "：:":
            classes |= self._label_classes(first)
        grows = bool(classes & {"grow", "fall", "gain"}) and rate
        parts = tuple(self.tokens[item:prefix])
        names, rule = self._names(parts, region, figure, grows=grows, classes=classes), "G1"
        if len(names) > 1:
            rule = "G4"
        after = None
        if not names or (self._follows_de(figure) and not names[0].is_listed):
            after = name_after(self.text, self.tokens, place, self.words, grows=grows)
            if after and not figure.spelled:
                names, rule = [after], "G2"
            elif after is None and self._is_modifier(figure):
                return
        if not names and figure.spelled:
            return
        confidence = 0.8 if figure.repaired else 1.0
        if not names:
            names, rule = self._elided(place, item, first, classes)
            confidence -= 0.1
        names = [n for n in names if n.is_listed or not self.words.patterns["not_counted"].fullmatch(n.text)]
        if not names:
            return
        parent = "其中" in self.text[self.tokens[first - 1].end if first else 0 : figure.start]
        tier = rule == "G6" and self.memory.unit == figure.unit
        for name in names:
            quantity = measure(
                figure, binding if parts else classes, name, self.words,
                tier_of=self.memory.quantity if tier else None,
                follows=self.text[figure.bound_end : (after.end if after else figure.bound_end)],
            )  # fmt: skip
            start, end = min(name.start, figure.start), max(figure.bound_end, name.end)
            yield Finding(
                name, rule, start, end, self._commitment(place), confidence, figure, quantity,
                is_part=parent,
            )  # fmt: skip
        self.memory.keep(names, quantity, figure.unit)

    def _names(
        self, parts: Sequence[Token], region: tuple[int, int], figure: Figure, *, grows: bool, classes: set[str]
    ) -> list[Name]:
        """Return the names before a figure: one, or all that 均 or a list before a rate joins."""
        rate = unit_class(self.words.figures, figure.unit) == "rate"
        if "each" in classes or rate:
            names = enumerate_names(
                self.text, parts, region, figure.unit, self.words, grows=grows, split="each" in classes
            )
            if len(names) > 1 and ("each" in classes or all(n.is_listed for n in names)):
                return names
        name = name_before(self.text, parts, region, figure.unit, self.words, grows=grows)
        if name and name.text in self.words.words["generic"]:
            name = self._leaning(name, figure, grows=grows)
        return [name] if name else []

    def _leaning(self, name: Name, figure: Figure, *, grows: bool) -> Name:
        """Give 存栏, 总产量 the indicator that was named last before them in the sentence."""
        named = [
            t for t in self.tokens
            if t.end <= name.start and t.kind == "indicator"
        ]  # fmt: skip
        if not named or not fits(named[-1].key, figure.unit, self.words, grows=grows):
            return name
        return Name(named[-1].key, name.text, name.start, name.end)

    def _follows_de(self, figure: Figure) -> bool:
        return self.text[figure.bound_end : figure.bound_end + 1] == "的"

    def _is_modifier(self, figure: Figure) -> bool:
        """Tell a figure that only describes what follows (低于50%的由领导约谈)."""
        rest = self.text[figure.bound_end + 1 : figure.bound_end + 7]
        return self._follows_de(figure) and not self.words.patterns["tail"].match(rest)

    def _elided(
        self, place: int, item: int, first: int, classes: set[str]
    ) -> tuple[list[Name], str]:
        """Return the name that the figure leaves out, from this sentence only."""
        if label := self._label(first, item):
            return [label], "G1"
        if not self.memory.group:
            return [], ""
        beside = item > first and not self.text[
            self.tokens[item - 1].end : self.tokens[place].start
        ].strip("\u3000 、和及")
        if beside:
            return [self.memory.group[-1]], "G9"
        if {"ensure", "strive"} & classes:
            return list(self.memory.group), "G6"
        again = any("lead" in t.classes for t in self.tokens[item:place])
        if classes - {"now", "part_year"} or (again and self.memory.unit == self._unit(place)):
            return list(self.memory.group), "G5"
        return [], ""

    def _unit(self, place: int) -> str | None:
        figure = self.tokens[place].figure
        return figure.unit if figure else None

    def _label_classes(self, first: int) -> set[str]:
        """Return what a label such as 增速： binds its figure with."""
        label = self.tokens[self._clause_start(first - 1) : first - 1]
        if not label or not all(t.classes & _BEFORE_FIGURE for t in label):
            return set()
        return {c for t in label for c in t.classes}

    def _label(self, first: int, item: int) -> Name | None:
        """Return the name before a colon: 农业总产值：2.42亿元."""
        if item != first or first == 0 or self.text[self.tokens[first - 1].start] not in "：:\t":
            return None
        start = self._clause_start(first - 1)
        region = (self.tokens[start - 1].end if start else 0, self.tokens[first - 1].start)
        parts = self.tokens[start : first - 1]
        if self._has_figure(start, first - 1):
            return None
        return name_before(self.text, parts, region, None, self.words, grows=True)

    def _distribute(self, shared: int, run: list[int], first: int) -> Iterator[Finding]:
        """Give each name its figure; one figure goes to all; a mismatch is doubtful."""
        begin = first
        for i in range(shared - 1, first - 1, -1):
            if self.tokens[i].kind == "figure":
                begin = i + 1
                break
        prefix = self._prefix(run[0], begin)
        classes = {c for t in self.tokens[prefix : run[0]] for c in t.classes}
        stop = min(prefix, shared)
        region = (self.tokens[begin - 1].end if begin else 0, self.tokens[stop].start)
        unit = self.tokens[run[0]].figure.unit if self.tokens[run[0]].figure else None
        names = enumerate_names(
            self.text, self.tokens[begin:stop], region, unit, self.words, count=len(run),
            split=True, grows=bool(classes & {"grow", "fall", "gain", "cap"}),
        )  # fmt: skip
        confidence = 1.0
        if not names:
            n = len(run)
            names = self.memory.history[-n:] if n > 1 else list(self.memory.group)
            confidence = 0.9
        if not names:
            return
        bound = self.tokens[run[-1]].figure
        pairs = _pair(names, run)
        confidence = confidence if len(run) in (1, len(names)) else 0.5
        for name, place in pairs:
            figure = self.tokens[place].figure
            assert figure is not None and bound is not None
            own = classes | {
                c for t in self.tokens[self._prefix(place, first) : place] for c in t.classes
            }
            quantity = measure(figure, own, name, self.words, bound=bound.qualifier)
            start, end = min(name.start, figure.start), max(figure.bound_end, name.end)
            yield Finding(
                name, "G3", start, end, self._commitment(run[0]), confidence, figure, quantity
            )
        self.memory.keep(names, quantity, figure.unit)

    def _relative(self, relation: Relation) -> Iterator[Finding]:
        self.edge = relation.end
        names = list(relation.names)
        rule, confidence = "G8", 1.0
        if not names and relation.may_elide and self.memory.group:
            names, confidence = list(self.memory.group), 0.9
        for name in names:
            start, end = min(name.start, relation.start), relation.end
            commitment = self._commitment(relation.place)
            yield Finding(name, rule, start, end, commitment, confidence, relation=relation)
        if names:
            self.memory.keep(names, None, None)


def _pair(names: list[Name], run: list[int]) -> list[tuple[Name, int]]:
    if len(run) == 1:
        return [(name, run[0]) for name in names]
    if len(names) == 1:
        return [(names[0], place) for place in run]
    n = min(len(names), len(run))
    return list(zip(names[-n:], run[:n], strict=True))
