"""typology.toml: a rule that gives towns a type by what their plans speak of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import StudyError


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One type and the themes whose sentences count for it."""

    key: str
    zh: str
    en: str
    reason: str
    themes: tuple[str, ...]
    least_pct: float
    """Share of the sentences of all types' themes that the type needs, in per cent."""


@dataclass(frozen=True, slots=True)
class Typology:
    """The types in the file's order; `mixed` is what a plan is called that none fits."""

    types: tuple[TypeRule, ...]
    lead_pct: float
    """By how many points a type must lead the next one."""
    mixed: TypeRule


def make_typology(table: Mapping[str, Any], themes: Collection[str], path: Path) -> Typology:
    """Check the rule against the lexicon's themes.

    Raises
    ------
    StudyError
        Something is missing or unknown, a theme counts for two types, or a share is no share.
    """

    def refuse(what: str) -> StudyError:
        fix = "write [mixed], lead_pct and [types.NAME] as the bundled file does"
        return StudyError("E-LEX-08", what, where=str(path), fix=fix)

    def read(key: str, entry: object, needed: set[str]) -> TypeRule:
        if not isinstance(entry, dict) or entry.keys() != needed:
            raise refuse(f"{key} must say exactly {', '.join(sorted(needed))}")
        named, least = entry.get("themes", []), entry.get("least_pct", 0)
        strangers = [theme for theme in named if theme not in themes]
        if strangers:
            raise refuse(f"{key} names no theme of themes.toml: {', '.join(strangers)}")
        if not _is_share(least):
            raise refuse(f"least_pct of {key} is no number from 0 to 100")
        zh, en, reason = (str(entry[name]) for name in ("zh", "en", "reason"))
        return TypeRule(key, zh, en, reason, tuple(named), float(least))

    words = {"zh", "en", "reason"}
    if table.keys() != {"lead_pct", "mixed", "types"} or not _is_share(table["lead_pct"]):
        raise refuse("lead_pct (0 to 100), mixed and types are needed, and nothing else")
    types = tuple(
        read(key, entry, words | {"themes", "least_pct"}) for key, entry in table["types"].items()
    )
    named = [theme for rule in types for theme in rule.themes]
    doubled = sorted({theme for theme in named if named.count(theme) > 1})
    if doubled or not all(rule.themes for rule in types):
        raise refuse(f"each type needs themes of its own; named twice: {', '.join(doubled) or '-'}")
    return Typology(types, float(table["lead_pct"]), read("mixed", table["mixed"], words))


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100
