r"""Printed tables -> LaTeX with booktabs, to be read by ``\input`` in a document of ctex.

Every character that LaTeX would run is escaped: a town called ``\input{x}`` stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from analysis.tables.printed import LONG, Printed, PrintedColumn, plain_text, share_widths

ESCAPES: Mapping[str, str] = MappingProxyType(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%",
        "&": r"\&", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        # no special characters, but ligatures or arguments of the \\ before them
        "'": r"\textquotesingle{}", "`": r"\textasciigrave{}",
        '"': r"\textquotedbl{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
        "[": "{[}", "]": "{]}", "*": "{*}",
        # not in every font
        "㎡": r"m\textsuperscript{2}", "㎢": r"km\textsuperscript{2}",
        "−": r"\ensuremath{-}", "▲": r"\ensuremath{\blacktriangle}",
        "▼": r"\ensuremath{\blacktriangledown}", "※": r"\textreferencemark{}",
        "≤": r"\ensuremath{\leq}", "≥": r"\ensuremath{\geq}", "≈": r"\ensuremath{\approx}",
    }
)  # fmt: skip
_LIGATURE = re.compile(r"([-,])(?=\1)")
_OPENING = r"""% 三线表 tables with three lines (UTF-8; XeLaTeX 或 LuaLaTeX)
% \documentclass{ctexart}
% \usepackage[margin=2cm]{geometry}
% \usepackage{amssymb,array,booktabs,longtable}
% \begin{document}
% \input{tables}
% \end{document}
% 字体缺字（日志里的 Missing character，如“垟”）where a font lacks a character:
% \setCJKmainfont{Noto Serif CJK SC}
% 希腊字母、罗马数字、带圈数字、数学符号用中文字体 signs that Latin fonts lack
\ifdefined\xeCJKDeclareCharClass
\xeCJKDeclareCharClass{CJK}{"0391 -> "03C9, "2160 -> "217F, "2200 -> "22FF, "2460 -> "249B}\fi
"""
_LINES = (
    r"\setlength{\heavyrulewidth}{1.5pt}\setlength{\lightrulewidth}{0.75pt}"
    r"\setlength{\tabcolsep}{3pt}"
)
_SIDES = {"words": r"\raggedright", "numbers": r"\raggedleft"}


def to_latex(tables: Sequence[Printed]) -> bytes:
    r"""Write tables as LaTeX: a float each, a ``longtable`` where there are many rows.

    The numbers of the tables are LaTeX's own; ``tab:<key>`` is the label of each.
    """
    written = [_write_long(table) if len(table.rows) > LONG else _write_short(table)
               for table in tables]  # fmt: skip
    return "\n".join([_OPENING, *written]).encode()


def escape_latex(text: str) -> str:
    """Return a text that LaTeX sets as it stands."""
    escaped = "".join(ESCAPES.get(character, character) for character in plain_text(text))
    return _LIGATURE.sub(r"\1{}", escaped)


def _write_short(table: Printed) -> str:
    return "\n".join(
        [
            r"\begin{table}[htbp]",
            rf"{_LINES}\small",
            r"\centering",
            _write_caption(table),
            rf"\begin{{tabular}}{{{_write_columns(table)}}}",
            r"\toprule",
            _write_row([column.head for column in table.columns]),
            r"\midrule",
            *map(_write_row, table.rows),
            r"\bottomrule",
            r"\end{tabular}",
            *_write_below(table),
            r"\end{table}",
            "",
        ]
    )


def _write_long(table: Printed) -> str:
    head = _write_row([column.head for column in table.columns])
    top = ["\\toprule", head, "\\midrule"]
    return "\n".join(
        [
            r"\begingroup",
            rf"{_LINES}\setlength{{\LTcapwidth}}{{\linewidth}}\setlength{{\LTpost}}{{2pt}}\small",
            rf"\begin{{longtable}}{{{_write_columns(table)}}}",
            rf"{_write_caption(table)}\\",
            *top,
            r"\endfirsthead",
            *top,
            r"\endhead",
            r"\bottomrule",
            r"\endlastfoot",
            *map(_write_row, table.rows),
            r"\end{longtable}",
            r"\nopagebreak",
            *_write_below(table),
            r"\par\endgroup\bigskip",
            "",
        ]
    )


def _write_caption(table: Printed) -> str:
    return rf"\caption{{{escape_latex(table.caption)}}}\label{{tab:{table.key}}}"


def _write_columns(table: Printed) -> str:
    columns = zip(table.columns, share_widths(table), strict=True)
    return "@{}" + "".join(_write_column(column, share) for column, share in columns) + "@{}"


def _write_column(column: PrintedColumn, share: float) -> str:
    width = rf"\dimexpr {share:.4f}\linewidth-2\tabcolsep\relax"
    return rf">{{{_SIDES[column.kind]}\arraybackslash}}p{{{width}}}"


def _write_row(cells: Sequence[str]) -> str:
    return " & ".join(map(escape_latex, cells)) + r" \\"


def _write_below(table: Printed) -> list[str]:
    said = [escape_latex(text) for text in (table.note, table.sources) if text]
    return [rf"\par\noindent\begin{{minipage}}{{\linewidth}}\footnotesize {text}\end{{minipage}}"
            for text in said]  # fmt: skip
