"""Towns that moved, came or left between a baseline and now: as words and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.figures.style import word

Flow = tuple[int, int]
"""Group before and after."""
NOWHERE = 0
"""The group of a town that is not there: it came later, or it has left."""
_LAST = 10**6


@dataclass(frozen=True, slots=True)
class GroupMove:
    """One town before and after, by lasting numbers; 0 where it is not there."""

    plan_id: str
    town: str
    before: int
    after: int
    standing: str = "member"
    """Of a newcomer: nearest, between or unlike."""
    anew: int = NOWHERE
    """Its group if groups were made anew today; 0 where that is not asked or it has none."""


def tell_kind(flow: Flow) -> str:
    """Return stayed, moved, came or left."""
    before, after = flow
    if before == after:
        return "stayed"
    return "came" if before == NOWHERE else "left" if after == NOWHERE else "moved"


def rank_flow(flow: Flow) -> Flow:
    """Order groups by number, those of towns that came or left last."""
    before, after = flow
    return before or _LAST, after or _LAST


def list_moves(moves: Sequence[GroupMove]) -> Iterator[str]:
    """Say who moved from where to where, who came and left, who would move if made anew."""
    mark = word("list_mark")
    told: dict[tuple[int, int], list[str]] = {}
    for move in sorted(moves, key=lambda m: (rank_flow((m.before, m.after)), m.plan_id)):
        if move.before != move.after:
            said = word(f"stands_{move.standing}", town=move.town)
            told.setdefault((move.before, move.after), []).append(said)
    for (before, after), towns in told.items():
        kind = tell_kind((before, after))
        yield word(f"who_{kind}", before=before, after=after, towns=mark.join(towns))
    anew = [
        word("town_anew", town=m.town, before=m.after, after=m.anew)
        for m in sorted(moves, key=lambda m: m.plan_id)
        if m.anew and m.after and m.anew != m.after
    ]
    if anew:
        yield word("who_anew", towns=mark.join(anew), n=len(anew))


def tabulate_moves(
    moves: Sequence[GroupMove], groups: Mapping[int, str]
) -> tuple[dict[str, object], ...]:
    """List each town before and after, by plan id."""
    return tuple(
        {
            "plan_id": move.plan_id,
            "town": move.town,
            "before": move.before or None,
            "after": move.after or None,
            "change": tell_kind((move.before, move.after)),
            "standing": move.standing,
            "made_anew": move.anew or None,
            "group_name": groups.get(move.after or move.before),
        }
        for move in sorted(moves, key=lambda m: m.plan_id)
    )
