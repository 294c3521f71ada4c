"""The nouns of the report: sheets, where their numbers are from, the sentences they quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analysis.corpus.lexicon import Lexicon
from analysis.model import (
    Attainment,
    Claim,
    CoverageCell,
    DocumentReading,
    Escalation,
    Grouping,
    PlanCounts,
    Reading,
    TargetRow,
)
from analysis.stats.leaks import Leak
from analysis.stats.reuse import Reuse

Both = Mapping[str, str]
"""Words as {"zh": ..., "en": ...}."""
Row = Mapping[str, object]
FieldKind = Literal["text", "number", "mark", "quoted", "link", "hidden"]
"""`quoted` shows the words of its quote, `link` opens an address, `hidden` is for recipes."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet.

    A number or mark is stated (`quote` names the column that holds its quotes) or computed
    (`recipe`); a stated one without a quote falls back to its recipe.
    """

    name: str
    kind: FieldKind = "text"
    quote: str | None = None
    recipe: str | None = None
    codes: str | None = None
    """Group of words that the values are codes of."""
    head: tuple[str, str] | None = None
    """Group and code of the heading; the field's own name without."""
    bind: tuple[tuple[str, str], ...] = ()
    """What the recipe knows of the cell beside its row: in a matrix, the column's key."""
    group: str | None = None
    """Fields of a matrix are shown group by group."""
    choose: bool = False
    """Readers may choose rows by it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that a computed number was made from.

    Parameters
    ----------
    sheet
        Name of the sheet, ``@column`` for the one that the row names, ``@self`` for the row.
    match
        (column of the sheet, ``@column`` of the row or ``=literal``); all must be equal. A column
        that is ``@column`` is the one the row names; ``("@where", "")`` takes the row's pairs.
    fields
        Columns that are shown; all of them without.
    """

    sheet: str
    match: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a number is computed and from which rows; its wording is ``recipe.<name>``."""

    name: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the report, or, without a section, rows that recipes lead to."""

    name: str
    section: str | None
    fields: tuple[Field, ...]
    rows: tuple[Row, ...] = field(repr=False)
    notes: tuple[Both, ...] = ()
    places: str | None = None
    """Column of quotes by which its rows are shown where a recipe leads to them."""
    preset: tuple[tuple[str, str], ...] = ()
    """Choices made when the page opens."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a document around quotes, as received (from `start` on) and as repaired."""

    doc: str
    start: int
    received: str
    repaired: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters ``start:end`` of the received text, inside the stretch number `quoted`.

    `repaired` bounds the same words in the repaired stretch, `value` the figure inside the
    received text; None for a quote without a figure of its own.
    """

    quoted: int
    start: int
    end: int
    repaired: tuple[int, int]
    value: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page holds."""

    title: Both
    version: str
    sheets: tuple[Sheet, ...]
    quoted: tuple[Quoted, ...]
    quotes: tuple[Quote, ...]
    methods: Both
    texts: Mapping[str, str] | None
    """Document -> received text; None unless somebody asked for them."""


@dataclass(frozen=True)
class Material:
    """What a report is made from: results as plain values, mappings by plan id."""

    title: Both
    version: str
    lexicon: Lexicon
    documents: tuple[DocumentReading, ...]
    readings: Mapping[str, Reading]
    """Of plans, and of superiors' papers behind them."""
    superiors: Mapping[str, str]
    """Plan id of a superior's paper -> its name."""
    names: Mapping[str, str]
    shown: tuple[str, ...]
    comparable: frozenset[str]
    """Of these, the plans with enough plan sentences for their theme shares to be compared."""
    claims: Mapping[str, tuple[Claim, ...]]
    counts: Mapping[str, PlanCounts]
    grouped: Mapping[str, PlanCounts]
    """What plans side by side were grouped by."""
    grouping: Grouping
    coverage: tuple[CoverageCell, ...]
    without_text: Mapping[str, str]
    line_ups: Mapping[str, tuple[TargetRow, ...]]
    """Core indicator -> growth targets side by side, for those that a plan states."""
    indicator: str | None
    attainment: tuple[Attainment, ...]
    escalation: tuple[Escalation, ...]
    reuse: Reuse
    leaks: tuple[Leak, ...]
    weights: tuple[Row, ...]
    """What the TF-IDF weights of leading terms and keywords are made of."""
    tables: Mapping[str, tuple[Row, ...]]
    """Tables of the codebook, None for nothing."""
    changes: tuple[Row, ...] | None
    """None without a baseline."""
    methods: Both
    with_texts: bool
