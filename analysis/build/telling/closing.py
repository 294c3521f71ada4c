"""The last lines of what a run says: how much work it was, and where its outputs lie."""

from __future__ import annotations

from pathlib import Path

REPORT = "report.html"


def tell_work(recomputed: int, written: int, unchanged: int, seconds: float, engine: str) -> str:
    """Tell how much was made anew; where nothing was, how much there is has no part in it."""
    kept = f"未变 unchanged {unchanged}" if recomputed or written else "全部未变 all unchanged"
    return f"重算 recomputed {recomputed} · 写出 written {written} · {kept} · {seconds:.1f} s" + (
        f" · 分词 cut by {engine}" if engine else ""
    )


def tell_places(derived: Path, figures: Path) -> list[str]:
    """Tell where tables, figures and report lie."""
    return [
        f"表 tables    {_shown(derived / 'tables')}",
        f"图 figures   {_shown(figures)}",
        f"报告 report   {_shown(derived / REPORT)}",
    ]


def _shown(path: Path) -> Path:
    """Return the path as seen from where Python runs, if it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
