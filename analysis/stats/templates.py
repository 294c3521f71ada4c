"""Templates: what the same three or more towns share, whoever wrote it first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from analysis.stats.runs import Index, Run, Spans, cover, join_runs

Family = tuple[int, ...]
Held = dict[int, list[Run]]


@dataclass(frozen=True, slots=True)
class TemplatePlace:
    """Where one plan holds a piece of a template (received offsets)."""

    plan_id: str
    start: int
    end: int
    letters: int


@dataclass(frozen=True, slots=True)
class Template:
    """What the same three or more towns share; numbered by letters, the longest first."""

    number: int
    plan_ids: tuple[str, ...]
    letters: int
    """Letters of the plan that holds most of it."""
    places: tuple[TemplatePlace, ...]


def list_templates(index: Index, spans: Spans, *, length: int, towns: int) -> tuple[Template, ...]:
    """Gather the sequences of three or more towns by the plans that hold them."""
    starts: defaultdict[Family, dict[int, list[int]]] = defaultdict(dict)
    for group in np.flatnonzero(index.n_towns >= towns).tolist():
        places = slice(index.groups[group], index.groups[group + 1])
        plans = index.plans[places].tolist()
        family = starts[tuple(sorted(set(plans)))]
        for plan, start in zip(plans, index.starts[places].tolist(), strict=True):
            family.setdefault(plan, []).append(start)
    runs = {
        family: {plan: join_runs([(i, length) for i in held[plan]]) for plan in family}
        for family, held in starts.items()
    }
    joined = _join_families(runs)
    sizes = {f: max(cover(places) for places in held.values()) for f, held in joined.items()}
    ordered = sorted(joined, key=lambda family: (-sizes[family], family))
    return tuple(
        Template(
            number,
            tuple(spans.find_id(plan) for plan in family),
            sizes[family],
            tuple(
                TemplatePlace(spans.find_id(plan), *spans.find_span(plan, i, i + n), n)
                for plan in family
                for i, n in joined[family][plan]
            ),
        )
        for number, family in enumerate(ordered, 1)
    )


def _join_families(runs: dict[Family, Held]) -> dict[Family, Held]:
    """Give the runs of a set of plans to a set that holds it and is not much larger.

    Where one clerk changed a word, the others still share the sentence; that is no second
    template. The larger set must be at most twice as many plans and share at least half as
    much: a slogan of the whole county draws in no template of some towns.
    """
    size = {f: max(cover(places) for places in held.values()) for f, held in runs.items()}

    def takes_in(larger: Family, family: Family) -> bool:
        near = len(larger) <= 2 * len(family) and size[family] <= 2 * size[larger]
        return near and set(family) < set(larger)

    joined: dict[Family, Held] = {}
    of_plan: defaultdict[int, list[Family]] = defaultdict(list)
    for family in sorted(runs, key=lambda f: (-len(f), -size[f], f)):
        fewest = min((of_plan[plan] for plan in family), key=len)
        home = next((f for f in fewest if takes_in(f, family)), family)
        if home not in joined:
            joined[home] = {plan: [] for plan in home}
            for plan in home:
                of_plan[plan].append(home)
        held = joined[home]
        for plan, places in runs[family].items():
            held[plan] = join_runs([*held[plan], *places])
    return joined
