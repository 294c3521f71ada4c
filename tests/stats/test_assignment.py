"""Groups stay when towns are added: nobody of the baseline moves, no number is given twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from analysis.model import ThemeShares
from analysis.stats.alignment import align_numbers
from analysis.stats.assignment import AssignRecipe, assign_plans, keep_groups, measure_drift
from analysis.stats.cutting import take_roots
from analysis.stats.groups import GroupRecipe, group_plans
from analysis.stats.planted import measure_power, plant_types

THEMES = tuple("abcdef")
LABELS = dict(zip(THEMES, "工农文生治安", strict=True))
QUICK = GroupRecipe(draws=1)


def take(shares, rows):
    rows = list(rows)
    return replace(
        shares,
        shares=shares.shares[rows],
        n_sentences=shares.n_sentences[rows],
        plan_ids=tuple(shares.plan_ids[i] for i in rows),
    )


def add(shares, **rows):
    more = np.array(list(rows.values()))
    return ThemeShares(
        np.vstack([shares.shares, more]),
        np.r_[shares.n_sentences, [60] * len(more)],
        (*shares.plan_ids, *rows),
        shares.themes,
        "",
    )


@pytest.fixture(scope="module")
def base():
    shares, types = plant_types(THEMES, 30, seed=4, lead=0.6)
    return shares, types, keep_groups(shares, group_plans(shares, QUICK), labels=LABELS)


def test_a_newcomer_goes_to_the_mean_that_is_nearest_by_hellingers_distance(base):
    shares, _, model = base
    row = [0.05, 0.3, 0.04, 0.06, 0.03, 0.05]
    (found,) = assign_plans(add(shares, 新镇=row), ["新镇"], model)
    p = take_roots(np.array([row]))[0]
    members = {n: [i for i, x in enumerate(shares.plan_ids) if model.members[x] == n]
               for n in model.numbers}  # fmt: skip
    far = {}
    for n, rows in members.items():
        roots = take_roots(shares.shares[rows])
        far[n] = float(np.linalg.norm(p - np.mean(roots, axis=0)))
    first, second = sorted(far, key=far.get)[:2]
    assert (found.group, found.second) == (first, second)
    assert found.distance == pytest.approx(far[first], abs=1e-8)
    assert found.margin == pytest.approx(1 - far[first] / far[second], abs=1e-7)
    assert found.standing == "nearest"


def test_nobody_of_the_baseline_moves_whoever_comes_and_whatever_they_now_say(base):
    shares, _, model = base
    turned = replace(shares, shares=shares.shares[:, ::-1])
    for now in (shares, turned):
        told = assign_plans(now, now.plan_ids, model)
        assert {a.plan_id: a.group for a in told} == model.members
        assert {a.standing for a in told} == {"member"}
    assert min(a.margin for a in assign_plans(turned, turned.plan_ids, model)) < 0


def test_midway_between_two_groups_is_between_and_far_from_all_is_unlike(base):
    shares, _, model = base
    first, second = (
        shares.shares[[model.members[p] == n for p in shares.plan_ids]].mean(axis=0)
        for n in model.numbers[:2]
    )
    wide = replace(model, reach=1.0)
    (found,) = assign_plans(add(shares, 新镇=first + second), ["新镇"], wide)
    assert found.standing == "between"
    assert {found.group, found.second} == set(model.numbers[:2])
    (strange,) = assign_plans(add(shares, 新镇=[0, 0, 0, 0, 0, 0.7]), ["新镇"], model)
    assert strange.standing == "unlike"
    (again,) = assign_plans(add(shares, 新镇=[0, 0, 0, 0, 0, 0.7]), ["新镇"], wide)
    assert again.standing != "unlike"


def test_the_reach_is_the_quantile_of_members_to_the_mean_of_the_others(base):
    shares, _, model = base
    roots = take_roots(shares.shares)
    group = np.array([model.members[p] for p in shares.plan_ids])
    apart = []
    for i in range(30):
        others = (group == group[i]) & (np.arange(30) != i)
        apart.append(np.linalg.norm(roots[i] - roots[others].mean(axis=0)))
    assert model.reach == pytest.approx(np.quantile(apart, 0.95), abs=1e-7)


def test_a_drift_recommends_a_refit_and_newcomers_like_the_members_do_not(base):
    shares, _, model = base
    alike, _ = plant_types(THEMES, 42, seed=4, lead=0.6)
    strange = {f"新{i}": [0.0, 0.0, 0.0, 0.0, 0.1, 0.6] for i in range(3)}
    now = add(shares, **strange)
    assert measure_drift(assign_plans(now, now.plan_ids, model), model).refit
    two = add(shares, **dict(list(strange.items())[:2]))
    told = measure_drift(assign_plans(two, two.plan_ids, model), model)
    assert (told.refit, told.unlike, told.newcomers) == (False, 2, 2)
    same = replace(alike, plan_ids=tuple(f"又{p}" for p in alike.plan_ids))
    lax = AssignRecipe(most_unlike=0.3)
    assert not measure_drift(assign_plans(same, same.plan_ids, model), model, lax).refit


def test_labels_are_aligned_so_that_most_plans_keep_theirs():
    rng = np.random.default_rng(3)
    old = {f"p{i}": int(rng.integers(1, 5)) for i in range(40)}
    new = {p: 5 - g if rng.random() < 0.8 else int(rng.integers(1, 5)) for p, g in old.items()}
    number = align_numbers(old, new)
    best = max(
        sum(turn[new[p] - 1] == g for p, g in old.items()) for turn in permutations(range(1, 5))
    )
    assert sum(number[new[p]] == g for p, g in old.items()) == best


def test_a_group_of_newcomers_gets_a_number_that_was_never_given():
    old = {"a": 1, "b": 1, "c": 3}
    new = {"a": 2, "b": 2, "c": 1, "d": 3, "e": 3}
    assert align_numbers(old, new, 7) == {1: 3, 2: 1, 3: 8}
    without_c = {"a": 1, "b": 1, "d": 2}
    assert align_numbers(old, without_c, 3) == {1: 1, 2: 4}


def test_one_town_more_renumbers_no_group_and_moves_hardly_anyone():
    moved = 0
    for seed in range(3):
        shares, _ = plant_types(THEMES, 32, seed=100 + seed)
        first = take(shares, range(30))
        model = keep_groups(first, group_plans(first, QUICK), labels=LABELS)
        for new in (30, 31):
            now = take(shares, [*range(30), new])
            again = keep_groups(now, group_plans(now, QUICK), labels=LABELS, former=model)
            assert set(again.numbers) == set(model.numbers)
            named = dict(zip(again.numbers, again.names, strict=True))
            assert named == dict(zip(model.numbers, model.names, strict=True))
            moved += sum(again.members[p] != g for p, g in model.members.items())
    assert moved <= 0.02 * 6 * 30


def test_groups_are_named_by_what_they_speak_of_more_than_others_and_all_differently(base):
    shares, types, model = base
    assert len(set(model.names)) == len(model.names) == 4
    for name, number in zip(model.names, model.numbers, strict=True):
        kinds = [t for p, t in zip(shares.plan_ids, types, strict=True)
                 if model.members[p] == number]  # fmt: skip
        assert name.startswith(LABELS[THEMES[max(set(kinds), key=kinds.count) - 1]])


def test_a_new_group_is_never_called_as_another_is_or_was(base):
    shares, _, model = base
    held = [n for n in model.numbers if n != 2]
    left = dict.fromkeys((p for p, g in model.members.items() if g == 2), 1)
    former = replace(
        model,
        names=tuple("村办厂" if n == 1 else name
                    for n, name in zip(model.numbers, model.names, strict=True)),
        members={p: g for p, g in model.members.items() if p not in left},
    )  # fmt: skip
    again = keep_groups(shares, group_plans(shares, QUICK), labels=LABELS, former=former)
    assert set(again.numbers) == {*held, 5}
    named = dict(zip(again.numbers, again.names, strict=True))
    assert named[1] == "村办厂"
    assert len(set(again.names)) == 4
    assert named[5] not in former.names


def test_groups_numbered_with_gaps_are_kept_as_the_same_groups(base):
    shares, _, model = base
    plain = group_plans(shares, QUICK)
    gaps = replace(plain, cut=tuple((3, 8, 20, 50)[g - 1] for g in plain.cut))
    assert keep_groups(shares, gaps, labels=LABELS).members == model.members


def test_the_order_of_plans_changes_no_group(base):
    shares, _, model = base
    turn = np.random.default_rng(1).permutation(30)
    other = take(shares, turn)
    again = keep_groups(other, group_plans(other, QUICK), labels=LABELS)
    assert again.centroids.tobytes() == model.centroids.tobytes()
    assert (again.members, again.names, again.reach) == (model.members, model.names, model.reach)


def test_without_a_cut_no_groups_are_kept():
    shares, _ = plant_types(THEMES, 7)
    assert keep_groups(shares, group_plans(shares, QUICK), labels=LABELS) is None


def test_groups_of_other_themes_take_nobody_in(base):
    shares, _, model = base
    with pytest.raises(ValueError, match="other themes"):
        assign_plans(replace(shares, themes=tuple("uvwxyz")), shares.plan_ids, model)


def test_means_taken_another_way_take_nobody_in(base):
    shares, _, model = base
    with pytest.raises(ValueError, match="cannot take these plans in"):
        assign_plans(shares, shares.plan_ids, replace(model, even=0.0))


# -- planted counties and power -----------------------------------------------------------------


def test_planted_types_are_called_types_and_one_cloud_is_not():
    assert group_plans(plant_types(THEMES, 50, seed=2)[0]).verdict == "types"
    assert group_plans(plant_types(THEMES, 50, n_types=1, seed=2)[0]).verdict == "descriptive"


def test_power_grows_with_towns_and_difference_and_alarms_stay_at_five_per_cent():
    few, many = measure_power(12, 0.2, 60), measure_power(120, 0.2, 60)
    assert few.power < 0.3
    assert many.power > 0.8
    assert measure_power(12, 1.0, 60).power > 0.9
    assert few.false_alarms == pytest.approx(0.05, abs=0.02)
    assert few.other_share == pytest.approx(0.24)


@pytest.mark.parametrize(("towns", "difference"), [(3, 0.2), (12, 4.0), (12, -1.0)])
def test_a_power_that_cannot_be_is_refused(towns, difference):
    with pytest.raises(ValueError, match=r"halves|between 0 and 1"):
        measure_power(towns, difference, 60)
