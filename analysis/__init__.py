"""Comparable tables and figures from Chinese township plans, every number with its sentence.

``open_study`` brings a study up to date and returns what it says; ``describe`` tells what came
of its documents, ``draw`` composes one of its figures and ``save`` writes it, ``compare`` holds
it against a baseline, ``cut_sentence`` shows the cutter at work. All are loaded when asked for,
so that importing this package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.build.compare import compare as compare
    from analysis.build.pictures import draw as draw
    from analysis.build.pictures import save as save
    from analysis.build.run import cut_sentence as cut_sentence
    from analysis.build.run import open_study as open_study
    from analysis.build.summary import describe as describe

__all__ = ["compare", "cut_sentence", "describe", "draw", "open_study", "save"]
__version__ = "0.1.0"
_HOMES = {
    "compare": "compare",
    "cut_sentence": "run",
    "describe": "summary",
    "draw": "pictures",
    "open_study": "run",
    "save": "pictures",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.build.{_HOMES[name]}"), name)
