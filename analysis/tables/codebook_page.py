"""The codebook as Markdown, for ``data/README.md``: ``python -m analysis.tables.codebook_page``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from analysis.codebook import TABLES, Column


def print_codebook() -> str:
    """Return every table and column of the codebook as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for table in TABLES:
        yield f"### `{table.name}.csv` · {table.zh} · {table.en}"
        yield ""
        yield "| 列 column | 类型 type | 单位 unit | 含义 meaning |"
        yield "|---|---|---|---|"
        for column in table.columns:
            yield _row(column)
        yield ""


def _row(column: Column) -> str:
    key = " 🔑" if column.key else ""
    return f"| `{column.name}`{key} | {column.type} | {column.unit} | {column.zh} · {column.en} |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(print_codebook())
