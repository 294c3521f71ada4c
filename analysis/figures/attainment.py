"""Promise, result, promise: last year's target, last year's result, this year's target.

One row a town with plans of two years. A hidden, relative or missing number has no mark; a row
without two marks, and a town without an earlier plan, stands in words below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.figures.attainment_rows import (
    count_marks,
    limit_axis,
    list_row_keys,
    plot_attainment,
    say_outcome,
)
from analysis.figures.layout import Picture, Sheet, keys_height
from analysis.figures.measure import axis_height, fit_text, widest
from analysis.figures.paging import body_room
from analysis.figures.reasons import deal_with_reasons, list_reasons
from analysis.figures.scale import finite_ends, stated_amount
from analysis.figures.style import current_page, word, words
from analysis.figures.target_row import SAID_GAP_PT, fit_names
from analysis.figures.wording import read_wording
from analysis.model import Attainment

FEWEST_MARKS = 2


def draw_attainment(
    rows: Sequence[Attainment],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the figure: the best kept first, then what is open; other towns in words.

    Towns stand in `names`; one without a row has fewer than two of the three figures.
    """
    page = current_page()
    shown = sorted((r for r in rows if r.promised and count_marks(r) >= FEWEST_MARKS), key=_best)
    reasons = list_reasons(_list_silent(rows, shown, names))
    keys = list_row_keys(shown)
    keys_in = keys_height(keys, page.width_in) + 0.06
    kept = Counter(r.outcome for r in shown)
    counts = {"kept": kept["kept"], "missed": kept["missed"], "open": kept["open"]}
    counts |= {"n": len(shown), "total": len(names)}
    notes = [word("n_attainment", **counts), word("note_attainment") if shown else "", note]
    said = word("sentence_mark").join(part for part in notes if part)

    def compose(sheet: Sheet, seen: Sequence[Attainment]) -> None:
        sheet.write_keys(0.0, keys)
        _compose_rows(sheet, keys_in, seen, shown, names)

    return Picture(
        caption=caption,
        note=said,
        sources=tuple(sources),
        data=tabulate_attained([*shown, *(r for r in rows if r not in shown)], names),
        n=len(names),
        alt=words("alt_attainment", **counts),
        page=page,
        parts=deal_with_reasons(
            shown,
            reasons,
            room=body_room(caption, said, sources),
            around=keys_in + axis_height(),
            compose=compose,
        ),
        unlisted=reasons.lines,
    )


def tabulate_attained(
    rows: Sequence[Attainment], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List what the figure shows: numbers in base units, outcome, words, quotes."""
    table: list[dict[str, object]] = []
    for row in rows:
        cells: dict[str, object] = {"plan_id": row.plan_id, "town": names[row.plan_id]}
        for name, claim in (
            ("promised", row.promised),
            ("achieved", row.achieved),
            ("target", row.target),
        ):
            amount = stated_amount(claim)
            cells[f"{name}_low"] = finite_ends(amount)[0] if amount else None
            cells[f"{name}_high"] = finite_ends(amount)[1] if amount else None
            cells[f"{name}_wording"] = read_wording(claim) if claim else None
        cells |= {"outcome": row.outcome, "shortfall": row.shortfall, "words": say_outcome(row)}
        table.append(cells)
    return tuple(table)


def _best(row: Attainment) -> tuple[bool, float, float, str]:
    """Order by result minus target, the best first; open ones behind, highest target first."""
    promised = stated_amount(row.promised)
    low = finite_ends(promised)[0] if promised else 0.0
    return row.shortfall is None, row.shortfall or 0.0, -low, row.plan_id


def _list_silent(
    rows: Sequence[Attainment], shown: Sequence[Attainment], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the towns without a row, each behind its reason in words."""
    by_plan = {row.plan_id: row for row in rows}
    drawn = {row.plan_id for row in shown}
    for plan_id, name in names.items():
        row = by_plan.get(plan_id)
        if plan_id not in drawn:
            yield word(f"open_{(row.reason if row else None) or 'too_few'}"), name


def _compose_rows(
    sheet: Sheet,
    top: float,
    seen: Sequence[Attainment],
    shown: Sequence[Attainment],
    names: Mapping[str, str],
) -> None:
    """Draw one page of rows; its axis and margins are those of all pages."""
    page = current_page()
    cap = page.width_in * 0.3
    left = min(widest([names[row.plan_id] for row in shown], page.base_pt), cap) + 0.1
    right = min(widest(map(say_outcome, shown), page.small_pt), cap) + SAID_GAP_PT / 72
    ax = sheet.place(left, top, page.width_in - left - right, page.row_in * len(seen))
    plot_attainment(seen, names, ax=ax)
    ax.set_xlim(*limit_axis(shown))
    fit_names(ax, cap)
    for label in (t for t in ax.texts if t.get_gid() == "outcome"):
        text, size = fit_text(label.get_text(), cap, float(label.get_fontsize()))
        label.set(text=text, size=size)
