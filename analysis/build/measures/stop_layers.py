"""The stop layers: those that lists of the lexicon hold, and one that its indicators make.

A list of targets says 固定资产, 增加值 and 可支配收入 in every town, and by the dozen. They name
statistics and no work, so that they are no terms; their figures stand in the table of targets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from analysis.build.documents.stages import make_cutter
from analysis.corpus.lexicon import Indicator, Lexicon
from analysis.corpus.workbench import INDICATORS
from analysis.text.tokens import Cutter

_HEADLINE = "headline"
_COUNTED = 3
"""What the names of so many headline indicators end with is a measure (收入, 产值, 总额), whatever
else it is a piece of."""


def list_stop_layers(
    lexicon: Lexicon, *, indicator_names: bool = True
) -> Mapping[str, frozenset[str]]:
    """Return the words of each stop layer, by its name.

    Parameters
    ----------
    indicator_names
        Whether names of indicators are a layer.
    """
    layers = dict(lexicon.stop_words)
    if indicator_names:
        themes = {*lexicon.keywords, *(word for theme in lexicon.themes for word in theme.words)}
        layers[INDICATORS] = _name_statistics(
            tuple(i for i in lexicon.indicators.values() if i.group == _HEADLINE),
            frozenset(themes),
            frozenset(lexicon.no_theme_words),
            make_cutter(lexicon),
        )
    return layers


@lru_cache(maxsize=4)
def _name_statistics(
    headline: tuple[Indicator, ...], themes: Set[str], no_theme: Set[str], cutter: Cutter
) -> frozenset[str]:
    """List what the core indicators' names are cut into and no theme speaks by.

    A piece that stands in a word of a theme, or holds one, belongs to a field of work (工业,
    村集体经济) and stays, unless it measures or the lexicon says that it shows no theme. A word
    of a theme and a keyword stay in any case.
    """
    ends: dict[str, set[str]] = {}
    pieces: set[str] = set()
    for indicator in headline:
        for name in (indicator.zh, *indicator.synonyms):
            cut = [word for word, _ in cutter.cut(name) if word.isalpha()]
            if cut:
                ends.setdefault(cut[-1], set()).add(indicator.key)
            if indicator.core:
                pieces.update(word for word in cut if len(word) > 1)
    measures = {word for word, keys in ends.items() if len(keys) >= _COUNTED}
    return frozenset(
        word
        for word in pieces - themes
        if word in measures or word in no_theme or not any(_touching(word, themes))
    )


def _touching(word: str, themes: Set[str]) -> Iterator[bool]:
    return (word in other or other in word for other in themes)
