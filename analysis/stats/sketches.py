"""Which sentences of thousands of texts may have a twin elsewhere, by MinHash (datasketch).

An index of every sequence of letters grows with all letters; from a few thousand documents on it
is made of the sentences alone that have a near twin in another plan, and of their neighbours. What
is found is still checked letter by letter, so that nothing is invented; a passage whose sentences
differ otherwise may be missed. Broder (1997); Leskovec, Rajaraman & Ullman (2014), chapter 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from analysis.model import Reading
from analysis.stats.runs import Run
from analysis.text.shingles import hash_windows

Places = npt.NDArray[np.int32]
_LETTERS = 8
"""Shorter sentences are alike by chance; as neighbours of longer ones they are looked at."""
_SEQUENCE = 4
_BANDS, _ROWS = 8, 4
"""Sentences that share 4 of 5 sequences are met with 98 %, 7 of 10 with 89 %, 1 of 3 with 9 %."""


def can_sketch() -> bool:
    """Tell whether datasketch is installed (``pip install townplans[large]``)."""
    return find_spec("datasketch") is not None


def find_near_twins(
    readings: Sequence[Reading], letters: Sequence[str], places: Sequence[Places]
) -> list[list[Run]]:
    """Return for each plan the runs of letters in which a shared passage may stand.

    Parameters
    ----------
    letters, places
        Letters and digits of each plan, and where each stands in its text, from `keep_letters`.
    """
    spans = [_span_sentences(reading, held) for reading, held in zip(readings, places, strict=True)]
    said: defaultdict[str, set[int]] = defaultdict(set)
    for plan, text, (start, end) in _list_sentences(letters, spans):
        said[text[start:end]].add(plan)
    twins = {words for words, plans in said.items() if len(plans) > 1}
    twins |= _find_alike(said)
    found: list[list[Run]] = []
    for text, held in zip(letters, spans, strict=True):
        near = [i for i, (start, end) in enumerate(held) if text[start:end] in twins]
        found.append(
            [
                (begin, held[min(i + 1, len(held) - 1)][1] - begin)
                for i in near
                for begin in [held[max(i - 1, 0)][0]]
            ]
        )
    return found


def _span_sentences(reading: Reading, places: Places) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends among the letters of its plan."""
    first = reading.plan.start
    bounds = [(s.start - first, s.end - first) for s in reading.sentences]
    at = np.searchsorted(places, np.array(bounds, dtype=np.int64).reshape(-1, 2))
    return [(int(start), int(end)) for start, end in at]


def _list_sentences(
    letters: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
) -> Iterator[tuple[int, str, tuple[int, int]]]:
    for plan, (text, held) in enumerate(zip(letters, spans, strict=True)):
        yield from ((plan, text, (a, b)) for a, b in held if b - a >= _LETTERS)


def _find_alike(said: Mapping[str, set[int]]) -> set[str]:
    """Return the sentences that are nearly those of another plan."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - an extra

    near = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    words = list(said)
    hashed = ((hash_windows(s, _SEQUENCE) >> np.uint64(32)).tolist() for s in words)
    sketches = MinHash.generator(hashed, num_perm=_BANDS * _ROWS, hashfunc=int)
    found: set[str] = set()
    for number, sketch in enumerate(sketches):
        here = said[words[number]]
        alike = {words[i] for i in near.query(sketch) if said[words[i]] != here}
        found |= {words[number]} | alike if alike else alike
        near.insert(number, sketch, check_duplication=False)
    return found
