"""How often a statement holds when choices are taken the other way."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.robustness import Question, find_leaders, list_variants, measure_robustness

CHOICES = ("dictionary", "review", "weighting")


def ask(answer, touched_by=CHOICES, choices=CHOICES):
    return measure_robustness(Question("kind", touched_by, answer), choices)


def test_every_combination_is_asked_once_and_the_studys_own_way_first():
    variants = list_variants(CHOICES)
    assert variants[0] == frozenset()
    assert set(variants) == {
        frozenset(c for c, taken in zip(CHOICES, way, strict=True) if taken)
        for way in product((False, True), repeat=3)
    }
    assert len(variants) == 8
    assert list_variants(()) == (frozenset(),)


def test_what_no_choice_moves_holds_everywhere_and_nothing_overturns_it():
    (held,) = ask(lambda _: {"甲镇": ("农业",)})
    assert (held.holds, held.variants, held.share) == (8, 8, 1.0)
    assert held.overturned_by == ()
    assert held.overturns == 0


def test_a_choice_that_cannot_touch_a_statement_counts_in_the_grid_only():
    asked = []

    def answer(variant):
        asked.append(variant)
        return {"甲镇": ("工业",) if "review" in variant else ("农业",)}

    (held,) = ask(answer, touched_by=("review",))
    assert sorted(map(sorted, asked)) == [[], ["review"]]
    assert (held.holds, held.variants) == (1, 2)
    assert (held.holds_in_grid, held.grid) == (4, 8)


def test_a_choice_that_may_touch_but_is_not_varied_is_never_taken():
    (held,) = ask(lambda v: {"甲镇": ("工业" if v else "农业",)}, choices=())
    assert (held.holds, held.variants, held.grid) == (1, 1, 1)


def test_the_choice_that_overturns_alone_is_named_and_its_companions_are_not():
    (held,) = ask(lambda v: {"甲镇": ("工业" if "review" in v else "农业",)})
    assert held.overturned_by == ("review",)
    assert held.overturns == held.holds == 4


def test_choices_that_overturn_only_together_are_both_named():
    (held,) = ask(lambda v: {"甲镇": ("工业" if {"review", "weighting"} <= v else "农业",)})
    assert held.overturned_by == ("review", "weighting")
    assert held.overturns == 2
    assert held.holds == 6


def test_of_leaders_that_tie_one_may_lead_alone_but_none_may_join_them():
    def answer(variant):
        led = {"dictionary": ("农业",), "review": ("农业", "工业", "生态"), "weighting": ()}
        return {"甲镇": led[min(variant)] if len(variant) == 1 else ("农业", "工业")}

    (held,) = ask(answer)
    assert held.holds == 6
    assert set(held.overturned_by) == {"review", "weighting"}


def test_a_subject_of_which_nothing_is_said_makes_no_statement():
    found = ask(lambda v: {"甲镇": (), "乙镇": ("农业",), **({"丙镇": ("农业",)} if v else {})})
    assert [held.subject for held in found] == ["乙镇"]


@given(st.lists(st.sampled_from(["农业", "工业"]), min_size=8, max_size=8))
def test_counts_equal_counting_by_hand(led):
    ways = list(product((False, True), repeat=3))
    table = {
        frozenset(c for c, taken in zip(CHOICES, way, strict=True) if taken): name
        for way, name in zip(ways, led, strict=True)
    }
    (held,) = ask(lambda v: {"甲镇": (table[v],)})
    assert held.holds == led.count(led[0])
    by_hand = {}
    for i, choice in enumerate(CHOICES):
        pairs = [(w, (*w[:i], True, *w[i + 1 :])) for w in ways if not w[i]]
        at = {w: led[n] == led[0] for n, w in enumerate(ways)}
        by_hand[choice] = sum(at[one] and not at[other] for one, other in pairs)
    most = max(by_hand.values())
    assert held.overturns == most
    assert held.overturned_by == tuple(c for c in CHOICES if most and by_hand[c] == most)
    assert bool(held.overturned_by) == (held.share < 1)


def test_leaders_are_all_that_tie_and_nothing_leads_with_nothing():
    assert find_leaders({"乙": 0.3, "甲": 0.1 + 0.2, "丙": 0.2}) == ("乙", "甲")
    assert find_leaders({"甲": 0.0, "乙": 0.0}) == ()
    assert find_leaders({}) == ()
