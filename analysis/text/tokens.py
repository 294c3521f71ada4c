"""Sentences -> words: a private jieba cutter with the study's dictionary.

The cutter shares nothing with ``jieba.cut``: a word that another notebook cell adds there
changes no result here, and nothing is read from or written to jieba's shared cache.
Numbers, dates, masks and the plan's own town and county are set apart before cutting.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterable, Iterator, Sequence

import jieba
import numpy as np

from analysis.errors import StudyError
from analysis.model import Reading, Tokens

jieba.setLogLevel(logging.WARNING)

_PROTECTED = (
    r"[*×○□]{1,8}(?:\.[*×○□]+)?|[xX]{1,4}(?:\.[xX]+)?(?![a-zA-Z])"
    r"|\d[\d,]*(?:\.\d+)?(?:[-—~～]\d+(?:\.\d+)?)?[%‰‱]?"
)
_LONGEST_RUN = 2000
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
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        for word in sorted(set(also)):
            if not self.knows(word):
                self._jieba.add_word(word)
        dictionary = sorted(set(words), key=lambda word: (len(word), word))
        for word in dictionary:
            self._jieba.add_word(word)
        for word in dictionary:
            if word not in self._jieba.lcut(f"我们要把{word}工作做好。"):
                self._jieba.add_word(word, 50_000)
        self._check(dictionary)

    def cut(self, text: str, own_names: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
        """Yield the words of `text` with their start offsets, blanks left out."""
        names = "|".join(map(re.escape, sorted(own_names, key=len, reverse=True)))
        protected = re.compile(f"{names}|{_PROTECTED}" if names else _PROTECTED)
        last = 0
        for found in protected.finditer(text):
            yield from self._cut_plain(text, last, found.start())
            yield found[0], found.start()
            last = found.end()
        yield from self._cut_plain(text, last, len(text))

    def stop_guessing(self) -> Cutter:
        """Return a cutter of the same dictionary that leaves what it does not know in characters.

        Otherwise jieba guesses words from the characters they are made of (HMM).
        """
        other = copy.copy(self)
        other._guesses = False
        return other

    def knows(self, word: str) -> bool:
        """Tell whether the dictionary, jieba's or ours, holds a word."""
        return bool(self._jieba.FREQ.get(word, 0))

    def _cut_plain(self, text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
        for block in range(start, end, _LONGEST_RUN):
            at = block
            run = text[block : min(end, block + _LONGEST_RUN)]
            for word in self._jieba.cut(run, HMM=self._guesses):
                if not word.isspace():
                    yield word, at
                at += len(word)

    def _check(self, dictionary: Iterable[str]) -> None:
        broken = [w for w in dictionary if w not in self._jieba.lcut(f"我们要把{w}工作做好。")]
        if broken:
            raise StudyError(
                "E-TOK-01",
                f"these words are cut in two in spite of the dictionary: {'、'.join(broken)}",
                where="lexicon/themes.toml, keywords.toml or user_words.txt",
                fix="leave out blanks, digits and signs inside a word, or drop the word",
            )


def cut_plan(reading: Reading, cutter: Cutter) -> tuple[Tokens, tuple[str, ...]]:
    """Cut one plan, sentence by sentence.

    Returns
    -------
    Tokens whose ids point into the vocabulary returned beside them (sorted words).
    """
    own_names = [name for name in (reading.plan.town, reading.plan.county) if name]
    words, starts, in_plan = [], [], []
    for sentence in reading.sentences:
        text = reading.clean.text[sentence.start : sentence.end]
        for word, at in cutter.cut(text, own_names):
            words.append(word)
            starts.append(sentence.start + at)
            in_plan.append(sentence.role != "review")
    vocabulary = tuple(sorted(set(words)))
    number = {word: i for i, word in enumerate(vocabulary)}
    tokens = Tokens(
        plan_id=reading.plan.plan_id,
        ids=np.array([number[word] for word in words], dtype=np.int32),
        starts=np.array(starts, dtype=np.int32),
        in_plan_part=np.array(in_plan, dtype=np.bool_),
    )
    return tokens, vocabulary


def merge_vocabularies(
    cut: Sequence[tuple[Tokens, tuple[str, ...]]],
) -> tuple[tuple[Tokens, ...], tuple[str, ...]]:
    """Give plans one common vocabulary, sorted, whatever order they come in."""
    common = tuple(sorted({word for _, words in cut for word in words}))
    number = {word: i for i, word in enumerate(common)}
    merged = []
    for tokens, words in cut:
        ids = np.array([number[word] for word in words], dtype=np.int32)
        merged.append(
            Tokens(
                tokens.plan_id,
                ids[tokens.ids] if len(words) else tokens.ids,
                tokens.starts,
                tokens.in_plan_part,
            )
        )
    return tuple(merged), common
