"""Last year's result against this year's target, where a study has plans of one year only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.figures.attainment import tabulate_attained
from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.marks import dot_pt
from analysis.figures.measure import axis_height, line_in, measure_width
from analysis.figures.paging import body_room
from analysis.figures.reasons import deal_reasons, list_reasons
from analysis.figures.scale import choose_unit, finite_ends, stated_amount
from analysis.figures.style import INK, current_page, word, words
from analysis.model import Attainment, Stated

Point = tuple[float, float]
_LEFT_IN = 0.65
_SMALLEST_IN = 2.6
"""A scatter is not drawn smaller for the words below it; they stand on the next page."""


def plot_one_year(
    rows: Sequence[Attainment], names: Mapping[str, str], *, ax: Axes | None = None
) -> Axes:
    """Draw one dot a town: x last year's result, y this year's target, and the line of equals.

    Points farthest from the line are named first; a name that would cover another is left out.

    Parameters
    ----------
    rows
        Rows of ONE indicator and kind that hold both numbers (`keep_comparable`).
    names
        Plan id -> name.
    ax
        Square axes; a new figure is made when it is left out.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, page.width_in)).subplots()
    amounts = [pair for row in rows if (pair := _find_pair(row)) is not None]
    scale = choose_unit([a for pair in amounts for a in pair])
    points = [
        (scale.of(finite_ends(result)[0]), scale.of(finite_ends(target)[0]))
        for result, target in amounts
    ]
    ends = [value for point in points for value in point]
    pad = (max(ends) - min(ends)) * 0.08 or abs(max(ends)) * 0.2 or 1.0
    low, high = min(ends) - pad, max(ends) + pad
    ax.set(xlim=(low, high), ylim=(low, high))
    ax.plot([low, high], [low, high], "--", color=INK["quiet"], lw=0.9, gid="equal")
    for (x, y), (_, target) in zip(points, amounts, strict=True):
        face = INK["paper"] if target.qualifier == "about" else INK["stated"]
        look: dict[str, Any] = {"mfc": face, "mec": INK["stated"], "mew": 1.0, "ms": dot_pt() * 0.9}
        ax.plot([x], [y], "o", gid="town", **look)
    ax.grid(visible=True)
    ax.set_xlabel(word("axis_result", unit=scale.unit))
    ax.set_ylabel(word("axis_next", unit=scale.unit))
    _write_names(ax, points, [names[row.plan_id] for row in rows if _find_pair(row)])
    return ax


def draw_one_year(
    rows: Sequence[Attainment],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the scatter, towns without both numbers in words below."""
    page = current_page()
    shown = [row for row in rows if _find_pair(row)]
    reasons = list_reasons(_list_silent(shown, names))
    above = sum(_lies_above(row) for row in shown)
    counts = {"n": len(shown), "total": len(names), "above": above}
    said = [word("n_one_year", **counts), word("note_labels") if shown else "", note]
    note = word("sentence_mark").join(part for part in said if part)
    room = body_room(caption, note, sources)
    axis = axis_height() + 0.1
    widest = min(page.width_in - _LEFT_IN - 0.1, 4.6, room - axis)
    below = room - axis - reasons.height >= min(_SMALLEST_IN, widest)
    side = min(widest, room - axis - reasons.height) if below else widest
    top = side + axis

    def compose(sheet: Sheet) -> None:
        left = (sheet.width - side - _LEFT_IN) / 2 + _LEFT_IN
        plot_one_year(shown, names, ax=sheet.place(left, 0.05, side, side))
        if below:
            reasons.write(sheet, top, rule=True)

    parts = (Part(top + (reasons.height if below else 0.0), compose),) if shown else ()
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_attained(rows, names),
        n=len(names),
        alt=words("alt_one_year", **counts),
        page=page,
        parts=parts if parts and below else (*parts, *deal_reasons(reasons, room)),
        unlisted=reasons.lines,
    )


def _find_pair(row: Attainment) -> tuple[Stated, Stated] | None:
    result, target = stated_amount(row.achieved), stated_amount(row.target)
    return (result, target) if result is not None and target is not None else None


def _lies_above(row: Attainment) -> bool:
    pair = _find_pair(row)
    return pair is not None and finite_ends(pair[1])[0] > finite_ends(pair[0])[0]


def _list_silent(
    shown: Sequence[Attainment], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    drawn = {row.plan_id for row in shown}
    for plan_id, name in names.items():
        if plan_id not in drawn:
            yield word("one_year_none"), name


def _write_names(ax: Axes, points: Sequence[Point], names: Sequence[str]) -> None:
    """Name points, the farthest from the line of equals first, each where there is room."""
    page = current_page()
    box = ax.get_position()
    figure = ax.get_figure(root=True)
    if figure is None:
        return
    wide = box.width * figure.get_figwidth()
    (low, high), dot = ax.get_xlim(), dot_pt() / 72
    places = [((x - low) / (high - low) * wide, (y - low) / (high - low) * wide) for x, y in points]
    taken = [Bbox.from_bounds(x - dot / 2, y - dot / 2, dot, dot) for x, y in places]
    order = sorted(range(len(points)), key=lambda i: (-abs(points[i][1] - points[i][0]), names[i]))
    for i in order:
        size = measure_width(names[i], page.small_pt), line_in(page.small_pt) * 0.8
        for left, low_y in _list_spots(places[i], size, dot, is_above=points[i][1] > points[i][0]):
            spot = Bbox.from_bounds(left, low_y, *size)
            fits = spot.x0 >= 0 and spot.x1 <= wide and spot.y0 >= 0 and spot.y1 <= wide
            if fits and not any(spot.overlaps(other) for other in taken):
                taken.append(spot)
                ax.text(
                    (spot.x0 + spot.x1) / 2 / wide, (spot.y0 + spot.y1) / 2 / wide, names[i],
                    transform=ax.transAxes, ha="center", va="center", size=page.small_pt,
                    gid="name", parse_math=False,
                )  # fmt: skip
                break


def _list_spots(place: Point, size: Point, dot: float, *, is_above: bool) -> list[Point]:
    """List lower left corners for a name around its point, away from the line of equals first."""
    (x, y), (wide, tall) = place, size
    right, left = (x + dot * 0.8, y - tall / 2), (x - dot * 0.8 - wide, y - tall / 2)
    over, under = (x - wide / 2, y + dot * 0.7), (x - wide / 2, y - dot * 0.7 - tall)
    return [left, over, right, under] if is_above else [right, under, left, over]
