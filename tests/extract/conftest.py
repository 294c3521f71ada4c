"""A plan in one call: text -> claims, without cleaning."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.extract.claims import find_claims
from analysis.model import CleanText, Masked, Plan, Reading, Relative, Stated
from analysis.text.sections import read_sections

BLOCK = "一、2023年主要预期目标\n"
WORK = "一、2023年工作安排\n"
SIGN = {"exact": "", "at_least": "+", "about": "~", "at_most": "-"}


def wording(claim) -> str:
    """A claim in one line: key, kind, figure, and what differs from the plain case."""
    match claim.amount:
        case Stated(low, high, unit, qualifier):
            ends = f"{low:g}" if low == high else f"{low:g}..{high:g}"
            figure = f"{ends}{unit or ''}{SIGN[qualifier]}"
        case Masked(mark, unit, qualifier):
            figure = f"<{mark}>{unit}{SIGN[qualifier]}"
        case Relative():
            figure = claim.relation
    extra = [
        claim.commitment if claim.commitment != "plain" else "",
        claim.status if claim.status != "target" else "",
        claim.scope if claim.scope != "whole_town" else "",
    ]
    return " ".join([claim.indicator, claim.kind, figure, *filter(None, extra)])


@pytest.fixture
def read(lexicon):
    def read(text: str, *, year: int | None = 2023, town: str = "青槐镇"):
        clean = CleanText(text, np.arange(len(text), dtype=np.int32), ())
        plan = Plan("p", "d", 1, "", town, None, year, None, 0, len(text), False)
        sections = read_sections(text, 0, len(text), lexicon.headings)
        return find_claims(Reading(plan, clean, sections, ()), "d", text, lexicon)

    return read


@pytest.fixture
def say(read):
    def say(text: str, **where):
        return [wording(claim) for claim in read(text, **where)]

    return say


@pytest.fixture
def aims(say):
    """Read a sentence of a headline block."""
    return lambda text: say(BLOCK + text)


@pytest.fixture
def tasks(say):
    """Read a sentence of the work plan."""
    return lambda text: say(WORK + text)
