"""Names of places -> how they are spelt in English: 长安镇 is Chang'an Town."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.study import find_bundled
from analysis.errors import StudyError

FILE = "pinyin.toml"
_TABLES = ("names", "readings", "kinds")
_LETTERS = re.compile("[a-zü' ]+")
_MARKED = re.compile("(.+)-([0-9a-f]{4,})")


@dataclass(frozen=True, slots=True)
class Speller:
    """What is known of spelling: whole names, readings of characters, what kinds are called."""

    names: Mapping[str, str]
    readings: Mapping[str, str]
    kinds: Mapping[str, str]

    def spell(self, name: str) -> str:
        """Spell a town's or county's name; what is no Chinese character stays as it is.

        A name of one syllable keeps its kind: 单县 is Shanxian County. The mark of a town without
        a name stays behind it.
        """
        if name in self.names:
            return self.names[name]
        if marked := _MARKED.fullmatch(name):
            return f"{self.spell(marked[1])}-{marked[2]}"
        kind = next((k for k in sorted(self.kinds, key=len)[::-1] if name.endswith(k)), "")
        bare = name.removesuffix(kind)
        if not bare:
            return self._join(name)
        said = bare + kind if len(bare) == 1 and not bare.isascii() else bare
        return f"{self._join(said)} {self.kinds[kind]}" if kind else self._join(said)

    def _join(self, name: str) -> str:
        """Join syllables, with an apostrophe where one could be read as the end of the last."""
        joined = ""
        for syllable in self._read(name):
            between = "'" if joined and joined[-1].isalpha() and syllable[:1] in "aoe" else ""
            joined += between + syllable
        return joined[:1].upper() + joined[1:]

    def _read(self, name: str) -> Iterator[str]:
        from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary is large

        known = sorted(self.readings, key=lambda k: (-len(k), k))
        pattern = "|".join(map(re.escape, known)) or "(?!)"
        for part in re.split(f"({pattern})", name):
            if part in self.readings:
                yield from self.readings[part].split()
            else:
                yield from lazy_pinyin(part, v_to_u=True)


def read_speller(folder: Path) -> Speller:
    """Read the spelling of a lexicon folder, or the bundled one where it has none.

    Raises
    ------
    StudyError
        The file is no TOML, or an entry is no pair of words.
    """
    path = folder / FILE
    if not path.is_file():
        path = find_bundled() / "lexicon" / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refuse(f"cannot be read: {error}", str(path)) from None
    if unknown := table.keys() - set(_TABLES):
        raise _refuse(f"does not know {sorted(unknown)}", str(path))
    for name, entries in table.items():
        words = entries.values() if isinstance(entries, dict) else (None,)
        if not all(isinstance(word, str) and word.strip() for word in words):
            raise _refuse('entries are written as "太平镇" = "Taiping Town"', f"{path} [{name}]")
    for name, said in table.get("readings", {}).items():
        if not _LETTERS.fullmatch(said) or (len(said.split()) != len(name)):
            what = f"{name} is not read as {said!r}: a syllable a character, with blanks between"
            raise _refuse(what, f"{path} [readings]")
    return Speller(*(table.get(name, {}) for name in _TABLES))


def _refuse(what: str, where: str) -> StudyError:
    fix = f"compare with the project's data/lexicon/{FILE}"
    return StudyError("E-LEX-13", what, where=where, fix=fix)
