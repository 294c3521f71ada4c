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
    letters, _ = keep_letters(text)
    return np.unique(hash_windows(letters, min(length, len(letters))))


def keep_letters(text: str) -> tuple[str, npt.NDArray[np.int32]]:
    """Return the letters and digits of a text in normal width, and where each stands in it."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isalnum() and "\u3400" <= char <= "\u9fff":
            kept.append(char)
            places.append(place)
            continue
        for plain in unicodedata.normalize("NFKC", char):
            if plain.isalnum():
                kept.append(plain)
                places.append(place)
    return "".join(kept), np.array(places, dtype=np.int32)


def hash_windows(letters: str, length: int) -> Shingles:
    """Hash each sequence of `length` characters, in the order of the text; a shorter text none."""
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    if not 0 < length <= len(codes):
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(len(codes) - length + 1, dtype=np.uint64)
    for offset in range(length):
        hashes = hashes * _FACTOR + codes[offset : offset + len(hashes)]
    return hashes


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
