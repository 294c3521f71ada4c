"""Entries of ``grammar.toml`` that are more than a word: their shape is checked when it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from analysis.errors import StudyError

_PAIRS = (
    "slips", "references", "only_unit", "deeds", "carried_out", "output_of", "share_of", "ends",
    "table_names", "unit_not_before", "counted_by_income", "told_by_output", "unit_written",
)  # fmt: skip
_REPEATS = re.compile(r"(?<!\\)[*+{]")


def _is_shared_name(entry: str) -> bool:
    """Tell a pattern and the indicators it names; without repetition no text holds it up."""
    pattern, _, names = entry.rpartition("=")
    try:
        re.compile(pattern)
    except re.error:
        return False
    fits = re.match(pattern, "") is None and not _REPEATS.search(pattern)
    return fits and len(names.split()) > 1


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda entry: re.fullmatch(pattern, entry) is not None


_SHAPES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    **dict.fromkeys(_PAIRS, (_matches(r"[^=]+=[^=]+"), "word=what it stands for")),
    "shared_names": (
        _is_shared_name,
        "pattern=indicator indicator, the pattern without * + { and not empty",
    ),
    "unit_bases": (
        _matches(r"[^=]+=\d+(?:\.\d+)?[^=\d.][^=]*"),
        "unit=factor and unit (担=0.05吨)",
    ),
    "concepts": (_matches(r"\S+ \S+(?: \S+)+"), "indicators concept words, parted by blanks"),
    "highest_growth_target_pct": (_matches(r"\d+(?:\.\d+)?"), "a number of percent"),
}
"""List -> whether an entry is as it must be, and how it is written."""


def check_entries(lists: Mapping[str, Sequence[str]], path: Path) -> None:
    """Refuse the first entry that cannot be used.

    Raises
    ------
    StudyError
        An entry is no pair, no pattern, no number where one is needed.
    """
    for name, (fits, written) in _SHAPES.items():
        wrong = next((entry for entry in lists.get(name, ()) if not fits(entry)), None)
        if wrong is not None:
            raise StudyError(
                "E-LEX-06",
                f"{wrong!r} cannot be used",
                where=f"{path} [{name}]",
                fix=f"write each entry as {written}",
            )
