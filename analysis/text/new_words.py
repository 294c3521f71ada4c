"""Character runs that behave like words although no dictionary knows them.

A word sticks together (pointwise mutual information of its parts) and is met in changing company
(entropy of its neighbours); a piece of a longer word lacks the one, two words side by side the
other. Every run is counted exactly; a run never crosses punctuation, digits, letters or masks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.corpus.workbench import CandidateLimits

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class NewWord:
    """A candidate; `places` are (text, offset) of every occurrence, in their order."""

    word: str
    count: int
    towns: int
    pmi: float
    entropy_left: float
    entropy_right: float
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Every character of every run, one behind another."""

    chars: Ints
    """Numbers from 0 on, in the order of code points."""
    letters: str
    run_ends: Ints
    """Behind the last character of the run that each character stands in."""
    run_starts: Ints
    towns: Ints
    texts: Ints
    offsets: Ints


def find_new_words(
    texts: Sequence[str],
    towns: Sequence[int],
    is_known: Callable[[str], bool],
    limits: CandidateLimits,
) -> tuple[NewWord, ...]:
    """Find candidates, the most frequent first; of two that always stand together the longer.

    Parameters
    ----------
    texts
        Sentences; no candidate goes from one into the next.
    towns
        The number of each text's town.
    is_known
        Tells whether a dictionary holds a word.
    limits
        What a candidate must reach.

    Notes
    -----
    PMI is ``log2(p(w) / (p(a) p(b)))``, the least over all cuts w = ab, where p is the count over
    the number of characters; entropies are of the neighbouring character, the edge of a run
    counting as a new neighbour each time.
    """
    runs = _lay_out(texts, towns)
    if not len(runs.chars):
        return ()
    counts, ids = _count_runs(runs, limits.longest)
    found = [
        word
        for length in range(limits.shortest, limits.longest + 1)
        for word in _weigh_length(runs, counts, ids[length - 1], length, limits)
        if not is_known(word.word)
    ]
    kept = _drop_pieces(found)
    return tuple(sorted(kept, key=lambda w: (-w.count, -w.towns, w.word)))


def _lay_out(texts: Sequence[str], towns: Sequence[int]) -> _Runs:
    pieces, ends, starts, owner, text_of, offsets = [], [], [], [], [], []
    at = 0
    for number, text in enumerate(texts):
        for run in _HAN.finditer(text):
            size = run.end() - run.start()
            pieces.append(run[0])
            starts.append(np.full(size, at))
            ends.append(np.full(size, at + size))
            owner.append(np.full(size, towns[number]))
            text_of.append(np.full(size, number))
            offsets.append(np.arange(run.start(), run.end()))
            at += size
    letters = "".join(pieces)
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4")
    columns = [
        np.concatenate([*held, np.empty(0)]).astype(np.int64)
        for held in (ends, starts, owner, text_of, offsets)
    ]
    chars = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return _Runs(chars, letters, *columns)


def _count_runs(runs: _Runs, longest: int) -> tuple[list[Floats], list[Ints]]:
    """Count, for each place and length, the run that begins there; 0 where it would cross an end.

    Returns
    -------
    Counts and numbers of the runs of 1, 2 ... `longest` characters; a number is -1 for none.
    """
    n, n_chars = len(runs.chars), int(runs.chars.max()) + 1
    counts, ids = [], []
    number = runs.chars.copy()
    for length in range(1, longest + 1):
        if length > 1:
            inside = np.flatnonzero((number >= 0) & (np.arange(n) + length <= runs.run_ends))
            pairs = number[inside] * n_chars + runs.chars[inside + length - 1]
            number = np.full(n, -1, dtype=np.int64)
            number[inside] = np.unique(pairs, return_inverse=True)[1]
        held = number >= 0
        count = np.zeros(n)
        count[held] = np.bincount(number[held])[number[held]]
        counts.append(count)
        ids.append(number)
    return counts, ids


def _weigh_length(
    runs: _Runs, counts: list[Floats], ids: Ints, length: int, limits: CandidateLimits
) -> Iterator[NewWord]:
    """Yield the runs of one length that reach the limits."""
    at = np.flatnonzero(counts[length - 1] >= limits.count)
    group = np.unique(ids[at], return_inverse=True)[1].astype(np.int64)
    first = at[np.unique(group, return_index=True)[1]]
    size = counts[length - 1][first]
    pmi = np.full(len(first), np.inf)
    for cut in range(1, length):
        parts = counts[cut - 1][first] * counts[length - cut - 1][first + cut]
        pmi = np.minimum(pmi, np.log2(size * len(runs.chars) / parts))
    left, right = (_measure_entropy(group, side) for side in _list_neighbours(runs, at, length))
    pairs = np.unique(np.column_stack([group, runs.towns[at]]), axis=0)
    towns = np.bincount(pairs[:, 0], minlength=len(first))
    fit = (towns >= limits.towns) & (pmi >= limits.pmi)
    for g in np.flatnonzero(fit & (np.minimum(left, right) >= limits.entropy)).tolist():
        word = runs.letters[int(first[g]) : int(first[g]) + length]
        if word[0] in limits.never_first or word[-1] in limits.never_last:
            continue
        places = at[group == g]
        yield NewWord(
            word=word,
            count=int(size[g]),
            towns=int(towns[g]),
            pmi=float(pmi[g]),
            entropy_left=float(left[g]),
            entropy_right=float(right[g]),
            places=tuple(
                zip(*(c[places].tolist() for c in (runs.texts, runs.offsets)), strict=True)
            ),
        )


def _list_neighbours(runs: _Runs, at: Ints, length: int) -> tuple[Ints, Ints]:
    """List the characters before and behind; the edge of a run is a new one each time."""
    edge = int(runs.chars.max()) + 1 + np.arange(len(at))
    before, behind = at - 1, at + length
    last = len(runs.chars) - 1
    return (
        np.where(before >= runs.run_starts[at], runs.chars[before], edge),
        np.where(behind < runs.run_ends[at], runs.chars[np.minimum(behind, last)], edge),
    )


def _measure_entropy(group: Ints, neighbour: Ints) -> Floats:
    """Shannon entropy of the neighbours within each group, in bits."""
    pairs, uses = np.unique(np.column_stack([group, neighbour]), axis=0, return_counts=True)
    share = uses / np.bincount(group)[pairs[:, 0]]
    return np.asarray(np.bincount(pairs[:, 0], -share * np.log2(share)) + 0.0)


def _drop_pieces(found: Sequence[NewWord]) -> list[NewWord]:
    """Leave out what stands in a longer candidate in more than half of its uses."""
    return [
        word
        for word in found
        if not any(
            word.word in longer.word and longer is not word and 2 * longer.count > word.count
            for longer in found
        )
    ]
