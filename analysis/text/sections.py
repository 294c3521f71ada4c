"""A plan's body -> what is review, what is announced as target, what is this year's work.

Three things tell a sentence's role: the heading it stands under, by position, because a border
can lie inside what looks like a sentence; an opening cue (过去一年, 今年是); and the words by which
the time gone by and the time to come are told (累计, 没有; 不低于, 月底前). A plan changes from one
to the other seldom and mostly at a heading, so the sequence of roles is the one that agrees best
with all signs while a change costs more the less it shows (Viterbi 1967, two states).
All words live in ``lexicon/headings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.model import Role, Section
from analysis.text.blocks import find_blocks
from analysis.text.headings import Heading, Headings, any_word, find_headings

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”’」』）)]*|[。！？!?；;]+")
_OPENING_YEAR = re.compile(r"\s*((?:19|20)\d\d)年(?!\s*\d{1,2}月)")

_HEADING_WEIGHT, _CUE_WEIGHT, _MOST_WEIGHT = 12.0, 6.0, 4.0
_STRONG, _WEAK = 2.0, 0.7
_ONE_REVIEW = 1.5
"""What speaks for work below a heading without a role that ends a review of its own rank."""
_AT_HEADING = {0: 1.0, 1: 1.0, 2: 3.0}
_AT_LINE, _AT_SENTENCE = 4.0, 7.0
_BACKWARD, _AGAINST_HEADING = 6.0, 16.0
"""What a change of role costs, in units of evidence: by where it happens; more from plan back to
review, and more inside a section whose heading told its role."""
_INSIDE_REVIEW = 80.0
"""The same inside a review whose end is headed too: results told without 了 look like work."""
_FROM_NOTHING = 4.0
"""What it costs to take a text for a review from its first sentence on, without being told."""
_SURE = 3.0
"""Evidence below which a section without heading or cue counts as assumed."""


def read_sections(
    clean_text: str, start: int, end: int, headings: Headings, year: int | None = None
) -> tuple[Section, ...]:
    """Cut ``clean_text[start:end]`` into sections.

    Parameters
    ----------
    clean_text
        Repaired text of the document; it may be one single line.
    start, end
        The plan's body, clean offsets.
    headings
        Word classes of ``lexicon/headings.toml``.
    year
        The plan's year, by which headings that name a year are read.

    Returns
    -------
    Sections that cover the body without gap or overlap. A section is `assumed` where no heading
    and no cue told its role and the wording hardly did.
    """
    if start == end:
        return (Section("tasks", start, end, "", assumed=True),)
    rules = _compile(tuple(sorted(headings.items())))
    found = sorted(
        find_headings(clean_text, start, end, headings, year), key=lambda h: (h.start, h.level)
    )
    units = list(_cut_units(clean_text, start, end, found, rules, year=year))
    blocks = list(find_blocks(clean_text, start, end, found, headings))
    return tuple(_merge(units, _choose_roles(units), blocks, start, end))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or what of it follows a heading; evidence above 0 speaks for a review."""

    start: int
    end: int
    evidence: float
    heading: Heading | None
    ruling: Heading | None
    """The last heading that told a role and still rules here."""
    opens_line: bool
    told: bool
    """A heading or a cue stands here."""
    closed: bool
    """The ruling heading opens a review, and a later one of its rank opens the plan."""


@dataclass(frozen=True, slots=True)
class _Rules:
    review: re.Pattern[str]
    tasks: re.Pattern[str]
    sign: re.Pattern[str]
    weights: dict[str, float]


@lru_cache(maxsize=8)
def _compile(items: tuple[tuple[str, tuple[str, ...]], ...]) -> _Rules:
    words = dict(items)

    def one_of(*names: str) -> str:
        return any_word(words, *names)

    classes = {
        "past_strong": _STRONG,
        "past_weak": _WEAK,
        "future_strong": -_STRONG,
        "future_weak": -_WEAK,
    }
    return _Rules(
        re.compile(rf"[ \t]*(?:各位代表[，,：:！!])?(?:{one_of('review_inline')})"),
        re.compile(rf"[ \t]*(?:{one_of('tasks_inline')})"),
        re.compile(one_of(*classes)),
        {word: weight for name, weight in classes.items() for word in words.get(name, ())},
    )


def _cut_units(
    text: str, start: int, end: int, headings: Sequence[Heading], rules: _Rules,
    *, year: int | None,
) -> Iterator[_Unit]:  # fmt: skip
    at = {heading.start: heading for heading in reversed(headings)}
    starts = {m.start() for m in _SENTENCE.finditer(text, start, end)} | at.keys() | {start}
    ruling: Heading | None = None
    plans = {h.level: h.start for h in headings if h.role in {"tasks", "targets"}}
    for here, after in pairwise([*sorted(starts), end]):
        heading, after_review = at.get(here), False
        if heading is not None:
            if heading.role is not None:
                ruling = heading
            elif not heading.marked:
                heading = None
            elif ruling is not None and heading.level <= ruling.level:
                after_review = ruling.role == "review"
                ruling = None
        words = text[here:after]
        cue = _CUE_WEIGHT * (bool(rules.review.match(words)) - bool(rules.tasks.match(words)))
        opening = _weigh_opening(words, year) if here > start else 0.0
        told = cue != 0 or opening < 0 or (heading is not None and heading.role is not None)
        evidence = _weigh(words, rules) + opening + cue
        closed = (
            ruling is not None and ruling.role == "review" and here < plans.get(ruling.level, 0)
        )
        if heading is not None and heading.role is not None:
            weight = _INSIDE_REVIEW if closed else _HEADING_WEIGHT
            evidence += weight if heading.role == "review" else -_HEADING_WEIGHT
        if after_review:
            evidence -= _ONE_REVIEW
        opens_line = here == start or "\n" in text[max(start, here - 1) : here + 1]
        yield _Unit(here, after, evidence, heading, ruling, opens_line, told, closed)


def _weigh(words: str, rules: _Rules) -> float:
    """Sum the signs of time in a sentence, each word once."""
    found = set(rules.sign.findall(words))
    if not found:
        return 0.0
    total = sum(rules.weights[word] for word in sorted(found))
    return max(-_MOST_WEIGHT, min(_MOST_WEIGHT, total))


def _weigh_opening(words: str, year: int | None) -> float:
    """Weigh the year that a sentence opens with; a date (2023年1月5日) says nothing."""
    opened = _OPENING_YEAR.match(words)
    if opened is None or year is None:
        return 0.0
    return _STRONG if int(opened[1]) < year else -_STRONG if int(opened[1]) == year else 0.0


def _choose_roles(units: Sequence[_Unit]) -> list[bool]:
    """Return for each unit whether it is review: the cheapest sequence of the two states."""
    doubt = 0.0 if units[0].told else _FROM_NOTHING
    best = {True: doubt - units[0].evidence, False: units[0].evidence}
    came: list[dict[bool, bool]] = []
    for unit in units[1:]:
        change = _price(unit)
        back = {}
        costs = {}
        for state in (True, False):
            other = best[not state] + change + (_BACKWARD if state and not unit.told else 0.0)
            back[state] = state if best[state] <= other else not state
            costs[state] = min(best[state], other) + (-unit.evidence if state else unit.evidence)
        came.append(back)
        best = costs
    state = best[True] < best[False]
    states = [state]
    for back in reversed(came):
        state = back[state]
        states.append(state)
    return states[::-1]


def _price(unit: _Unit) -> float:
    if unit.heading is not None:
        price = _AT_HEADING[unit.heading.level]
    else:
        price = _AT_LINE if unit.opens_line else _AT_SENTENCE
    if unit.ruling is None or unit.ruling is unit.heading:
        return price
    announced = unit.told and unit.evidence < 0
    return price + (_INSIDE_REVIEW if unit.closed and not announced else _AGAINST_HEADING)


def _merge(
    units: Sequence[_Unit], reviews: Sequence[bool], blocks: Sequence[tuple[int, int, str]],
    start: int, end: int,
) -> Iterator[Section]:  # fmt: skip
    """Join units of one role, and lay the headline blocks over what is no review."""
    pieces: list[tuple[int, Role, str, bool, float]] = []
    silent = any(unit.told for unit in units)
    for unit, review in zip(units, reviews, strict=True):
        silent = silent and unit.evidence == 0 and unit.heading is None
        other = unit.ruling is not None and unit.ruling.role == "other"
        role: Role = "review" if review else "other" if silent or other else "tasks"
        words = unit.heading.words if unit.heading else ""
        pieces.append((unit.start, role, words, unit.told, unit.evidence))
    spans = [
        (a, b, words)
        for a, b, words in blocks
        if not all(
            review for unit, review in zip(units, reviews, strict=True) if a <= unit.start < b
        )
    ]
    edges = sorted({start, *(p[0] for p in pieces), *(x for a, b, _ in spans for x in (a, b))})
    current: tuple[int, Role, str, bool, float] | None = None
    place = 0
    for edge in edges:
        if edge >= end:
            break
        while place + 1 < len(pieces) and pieces[place + 1][0] <= edge:
            place += 1
        _, role, words, told, evidence = pieces[place]
        block = next((b for b in spans if b[0] <= edge < b[1]), None)
        if block is not None:
            role, words, told = "targets", block[2], True
        if current is not None and (current[1] == role):
            current = (*current[:3], current[3] or told, current[4] + evidence)
            continue
        if current is not None:
            yield _section(current, edge)
        current = (edge, role, words, told, evidence)
    if current is not None:
        yield _section(current, end)


def _section(piece: tuple[int, Role, str, bool, float], end: int) -> Section:
    start, role, words, told, evidence = piece
    assumed = not told and role != "other" and abs(evidence) < _SURE
    return Section(role, start, end, words, assumed)
