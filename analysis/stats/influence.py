"""What each word does for its theme: how shares move when it is left out of the list.

Word lists are chosen by people, and no share should hang on one word (King, Lam & Roberts 2017).
A word that is left out shows nothing and goes on hiding the words inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.stats.counts import Heard, settle_themes
from analysis.stats.robustness import find_leaders

_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class WordInfluence:
    """One word of a theme in the plan sentences of some plans."""

    word: str
    theme: int
    """Place in the lexicon's order."""
    uses: int
    sentences: int
    plans: tuple[str, ...]
    """Those that use it."""
    alone: int
    """Sentences that count for the theme by this word only."""
    mean_change: float
    """Mean over all plans of the theme's share without the word minus that with it (0..1)."""
    largest_change: float
    """Of the plan that it moves most."""
    largest_plan: str
    leaders_stay: bool
    """Whether the same plans have the theme's largest share without it."""


def measure_influence(
    heard: Mapping[str, Sequence[Heard]], n_themes: int, passing: int
) -> tuple[WordInfluence, ...]:
    """Leave out each word in turn; those that move their theme's mean share most come first.

    Parameters
    ----------
    heard
        Plan id -> what its plan sentences say.
    n_themes
        Number of the lexicon's themes.
    passing
        The lexicon's; see `settle_themes`.
    """
    plan_ids = list(heard)
    shares = np.array([_share(heard[p], n_themes, passing) for p in plan_ids])
    places: defaultdict[tuple[str, int], list[tuple[int, Heard]]] = defaultdict(list)
    for row, plan_id in enumerate(plan_ids):
        for sentence in heard[plan_id]:
            for key in dict.fromkeys(zip(sentence.words, sentence.themes, strict=True)):
                places[key].append((row, sentence))
    sizes = np.array([len(heard[p]) or 1 for p in plan_ids])
    found = []
    for (word, theme), held in places.items():
        moved, alone = np.zeros(len(plan_ids)), 0
        for row, sentence in held:
            then = settle_themes(sentence.themes, sentence.named, passing)
            now = settle_themes(_leave_out(sentence, word), sentence.named, passing)
            moved[row] += _part(now, theme) - _part(then, theme)
            alone += theme in then and theme not in now
        change = moved / sizes
        most = int(np.argmax(np.abs(change).round(_DECIMALS)))
        found.append(
            WordInfluence(
                word=word,
                theme=theme,
                uses=sum(Counter(sentence.words)[word] for _, sentence in held),
                sentences=len(held),
                plans=tuple(plan_ids[row] for row in sorted({row for row, _ in held})),
                alone=alone,
                mean_change=float(change.mean()),
                largest_change=float(change[most]),
                largest_plan=plan_ids[most],
                leaders_stay=_lead(shares[:, theme], plan_ids)
                == _lead(shares[:, theme] + change, plan_ids),
            )
        )
    return tuple(sorted(found, key=lambda w: (-abs(round(w.mean_change, _DECIMALS)), w.word)))


def _share(sentences: Sequence[Heard], n_themes: int, passing: int) -> npt.NDArray[np.float64]:
    totals = np.zeros(n_themes)
    for sentence in sentences:
        shown = settle_themes(sentence.themes, sentence.named, passing)
        totals[list(shown)] += 1 / len(shown) if shown else 0
    return totals / (len(sentences) or 1)


def _leave_out(sentence: Heard, word: str) -> tuple[int, ...]:
    pairs = zip(sentence.words, sentence.themes, strict=True)
    return tuple(theme for other, theme in pairs if other != word)


def _part(themes: Sequence[int], theme: int) -> float:
    return 1 / len(themes) if theme in themes else 0.0


def _lead(column: npt.NDArray[np.float64], plan_ids: Sequence[str]) -> tuple[str, ...]:
    return find_leaders(dict(zip(plan_ids, column.tolist(), strict=True)))
