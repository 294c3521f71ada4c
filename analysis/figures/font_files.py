"""Where the file of the font lies, as far as that can be told without a drawing library."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path


def asked_font() -> str:
    """Return the font file or family that ``TOWNPLANS_FONT`` asks for, empty where it does not."""
    return os.environ.get("TOWNPLANS_FONT", "").strip()


def named_file(asked: str) -> Path | None:
    """Return the file that was asked for, if a file was."""
    return Path(asked) if asked and Path(asked).is_file() else None


def carried_font() -> Path | None:
    """Find the font in the wheel zhplot, unimported: importing it would change settings."""
    carrier = importlib.util.find_spec("zhplot")
    if carrier is None or carrier.origin is None:
        return None
    return next(iter(sorted(Path(carrier.origin).parent.glob("fonts/*.ttf"))), None)


def find_font_file() -> Path | None:
    """Return the file of the font; None where only a search of the system's families can tell."""
    asked = asked_font()
    return named_file(asked) if asked else carried_font()
