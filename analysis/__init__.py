"""Comparable tables and figures from Chinese township plans, every number with its sentence.

``open_study`` brings a study up to date and returns what it says; ``describe`` tells what came
of its documents, ``draw`` composes one of its figures and ``save`` writes it, ``compare`` holds
it against a baseline, ``cut_sentence`` shows the cutter at work, ``kwic`` a word in its sentences,
``compare_terms`` the words of two sets of towns, ``new_words`` what no dictionary holds and
``tell_acceptance`` what accepting such words moved, ``theme_words`` what each word does for its
theme and ``near_terms`` what stands beside it and is in no list; ``robustness`` and
``tell_holding`` how often headline statements hold under other choices, ``tell_methods`` the
methods paragraphs. All are loaded when asked for, so that importing this package loads nothing
heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.build.drawing.pictures import draw as draw
    from analysis.build.drawing.pictures import save as save
    from analysis.build.history.compare import compare as compare
    from analysis.build.measures.kwic import kwic as kwic
    from analysis.build.measures.lexicon_terms import near_terms as near_terms
    from analysis.build.measures.lexicon_terms import theme_words as theme_words
    from analysis.build.measures.new_words import new_words as new_words
    from analysis.build.measures.new_words import tell_acceptance as tell_acceptance
    from analysis.build.measures.workbench import compare_terms as compare_terms
    from analysis.build.run import cut_sentence as cut_sentence
    from analysis.build.run import open_study as open_study
    from analysis.build.telling.methods import tell_methods as tell_methods
    from analysis.build.telling.summary import describe as describe
    from analysis.build.validity.holding import robustness as robustness
    from analysis.build.validity.holding import tell_holding as tell_holding

__all__ = [
    "compare",
    "compare_terms",
    "cut_sentence",
    "describe",
    "draw",
    "kwic",
    "near_terms",
    "new_words",
    "open_study",
    "robustness",
    "save",
    "tell_acceptance",
    "tell_holding",
    "tell_methods",
    "theme_words",
]
__version__ = "0.1.0"
_HOMES = {
    "compare": "history.compare",
    "compare_terms": "measures.workbench",
    "cut_sentence": "run",
    "describe": "telling.summary",
    "draw": "drawing.pictures",
    "kwic": "measures.kwic",
    "near_terms": "measures.lexicon_terms",
    "new_words": "measures.new_words",
    "open_study": "run",
    "robustness": "validity.holding",
    "save": "drawing.pictures",
    "tell_acceptance": "measures.new_words",
    "tell_holding": "validity.holding",
    "tell_methods": "telling.methods",
    "theme_words": "measures.lexicon_terms",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.build.{_HOMES[name]}"), name)
