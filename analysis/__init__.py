"""Comparable tables and figures from Chinese township plans, every number with its sentence.

``open_study`` brings a study up to date and returns what it says, ``describe`` tells what came
of its documents, ``draw`` composes one of its figures. They are loaded when asked for, so that
importing this package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.build.pictures import draw as draw
    from analysis.build.run import open_study as open_study
    from analysis.build.summary import describe as describe

__all__ = ["describe", "draw", "open_study"]
__version__ = "0.1.0"


_HOMES = {"open_study": "run", "draw": "pictures", "describe": "summary"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    module = import_module(f"analysis.build.{_HOMES[name]}")
    return getattr(module, name)
