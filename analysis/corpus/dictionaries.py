"""Dictionaries of others -> themes of the lexicon, and themes -> ``themes.toml``.

A category becomes a theme, one inside another `outer_inner`. Words are counted here as characters,
wherever they stand. A star at an end of a word (增收*) therefore changes nothing and is dropped; a
star or ? inside one is refused, and so is whatever else this form cannot say: a word of two
themes, a weight, a condition, a digit or sign inside a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.dictionary_formats import JOIN, READERS, Entry, Problems
from analysis.corpus.files import write_if_changed
from analysis.corpus.lexicon import Theme
from analysis.errors import StudyError

_SHOWN = 12
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class ImportedDictionary:
    """A dictionary of others in the lexicon's form, and what was changed on the way."""

    form: str
    themes: tuple[Theme, ...]
    notes: tuple[str, ...]


def read_dictionary(path: Path, only: Collection[str] = ()) -> tuple[Theme, ...]:
    """Read the themes of a dictionary, see `import_dictionary`."""
    return import_dictionary(path, only).themes


def import_dictionary(path: Path, only: Collection[str] = ()) -> ImportedDictionary:
    """Read quanteda's YAML, LIWC's .dic, WordStat's .cat or a CSV of theme and word.

    Parameters
    ----------
    path
        Its ending tells the form; UTF-8, GB18030 or UTF-16.
    only
        Categories to take, with all inside them; every one by default.

    Raises
    ------
    StudyError
        The file cannot be read or holds what the lexicon cannot say; each such line is named.
    """
    form, reader = READERS.get(path.suffix.lower(), ("", None))
    if reader is None:
        raise StudyError(
            "E-DIC-01",
            f"the ending {path.suffix or '(none)'} is of no known dictionary",
            where=str(path),
            fix="give it .yml (quanteda), .dic (LIWC), .cat (WordStat) or .csv (theme, word)",
        )
    problems: Problems = []
    entries = list(reader(_decode(path), problems))
    if only:
        entries = [entry for entry in entries if _is_inside(entry.category, only)]
    words = [(entry, _mend(entry, problems)) for entry in entries]
    themes = _gather(
        ((entry, word) for entry, word in words if word), f"{form} {path.name}", problems
    )
    if not themes and not problems:
        problems.append("line 1: no category with a word was found")
    if problems:
        rest = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise StudyError(
            "E-DIC-02",
            "; ".join([*problems[:_SHOWN], *rest]),
            where=str(path),
            fix="mend these lines in a copy, or take single categories with --only",
        )
    return ImportedDictionary(form, themes, tuple(_note(words)))


def print_themes(themes: Sequence[Theme]) -> str:
    """Return themes as the text of a ``themes.toml``; read back they are the same."""
    blocks = []
    for theme in themes:
        key = theme.key if _BARE_KEY.fullmatch(theme.key) else _quote(theme.key)
        lines = [f"[{key}]"]
        lines += [f"{name} = {_quote(getattr(theme, name))}" for name in ("zh", "en", "reason")]
        lines += ["words = [", *(f"    {_quote(word)}," for word in theme.words), "]"]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def write_themes(themes: Sequence[Theme], out: Path) -> None:
    """Write a ``themes.toml``.

    Raises
    ------
    StudyError
        There is such a file already, or it cannot be written.
    """
    if out.exists():
        raise StudyError(
            "E-DIC-03",
            "there is such a file already; it was left as it is",
            where=str(out),
            fix="name a new file, and move it into the study's lexicon/ when you have read it",
        )
    write_if_changed(out, print_themes(themes).encode())


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyError(
            "E-DIC-04",
            f"the dictionary cannot be read ({error.strerror})",
            where=str(path),
            fix="check the spelling; close it in other programs",
        ) from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _is_inside(category: str, only: Collection[str]) -> bool:
    return any(category == name or category.startswith(f"{name}{JOIN}") for name in only)


def _mend(entry: Entry, problems: Problems) -> str:
    """Return the word in the lexicon's form; "" where it has none."""
    word = _BETWEEN_HAN.sub("", entry.word.strip().strip("*").strip())
    if set("*?") & set(word):
        problems.append(
            f"line {entry.line}: {entry.word.strip()} has a * or ? inside; write out the words"
        )
    elif not word.isalpha():
        problems.append(
            f"line {entry.line}: {entry.word.strip() or '(blank)'} must be letters only, since the "
            "cutter cannot keep blanks, digits and signs inside a word"
        )
    else:
        return word
    return ""


def _gather(
    entries: Iterable[tuple[Entry, str]], source: str, problems: Problems
) -> tuple[Theme, ...]:
    """Gather words by category, in the file's order."""
    held: dict[str, list[str]] = {}
    home: dict[str, Entry] = {}
    for entry, word in entries:
        first = home.setdefault(word, entry)
        if first.category != entry.category:
            problems.append(
                f"line {entry.line}: {word} stands in {entry.category} and, line {first.line}, in "
                f"{first.category}; a word shows one theme"
            )
        elif word not in (words := held.setdefault(entry.category, [])):
            words.append(word)
    return tuple(
        Theme(key, key, key, f"Imported from {source}, category {key}.", tuple(words))
        for key, words in held.items()
    )


def _note(words: Sequence[tuple[Entry, str]]) -> Iterable[str]:
    """Tell what was changed on the way."""
    starred = sum("*" in entry.word for entry, _ in words)
    joined = sum(bool(_BETWEEN_HAN.search(entry.word.strip())) for entry, _ in words)
    if starred:
        yield (
            f"{starred} 个词首尾的 * 已去掉：这里按字计数，词在更长的词里也算 stars at the ends of "
            f"{starred} words were dropped: words are counted as characters, inside longer ones too"
        )
    if joined:
        yield f"{joined} 个词中的空格已去掉 blanks between Chinese characters removed: {joined}"
    yield (
        "没有 * 的词也按字计数：源程序里只算整词 a word without * is counted inside longer words "
        "too, where its own program counts whole words only"
    )


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
