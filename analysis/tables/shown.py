"""How a notebook shows a table: the house's sign where something is missing, the data untouched."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd


def sign_missing(frame: pd.DataFrame, sign: str) -> pd.DataFrame:
    """Return a copy to be looked at, with `sign` in every cell and head that has nothing to say."""
    shown = frame.copy(deep=False)
    for place, missing in enumerate(frame.isna().to_numpy().T):
        if missing.any():
            column = frame.iloc[:, place].astype(object)
            shown.isetitem(place, column.where(~missing, sign))
    shown.index = _sign_heads(frame.index, sign)
    shown.columns = _sign_heads(frame.columns, sign)
    return shown


def show_in_notebook(sign: str) -> None:
    """Let the notebook that runs, if one does, show every table with `sign` for what is missing."""
    shell: Any = sys.modules.get("IPython")
    running = None if shell is None else shell.get_ipython()
    if running is None:
        return
    formats = running.display_formatter.formatters
    formats["text/html"].for_type(pd.DataFrame, lambda f: sign_missing(f, sign)._repr_html_())
    formats["text/plain"].for_type(
        pd.DataFrame, lambda f, printer, _cycle: printer.text(repr(sign_missing(f, sign)))
    )


def _sign_heads(heads: pd.Index, sign: str) -> pd.Index:
    if isinstance(heads, pd.MultiIndex):
        cells = heads.to_frame(index=False, allow_duplicates=True)
        told = [_sign_heads(pd.Index(cells.iloc[:, n]), sign) for n in range(heads.nlevels)]
        return pd.MultiIndex.from_arrays(told, names=heads.names) if len(heads) else heads
    if not heads.hasnans:
        return heads
    return heads.astype(object).where(heads.notna(), sign)
