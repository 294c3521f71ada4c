"""Sentences -> words: a private cutter with jieba's dictionary and the study's.

jieba defines the words. Long work is taken over by rjieba, its twin in machine code, where that
can be loaded and gives the same words for a sample; which of the two cuts changes no result. The
cutter shares nothing with ``jieba.cut``: a word that another notebook cell adds or
deletes there changes no result here, and nothing is read from or written to jieba's shared cache.
Numbers, dates, masks and the plan's own town and county are set apart before cutting.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import filterfalse, islice, repeat
from threading import Lock
from typing import TYPE_CHECKING

import jieba
import numpy as np
import numpy.typing as npt
from jieba import finalseg

from analysis.errors import StudyError
from analysis.model import Reading, Tokens

if TYPE_CHECKING:
    import rjieba

jieba.setLogLevel(logging.WARNING)

_MARKS = _APART, _JOINED, _BREAK = "\ue000", "\ue001", "\ue002"
"""What stands for a piece set apart, for a block that jieba cuts, and where a long run breaks."""
_ODD = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\ue002"
"""Characters that jieba knows no words of and rjieba does, and our marks."""
_FIRST = rf"*×○□xX\d{_ODD}"
"""What a protected piece begins with; a pattern that opens with a set is searched for quickly."""
_PROTECTED = (
    r"(?<=[*×○□])[*×○□]{0,7}(?:\.[*×○□]+)?|(?<=[xX])[xX]{0,3}(?:\.[xX]+)?(?![a-zA-Z])"
    r"|(?<=\d)[\d,]*(?:\.\d+)?(?:[-—~～]\d+(?:\.\d+)?)?[%‰‱]?"
    rf"|(?<=[{_ODD}])"
)
_LATIN, _SIGNS = "a-zA-Z0-9", r"+#&._%\-"
_BLOCK = rf"[\u4e00-\u9fd5{_LATIN}{_SIGNS}]"
"""What jieba cuts in one go: no word crosses the edge of a block."""
_JOINT = re.compile(
    rf"[{_LATIN}{_SIGNS}](?:[{_SIGNS}]|(?<=[{_SIGNS}])[{_LATIN}])"
    r"|([\u4e00-\u9fd5])(?:\1\1|([\u4e00-\u9fd5]{1,3})\1\2)"
)
"""A sign beside a Latin letter, a digit or a sign, a character three times, two to four
characters twice: there the two guess differently, of repetitions because two cuts of them are
equally likely."""
_REST = re.compile(f"{_BLOCK}*")
_LONGEST_RUN = 2000
_LONG_RUN = re.compile(rf"[^\s{_APART}]{{{_LONGEST_RUN}}}")
_PROBE = (
    "2023-04-27日前完成1-2个，增长8.5%-9%，PM_2.5和5G-A、C++、T恤、卡拉OK、A股。xx.x亿元；B2B+O2O模式，"
    "a.b.c，“1+N”，e-mail&www.gov.cn，-的-在+了_上#，㐀鿖豈𠀀😀é．Ａ１ 全角　空格\r\n下行\t"
    "把规上的事抓在手上，园里的新作坊办得红红火火，郑某某、李小明等同志分头包片。"
)
_PROBED = 200
"""One in so many words of jieba's dictionary stands in the sample."""
_WORTH_IT = 100_000
"""Characters after which rjieba takes over: jieba cuts them while rjieba learns the dictionary."""
CUTTER_VERSION = f"jieba {jieba.__version__}"


class Cutter:
    """Cuts plans into words; the same text and dictionary give the same words everywhere."""

    def __init__(self, words: Iterable[str], also: Iterable[str] = ()) -> None:
        """Build the dictionary.

        Parameters
        ----------
        words
            Theme words, keywords and user words; each must come out whole.
        also
            Words that must be known, so that they can be dropped whole (stop words); they may
            still be cut where that is likelier.

        Raises
        ------
        StudyError
            A word of the dictionary is cut all the same.
        """
        self._jieba, self._guesses = jieba.Tokenizer(), True
        frequencies, self._jieba.total = _read_dictionary()
        self._jieba.FREQ, self._jieba.initialized = dict(frequencies), True
        self._quick: rjieba.Jieba | None = None
        self._left = _WORTH_IT
        for word in sorted(set(also)):
            if not self.knows(word):
                self._jieba.add_word(word)
        dictionary = sorted(set(words), key=lambda word: (len(word), word))
        for word in dictionary:
            self._jieba.add_word(word)
        for word in dictionary:
            if self._breaks(word):
                self._jieba.add_word(word, 50_000)
        self._check(dictionary)
        self._dictionary = dictionary

    @property
    def engine(self) -> str:
        """What does the cutting, with its version; it changes no word."""
        return CUTTER_VERSION if self._quick is None else f"rjieba {version('rjieba')}"

    def cut(self, text: str, own_names: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
        """Yield the words of `text` with their start offsets, blanks left out."""
        at = 0
        for word in self.split(text, own_names):
            if not word.isspace():
                yield word, at
            at += len(word)

    def split(self, text: str, own_names: Sequence[str] = ()) -> list[str]:
        """Return the words and blanks that `text` consists of, from its start to its end."""
        if 0 < self._left <= len(text):
            self.hurry()
        self._left -= len(text)
        pieces = _find_protected(tuple(own_names)).split(text)
        masked = _APART.join(pieces[::2])
        if len(max(masked.split(), key=len, default="")) > _LONGEST_RUN:
            masked = _LONG_RUN.sub(rf"\g<0>{_BREAK}", masked)
        words = self._split_masked(masked)
        if _BREAK in masked:
            words = [word for word in words if word != _BREAK]
        at = -1
        for piece in pieces[1::2]:
            at = words.index(_APART, at + 1)
            words[at] = piece
        return words

    def stop_guessing(self) -> Cutter:
        """Return a cutter of the same dictionary that leaves what it does not know in characters.

        Otherwise jieba guesses words from the characters they are made of (HMM).
        """
        other = copy.copy(self)
        other._guesses = False
        return other

    def stop_hurrying(self) -> Cutter:
        """Return a cutter of the same dictionary in which jieba itself cuts."""
        other = copy.copy(self)
        other._quick, other._left = None, 0
        return other

    def hurry(self) -> bool:
        """Let rjieba cut with the same dictionary, if it cuts a sample as jieba does."""
        try:
            import rjieba  # noqa: PLC0415 - its dictionary takes a while
        except ImportError:  # no wheel for this machine
            return False
        quick, total = rjieba.Jieba.empty(), 0  # type: ignore[no-untyped-call]
        for word, often in self._jieba.FREQ.items():
            if often:
                quick.add_word(word, often, None)
                total += often
        # jieba counts twice what is added again
        quick.add_word(_APART * 2, self._jieba.total - total, None)
        self._quick, self._left = quick, 0
        sample = self._make_sample()
        for cutter in (self, self.stop_guessing()):
            if cutter.split(sample) != cutter.stop_hurrying().split(sample):
                self._quick = None
        return self._quick is not None

    def knows(self, word: str) -> bool:
        """Tell whether the dictionary, jieba's or ours, holds a word."""
        return bool(self._jieba.FREQ.get(word, 0))

    def _split_masked(self, text: str) -> list[str]:
        if self._quick is None:
            return self._split_by_jieba(text)
        plain, blocks = _set_apart_joined(text)
        words, at = self._quick.cut(plain, self._guesses), 0
        for block in blocks:
            at = words.index(_JOINED, at)
            cut = self._split_by_jieba(block)
            words[at : at + 1] = cut
            at += len(cut)
        return words

    def _split_by_jieba(self, text: str) -> list[str]:
        # jieba.del_word, called anywhere, reaches every cutter through this set
        deleted, finalseg.Force_Split_Words = finalseg.Force_Split_Words, set()
        try:
            return list(self._jieba.cut(text, HMM=self._guesses))
        finally:
            finalseg.Force_Split_Words = deleted

    def _breaks(self, word: str) -> bool:
        return word not in self._split_by_jieba(f"我们要把{word}工作做好。")

    def _check(self, dictionary: Iterable[str]) -> None:
        broken = [word for word in dictionary if self._breaks(word)]
        if broken:
            raise StudyError(
                "E-TOK-01",
                f"these words are cut in two in spite of the dictionary: {'、'.join(broken)}",
                where="lexicon/themes.toml, keywords.toml or user_words.txt",
                fix="leave out blanks, digits and signs inside a word, or drop the word",
            )

    def _make_sample(self) -> str:
        known = [word for word in islice(self._jieba.FREQ, 0, None, _PROBED) if self.knows(word)]
        words = [*known, *self._dictionary]
        lines = ("".join(words[n : n + 9]) for n in range(0, len(words), 9))
        return f"{_PROBE}\n" + "\n".join(lines)


def _count_block(text: str) -> int:
    whole = _REST.match(text)
    return whole.end() if whole else 0


def _set_apart_joined(text: str) -> tuple[str, list[str]]:
    """Put a mark for every block with a joint; return the text and the blocks in their order."""
    kept, blocks, end = [], [], 0
    for joint in _JOINT.finditer(text):
        if joint.start() < end:
            continue
        before = text[max(end, joint.start() - _LONGEST_RUN) : joint.start()]
        start = joint.start() - _count_block(before[::-1])
        kept.append(text[end:start])
        end = joint.end() + _count_block(text[joint.end() : joint.end() + _LONGEST_RUN])
        blocks.append(text[start:end])
    kept.append(text[end:])
    return _JOINED.join(kept), blocks


@lru_cache(maxsize=256)
def _find_protected(own_names: tuple[str, ...]) -> re.Pattern[str]:
    """Compile what is set apart, longer names first."""
    names = sorted(own_names, key=len, reverse=True)
    first = _FIRST + "".join(re.escape(name[0]) for name in names)
    later = [rf"(?<={re.escape(name[0])}){re.escape(name[1:])}" for name in names]
    return re.compile(f"([{first}](?:{'|'.join([*later, _PROTECTED])}))")


@cache
def _read_dictionary() -> tuple[dict[str, int], int]:
    """Read what `jieba.Tokenizer.gen_pfdict` reads, in two thirds of the time."""
    with jieba.Tokenizer().get_dict_file() as file:
        cells = file.read().decode("utf-8").split()
    words, counts = cells[::3], [*map(int, cells[1::3])]
    frequencies = dict.fromkeys((word[:n] for word in words for n in range(1, len(word))), 0)
    frequencies.update(zip(words, counts, strict=True))
    return frequencies, sum(counts)


def cut_plan(reading: Reading, cutter: Cutter) -> tuple[Tokens, tuple[str, ...]]:
    """Cut one plan, sentence by sentence.

    Returns
    -------
    Tokens whose ids point into the vocabulary returned beside them (sorted words).
    """
    own_names = [name for name in (reading.plan.town, reading.plan.county) if name]
    sentences = reading.sentences
    texts = [reading.clean.text[sentence.start : sentence.end] for sentence in sentences]
    # no word crosses a line
    words = cutter.split("\n".join(texts), own_names)
    found: defaultdict[str, int] = defaultdict()
    found.default_factory = found.__len__
    ids = np.fromiter(map(found.__getitem__, words), dtype=np.int32, count=len(words))
    lengths = np.array([*map(len, found)], dtype=np.int64)[ids]
    at = np.cumsum(lengths) - lengths
    vocabulary = sorted(filterfalse(str.isspace, found))
    number = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
    ids = np.fromiter(map(number.get, found, repeat(-1)), dtype=np.int32, count=len(found))[ids]
    ids, at = ids[ids >= 0], at[ids >= 0]
    lines = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    begins = np.array([sentence.start for sentence in sentences], dtype=np.int64)
    in_plan = np.array([sentence.role != "review" for sentence in sentences], dtype=np.bool_)
    tokens = Tokens(
        plan_id=reading.plan.plan_id,
        ids=ids,
        starts=(at + np.repeat(begins - np.cumsum(lines) + lines, lines)[at]).astype(np.int32),
        in_plan_part=np.repeat(in_plan, lines)[at],
    )
    return tokens, tuple(vocabulary)


_numbers: dict[str, int] = {}
"""Every word that vocabularies were merged of in this process; no order or value depends on it."""
_numbering = Lock()


@lru_cache(maxsize=4_000)
def _number_words(words: tuple[str, ...]) -> npt.NDArray[np.int32]:
    """Return numbers of words, the same for one word in one process and for no other word."""
    with _numbering:
        found = [_numbers.setdefault(word, len(_numbers)) for word in words]
    return np.array(found, dtype=np.int32)


def merge_vocabularies(
    cut: Sequence[tuple[Tokens, tuple[str, ...]]],
) -> tuple[tuple[Tokens, ...], tuple[str, ...]]:
    """Give plans one common vocabulary, sorted, whatever order they come in."""
    numbers = [_number_words(words) for _, words in cut]
    known = list(_numbers)
    is_used = np.zeros(len(known), dtype=np.bool_)
    for held in numbers:
        is_used[held] = True
    order = sorted(np.flatnonzero(is_used).tolist(), key=known.__getitem__)
    rank = np.zeros(len(known), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    merged = tuple(
        Tokens(tokens.plan_id, rank[held][tokens.ids], tokens.starts, tokens.in_plan_part)
        for (tokens, _), held in zip(cut, numbers, strict=True)
    )
    return merged, tuple(known[i] for i in order)
