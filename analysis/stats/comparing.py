"""Which figures of one indicator may be held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from analysis.corpus.lexicon import Indicator
from analysis.model import Claim, Kind, Masked, Relative, Stated, Unlike
from analysis.stats.coverage import MIN_CONFIDENCE

Bounds = tuple[float, float]

_SENTENCE = re.compile(r"[。；;！？]")
_DIGITS = re.compile(r"\d+(?:[.．]([\d ]+))?")


def tell_family(claim: Claim, indicator: Indicator) -> Kind:
    """Tell the kind a claim is compared as: what the lexicon caps is one measure, however told.

    ``失业率控制在3%以内`` is a cap, ``失业率2.8%`` a ratio; both are the same rate.
    """
    return "cap" if indicator.direction == "cap" and claim.kind != "relative" else claim.kind


def tell_difference(one: Claim, other: Claim, indicator: Indicator) -> Unlike | None:
    """Tell why two figures cannot be held against each other; None where they can.

    They need one kind, one base unit, one concept (an untold one is not a told one), and both
    amounts or both increments. Counts must be of what the lexicon counts the indicator in; they,
    and amounts outside the headline indicators, must be told in the same words: 限上企业8家 is no
    result of 规上工业企业10家.
    """
    family = tell_family(one, indicator)
    if family != tell_family(other, indicator):
        return "other_kind"
    a, b = one.amount, other.amount
    if not isinstance(a, Stated) or not isinstance(b, Stated):
        return None
    grows = family == "growth_rate"
    added = one.relation == "increment", other.relation == "increment"
    worded = family == "count" or (indicator.group != "headline" and not grows)
    unlike: dict[Unlike, bool] = {
        "other_unit": a.base_unit != b.base_unit
        or (a.unit is None) != (b.unit is None)
        or (family == "count" and a.base_unit not in indicator.units),
        "other_concept": one.concept != other.concept or (added[0] != added[1] and not grows),
        "other_words": worded and sorted(one.indicator_text) != sorted(other.indicator_text),
    }
    return next((reason for reason, holds in unlike.items() if holds), None)


def is_certain(claim: Claim) -> bool:
    """Tell whether a claim may be used without a person having looked at it."""
    return claim.confidence >= MIN_CONFIDENCE


def is_number(claim: Claim | None) -> bool:
    """Tell a certain, stated number."""
    return claim is not None and is_certain(claim) and isinstance(claim.amount, Stated)


def rank_claim(claim: Claim) -> int:
    """Rank what a claim gives: 0 a number, 1 a relation, 2 a hidden number, 3 a doubtful one."""
    if not is_certain(claim):
        return 3
    return {Stated: 0, Relative: 1, Masked: 2}[type(claim.amount)]


def position(claim: Claim) -> tuple[int, int]:
    """Where a claim stands in its text."""
    return claim.evidence.start, claim.evidence.value_start or 0


def choose_target(claims: Sequence[Claim]) -> tuple[Claim | None, Claim | None]:
    """Choose the firm target and the 力争 tier beside it, as figures of targets do.

    A number goes before a relation, a relation before a hidden number; the headline block before
    the body, the firm tier before 力争, then the first in the text.
    """
    first = min(
        claims,
        key=lambda c: (rank_claim(c), not c.headline, c.commitment == "strive", position(c)),
        default=None,
    )
    if first is None or not is_number(first) or first.commitment == "strive":
        return first, None
    beside = [
        c
        for c in claims
        if is_number(c)
        and c.commitment == "strive"
        and c.headline == first.headline
        and bounds(c) != bounds(first)
    ]
    return first, min(beside, key=lambda c: abs(position(c)[0] - position(first)[0]), default=None)


def drop_parts_of_year(
    claims: Iterable[Claim], texts: Mapping[str, str], words: Sequence[str]
) -> list[Claim]:
    """Drop results of half a year or of many years: a word of `words` stands before the number.

    Parameters
    ----------
    texts
        Document id -> received text; a claim of another document is kept.
    words
        Of the lexicon (上半年, 年均 ...), looked for from the sentence's begin to the number.
    """
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")
    return [c for c in claims if not pattern.search(_say_before(c, texts))]


def _say_before(claim: Claim, texts: Mapping[str, str]) -> str:
    text, evidence = texts.get(claim.evidence.doc_id, ""), claim.evidence
    place = evidence.start if evidence.value_start is None else evidence.value_start
    before = _SENTENCE.split(text[:place][-200:])[-1]
    return "".join(before.split())


def bounds(claim: Claim) -> Bounds:
    """Return both ends of a stated number in base units, as written.

    Raises
    ------
    TypeError
        The claim hides its number or has none.
    """
    if not isinstance(claim.amount, Stated):
        raise TypeError("only a stated amount has ends; hidden and relative ones have none")
    return claim.amount.base_low, claim.amount.base_high


def spread(claim: Claim, *, rounded: bool = False) -> Bounds:
    """Return what a stated number leaves possible: 以上 and 以内 are open to one side.

    For a decrease 以上 bounds its magnitude. 左右 counts as written: how far it reaches is not
    said. With `rounded`, half a unit of the last digit written is added at either end.
    """
    low, high = bounds(claim)
    if rounded:
        half = _half_digit(claim)
        low, high = low - half, high + half
    qualifier = claim.amount.qualifier  # type: ignore[union-attr]
    falls = claim.relation == "decrease"
    if qualifier == ("at_most" if falls else "at_least"):
        return low, inf
    if qualifier == ("at_least" if falls else "at_most"):
        return -inf, high
    return low, high


def _half_digit(claim: Claim) -> float:
    """Half a unit of the last digit written, in base units; trailing zeros count."""
    amount, evidence = claim.amount, claim.evidence
    assert isinstance(amount, Stated)
    number = amount.low or amount.high
    decimals = max(_count_decimals(amount.low), _count_decimals(amount.high))
    if evidence.value_start is not None and len(evidence.quote) == evidence.end - evidence.start:
        first = evidence.value_start - evidence.start
        last = (evidence.value_end or evidence.value_start) - evidence.start
        for fraction in _DIGITS.findall(evidence.quote[first:last]):
            decimals = max(decimals, len(fraction.replace(" ", "")))
    factor = abs((amount.base_low or amount.base_high) / number) if number else 1.0
    return 0.5 * 10.0**-decimals * factor


def _count_decimals(number: float) -> int:
    fraction = f"{number:.10f}".rstrip("0").partition(".")[2] if abs(number) < inf else ""
    return len(fraction)
