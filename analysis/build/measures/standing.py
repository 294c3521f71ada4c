"""Where each plan stands among the groups that last: those of the baseline, or of this cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.build.measures.manifests import read_groups
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.model import Grouping, ThemeShares
from analysis.stats.assignment import (
    Assigned,
    Drift,
    GroupModel,
    assign_plans,
    keep_groups,
    measure_drift,
)
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
        fresh = keep_groups(
            shares, grouping, labels=labels, former=None if former is None else former
        )
        told = assign_plans(shares, grouping.plan_ids, fresh) if fresh else ()
        return LastingGroups(fresh, told, None, name, _tell_fresh(name, fits=fits))
    assigned = assign_plans(shares, grouping.plan_ids, former)
    drift = measure_drift(assigned, former)
    return LastingGroups(former, assigned, drift, name, _tell_drift(drift, name))


def tabulate_lasting(lasting: LastingGroups) -> Mapping[str, Row]:
    """Return plan id -> its cells of table ``groups`` that tell of the lasting groups."""
    if lasting.model is None:
        return {}
    names = dict(zip(lasting.model.numbers, lasting.model.names, strict=True))
    return {
        a.plan_id: {
            "assigned": a.group,
            "group_name": names[a.group],
            "standing": a.standing,
            "margin": None if a.margin is None else round(a.margin, 6),
            "second": a.second if a.standing == "between" else None,
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
