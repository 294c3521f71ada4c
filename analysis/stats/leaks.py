"""What a copying clerk forgot: names and figures of another town left in a plan that copies.

Only plans that share a good part of their text with one other town's are looked at; who names a
neighbour in a text of its own leaks nothing. Copying has no direction here: where two plans
share a text and one names the other's town, that sentence is shown and a person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.model import Reading, Sentence
from analysis.stats.reuse import Reuse
from analysis.text.clean import source_span

LeakKind = Literal["source_town", "third_town", "figure", "wrong_year"]
_SAFE_STEM = 3
"""So many characters of a name without its unit are no ordinary word; two may be one (太平)."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?![\d.]*[年月日])")


@dataclass(frozen=True, slots=True)
class Leak:
    """One sentence with something of another town's in it (received offsets)."""

    plan_id: str
    other: str | None
    """The plan it shares its text with; a wrong year may stand in a text of one's own."""
    kind: LeakKind
    words: str
    """The name as written, or the numbers of a sentence copied as a whole."""
    town: str | None
    """The town named; nobody knows whose a figure is."""
    sentence_id: str
    start: int
    end: int
    in_passage: bool
    """The sentence, or a part of it, stands in the other plan word for word."""


def find_leaks(
    reuse: Reuse,
    readings: Mapping[str, Reading],
    towns: Iterable[str],
    units: Sequence[str],
    *,
    least_share: float = 0.1,
) -> tuple[Leak, ...]:
    """Find names and figures of other towns in plans that copy.

    Parameters
    ----------
    towns
        Every town the study knows: of plans, register and frame.
    units
        What a town's name can end with (镇, 街道办事处 ...).
    least_share
        A plan copies when at least this share of its letters stands in one other town's only.
    """
    names = _Names(sorted(set(towns)), units, readings)
    letters = {part.plan_id: part.letters for part in reuse.parts}
    found: set[Leak] = set()
    for pair in reuse.pairs:
        copied = [p for p in pair.passages if p.towns == 2]
        spans = ([(p.start, p.end) for p in copied], [(p.other_start, p.other_end) for p in copied])
        both = (pair.plan_id, pair.other)
        for (one, other), held in zip((both, both[::-1]), spans, strict=True):
            shared = sum(p.letters for p in copied)
            if not pair.same_town and shared >= least_share * letters[one]:
                found.update(_look_through(readings[one], readings[other], held, names))
    return tuple(sorted(found, key=lambda k: (k.plan_id, k.start, k.end, k.kind, k.other or "")))


class _Names:
    """Every town's name with and without its unit, and which of them are safe to look for."""

    def __init__(
        self, towns: Sequence[str], units: Sequence[str], readings: Mapping[str, Reading]
    ) -> None:
        longest_first = sorted(units, key=len, reverse=True)
        self.towns: dict[str, str] = {}
        for town in towns:
            unit = next((u for u in longest_first if town.endswith(u)), "")
            self.towns.setdefault(town, town)
            if len(bare := town.removesuffix(unit)) > 1:
                self.towns.setdefault(bare, town)
        self._begins = {name[0] for name in self.towns}
        self._sizes = sorted({len(name) for name in self.towns}, reverse=True)
        self._users: defaultdict[str, set[str]] = defaultdict(set)
        for reading in readings.values():
            text, plan = reading.clean.text, reading.plan
            for name in self.find(text, plan.start, plan.end):
                self._users[name].add(plan.town)

    def find(self, text: str, start: int, end: int) -> Iterator[str]:
        """Find names, the longest at each place, at the same price for ten towns and for all."""
        at = start
        while at < end:
            name = ""
            if text[at] in self._begins:
                held = (text[at : min(at + size, end)] for size in self._sizes)
                name = next((words for words in held if words in self.towns), "")
            if name:
                yield name
            at += len(name) or 1

    def is_sure(self, name: str, town: str, source: str, own: str) -> bool:
        """Tell whether a name means its town: a short one without unit may be a plain word."""
        if name == town or len(name) >= _SAFE_STEM:
            return True
        return town == source and self._users[name] <= {own, source}


def _look_through(
    reading: Reading, other: Reading, spans: Sequence[tuple[int, int]], names: _Names
) -> Iterator[Leak]:
    for sentence in reading.sentences:
        start, end = source_span(reading.clean, sentence.start, sentence.end)
        touches = any(a < end and start < b for a, b in spans)
        told: list[tuple[LeakKind, str, str | None]] = [
            *_find_names(reading, other, sentence, names, touches=touches),
            *_find_figures(reading, sentence, spans),
        ]
        for kind, words, town in dict.fromkeys(told):
            ids = reading.plan.plan_id, other.plan.plan_id
            yield Leak(*ids, kind, words, town, sentence.sentence_id, start, end, touches)


def _find_names(
    reading: Reading, other: Reading, sentence: Sentence, names: _Names, *, touches: bool
) -> Iterator[tuple[LeakKind, str, str]]:
    """Find the source's name anywhere, a third town's only in what was copied."""
    own, source = reading.plan.town, other.plan.town
    for name in names.find(reading.clean.text, sentence.start, sentence.end):
        town = names.towns[name]
        if town == own or not names.is_sure(name, town, source, own):
            continue
        if town == source:
            yield "source_town", name, town
        elif touches:
            yield "third_town", name, town


def _find_figures(
    reading: Reading, sentence: Sentence, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[LeakKind, str, None]]:
    """Find the numbers of a sentence that stands in the other plan from its first word on."""
    text = reading.clean.text[sentence.start : sentence.end]
    places = [i for i, char in enumerate(text) if char.isalnum()]
    numbers = _NUMBER.findall(text)
    if not numbers or not places:
        return
    first, last = sentence.start + places[0], sentence.start + places[-1] + 1
    start, end = source_span(reading.clean, first, last)
    if any(a <= start and end <= b for a, b in spans):
        yield "figure", "、".join(numbers), None
