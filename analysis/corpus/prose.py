"""Sentences about a study as templates (``lexicon/methods.toml``, ``summary.toml``), filled in.

A lexicon without the file takes the bundled one: prose moves no number.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from analysis.corpus.study import find_bundled
from analysis.errors import StudyError

Lang = Literal["zh", "en"]
Fact = int | float | str | None
"""What a slot holds; None where it was not computed."""
Facts = dict[str, Fact]
FILE = "methods.toml"
_BETWEEN: Mapping[Lang, str] = {"zh": "", "en": " "}
_KEYS = {"zh", "en", "when", "unless", "cites"}


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence in both languages and when it is told; `when` and `unless` name slots."""

    paragraph: str
    name: str
    words: Mapping[Lang, str]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    file: str = FILE


@dataclass(frozen=True, slots=True)
class Prose:
    """Every sentence of a file in order, the heading of the references and the works by key."""

    sentences: tuple[Template, ...]
    heading: Mapping[Lang, str]
    works: Mapping[str, str]


def read_prose(folder: Path, file: str = FILE) -> Prose:
    """Read the templates of a file of a lexicon folder, the bundled ones where it has none.

    Raises
    ------
    StudyError
        The file is no TOML, or a sentence lacks a language or holds something unknown.
    """
    path = folder / file
    if not path.is_file():
        path = find_bundled() / "lexicon" / file
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refuse(f"cannot be read: {error}", str(path), path.name) from None
    listed = table.pop("references", {})
    works = listed.get("works", {})
    return Prose(
        sentences=tuple(
            _make_template(paragraph, name, entry, works, path)
            for paragraph, entries in table.items()
            for name, entry in entries.items()
        ),
        heading={"zh": str(listed.get("zh", "")), "en": str(listed.get("en", ""))},
        works=works,
    )


def fill_in(prose: Prose, facts: Mapping[str, Fact], lang: Lang) -> str:
    """Tell the sentences that hold, a paragraph a line, and the works they cite.

    Parameters
    ----------
    facts
        Slot -> its value; a sentence with a slot that is None is left out.

    Raises
    ------
    StudyError
        A sentence asks for a slot that is not among the facts, or writes it in a way it cannot.
    """
    told = [s for s in prose.sentences if _holds(s, facts, lang)]
    lines = [
        _BETWEEN[lang].join(_fill(s, facts, lang) for s in group)
        for _, group in groupby(told, key=lambda s: s.paragraph)
    ]
    cited = {key for s in told for key in s.cites}
    works = [words for key, words in prose.works.items() if key in cited]
    return "\n\n".join([*lines, *(["\n".join([prose.heading[lang], *works])] if works else [])])


def list_slots(template: str) -> Iterator[str]:
    """Name the slots of a template, in order."""
    return (name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


class _Writer(string.Formatter):
    """Writes whole numbers with separators, and with their noun where a template gives one."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if not isinstance(value, int):
            return format(value, format_spec)
        if "|" not in format_spec:
            return format(value, format_spec or ",")
        one, many = format_spec.split("|")
        return f"{value:,} {one if value == 1 else many}"


def _make_template(
    paragraph: str, name: str, entry: Any, works: Mapping[str, str], path: Path
) -> Template:
    where = f"{path} [{paragraph}.{name}]"
    if not isinstance(entry, dict) or not {"zh", "en"} <= entry.keys() <= _KEYS:
        what = "a sentence has zh and en, and may have when, unless and cites"
        raise _refuse(what, where, path.name)
    lists: dict[str, Sequence[str]] = {k: entry.get(k, []) for k in ("when", "unless", "cites")}
    if unknown := [key for key in lists["cites"] if key not in works]:
        what = f"cites {unknown[0]}, which [references.works] does not hold"
        raise _refuse(what, where, path.name)
    words: dict[Lang, str] = {"zh": str(entry["zh"]), "en": str(entry["en"])}
    try:
        _ = [slot for held in words.values() for slot in list_slots(held)]
    except ValueError as error:
        raise _refuse(f"its slots cannot be read: {error}", where, path.name) from None
    return Template(
        paragraph,
        name,
        words,
        **{key: tuple(held) for key, held in lists.items()},
        file=path.name,
    )


def _holds(sentence: Template, facts: Mapping[str, Fact], lang: Lang) -> bool:
    slots = [*list_slots(sentence.words[lang]), *sentence.when, *sentence.unless]
    if unknown := [slot for slot in slots if slot not in facts]:
        known = ", ".join(sorted(facts))
        what = f"{{{unknown[0]}}} is no slot; use {known}"
        raise _refuse(what, _place(sentence), sentence.file)
    whole = all(facts[slot] is not None for slot in list_slots(sentence.words[lang]))
    wanted = all(facts[slot] for slot in sentence.when)
    return whole and wanted and not any(facts[slot] for slot in sentence.unless)


def _fill(sentence: Template, facts: Mapping[str, Fact], lang: Lang) -> str:
    try:
        return _Writer().vformat(sentence.words[lang], (), facts)
    except ValueError as error:
        what = f"a slot cannot be written so: {error}"
        raise _refuse(what, _place(sentence), sentence.file) from None


def _place(sentence: Template) -> str:
    return f"lexicon/{sentence.file} [{sentence.paragraph}.{sentence.name}]"


def _refuse(what: str, where: str, file: str) -> StudyError:
    fix = f"compare with the project's data/lexicon/{file}"
    return StudyError("E-LEX-11", what, where=where, fix=fix)
