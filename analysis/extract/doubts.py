"""How sure a claim is: each named doubt takes off what such claims were found to be wrong by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from analysis.corpus.doubts import DoubtRules
from analysis.extract.grammar import Finding
from analysis.extract.quantity import Quantity
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Masked, Section, Status

_LEAST = 0.05
_ALL_LOST = -100.0
_OPENING = 60
_LOWER = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_YEAR = re.compile(r"\d{4}年")
_NAMES_WORK = ("tasks", "targets", "future_time")


def weigh_doubts(
    finding: Finding,
    section: Section,
    rules: DoubtRules,
    evidence: Collection[str] = (),
    *,
    repaired: bool,
    slipped: bool,
    by_wording: bool,
    impossible: bool,
) -> float:
    """Return the confidence of a finding, from 0.05 to what a claim without a doubt has.

    Parameters
    ----------
    evidence
        What its words and the plan's other claims speak against it (`evidence.find_evidence`).
    repaired
        Whether characters were removed inside the figure.
    slipped
        Whether a slip of the pen was mended inside the claim.
    by_wording
        Whether only the wording of its sentences tells that the section is no review.
    impossible
        Whether no plan can mean the figure (`is_impossible`).
    """
    unlisted = not finding.name.is_listed
    told = {
        "repaired": repaired,
        "assumed": section.assumed,
        "slipped": slipped,
        "unlisted": unlisted,
        "loose": finding.name.is_loose,
        "by_wording": by_wording,
        "impossible": impossible,
    }
    doubts = {*evidence, *(doubt for doubt, holds in told.items() if holds)}
    start = rules.bounds["start"] - (1 - finding.confidence)
    confidence = start - sum(sorted(rules.weights[doubt] for doubt in doubts))
    most = rules.bounds["unlisted_most"] if unlisted else rules.bounds["start"]
    return round(max(min(confidence, most), _LEAST), 2)


def is_impossible(quantity: Quantity | None, status: Status, words: Vocabulary) -> bool:
    """Tell a target of growth beyond what plans set, and a fall by more than all there is."""
    if quantity is None or quantity.kind != "growth_rate" or isinstance(quantity.amount, Masked):
        return False
    highest = float(words.words["highest_growth_target_pct"][0])
    too_high = status == "target" and quantity.amount.high > highest
    return too_high or quantity.amount.low < _ALL_LOST


def is_told_by_wording(
    before: Section | None,
    section: Section,
    text: str,
    words: Vocabulary,
    headings: Mapping[str, tuple[str, ...]],
) -> bool:
    """Tell a section of tasks that follows a review without a heading or a word of this year.

    A heading of a lower level that names no work, such as （一）, belongs to the review as well.
    """
    if before is None or (before.role, section.role) != ("review", "tasks"):
        return False
    named = (word for name in _NAMES_WORK for word in headings[name])
    if section.heading and (
        not _LOWER.match(text, section.start)
        or _YEAR.search(section.heading)
        or any(word in section.heading for word in named)
    ):
        return False
    opening = text[section.start : min(section.start + _OPENING, section.end)]
    return not any(found[0] for found in words.patterns["now"].finditer(opening))
