"""What speaks against a claim: its words, what stands around it, and the plan's other claims."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.corpus.doubts import DoubtRules
from analysis.extract.grammar import Finding
from analysis.model import Masked, Scope, Section, Status

_CLAUSE = re.compile("[，,；;。：:\n]")
_STOP = re.compile("[，,；;。\n]")
# 由1.6亿元  2亿元, 4.65亿元至4.8亿元: which of the two is meant?
_NUMBER_BEHIND = re.compile(r"[\s\u3000]+[≥≤><＞＜+增长稳定在]*\d|[至到~～—-]\s*\d|[\t|｜][≥≤]?\d")
_DONE = re.compile("了(?!解)")
_LISTED = ("、", "和", "及")
_BEFORE, _BEHIND, _AROUND, _BEFORE_DONE = 60, 40, 60, 80
_NEIGHBOURS, _A_WORD = 2, 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finding with the status and scope its surroundings give; clean offsets from `base`."""

    finding: Finding
    base: int
    status: Status
    scope: Scope
    section: Section
    mended: tuple[int, ...] = ()
    concept: str | None = None
    by_wording: bool = False
    """Whether only the wording of its sentences tells that the section is no review."""
    headline: bool = False


def find_evidence(
    said: Sequence[Spoken], text: str, rules: DoubtRules, keys: Collection[str], *, is_town: bool
) -> list[frozenset[str]]:
    """Return the doubts (`data/lexicon/doubts.toml`) about each claim of a plan.

    Parameters
    ----------
    said
        Everything the plan states, in any order.
    text
        The plan's clean text.
    keys
        Every name of every indicator.
    is_town
        Whether 县 and 省 are another's words here; of a county's own paper they are not.
    """
    others = frozenset() if is_town else frozenset({"superior"})
    around = _look_around(said, rules)
    return [
        frozenset({*_look_at(spoken, text, rules.patterns, keys), *more}) - others
        for spoken, more in zip(said, around, strict=True)
    ]


def _look_at(
    spoken: Spoken, text: str, patterns: Mapping[str, re.Pattern[str]], keys: Collection[str]
) -> Iterator[str]:
    """Yield the doubts that a claim's own words raise."""
    finding, base, name = spoken.finding, spoken.base, spoken.finding.name
    told = finding.figure or finding.relation
    assert told is not None
    first, last = base + min(name.start, told.start), base + max(_end(finding), name.end)
    before = text[max(base, first - _BEFORE) : first]
    behind = text[last : last + _BEHIND]
    clause, rest = _CLAUSE.split(before)[-1], _STOP.split(behind)[0]
    between = text[base + name.end : base + told.start]
    tie = finding.relation is not None
    if not tie and finding.figure and not finding.figure.unit:
        yield "no_unit"
    plain = _kind(spoken) == "count" and name.text in keys  # 十家规上企业
    if finding.rule == "G2" and not plain:
        yield "behind_listed" if _touches(spoken, text) else "behind"
    if tie and len(name.text.strip("\u3000 ")) <= _A_WORD:
        yield "short_tie"
    if _is_last_of_list(before, finding, tie=tie):
        yield "of_list"
    if patterns["condition"].search(rest):
        yield "condition"
    if patterns["superior"].search(clause + name.modifier):
        yield "superior"
    if patterns["result"].search(clause + name.text + between + rest):
        yield "result_words"
    if finding.figure and patterns["folded"].search(text, base + told.start, last):
        yield "folded"
    if _NUMBER_BEHIND.match(behind) and not _is_cell(spoken):
        yield "number_behind"
    if not name.is_listed:
        yield from _look_at_unlisted(spoken, text[max(0, first - _BEFORE_DONE) : last + _AROUND])


def _look_at_unlisted(spoken: Spoken, around: str) -> Iterator[str]:
    """Yield the doubts about a name that no list vouches for."""
    if spoken.headline:
        yield "unlisted_in_block"
    if spoken.section.assumed:
        yield "unlisted_assumed"
    if spoken.finding.rule in ("G5", "G6", "G9"):
        yield "unlisted_left_out"
    if _DONE.search(around):
        yield "unlisted_done"


def _is_last_of_list(before: str, finding: Finding, *, tie: bool) -> bool:
    """Tell 事故起数、死亡人数双下降, where what is said may hold for more than the last name."""
    if finding.rule in ("G3", "G4") or not before.endswith(_LISTED):
        return False
    return tie or not re.search(r"\d", re.split("[，,；;。]", before)[-1])


def _touches(spoken: Spoken, text: str) -> bool:
    """Tell a listed name right behind its figure (8%的GDP增长目标, 600亩高标准农田)."""
    finding, base = spoken.finding, spoken.base
    if finding.figure is None or not finding.name.is_listed or finding.name.is_loose:
        return False
    between = text[base + finding.figure.bound_end : base + finding.name.start].strip("\u3000 ")
    grows = _kind(spoken) in ("growth_rate", "ratio")
    return not between or (between == "的" and grows)


def _end(finding: Finding) -> int:
    if finding.figure is not None:
        return finding.figure.bound_end
    assert finding.relation is not None
    return finding.relation.end


def _look_around(said: Sequence[Spoken], rules: DoubtRules) -> list[set[str]]:
    """Return the doubts that the plan's other claims raise."""
    doubts: list[set[str]] = [set() for _ in said]
    order = sorted(range(len(said)), key=lambda i: _place(said[i]))
    for at, i in enumerate(order):
        near = order[max(0, at - _NEIGHBOURS) : at] + order[at + 1 : at + 1 + _NEIGHBOURS]
        here = _place(said[i])
        if not _is_cell(said[i]) and any(
            said[j].status == "achieved" and abs(_place(said[j]) - here) < rules.bounds["near"]
            for j in near
        ):
            doubts[i].add("result_near")
    for i in _find_contradicted(said):
        doubts[i].add("other_value")
    targets = [s for s in said if s.status == "target"]
    results = sum(s.status == "achieved" for s in said)
    many = len(targets) > rules.bounds["many_targets"]
    if many and results < rules.bounds["few_results"] * len(said):
        for held in doubts:
            held.add("no_results")
    if _is_odd(targets, rules):
        for i, spoken in enumerate(said):
            if spoken.headline:
                doubts[i].add("odd_block")
    return doubts


def _place(spoken: Spoken) -> int:
    return spoken.base + spoken.finding.start


def _is_cell(spoken: Spoken) -> bool:
    """Tell a cell of a table, which has last year's figure and other tiers beside it."""
    return spoken.finding.rule.startswith("T")


def _kind(spoken: Spoken) -> str:
    quantity = spoken.finding.quantity
    return "relative" if spoken.finding.relation or quantity is None else quantity.kind


def _find_contradicted(said: Sequence[Spoken]) -> Iterator[int]:
    """Yield the targets of an indicator that the plan sets at another value too."""
    held: dict[Hashable, list[int]] = defaultdict(list)
    for i, spoken in enumerate(said):
        name = spoken.finding.name
        if spoken.status != "target" or not name.is_listed or _kind(spoken) == "relative":
            continue
        scope = name.text if spoken.scope == "part" else spoken.scope
        held[name.key, _kind(spoken), spoken.concept, scope].append(i)
    for places in held.values():
        if len({v for i in places if (v := _value(said[i])) is not None}) > 1:
            yield from places


def _value(spoken: Spoken) -> tuple[float, str | None] | None:
    """Return a firm target's value; None for a hidden one and a stretch target."""
    quantity = spoken.finding.quantity
    if quantity is None or isinstance(quantity.amount, Masked):
        return None
    if spoken.finding.commitment == "strive":
        return None
    return quantity.amount.low, quantity.amount.unit


def _is_odd(targets: Sequence[Spoken], rules: DoubtRules) -> bool:
    """Tell a headline block many of whose claims lack a listed name or a unit."""
    block = [s for s in targets if s.headline]
    odd = sum(
        not s.finding.name.is_listed or (s.finding.figure is not None and not s.finding.figure.unit)
        for s in block
    )
    return bool(block) and odd >= rules.bounds["odd_share"] * len(block)
