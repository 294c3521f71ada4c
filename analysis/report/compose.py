"""Material -> the report: every sheet, and the quotes they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.report.parts import Both, Material, Report, Row, Sheet
from analysis.report.quotes import QuoteBook
from analysis.report.sheets_corpus import list_corpus, list_sources, list_summary
from analysis.report.sheets_promises import list_promises
from analysis.report.sheets_reuse import list_changes, list_reuse
from analysis.report.sheets_targets import list_coverage, list_targets
from analysis.report.sheets_words import list_groups, list_themes, list_words

SECTIONS = (
    "summary", "documents", "coverage", "keywords", "themes", "groups", "targets", "reuse",
    "changes", "methods", "sources",
)  # fmt: skip


def compose(material: Material, notes: Mapping[str, Sequence[Both]]) -> Report:
    """Lay out a report.

    Parameters
    ----------
    notes
        Sheet -> sentences that must stand above it: the verdict on groups, weak themes.
    """
    book = QuoteBook(material.documents)
    sheets = [
        *list_corpus(material, book),
        *list_coverage(material),
        *list_words(material, book),
        *list_themes(material, tuple(notes.get("themes", ()))),
        *list_groups(material, tuple(notes.get("groups", ()))),
        *list_targets(material, book),
        *list_promises(material, book),
        *list_reuse(material, book),
        *([changes] if (changes := list_changes(material)) else []),
        *list_sources(material),
    ]
    by_name = {sheet.name: sheet for sheet in sheets}
    summary = _count(list_summary(material), by_name)
    return Report(
        title=material.title,
        version=material.version,
        sheets=(summary, *sheets),
        quoted=book.quoted,
        quotes=book.quotes,
        methods=material.methods,
        texts={held.document.path: held.document.text for held in material.documents}
        if material.with_texts
        else None,
    )


def _count(summary: Sheet, sheets: Mapping[str, Sheet]) -> Sheet:
    """Fill in the summary's numbers from the rows they count."""
    rows: list[Row] = []
    for row in summary.rows:
        found = [r for r in sheets[str(row["of_sheet"])].rows if _fits(r, row["where"])]
        added = row["add"]
        value = sum(float(str(r[added])) for r in found) if isinstance(added, str) else len(found)
        rows.append({**row, "value": round(value, 3)})
    return Sheet(summary.name, summary.section, summary.fields, tuple(rows))


def _fits(row: Row, where: object) -> bool:
    assert isinstance(where, tuple)
    return all(spell(row.get(column)) == wanted.removeprefix("=") for column, wanted in where)


def spell(value: object) -> str:
    """Spell a cell as the page compares it: true and false, numbers as they are."""
    return str(value).lower() if isinstance(value, bool) else str(value)
