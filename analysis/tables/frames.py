"""Rows -> checked DataFrames -> CSV that Excel on a Chinese Windows opens as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.codebook import BY_NAME, ColumnType
from analysis.corpus.sheets import FORMULA_OPENERS

_DTYPE: dict[ColumnType, str] = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "yes_no": "boolean",
}


def make_table(name: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Lay out `rows` as the codebook says: its columns, its order, its types.

    Raises
    ------
    KeyError
        A row holds a column that the codebook does not know.
    ValueError
        Two rows have the same key.
    """
    columns = BY_NAME[name].columns
    known = {column.name for column in columns}
    given = list(rows)
    for row in given:
        if not row.keys() <= known:
            raise KeyError(f"table {name}: not in the codebook: {sorted(row.keys() - known)}")
    frame = pd.DataFrame(
        {
            column.name: pd.array(
                [row.get(column.name) for row in given], dtype=_DTYPE[column.type]
            )
            for column in columns
        }
    )
    keys = [column.name for column in columns if column.key]
    if keys and frame.duplicated(keys).any():
        doubled = frame.loc[frame.duplicated(keys), keys].iloc[0].to_dict()
        raise ValueError(f"table {name}: two rows are called {doubled}")
    return frame


def to_csv(frame: pd.DataFrame) -> bytes:
    """Encode a table as CSV: UTF-8 with BOM, CRLF, text that opens like a formula quoted by '."""
    safe = frame.copy()
    for column in safe.columns:
        if safe[column].dtype == "string":
            opens = safe[column].str.startswith(FORMULA_OPENERS).fillna(False).astype(bool)
            safe.loc[opens, column] = "'" + safe.loc[opens, column]
    return str(safe.to_csv(index=False, lineterminator="\r\n")).encode("utf-8-sig")
