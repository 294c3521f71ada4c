"""Character sequences of a text, and how much of them two texts share."""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt

Shingles = npt.NDArray[np.uint64]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SKETCH = 256


def shingle(text: str, length: int) -> Shingles:
    """Return the distinct sequences of `length` letters and digits of a text, hashed, ascending.

    Width, blanks, punctuation and line ends do not count. A text shorter than `length` is one
    sequence, an empty one none.
    """
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
    codes = np.frombuffer(kept.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    span = min(length, len(codes))
    hashes = np.zeros(len(codes) - span + 1 if span else 0, dtype=np.uint64)
    for offset in range(span):
        hashes = hashes * _FACTOR + codes[offset : offset + len(hashes)]
    return np.unique(hashes)


def measure_overlap(one: Shingles, other: Shingles) -> float:
    """Return the Jaccard index of two sets of sequences: 1 all shared, 0 none or both empty."""
    if not len(one) or not len(other):
        return 0.0
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def may_overlap(one: Shingles, other: Shingles, least: float) -> bool:
    """Tell quickly whether two sets can share `least`: by their sizes, then by a sample.

    The smallest hashes are the same random sample of both texts. Half of what `least` lets
    expect is asked of it, which a true overlap of `least` misses by more than ten standard
    errors; most pairs of unlike texts end here.
    """
    small, large = sorted((len(one), len(other)))
    if small < least * large:
        return False
    if small <= _SKETCH:
        return True
    shared = np.intersect1d(one[:_SKETCH], other[:_SKETCH], assume_unique=True)
    return len(shared) >= least * _SKETCH / 2
