"""Comparable tables and figures from Chinese township plans, every number with its sentence.

``open_study`` brings a study up to date and returns what it says, ``draw`` composes one of its
figures; both are loaded when asked for, so that importing this package loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.build.pictures import draw as draw
    from analysis.build.run import open_study as open_study

__all__ = ["draw", "open_study"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "open_study":
        from analysis.build.run import open_study  # noqa: PLC0415

        return open_study
    if name == "draw":
        from analysis.build.pictures import draw  # noqa: PLC0415

        return draw
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
