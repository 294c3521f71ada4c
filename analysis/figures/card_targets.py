"""The targets on a town's card: which ones, in which words, beside which figure of last year.

A target is quoted; a hidden one keeps its marks and is called hidden, a relative one is words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.figures.style import word, words
from analysis.figures.wording import BARE, read_wording
from analysis.model import CellState, Claim, Evidence, Kind, Masked, Relative, Stated
from analysis.stats.coverage import MIN_CONFIDENCE, find_targets

Achieved = Mapping[tuple[str, Kind], Claim]
"""Indicator and kind of a target -> the town's own figure of last year."""

_VERB = re.compile(r"(?:^|[，、；,;])([\u4e00-\u9fff]{1,6})$")
"""What stands between an indicator, or the last comma behind it, and the number."""
_GOES_ON = re.compile(r"$|[^\w*＊]|[和及]")
"""Behind an indicator: nothing, or a mark or word that joins another indicator to it."""
_SAYS_ITSELF = "…+-−±"
"""A growth rate that opens with its verb (…降不低于3%) or a sign needs no 增长 before it."""

_NEEDS_UNIT: tuple[Kind, ...] = ("growth_rate", "level", "count")
"""A number of these kinds without a unit has lost it; a ratio may have none."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One indicator's row of the table."""

    indicator: str
    name: str
    targets: tuple[Claim, ...]
    achieved: tuple[Claim, ...]


def choose_targets(claims: Iterable[Claim], core: Collection[str]) -> tuple[Claim, ...]:
    """Choose what a card shows, in the order of the text.

    Those of the headline block; without one, the targets of `core` indicators in the body.
    Readings that wait for a person are left out.
    """
    usable = [c for c in find_targets(claims) if c.confidence >= MIN_CONFIDENCE]
    headline = [c for c in usable if c.headline]
    chosen = headline or [c for c in usable if c.indicator in core]
    return tuple(sorted(chosen, key=_position))


def match_achieved(
    targets: Iterable[Claim], claims: Iterable[Claim]
) -> dict[tuple[str, Kind], Claim]:
    """Find last year's figure for each target, the first in the text where there are several.

    A growth rate stands beside a growth rate, an amount beside an amount of the same unit; a
    count only beside one in the same words, for 企业61家 is no result of 新增企业8家.
    """
    own = sorted(
        (
            c
            for c in claims
            if c.status == "achieved"
            and c.scope == "whole_town"
            and c.confidence >= MIN_CONFIDENCE
            and not isinstance(c.amount, Relative)
        ),
        key=_position,
    )
    found: dict[tuple[str, Kind], Claim] = {}
    for target in targets:
        match = next((c for c in own if _same_measure(target, c)), None)
        if match is not None:
            found.setdefault((target.indicator, target.kind), match)
    return found


def _same_measure(target: Claim, own: Claim) -> bool:
    if target.indicator != own.indicator:
        return False
    grows = own.kind == "growth_rate"
    if isinstance(target.amount, Relative):
        return grows
    if grows or target.kind == "growth_rate":
        return own.kind == target.kind
    if "count" in (own.kind, target.kind) and own.indicator_text != target.indicator_text:
        return False
    return own.relation == target.relation and _same_unit(target, own)


def _same_unit(one: Claim, other: Claim) -> bool:
    a, b = one.amount, other.amount
    if isinstance(a, Stated) and isinstance(b, Stated):
        return a.base_unit == b.base_unit
    return not isinstance(a, Relative) and not isinstance(b, Relative) and a.unit == b.unit


def _position(claim: Claim) -> tuple[int, int]:
    return claim.evidence.start, claim.evidence.value_start or 0


def list_target_lines(
    targets: Sequence[Claim], achieved: Achieved, indicators: Mapping[str, str]
) -> list[TargetLine]:
    """Bring the targets of one indicator to one row, rows in the order of their first target."""
    by_indicator: dict[str, dict[str, Claim]] = {}
    for claim in targets:
        by_indicator.setdefault(claim.indicator, {}).setdefault(say_claim(claim), claim)
    lines = []
    for key, said in by_indicator.items():
        kinds = dict.fromkeys(claim.kind for claim in said.values())
        own = [achieved[key, kind] for kind in kinds if (key, kind) in achieved]
        once = {say_claim(claim): claim for claim in own}
        lines.append(TargetLine(key, indicators[key], tuple(said.values()), tuple(once.values())))
    return lines


def tell_claim_state(claim: Claim) -> CellState:
    """Tell the state a claim gives its cell."""
    if isinstance(claim.amount, Masked):
        return "masked"
    return "relative" if isinstance(claim.amount, Relative) else "stated"


def say_claim(claim: Claim) -> str:
    """Say a figure as the plan writes it, its verb with it, a hidden one called hidden."""
    amount = claim.amount
    if isinstance(amount, Relative):
        return _strip_name(claim.evidence.quote.rpartition("\t")[2], claim)
    if not _lines_up(claim.evidence):
        said = _strip_name(claim.evidence.quote, claim)
        return word("card_hidden", said=said) if isinstance(amount, Masked) else said
    verb, figure = _split_quote(claim)
    said = read_wording(claim)
    if amount.unit and BARE.fullmatch(figure):
        verb = ""
    elif verb:
        said = verb + said[said.find(figure) :]
    if not verb and said[0] not in _SAYS_ITSELF:
        said = _add_verb(said, claim)
    if claim.commitment == "strive" and words("card_strives", said="")["zh"] not in said:
        said = word("card_strives", said=said)
    if amount.unit is None and claim.kind in _NEEDS_UNIT:
        said = word("card_unit_lost", said=said)
    return word("card_hidden", said=said) if isinstance(amount, Masked) else said


def _strip_name(quote: str, claim: Claim) -> str:
    """Return a quote behind its indicator; one that goes on to name others is kept whole."""
    said = _squeeze(quote)
    rest = said.removeprefix(_squeeze(claim.indicator_text))
    return said if _GOES_ON.match(rest) else rest


def _lines_up(evidence: Evidence) -> bool:
    """Tell whether offsets hold inside the quote: dirt cut out of it moves what follows."""
    return len(evidence.quote) == evidence.end - evidence.start


def _add_verb(said: str, claim: Claim) -> str:
    """Say which way a number goes where its verb is not in the words quoted."""
    if claim.relation == "decrease":
        return word("card_falls", said=said)
    if claim.kind == "growth_rate":
        return word("card_grows", said=said)
    return word("card_adds", said=said) if claim.relation == "increment" else said


def _split_quote(claim: Claim) -> tuple[str, str]:
    """Return the verb before the number, empty where other words stand there, and the number."""
    evidence = claim.evidence
    if evidence.value_start is None or evidence.value_end is None:
        return "", ""
    first, last = evidence.value_start - evidence.start, evidence.value_end - evidence.start
    name, before = _squeeze(claim.indicator_text), _squeeze(evidence.quote[:first])
    verb = _VERB.search(before.rpartition(name)[2]) if name and name in before else None
    return verb[1] if verb else "", _squeeze(evidence.quote[first:last])


def _squeeze(text: str) -> str:
    return "".join(text.split())
