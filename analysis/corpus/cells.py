"""One cell of a table that people keep -> a value; what is none is collected as a problem.

What a cell may say stands in ``lexicon/register.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from analysis.errors import StudyError

T = TypeVar("T")

NAME_WANTED = "is no name: letters and digits only, it becomes part of file names"
_NOT_IN_FILES = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_NAME_MARKS = "·•-（）()〔〕 "
_NAME_CATEGORIES = ("Co", "Mn", "Mc")
"""Private-use characters write rare place names; marks follow letters of other scripts."""


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """``lexicon/register.toml``: what tables of people may say, and how they are headed."""

    register_columns: Mapping[str, tuple[str, ...]]
    frame_columns: Mapping[str, tuple[str, ...]]
    genres: tuple[str, ...]
    sources: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    superior: tuple[str, ...]
    government: tuple[str, ...]
    """What follows a place's name in the column `parent`."""
    first_year: int
    last_year: int
    code_digits: tuple[int, ...]
    twin_share: float
    """Jaccard of character sequences from which two texts are near twins."""
    shingle_chars: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One slip: the row as Excel numbers it, the column and what is wrong there."""

    row: int
    column: str
    what: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as Excel numbers it; `cells` holds what is not blank, by column."""

    number: int
    cells: Mapping[str, str]


def read_register_words(folder: Path) -> RegisterWords:
    """Read ``register.toml`` of a lexicon folder.

    Raises
    ------
    StudyError
        The file is missing, is no TOML, or lacks a key or holds one too many.
    """
    path = folder / "register.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise StudyError(
            "E-LEX-01",
            "the lexicon file is missing",
            where=str(path),
            fix="copy it from the project's data/lexicon",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(
            "E-LEX-03", f"not valid TOML: {error}", where=str(path), fix="mend the line it names"
        ) from None
    wanted = {field.name for field in fields(RegisterWords)}
    if table.keys() != wanted:
        raise StudyError(
            "E-LEX-06",
            f"missing {sorted(wanted - table.keys())}, not known {sorted(table.keys() - wanted)}",
            where=str(path),
            fix="give it exactly these keys: " + ", ".join(sorted(wanted)),
        )
    return RegisterWords(**{key: _freeze(value) for key, value in table.items()})


def check_problems(problems: Iterable[Problem], where: str) -> None:
    """Raise one error that names every problem, in reading order; nothing when there is none."""
    found = sorted(set(problems), key=lambda p: (p.row, p.column, p.what))
    if found:
        listed = "".join(f"\n  row {p.row}, {p.column}: {p.what}" for p in found)
        raise StudyError(
            "E-SHT-03",
            f"{len(found)} {'entry' if len(found) == 1 else 'entries'} cannot be used:{listed}",
            where=where,
            fix="mend these cells and run again; nothing was written",
        )


def read_cell(
    row: SheetRow,
    column: str,
    read: Callable[[str], T | None],
    wanted: str,
    problems: list[Problem],
) -> T | None:
    """Return what `read` makes of a cell, None of a blank one; what is no value is a problem."""
    text = row.cells.get(column)
    value = None if text is None else read(text)
    if text is not None and value is None:
        problems.append(Problem(row.number, column, f"{text!r} {wanted}"))
    return value


def read_year(text: str, words: RegisterWords) -> int | None:
    """Return the year of 2023, ２０２３, 2023年 or 2023年度."""
    found = re.fullmatch(r"(\d{4})(?:\.0)?(?:年度?)?", fold(text))
    year = int(found[1]) if found else 0
    return year if words.first_year <= year <= words.last_year else None


def read_day(text: str, words: RegisterWords) -> str | None:
    """Return the day of 2024-03-01, 2024/3/1, 2024.3.1 or 2024年3月1日 in the first way."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:00:00:00)?", fold(text))
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    known = day is not None and words.first_year <= day.year <= words.last_year
    return day.isoformat() if day is not None and known else None


def read_address(text: str) -> str | None:
    """Return an address of the web; anything else is none."""
    return text if re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", text, re.IGNORECASE) else None


def read_code(text: str, words: RegisterWords) -> str | None:
    """Return the digits of a 区划代码."""
    code = fold(text).removesuffix(".0")
    return code if re.fullmatch("[0-9]+", code) and len(code) in words.code_digits else None


def read_choice(text: str, choices: tuple[str, ...]) -> str | None:
    """Return the one of `choices` that a text writes, whatever its width, case and blanks."""
    return next((choice for choice in choices if fold(choice) == fold(text)), None)


def read_name(text: str) -> str | None:
    """Return the name of a town or county without the blanks inside it.

    It becomes part of file names and of cells that Excel reads, so it holds letters and digits.
    """
    name = re.sub(r"\s", "", text) if re.search("[\u3400-\u9fff]", text) else text
    known = (c.isalnum() or unicodedata.category(c) in _NAME_CATEGORIES for c in name)
    fit = all(ok or c in _NAME_MARKS for ok, c in zip(known, name, strict=True))
    return unicodedata.normalize("NFC", name) if name and fit and name[0] not in "- " else None


def find_file_fault(name: str) -> str | None:
    """Say why a text cannot name a file inside the plans folder."""
    path = name.replace("\\", "/")
    if "://" in path:
        return "an address of the web is no file; save the plan and name the file"
    if path.startswith(("/", "~")) or re.match("[A-Za-z]:", path):
        return "an absolute path is refused; write the name inside the plans folder"
    if ".." in path.split("/"):
        return "a path that leaves the plans folder is refused"
    try:
        path.encode()
    except UnicodeEncodeError:
        return "the characters of the name were lost; rename the file"
    if _NOT_IN_FILES.search(path):
        return 'a file name cannot hold control characters or : * ? " < > |'
    return None


def fold(text: str) -> str:
    """Make full-width forms, blanks and case one."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _freeze(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _freeze(inner) for key, inner in value.items()}
    return value
