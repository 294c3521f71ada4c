"""Sentences that people coded, as the bundled study carries them in ``gold/``.

``themes/themes.tsv`` holds text, start, end, role, themes (the main one first, ``none`` for
none) and the sentence; ``locked.txt`` names the texts that no rule may be mended by.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.study import Study, find_bundled
from analysis.errors import StudyError

_COLUMNS = ("text", "start", "end", "role", "themes", "sentence")
_PLACES = ("document", "start", "end", "first", "second", "themes")
_NO_THEME = "none"


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """One sentence with the themes that people gave it; an empty set is none."""

    text: str
    role: str
    themes: frozenset[str]
    sentence: str
    locked: bool


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A sentence of a document that does not lie here, coded twice: received offsets, no words."""

    document: str
    """Name of its file."""
    start: int
    end: int
    first: frozenset[str]
    second: frozenset[str]
    themes: frozenset[str]
    """What was decided on."""


def find_gold(study: Study) -> Path | None:
    """Return the folder of coded sentences: the study's own, else the bundled one; None without."""
    for folder in (study.root / "gold", find_bundled() / "gold"):
        if (folder / "themes" / "themes.tsv").is_file():
            return folder
    return None


def read_gold(folder: Path, pass_name: str = "themes") -> tuple[CodedSentence, ...]:
    """Read the coded sentences of a folder, in the order of the sheet.

    Parameters
    ----------
    folder
        Holds ``themes/`` and, if some texts are locked, ``locked.txt``.
    pass_name
        ``themes`` for the codes decided on, or one coder's pass (``first``, ``second``).

    Raises
    ------
    StudyError
        The sheet lacks a column, or is not UTF-8.
    """
    locked = frozenset(read_locked(folder / "locked.txt"))
    return tuple(
        CodedSentence(
            text=row["text"],
            role=row["role"],
            themes=_read_codes(row["themes"]),
            sentence=row["sentence"],
            locked=row["text"] in locked,
        )
        for row in _read_sheet(folder / "themes" / f"{pass_name}.tsv", _COLUMNS)
    )


def read_places(folder: Path) -> tuple[CodedPlace, ...]:
    """Read the sentences of real plans that were coded in place (``themes/five_plans.tsv``).

    Raises
    ------
    StudyError
        The sheet is missing, lacks a column, or is not UTF-8.
    """
    return tuple(
        CodedPlace(
            document=row["document"],
            start=int(row["start"]),
            end=int(row["end"]),
            first=_read_codes(row["first"]),
            second=_read_codes(row["second"]),
            themes=_read_codes(row["themes"]),
        )
        for row in _read_sheet(folder / "themes" / "five_plans.tsv", _PLACES)
    )


def _read_codes(cell: str) -> frozenset[str]:
    return frozenset(cell.split()) - {_NO_THEME}


def _read_sheet(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(
            "E-GLD-01",
            f"the coded sentences cannot be read ({error})",
            where=str(path),
            fix="copy the file from the project's data/gold/themes",
        ) from None
    sheet = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(sheet.fieldnames or ()) != columns:
        raise StudyError(
            "E-GLD-02",
            f"the columns are {', '.join(sheet.fieldnames or ())}",
            where=str(path),
            fix=f"the columns must be {', '.join(columns)}, tabs between them",
        )
    yield from sheet


def read_locked(path: Path) -> Iterator[str]:
    """Yield the names of the locked texts; none where there is no such file."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()
