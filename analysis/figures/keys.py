"""The legend of a figure of targets: only the forms that occur in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from analysis.figures.layout import Key
from analysis.figures.marks import (
    dot_pt,
    draw_achieved,
    draw_dot,
    draw_key_arrow,
    draw_key_line,
    draw_key_tiers,
    draw_range,
)
from analysis.figures.scale import finite_ends, stated_amount
from analysis.figures.style import word
from analysis.model import TargetRow


def list_forms(shown: Sequence[TargetRow]) -> set[str]:
    """Return the forms of targets that occur, and whether last year or a stretch tier does."""
    forms: set[str] = set()
    for row in shown:
        amount = stated_amount(row.target)
        if amount is None:
            continue
        low, high = finite_ends(amount)
        forms.add(amount.qualifier if low == high else "range")
        if stated_amount(row.stretch):
            forms.add("stretch")
        if stated_amount(row.achieved):
            forms.add("achieved")
    return forms


def list_target_keys(
    shown: Sequence[TargetRow], levels: Mapping[str, float], unit: str
) -> list[Key]:
    """Return the entries for the forms that occur, then the lines through all towns."""
    forms, reach = list_forms(shown), 0.22 + dot_pt() / 72
    drawn = {
        "exact": (lambda ax, x, y: draw_dot(ax, x, y, gid="key"), 0.12),
        "at_least": (lambda ax, x, y: draw_key_arrow(ax, x, y, 1), reach),
        "at_most": (lambda ax, x, y: draw_key_arrow(ax, x, y, -1), reach),
        "about": (lambda ax, x, y: draw_dot(ax, x, y, hollow=True, gid="key"), 0.12),
        "range": (lambda ax, x, y: draw_range(ax, x - 0.1, x + 0.1, y, gid="key"), 0.26),
        "stretch": (draw_key_tiers, reach),
        "achieved": (lambda ax, x, y: draw_achieved(ax, x, y, gid="key"), 0.08),
    }
    keys = [Key(word(f"key_{f}"), *how) for f, how in drawn.items() if f in forms]
    for name, value in levels.items():
        label = word(f"key_{name}", value=f"{value:.10g}", unit=unit)
        keys.append(Key(label, partial(draw_key_line, name=name), 0.08))
    return keys
