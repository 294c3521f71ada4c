"""How far codings agree: people with people, and a lexicon with people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

Coding = Sequence[Hashable | None]
Distance = Callable[[Hashable, Hashable], float]
_Z90 = 1.6448536269514722


def differ(first: Hashable, second: Hashable) -> float:
    """Nominal distance: 0 for equal codes, else 1."""
    return float(first != second)


def masi_distance(first: Hashable, second: Hashable) -> float:
    """Distance of two sets of codes: 0 for equal ones, 1 for sets without a common code.

    1 - J * M, where J is the Jaccard index and M is 1 for equal sets, 2/3 where one holds the
    other, 1/3 where they only overlap, 0 where they do not.

    Raises
    ------
    TypeError
        A code is no frozenset.

    Notes
    -----
    Source: Passonneau, "Measuring Agreement on Set-valued Items (MASI)", LREC 2006.
    """
    if not isinstance(first, frozenset) or not isinstance(second, frozenset):
        raise TypeError("sets of codes are compared as frozensets")
    if first == second:
        return 0.0
    common = first & second
    likeness = len(common) / len(first | second)
    return 1 - likeness * (2 / 3 if first <= second or second <= first else 1 / 3)


def krippendorff_alpha(units: Iterable[Coding], distance: Distance = differ) -> float:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    units
        One sequence of codes a unit, a code each coder; None where a coder gave none. Codes that
        are sets are frozensets.
    distance
        How far two codes are apart: `differ` for nominal codes, `masi_distance` for sets.

    Returns
    -------
    1 for perfect agreement, 0 for what chance gives, below 0 for less; NaN when all codes are
    the same, because agreement can then not be told from chance.

    Notes
    -----
    Source: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C.
    """
    coincidences: defaultdict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in units:
        codes = [code for code in unit if code is not None]
        for i, first in enumerate(codes):
            for j, second in enumerate(codes):
                if i != j:
                    coincidences[first, second] += 1 / (len(codes) - 1)
    totals: defaultdict[Hashable, float] = defaultdict(float)
    for (first, _), count in coincidences.items():
        totals[first] += count
    pairable = sum(totals.values())
    by_chance = sum(
        count * other * distance(code, against)
        for code, count in totals.items()
        for against, other in totals.items()
    )
    if by_chance == 0:
        return float("nan")
    found = sum(count * distance(*pair) for pair, count in coincidences.items())
    return 1 - (pairable - 1) * found / by_chance


@dataclass(frozen=True, slots=True)
class Found:
    """How well one theme is found, in sentences."""

    theme: str
    hits: int
    false: int
    missed: int

    @property
    def coded(self) -> int:
        """Sentences that people gave to the theme."""
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        """Right ones among those found; NaN when none was found."""
        return _ratio(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float:
        """Found ones among those coded; NaN when none was coded."""
        return _ratio(self.hits, self.coded)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when nothing was found right."""
        return _ratio(2 * self.hits, 2 * self.hits + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """Every theme's quality over the same sentences."""

    themes: tuple[Found, ...]
    n_sentences: int

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the themes that people gave to at least one sentence."""
        held = [found.f1 for found in self.themes if found.coded]
        return sum(held) / len(held) if held else float("nan")


def measure_themes(
    predicted: Sequence[Collection[str]], coded: Sequence[Collection[str]], themes: Sequence[str]
) -> ThemeQuality:
    """Compare the themes that a lexicon finds in sentences with those that people gave.

    Parameters
    ----------
    predicted, coded
        Themes of each sentence, the same sentences in the same order; none is an empty one.
    themes
        Keys, in the order of the result.
    """
    if len(predicted) != len(coded):
        raise ValueError(f"{len(predicted)} sentences were read and {len(coded)} coded")
    return ThemeQuality(
        tuple(
            Found(
                theme,
                hits=sum(theme in p and theme in c for p, c in zip(predicted, coded, strict=True)),
                false=sum(
                    theme in p and theme not in c for p, c in zip(predicted, coded, strict=True)
                ),
                missed=sum(
                    theme in c and theme not in p for p, c in zip(predicted, coded, strict=True)
                ),
            )
            for theme in themes
        ),
        len(coded),
    )


def measure_calibration(
    judged: Iterable[tuple[float, bool]],
) -> tuple[tuple[float, int, int], ...]:
    """Count right readings at each stated confidence.

    Parameters
    ----------
    judged
        Confidence and whether the reading is right, one a reading.

    Returns
    -------
    (confidence, right ones, all), the highest confidence first.
    """
    held: defaultdict[float, list[bool]] = defaultdict(list)
    for confidence, right in judged:
        held[confidence].append(right)
    return tuple((c, sum(held[c]), len(held[c])) for c in sorted(held, reverse=True))


def wilson_interval(right: float, n: int) -> tuple[float, float]:
    """90 % interval of a share (Wilson 1927); (0, 1) without a case. `right` may hold parts."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = right / n, _Z90**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z90 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
