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
_NO_THEME = "none"


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """One sentence with the themes that people gave it; an empty set is none."""

    text: str
    role: str
    themes: frozenset[str]
    sentence: str
    locked: bool


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
    path = folder / "themes" / f"{pass_name}.tsv"
    locked = frozenset(_read_locked(folder / "locked.txt"))
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
    if tuple(sheet.fieldnames or ()) != _COLUMNS:
        raise StudyError(
            "E-GLD-02",
            f"the columns are {', '.join(sheet.fieldnames or ())}",
            where=str(path),
            fix=f"the columns must be {', '.join(_COLUMNS)}, tabs between them",
        )
    return tuple(
        CodedSentence(
            text=row["text"],
            role=row["role"],
            themes=frozenset(row["themes"].split()) - {_NO_THEME},
            sentence=row["sentence"],
            locked=row["text"] in locked,
        )
        for row in sheet
    )


def _read_locked(path: Path) -> Iterator[str]:
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()
