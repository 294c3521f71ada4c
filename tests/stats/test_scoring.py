"""Found figures are paired with marked ones as the definition of a right reading says."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from analysis.stats.scoring import (
    Mark,
    add_up,
    bin_confidence,
    same_claim,
    same_value,
    score_text,
)

GDP = Mark(
    status="target", kind="growth_rate", indicator="gdp", wording="生产总值", masked=False,
    low=7.0, high=7.0, unit="%", relation=None, headline=True, span=(0, 9), value_span=(7, 9),
)  # fmt: skip


def mark(**said):
    return replace(GDP, **said)


@pytest.mark.parametrize(
    "other",
    [
        {"span": (2, 9)},
        {"value_span": (8, 12)},
        {"low": -7.0, "high": -7.0},
        {"high": None},
        {"status": "achieved"},
        {"headline": False},
        {"confidence": 0.3},
        {"wording": "总值"},
    ],
)
def test_what_people_may_write_otherwise_does_not_decide(other):
    assert same_claim(mark(**other), GDP)


@pytest.mark.parametrize(
    "other",
    [
        {"value_span": (9, 11)},
        {"value_span": None},
        {"low": 7.1, "high": 7.1},
        {"low": None, "high": None, "masked": True},
        {"unit": "百分点"},
        {"unit": None},
        {"high": 8.0},
        {"kind": "ratio"},
        {"indicator": "fixed_asset_investment"},
        {"indicator": "other"},
    ],
)
def test_another_number_unit_mask_kind_or_indicator_is_wrong(other):
    assert not same_claim(mark(**other), GDP)


def test_outside_the_headline_block_like_words_stand_in_for_a_listed_indicator():
    body = mark(headline=False, indicator="other", wording="镇村道路硬化")
    assert same_claim(mark(indicator="road_length", wording="道路硬化里程"), body)
    assert not same_claim(mark(indicator="road_length", wording="危房改造"), body)
    assert not same_claim(
        mark(indicator="road_length", wording="道路硬化"), replace(body, headline=True)
    )
    assert not same_claim(mark(indicator="other", wording=""), replace(body, wording=""))


def test_a_relation_is_held_against_relations_only():
    tie = mark(kind="relative", relation="higher_than:gdp", low=None, high=None, value_span=None)
    assert same_claim(replace(tie, relation="faster_than:gdp"), tie)
    assert not same_claim(replace(tie, relation="in_step_with:gdp"), tie)
    assert not same_value(GDP, tie)


def test_a_hidden_number_is_the_same_whatever_stands_beside_it():
    hidden = mark(masked=True, low=None, high=None)
    assert same_value(replace(hidden, value_span=(6, 8)), hidden)
    assert not same_value(GDP, hidden)


def largest_pairing(found, gold):
    """Try every assignment: the most pairs that any gives."""
    free = [*gold, *[None] * len(found)]
    return max(
        sum(g is not None and same_claim(f, g) for f, g in zip(found, order, strict=False))
        for order in permutations(free, len(found))
    )


def test_as_many_are_paired_as_any_assignment_pairs():
    dice = Random(5)

    def throw():
        return [
            mark(low=value, high=value, value_span=(start, start + 3))
            for value, start in [
                (dice.choice((7.0, 8.0)), dice.randrange(5)) for _ in range(dice.randrange(5))
            ]
        ]

    for _ in range(60):
        found, gold = throw(), throw()
        score = score_text(found, gold)
        assert sum(j.right for j in score.judged) == largest_pairing(found, gold)
        assert len(score.judged) == len(found)
        assert score.missed == len(gold) - sum(j.right for j in score.judged)


def test_optional_and_multi_year_figures_neither_reward_nor_punish():
    far = mark(value_span=(30, 32))
    late = mark(value_span=(40, 42), status="multi_year")
    score = score_text(
        [GDP, far, replace(late, status="target"), mark(value_span=(50, 52))],
        [GDP, replace(far, optional=True), late],
    )
    assert [j.right for j in score.judged] == [True, False]
    assert score.missed == 0
    assert score_text([], [replace(far, optional=True), late]).missed == 0


def test_achieved_figures_that_were_found_as_such_are_no_targets():
    past = mark(status="achieved")
    assert score_text([past], [past]).judged == ()
    taken_for_a_target = score_text([GDP], [past])
    assert [j.right for j in taken_for_a_target.judged] == [False]


def test_headline_counts_are_of_the_headline_block():
    body = mark(headline=False, value_span=(20, 22))
    scores = [
        score_text([GDP, replace(body, low=1.0, high=1.0)], [GDP, body, mark(value_span=(60, 61))]),
        score_text([body], [body]),
    ]
    everything, headline = add_up(scores)
    assert (everything.hits, everything.false, everything.missed) == (2, 1, 2)
    assert (headline.hits, headline.false, headline.missed) == (1, 0, 1)
    assert everything.precision == pytest.approx(2 / 3)
    assert headline.recall == pytest.approx(1 / 2)


def test_each_target_stands_in_one_bin_of_its_stated_confidence():
    stated = [0.98, 0.97, 0.93, 0.92, 0.8, 0.79, 0.7, 0.69, 0.0]
    found = [
        mark(confidence=c, value_span=(10 * i, 10 * i + 2)) for i, c in enumerate(stated)
    ]  # fmt: skip
    score = score_text(found, [m for m in found if m.confidence not in {0.93, 0.0}])
    assert bin_confidence([score]) == (
        (0.98, 1, 1), (0.93, 1, 2), (0.8, 2, 2), (0.7, 2, 2), (0.0, 1, 2),
    )  # fmt: skip
    assert [n for _, _, n in bin_confidence([])] == [0] * 5
