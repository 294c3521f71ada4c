"""Where each plan stands among the groups that last: those of the baseline, or of this cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analysis.build.measures.manifests import read_groups
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.model import Grouping, ThemeShares
from analysis.stats.alignment import NAME_MARK, align_numbers
from analysis.stats.assignment import (
    Assigned,
    Drift,
    GroupModel,
    assign_plans,
    keep_groups,
    measure_drift,
)
from analysis.stats.groups import GroupRecipe, take_groups
from analysis.tables.tabulate import Row


@dataclass(frozen=True, slots=True)
class LastingGroups:
    """The groups by their lasting numbers; without a cut there are none."""

    model: GroupModel | None
    assigned: tuple[Assigned, ...]
    drift: Drift | None
    """Of the newcomers; None where the groups are this run's own."""
    baseline: str | None
    """Whose groups or numbers these are."""
    note: str
    """What a reader must know, in both languages."""
    anew: Mapping[str, int] = field(default_factory=dict)
    """Plan id -> its group if groups were made anew today."""
    new_groups: frozenset[int] = frozenset()
    """Numbers of groups that the baseline did not have."""


def find_lasting(
    study: Study,
    shares: ThemeShares,
    grouping: Grouping,
    lexicon: Lexicon,
    *,
    disguised: bool = False,
) -> LastingGroups:
    """Keep the baseline's groups and take newcomers in, or make them anew where that is chosen.

    Of `disguised` plans no baseline knows the names; their groups are made anew.

    Raises
    ------
    StudyError
        A baseline is damaged.
    """
    held = None if disguised else read_groups(study)
    name, former = held or (None, None)
    labels = {theme.key: theme.zh for theme in lexicon.themes}
    fits = former is not None and former.fits(shares)
    if former is None or not fits or study.refit:
        fresh = keep_groups(shares, grouping, labels=labels, former=former)
        told = assign_plans(shares, grouping.plan_ids, fresh) if fresh else ()
        return LastingGroups(
            fresh,
            told,
            None,
            name,
            _tell_fresh(name, fits=fits),
            anew={a.plan_id: a.group for a in told},
            new_groups=frozenset(fresh.numbers if fresh and former else ())
            - frozenset(former.numbers if former else ()),
        )
    assigned = assign_plans(shares, grouping.plan_ids, former)
    drift = measure_drift(assigned, former)
    return LastingGroups(
        former,
        assigned,
        drift,
        name,
        _tell_drift(drift, name),
        anew=_align_cut(grouping, assigned, former),
    )


def _align_cut(
    grouping: Grouping, assigned: tuple[Assigned, ...], former: GroupModel
) -> dict[str, int]:
    """Return plan id -> group of today's cut, by the number of the kept group it carries on."""
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=False))
    kept = {a.plan_id: a.group for a in assigned}
    number = align_numbers(kept, cut, former.last_number)
    return {plan_id: number[group] for plan_id, group in cut.items()}


def take_lasting(
    grouping: Grouping, shares: ThemeShares, lasting: LastingGroups, recipe: GroupRecipe
) -> Grouping:
    """Return the grouping by the lasting groups; without a baseline it stays as it is.

    Every figure, table and sentence reads this one, so a group has one number, name and mark.
    """
    model = lasting.model
    if model is None or lasting.baseline is None:
        return grouping
    groups = {a.plan_id: a.group for a in lasting.assigned}
    k = len(set(groups.values()))
    made = f"cut into {k}, numbers of baseline {lasting.baseline}"
    if lasting.drift is not None:
        made = f"{k} groups of baseline {lasting.baseline}, newcomers in the nearest"
    taken = take_groups(grouping, shares, groups, made, recipe)
    names = dict(zip(model.numbers, model.names, strict=True))
    return replace(
        taken,
        group_names={group: names[group] for group in sorted(set(taken.cut))},
        new_groups=lasting.new_groups & set(taken.cut),
    )


def say_names(names: Mapping[int, str], lexicon: Lexicon, lang: str) -> dict[int, str]:
    """Return groups' names in a language: those made of themes translated, people's as they are."""
    themes = {t.zh: {"zh": t.zh, "en": t.en}[lang] for t in lexicon.themes}
    parts = {group: name.split(NAME_MARK) for group, name in names.items()}
    return {
        group: NAME_MARK.join(themes[part] for part in said)
        if themes.keys() >= set(said)
        else names[group]
        for group, said in parts.items()
    }


def tabulate_lasting(lasting: LastingGroups) -> Mapping[str, Row]:
    """Return plan id -> its cells of table ``groups`` that tell of the lasting groups."""
    if lasting.model is None:
        return {}
    names = dict(zip(lasting.model.numbers, lasting.model.names, strict=True))
    return {
        a.plan_id: {
            "assigned": a.group,
            "group_name": names[a.group],
            "new_group": a.group in lasting.new_groups,
            "standing": a.standing,
            "margin": None if a.margin is None else round(a.margin, 6),
            "second": a.second if a.standing == "between" else None,
            "made_anew": lasting.anew.get(a.plan_id),
        }
        for a in lasting.assigned
    }


def _tell_fresh(name: str | None, *, fits: bool) -> str:
    if name is None:
        return ""
    if not fits:
        return (
            f"基线 {name} 的主题表或分组方法与现在不同，分组按这一次重做 the groups of baseline "
            f"{name} do not fit today's themes or distance; made anew"
        )
    return (
        f"分组已重做，编号沿用基线 {name} groups made anew, numbers of baseline {name} carried on"
    )


def _tell_drift(drift: Drift, name: str | None) -> str:
    kept = f"分组取自基线 {name} groups are those of baseline {name}"
    if not drift.newcomers:
        return kept
    came = f"{kept}; 后到 {drift.newcomers} 份 newcomers, {drift.unlike} 份与各组都不像 unlike any"
    if drift.refit:
        return (
            f"{came}; 建议重新分组 a refit is recommended: townplans run --refit, "
            "then townplans freeze NAME --refit"
        )
    return came
