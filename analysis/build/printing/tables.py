"""Results -> the tables of a report, as Word 三线表 and as LaTeX, beside the workbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from analysis.build.measures.results import Results
from analysis.build.printing.attainment import print_attainment
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.targets import print_coverage, print_growth
from analysis.build.printing.words import print_groups, print_sources, print_themes
from analysis.corpus.files import write_if_changed
from analysis.figures.told import tell_origins
from analysis.tables.latex import to_latex
from analysis.tables.printed import Printed
from analysis.tables.word import to_docx
from analysis.tables.workbook import CREATED

TABLES: tuple[Callable[[Results, PrintWords], Printed | None], ...] = (
    print_growth,
    print_coverage,
    print_themes,
    print_groups,
    print_attainment,
    print_sources,
)
"""What is printed, in this order; one that has nothing to tell is left out."""


def list_printed(results: Results, lang: str | None = None) -> list[Printed]:
    """Lay out the tables of a report in the study's language, or in another one."""
    words = PrintWords(results, lang or results.corpus.study.language)
    return [table for lay_out in TABLES if (table := lay_out(results, words)) is not None]


def write_printed(results: Results) -> tuple[list[Path], int]:
    """Write ``tables.docx`` and ``tables.tex``, and ``tables.json``: what gives their numbers.

    Returns
    -------
    What was written, and how many were the same already.
    """
    study = results.corpus.study
    words, tables = PrintWords(results, study.language), list_printed(results)
    book = to_docx(
        tables,
        title=words.say("print_title", scope=words.scope),
        made=find_newest(results),
        number=words.pattern("print_number"),
        lang=study.language,
    )
    files = {
        study.derived / "tables.docx": book,
        study.derived / "tables.tex": to_latex(tables),
        study.derived / "tables.json": _write_card(tables, words),
    }
    new = [path for path, data in files.items() if write_if_changed(path, data)]
    return new, len(files) - len(new)


def _write_card(tables: Sequence[Printed], words: PrintWords) -> bytes:
    """Say of each table what it tells, from what, and what gives the numbers of caption and note.

    Numbers in cells stand in the tables of ``derived/tables`` that the note names.
    """
    labels = words.results.corpus.lexicon.labels
    cards = [
        {
            "name": table.key,
            "caption": table.caption,
            "note": table.note,
            "sources": table.sources,
            "numbers": [
                origin
                for text in (table.caption, table.note, table.sources)
                for origin in tell_origins(text, words.lang, labels)
            ],
        }
        for table in tables
    ]
    return (json.dumps(cards, ensure_ascii=False, indent=2) + "\n").encode()


def find_newest(results: Results) -> datetime:
    """Return the newest day an input is known to be of: the last one a text was obtained on.

    Days of files on the disk differ from copy to copy, and are no part of an input.
    """
    days = [row.obtained for row in results.corpus.people.register.rows if row.obtained]
    return datetime.fromisoformat(max(days)) if days else CREATED
