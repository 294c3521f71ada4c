"""What appeared, vanished or moved between two states of one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Key = tuple[str, ...]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `column`, `old` and `new` only where a cell moved, as printed."""

    what: Literal["appeared", "vanished", "moved"]
    key: Key
    column: str | None = None
    old: str | None = None
    new: str | None = None


def key_rows(rows: Iterable[Row], columns: Sequence[str]) -> dict[Key, Row]:
    """Key rows by the columns that name them.

    Raises
    ------
    ValueError
        Two rows have the same key, so that a change could not be told.
    """
    keyed: dict[Key, Row] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in keyed:
            raise ValueError(
                f"two rows are named {' · '.join(key)} by the columns {', '.join(columns)}; "
                "name them by more columns"
            )
        keyed[key] = row
    return keyed


def compare_rows(old: Mapping[Key, Row], new: Mapping[Key, Row]) -> tuple[Change, ...]:
    """Differences of two tables, sorted by key and column.

    Cells are compared as printed. A column that one of the tables lacks is compared where the
    row has it; a cell that came or went with its column has None on the other side.
    """
    changes: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            changes.append(Change("appeared", key))
        elif key not in new:
            changes.append(Change("vanished", key))
        else:
            before, after = old[key], new[key]
            changes += [
                Change("moved", key, column, before.get(column), after.get(column))
                for column in sorted(before.keys() | after.keys())
                if before.get(column) != after.get(column)
            ]
    return tuple(changes)


def describe_changes(table: str, changes: Sequence[Change], limit: int = 20) -> tuple[str, ...]:
    """Tell the changes of one table in sentences: `limit` one by one, the rest counted."""
    sentences = [f"{table}: {_describe(change)}" for change in changes[:limit]]
    rest: Counter[str] = Counter(change.what for change in changes[limit:])
    if rest:
        counted = ", ".join(
            f"{zh} {what} {rest[what]}" for what, zh in _IN_CHINESE.items() if rest[what]
        )
        sentences.append(f"{table}: 另有 and {sum(rest.values())} more ({counted})")
    return tuple(sentences)


_IN_CHINESE = {"appeared": "新增", "vanished": "消失", "moved": "变动"}


def _describe(change: Change) -> str:
    key = " · ".join(change.key)
    word = f"{_IN_CHINESE[change.what]} {change.what}"
    if change.what != "moved":
        return f"{word} {key}"
    return f"{word} {key} {change.column}: {_quote(change.old)} → {_quote(change.new)}"


def _quote(cell: str | None) -> str:
    return "(无此列 no such column)" if cell is None else cell or "(空 empty)"
