"""Dictionaries as other programs write them, line by line: quanteda, LIWC, WordStat, CSV.

Each reader yields entries (line, category, word as written); what it cannot read it adds to a list
of sentences with their lines, so that a person sees all of them at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import yaml  # type: ignore[import-untyped]

JOIN = "_"
"""Between the names of a category and of the one it stands in."""
_DEEPEST = 20
_CSV_COLUMNS = {"theme": "theme", "主题": "theme", "word": "word", "词": "word"}
_LIWC_CATEGORY = re.compile(r"\s*(\d+)\s+(\S.*?)\s*")
_WORDSTAT_ENTRY = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*")


class Entry(NamedTuple):
    """One word of a category, as written."""

    line: int
    category: str
    word: str


Problems = list[str]
Reader = Callable[[str, Problems], Iterator[Entry]]


def read_quanteda(text: str, problems: Problems) -> Iterator[Entry]:
    """Read quanteda's YAML: categories, nested or not, with lists of words."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        problems.append(f"{line}this is not valid YAML ({getattr(error, 'problem', error)})")
        return
    if not isinstance(root, yaml.MappingNode):
        problems.append("line 1: the file must begin with a category, such as 'ecology:'")
        return
    yield from _walk_yaml(root, (), problems)


def _walk_yaml(node: yaml.Node, path: tuple[str, ...], problems: Problems) -> Iterator[Entry]:
    line = node.start_mark.line + 1
    if len(path) > _DEEPEST:
        problems.append(f"line {line}: categories are nested deeper than {_DEEPEST}")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _walk_yaml(value, (*path, key.value.strip()), problems)
            else:
                problems.append(f"line {key.start_mark.line + 1}: a category's name is no text")
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _walk_yaml(part, path, problems)
    elif node.value.strip():
        yield Entry(line, JOIN.join(path), node.value)
    else:
        problems.append(f"line {line}: category {JOIN.join(path)} holds no word")


def read_liwc(text: str, problems: Problems) -> Iterator[Entry]:
    """Read LIWC's .dic: numbered categories between two lines of %, then words with numbers."""
    lines = text.splitlines()
    bars = [i for i, line in enumerate(lines) if line.strip() == "%"]
    if len(bars) < 2:
        problems.append("line 1: the categories must stand between two lines that hold only %")
        return
    names: dict[str, str] = {}
    for number, line in enumerate(lines[bars[0] + 1 : bars[1]], bars[0] + 2):
        found = _LIWC_CATEGORY.fullmatch(line)
        if found and found[1] not in names:
            names[found[1]] = found[2]
        elif line.strip():
            told = f"category {found[1]} is defined twice" if found else "no number and name"
            problems.append(f"line {number}: {told} ({line.strip()})")
    for number, line in enumerate(lines[bars[1] + 1 :], bars[1] + 2):
        if line.strip():
            yield from _read_liwc_line(number, line, names, problems)


def _read_liwc_line(
    number: int, line: str, names: Mapping[str, str], problems: Problems
) -> Iterator[Entry]:
    if set("()<>/") & set(line):
        problems.append(
            f"line {number}: words that count only beside others are not read ({line.strip()})"
        )
        return
    word, *given = line.strip().split("\t") if "\t" in line.strip() else line.split()
    numbers = [one for cell in given for one in cell.split()]
    if not numbers:
        problems.append(f"line {number}: {word} has no category")
    for one in numbers:
        if one in names:
            yield Entry(number, names[one], word)
        else:
            problems.append(f"line {number}: {word} is of category {one}, which is not defined")


def read_wordstat(text: str, problems: Problems) -> Iterator[Entry]:
    """Read WordStat's .cat: categories indented by tabs, words behind them with their weight."""
    path: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip("\t"))
        words = line.strip()
        found = _WORDSTAT_ENTRY.fullmatch(words)
        if depth > len(path):
            problems.append(f"line {number}: {words} is indented below no category")
        elif words.startswith("@"):
            problems.append(f"line {number}: rules are not read ({words})")
        elif not found:
            path = [*path[:depth], words]
        elif not depth:
            problems.append(f"line {number}: {found[1]} stands in no category")
        elif found[2].strip() != "1":
            problems.append(
                f"line {number}: {found[1]} has the weight {found[2]}; a sentence shows a theme or "
                "does not, so that every weight must be 1"
            )
        else:
            yield Entry(number, JOIN.join(path[:depth]), found[1].replace("_", " "))


def read_sheet(text: str, problems: Problems) -> Iterator[Entry]:
    """Read a CSV file with the columns theme and word (主题, 词), one word a row."""
    rows = csv.reader(text.splitlines())
    head = [_CSV_COLUMNS.get(cell.strip().lower(), "") for cell in next(rows, [])]
    if sorted(filter(None, head)) != ["theme", "word"]:
        problems.append("line 1: the first row must name the columns theme and word (主题, 词)")
        return
    theme, word = head.index("theme"), head.index("word")
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(theme, word) or not row[theme].strip() or not row[word].strip():
            problems.append(f"line {rows.line_num}: the theme or the word is missing")
        else:
            yield Entry(rows.line_num, row[theme].strip(), row[word])


READERS: Mapping[str, tuple[str, Reader]] = {
    ".yml": ("quanteda", read_quanteda),
    ".yaml": ("quanteda", read_quanteda),
    ".dic": ("LIWC", read_liwc),
    ".cat": ("WordStat", read_wordstat),
    ".csv": ("CSV", read_sheet),
}
