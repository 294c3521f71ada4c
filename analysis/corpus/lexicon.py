"""The study's knowledge as frozen values: indicators, themes, word classes, stop words.

Each file of ``lexicon/`` is read once, strictly: an unknown key, a doubled word or an empty
list is an error that names the file. A hash per file travels with every result, so that a
number can be traced to the words that made it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from analysis.corpus.doubts import DoubtRules, make_doubts
from analysis.corpus.entries import check_entries
from analysis.corpus.labels import make_labels
from analysis.corpus.study import find_bundled
from analysis.corpus.tone import ToneCoding, make_tone
from analysis.corpus.typology import Typology, make_typology
from analysis.corpus.workbench import Workbench, read_workbench
from analysis.errors import StudyError

Direction = Literal["up", "down", "cap", "floor", "rank", "na"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing a plan can state a figure for."""

    key: str
    zh: str
    en: str
    group: str
    units: tuple[str, ...]
    direction: Direction
    core: bool
    synonyms: tuple[str, ...]
    variants: tuple[str, ...] = ()
    """Further names, written out from patterns of choices (``{农民,牧民}{,人均}收入``)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A policy theme and the words that show it."""

    key: str
    zh: str
    en: str
    reason: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything under ``lexicon/``."""

    keywords: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    themes: tuple[Theme, ...]
    no_theme_words: tuple[str, ...]
    """Words that show no theme and hide the theme words inside them."""
    alone: Mapping[str, str]
    """Those of them that name an indicator -> the theme of a sentence that says nothing else."""
    passing: int
    """A theme is a mention in passing where another has so many times its words; 0 for never."""
    typology: Typology
    """The rule that gives towns a type."""
    tone: tuple[ToneCoding, ...]
    """Codings of how firmly targets are promised; tables call the first one `tone`."""
    grammar: Mapping[str, tuple[str, ...]]
    """Word classes of the claims grammar (verbs, qualifiers, cues, units ...)."""
    comparing: Mapping[str, tuple[str, ...]]
    """What must be known before figures are held against each other."""
    doubts: DoubtRules
    """What takes off the confidence of a claim, and how much."""
    headings: Mapping[str, tuple[str, ...]]
    """Words that give a section its role."""
    dirt: Mapping[str, tuple[str, ...]]
    """Phrases of web frames and document mills."""
    places: Mapping[str, tuple[str, ...]]
    """Words that make up or look like names of places and reports."""
    year_cues: Mapping[str, tuple[tuple[int, int], ...]]
    """Words that date a text -> the ranges of plan years they allow."""
    labels: Mapping[str, Mapping[str, str]]
    """Words on figures and tables: key -> {"zh": ..., "en": ...}."""
    user_words: tuple[str, ...]
    workbench: Workbench
    """Thresholds about words, and the new words that people judged."""
    stop_words: Mapping[str, frozenset[str]]
    """Layer name -> words."""
    hashes: Mapping[str, str]
    """File name -> first 12 hexadecimal digits of its SHA-256."""


def read_lexicon(folder: Path) -> Lexicon:
    """Read every file of a lexicon folder.

    Raises
    ------
    StudyError
        A file is missing, is not UTF-8, is not valid TOML or says something twice.
    """
    hashes: dict[str, str] = {}

    def text_of(name: str) -> str:
        path = folder / name
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raise StudyError(
                "E-LEX-01",
                "the lexicon file is missing",
                where=str(path),
                fix="copy it from the project's data/lexicon",
            ) from None
        except OSError as error:
            raise StudyError(
                "E-LEX-07",
                f"the system does not let it be read ({error.strerror})",
                where=str(path),
                fix="close it in other programs; check that it is yours to read",
            ) from None
        hashes[name] = hashlib.sha256(raw).hexdigest()[:12]
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise StudyError(
                "E-LEX-02",
                f"not UTF-8 at byte {error.start}",
                where=str(path),
                fix="save the file as UTF-8",
            ) from None

    def table_of(name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text_of(name))
        except tomllib.TOMLDecodeError as error:
            raise StudyError(
                "E-LEX-03",
                f"not valid TOML: {error}",
                where=str(folder / name),
                fix="mend the line it names",
            ) from None

    def classes_of(name: str) -> dict[str, tuple[str, ...]]:
        classes = {key: _words(value, folder / name, key) for key, value in table_of(name).items()}
        missing = sorted(_list_classes(name) - classes.keys())
        if missing:
            raise StudyError(
                "E-LEX-06",
                f"missing: {', '.join(missing)}",
                where=str(folder / name),
                fix="copy these lists from the project's data/lexicon",
            )
        return classes

    theme_table = table_of("themes.toml")
    no_theme, alone, passing = _no_theme(theme_table, folder / "themes.toml")
    keywords = _words(table_of("keywords.toml").get("keywords"), folder / "keywords.toml", "")
    themes = _themes(theme_table, folder / "themes.toml")
    stop_words = {
        path.stem.removeprefix("stop_"): frozenset(_lines(text_of(path.name)))
        for path in sorted(folder.glob("stop_*.txt"))
    }
    grammar = classes_of("grammar.toml")
    check_entries(grammar, folder / "grammar.toml")
    _check_stop_words(stop_words, {*keywords, *(w for t in themes for w in t.words)}, folder)
    return Lexicon(
        keywords=keywords,
        indicators=_indicators(table_of("indicators.toml"), folder / "indicators.toml"),
        themes=themes,
        no_theme_words=no_theme,
        alone=alone,
        passing=passing,
        typology=make_typology(
            table_of("typology.toml"), [theme.key for theme in themes], folder / "typology.toml"
        ),
        tone=make_tone(table_of("tone.toml"), folder / "tone.toml"),
        grammar=grammar,
        comparing=classes_of("comparing.toml"),
        doubts=make_doubts(table_of("doubts.toml"), folder / "doubts.toml"),
        headings=classes_of("headings.toml"),
        dirt=classes_of("dirt.toml"),
        places=classes_of("places.toml"),
        year_cues={
            cue: _year_ranges(cue, ranges, folder / "years.toml")
            for cue, ranges in table_of("years.toml").items()
        },
        labels=make_labels(table_of("labels.toml"), folder / "labels.toml"),
        user_words=tuple(_lines(text_of("user_words.txt"))),
        workbench=read_workbench(folder, table_of, text_of),
        stop_words=stop_words,
        hashes=hashes,
    )


def _check_stop_words(layers: Mapping[str, frozenset[str]], wanted: set[str], folder: Path) -> None:
    """Refuse stop words that are theme words or keywords: they would be sought and dropped."""
    for layer, words in layers.items():
        both = sorted(words & wanted)
        if both:
            raise StudyError(
                "E-LEX-05",
                f"listed twice, here and among the themes or keywords: {'、'.join(both)}",
                where=str(folder / f"stop_{layer}.txt"),
                fix="keep each once",
            )


def _lines(text: str) -> list[str]:
    """Words of a list file: one a line, ``#`` opens a comment."""
    words = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [word for word in words if word]


def _words(value: object, path: Path, key: str) -> tuple[str, ...]:
    where = f"{path} [{key}]" if key else str(path)
    if not isinstance(value, list) or not value or not all(isinstance(w, str) for w in value):
        raise StudyError(
            "E-LEX-04",
            "a list of words was expected",
            where=where,
            fix='write it as key = ["word", "word"]',
        )
    doubled = sorted({word for word in value if value.count(word) > 1})
    if doubled:
        raise StudyError(
            "E-LEX-05", f"listed twice: {'、'.join(doubled)}", where=where, fix="keep each once"
        )
    return tuple(value)


@cache
def _list_classes(name: str) -> frozenset[str]:
    """Return the word classes that the project's own file of this name has, which code asks for."""
    own = find_bundled() / "lexicon" / name
    return frozenset(tomllib.loads(own.read_text(encoding="utf-8-sig")))


def _year_ranges(cue: str, ranges: Any, path: Path) -> tuple[tuple[int, int], ...]:
    pairs = ranges if isinstance(ranges, list) else [ranges]
    if not all(isinstance(p, list) and [type(year) for year in p] == [int, int] for p in pairs):
        raise StudyError(
            "E-LEX-06",
            f"entry {cue}: no list of pairs of years",
            where=str(path),
            fix=f"write it as {cue} = [[2016, 2020]]",
        )
    return tuple((first, last) for first, last in pairs)


def _indicators(table: dict[str, Any], path: Path) -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    wanted = {"zh", "en", "group", "units", "direction", "core", "synonyms"}
    for key, entry in table.items():
        _require(entry, wanted, path, key, may={"variants"})
    variants = _variants(table, path)
    for key, entry in table.items():
        found[key] = Indicator(
            key=key,
            zh=entry["zh"],
            en=entry["en"],
            group=entry["group"],
            units=_words(entry["units"], path, f"{key}.units") if entry["units"] != [] else (),
            direction=entry["direction"],
            core=entry["core"],
            synonyms=_words(entry["synonyms"], path, key),
            variants=variants[key],
        )
    return found


def _variants(table: dict[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    """Write out each indicator's `variants`; a word listed as a synonym anywhere is left to it."""
    listed = {word for entry in table.values() for word in entry.get("synonyms", ())}
    found: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for key, entry in table.items():
        patterns = _words(entry["variants"], path, f"{key}.variants") if "variants" in entry else ()
        words = {word: None for pattern in patterns for word in _write_out(pattern)}
        found[key] = tuple(word for word in words if word not in listed)
        if both := [word for word in found[key] if word in taken]:
            raise StudyError(
                "E-LEX-05",
                f"the variants of {key} and {taken[both[0]]} both give {'、'.join(both[:5])}",
                where=f"{path} [{key}.variants]",
                fix="narrow one of them, or list the words as synonyms of one",
            )
        taken |= dict.fromkeys(found[key], key)
    return found


def _write_out(pattern: str) -> list[str]:
    """Return the words a pattern with choices stands for (``{农民,牧民}{,人均}收入``: four)."""
    parts = [part.split(",") for part in re.split(r"[{}]", pattern)]
    return ["".join(choice) for choice in product(*parts)]


def _themes(table: dict[str, Any], path: Path) -> tuple[Theme, ...]:
    found = []
    for key, entry in table.items():
        _require(entry, {"zh", "en", "reason", "words"}, path, key)
        found.append(
            Theme(
                key=key,
                zh=entry["zh"],
                en=entry["en"],
                reason=entry["reason"],
                words=_words(entry["words"], path, key),
            )
        )
    return tuple(found)


def _no_theme(table: dict[str, Any], path: Path) -> tuple[tuple[str, ...], dict[str, str], int]:
    """Take what is no theme out of a table: words, names that show one when alone, `passing`."""
    entry = table.pop("no_theme", None)
    if entry is None:
        return (), {}, 0
    more: dict[str, Any] = {"alone": {}, "passing": 0}
    given = more | entry if isinstance(entry, dict) else entry
    _require(given, {"reason", "words", *more}, path, "no_theme")
    names = {key: _words(v, path, f"no_theme.alone.{key}") for key, v in given["alone"].items()}
    unknown, passing = sorted(names.keys() - table.keys()), given["passing"]
    if unknown or type(passing) is not int or passing < 0:
        raise StudyError(
            "E-LEX-06",
            f"no theme: {', '.join(unknown)}" if unknown else f"passing = {passing!r}",
            where=f"{path} [no_theme]",
            fix="name themes of this file in alone; write passing as a whole number, 0 for never",
        )
    words = [*given["words"], *(name for listed in names.values() for name in listed)]
    alone = {name: key for key, listed in names.items() for name in listed}
    return _words(words, path, "no_theme"), alone, passing


def _require(
    entry: object, keys: set[str], path: Path, key: str, *, may: Collection[str] = ()
) -> None:
    given = set(entry).difference(may) if isinstance(entry, dict) else set()
    if given != keys:
        missing, extra = sorted(keys - given), sorted(given - keys)
        raise StudyError(
            "E-LEX-06",
            f"entry {key}: missing {missing}, not known {extra}",
            where=str(path),
            fix="give every entry exactly these keys: " + ", ".join(sorted(keys)),
        )
