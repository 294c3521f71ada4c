"""What the towns plan for: shares of plan sentences per theme, alike towns side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from analysis.figures.groups import explain_grouping
from analysis.figures.layout import Picture
from analysis.figures.paging import body_room
from analysis.figures.style import Lang, current_page, word, words
from analysis.figures.theme_grid import ThemeGrid
from analysis.figures.tree import list_tree
from analysis.model import Grouping, ThemeShares


def draw_themes(
    shares: ThemeShares,
    grouping: Grouping,
    names: Mapping[str, str],
    themes: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    lexicon_hash: str,
    differs: npt.NDArray[np.int64] | None = None,
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the heat map: rows in leaf order with the tree at the left, columns by mean.

    `names` and `themes` map keys to words. Plans that were left out of the comparison stand
    below the others, without a tree. The right columns count what no theme claims, and the
    plan sentences. `differs` has the shape of the shares: 1 and -1 where a town surely lies
    above and below the others.
    """
    rows, columns = order_rows(shares, grouping), order_columns(shares)
    places: dict[str, Sequence[int]] = {"rows": rows, "columns": columns}
    grid = ThemeGrid(shares, grouping, **places, names=names, themes=themes, differs=differs)
    said = [
        word("note_shares"),
        word("note_differs") if differs is not None else "",
        word("note_lexicon", hash=lexicon_hash),
        *explain_grouping(grouping, names),
        note,
    ]
    note = word("sentence_mark").join(part for part in said if part)
    if grid.cuts_tree(body_room(caption, note, sources)):
        note = word("sentence_mark").join([note, word("tree_goes_on")])
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_themes(shares, rows, columns, names, themes, differs=differs),
        n=len(rows),
        alt=words("alt_themes", n=len(rows), themes=len(columns)),
        page=current_page(),
        parts=tuple(grid.deal_parts(body_room(caption, note, sources))),
        unlisted=list_tree(grouping),
    )


def order_rows(shares: ThemeShares, grouping: Grouping) -> list[int]:
    """Return rows of `shares` in leaf order, those outside the tree after them."""
    at = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
    in_tree = [at[grouping.plan_ids[leaf]] for leaf in grouping.order]
    return in_tree + [i for i in range(len(shares.plan_ids)) if i not in set(in_tree)]


def order_columns(shares: ThemeShares) -> list[int]:
    """Return columns by mean share over plans with sentences, largest first."""
    usable = shares.shares[shares.n_sentences > 0]
    means = usable.mean(axis=0) if len(usable) else np.zeros(len(shares.themes))
    return sorted(range(len(shares.themes)), key=lambda j: (-means[j], shares.themes[j]))


def tabulate_themes(
    shares: ThemeShares,
    rows: Sequence[int],
    columns: Sequence[int],
    names: Mapping[str, str],
    themes: Mapping[str, str],
    *,
    differs: npt.NDArray[np.int64] | None = None,
) -> tuple[dict[str, object], ...]:
    """List what the figure shows: one row a town and theme, in the order drawn."""
    sides = {1: "above", -1: "below"}
    lang: Lang = current_page().lang
    return tuple(
        {
            "plan_id": shares.plan_ids[i],
            "town": names[shares.plan_ids[i]],
            "theme": shares.themes[j],
            f"theme_{lang}": themes[shares.themes[j]],
            "share_pct": float(100 * shares.shares[i, j]) if shares.n_sentences[i] else None,
            "differs": None if differs is None else sides.get(int(differs[i, j])),
            "n_sentences": int(shares.n_sentences[i]),
        }
        for i in rows
        for j in columns
    )
