"""How often two towns fall together when the towns are resampled and cut anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.figures.cut_marks import explain_no_cut, tell_instead
from analysis.figures.groups import explain_grouping
from analysis.figures.layout import Picture
from analysis.figures.paging import body_room
from analysis.figures.style import current_page, word, words
from analysis.figures.town_matrix import TownMatrix
from analysis.figures.tree import list_runs, list_tree
from analysis.model import Grouping

_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def draw_co_assignment(
    grouping: Grouping,
    together: npt.NDArray[np.float64] | None,
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the heat map in the order of the tree, with the tree and the cut at its left.

    `together` are shares of resampled cuts, rows and columns as `grouping.plan_ids`; without a
    cut there are none, and the picture says why.
    """
    n = len(grouping.plan_ids)
    frame: dict[str, Any] = {"caption": caption, "sources": tuple(sources), "n": n}
    if together is None:
        return tell_instead(explain_no_cut(grouping), note=note, **frame)
    order = list(grouping.order)
    towns = [names[grouping.plan_ids[leaf]] for leaf in order]
    runs = list_runs(grouping)
    values = together[np.ix_(order, order)]
    matrix = TownMatrix(values, towns, edges=_EDGES, runs=runs, grouping=grouping)
    said = [word("note_co_assignment"), *explain_grouping(grouping, names), note]
    note = word("sentence_mark").join(part for part in said if part)
    if len(matrix.deal_places(body_room(caption, note, sources))) > 1:
        note = word("sentence_mark").join([note, word("tree_goes_on")])
    return Picture(
        **frame,
        note=note,
        alt=words("alt_co_assignment", n=n),
        data=tabulate_together(grouping, values, names),
        page=current_page(),
        parts=tuple(matrix.deal_parts(body_room(caption, note, sources))),
        unlisted=list_tree(grouping),
    )


def tabulate_together(
    grouping: Grouping, values: npt.NDArray[np.float64], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List each pair of towns once, in the order drawn."""
    ids = [grouping.plan_ids[leaf] for leaf in grouping.order]
    return tuple(
        {
            "plan_id": ids[i],
            "town": names[ids[i]],
            "other": ids[j],
            "other_town": names[ids[j]],
            "together": None if np.isnan(values[i, j]) else round(float(values[i, j]), 6),
        }
        for i in range(len(ids))
        for j in range(i + 1, len(ids))
    )
