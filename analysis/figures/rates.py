"""Growth targets side by side: one row a town, one dot a stated number, words for the rest.

A hidden, relative or missing number has no place on the axis; it stands in words below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.keys import list_forms, list_target_keys
from analysis.figures.layout import Part, Picture, Sheet, keys_height
from analysis.figures.marks import draw_level_line
from analysis.figures.measure import axis_height, fit_text, widest
from analysis.figures.paging import body_room
from analysis.figures.scale import (
    FEWEST_FOR_MEDIAN,
    Scale,
    choose_scale,
    stated_amount,
    tabulate_target_rates,
)
from analysis.figures.style import current_page, word, words
from analysis.figures.target_row import SAID_GAP_PT, draw_target, fit_names, name_rows, pad_axis
from analysis.figures.wording import (
    WordLine,
    deal_words,
    list_word_lines,
    panel_height,
    read_wording,
    write_word_panel,
)
from analysis.model import TargetRow
from analysis.stats.targets import median_stated, middle


def plot_target_rates(
    rows: Sequence[TargetRow],
    names: Mapping[str, str],
    *,
    among: Sequence[TargetRow] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw one row a town: its target for one indicator, last year's result, its wording.

    Parameters
    ----------
    rows
        Rows of ONE indicator and kind, drawn top to bottom in the order given. A row without
        a stated number has no dot; its state stands in words at the right.
    names
        Plan id -> name on the axis.
    among
        All rows of a figure of several pages, so that each has the same axis.
    ax
        Axes to draw on; a new figure is made when it is left out.

    Raises
    ------
    ValueError
        The rows mix indicators, kinds or units, or repeat a town.

    """
    page = current_page()
    scale = choose_scale(among or rows)
    ax = ax or Figure(figsize=(page.width_in, 1 + page.row_in * len(rows))).subplots()
    for y, row in enumerate(rows):
        draw_target(ax, y, row, scale)
    said = [_margin_words(row) for row in rows]
    name_rows(ax, [names[row.plan_id] for row in rows], said, gid="wording")
    pad_axis(ax, among or rows, scale)
    kinds = {c.kind for row in among or rows if (c := row.target) is not None and stated_amount(c)}
    ax.set_xlabel(word(f"axis_{kinds.pop()}" if kinds else "axis_level", unit=scale.unit))
    return ax


def _margin_words(row: TargetRow) -> str:
    if row.target is None or (row.state != "stated" and not read_wording(row.target)):
        return word(f"state_{row.state}")
    said = read_wording(row.target)
    if row.stretch is not None:
        said += word("stretch_wording", wording=read_wording(row.stretch))
    return said if row.state == "stated" else f"{word(f'state_{row.state}')} {said}"


def draw_target_rates(
    rows: Sequence[TargetRow],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
    superior: float | None = None,
) -> Picture:
    """Compose the whole figure: dots above, highest target first, and the rest in words.

    `superior` is the county's or city's own target, in base units, drawn as a dashed line.
    Towns that state no number, and those whose unit was lost, stand in the panel in words.
    """
    scale = choose_scale(rows)
    shown = sorted((r for r in rows if stated_amount(r.target)), key=_highest_first)
    silent = [r for r in rows if not stated_amount(r.target)]
    ordered = [*shown, *silent]
    levels = _list_levels(shown, scale, superior)
    keys = list_target_keys(shown, levels, scale.unit)
    page = current_page()
    keys_in = keys_height(keys, page.width_in) + 0.06 if shown else 0.0
    panel = list_word_lines(silent, names)
    counts = Counter(r.state for r in rows)
    notes = [
        word("n_stated", n=len(shown), total=len(rows)),
        *_explain(shown, levels, scale.unit),
        note,
    ]
    note = word("sentence_mark").join(part for part in notes if part)

    def dots_in(n: int) -> float:
        return keys_in + page.row_in * n + axis_height() if n else 0.0

    def compose(sheet: Sheet, some: Sequence[TargetRow], lines: Sequence[WordLine]) -> None:
        if some:
            sheet.write_keys(0.0, keys)
            _compose_dots(sheet, keys_in, some, names, levels, among=shown)
        write_word_panel(sheet, dots_in(len(some)), lines, rule=bool(some))

    room = body_room(caption, note, sources)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_target_rates(ordered, names),
        n=len(rows),
        alt=words("alt_rates", total=len(rows), n=len(shown), masked=counts["masked"]),
        page=page,
        parts=tuple(
            Part(dots_in(len(some)) + panel_height(lines), partial(compose, some=some, lines=lines))
            for some, lines in deal_words(shown, panel, room=room, around=dots_in(1) - page.row_in)
        ),
    )


def _highest_first(row: TargetRow) -> tuple[float, float, str]:
    target, achieved = stated_amount(row.target), stated_amount(row.achieved)
    return (
        -middle(target) if target else 0.0,
        -middle(achieved) if achieved else float("inf"),
        row.plan_id,
    )


def _list_levels(
    shown: Sequence[TargetRow], scale: Scale, superior: float | None
) -> dict[str, float]:
    """Lines through all towns; a median of fewer than three numbers says nothing."""
    typical = median_stated(shown) if len(shown) >= FEWEST_FOR_MEDIAN else None
    levels = {} if typical is None else {"median": scale.of(typical)}
    return levels | ({"superior": scale.of(superior)} if superior is not None else {})


def _explain(shown: Sequence[TargetRow], levels: Mapping[str, float], unit: str) -> list[str]:
    forms = list_forms(shown)
    said = {
        "note_arrow": bool(forms & {"at_least", "at_most"}),
        "note_achieved": "achieved" in forms,
        "note_median": "median" in levels,
        "note_wording": bool(shown),
        "note_superior": "superior" in levels,
    }
    superior = f"{levels.get('superior', 0):.10g}"
    return [word(key, value=superior, unit=unit) for key, true in said.items() if true]


def _compose_dots(
    sheet: Sheet,
    top: float,
    shown: Sequence[TargetRow],
    names: Mapping[str, str],
    levels: Mapping[str, float],
    *,
    among: Sequence[TargetRow],
) -> None:
    page = current_page()
    cap = page.width_in * 0.3
    left = min(widest([names[row.plan_id] for row in among], page.base_pt), cap) + 0.1
    right = min(widest(map(_margin_words, among), page.small_pt), cap) + SAID_GAP_PT / 72
    ax = sheet.place(left, top, page.width_in - left - right, page.row_in * len(shown))
    plot_target_rates(shown, names, among=among, ax=ax)
    fit_names(ax, cap)
    for label in (t for t in ax.texts if t.get_gid() == "wording"):
        text, size = fit_text(label.get_text(), cap, float(label.get_fontsize()))
        label.set(text=text, size=size)
    for name, value in levels.items():
        draw_level_line(ax, value, name)
