"""Whether a number of the report leads to its sentence, or to rows that give it."""

from __future__ import annotations

import csv
import io

import pytest

from analysis.figures.card import csv_bytes

ASKED_FOR = ("year_on_year", "one_year", "card", "cloud")
"""Figures that no run draws of itself, or not of so small a study."""


def read_data(picture):
    """Read the rows of a figure's CSV file as they lie on disk beside it."""
    return list(csv.DictReader(io.StringIO(csv_bytes(picture.data).decode("utf-8-sig"))))


def check_quote(held, texts, quote):
    """A quote's sentence is the document's at its offsets, and holds the quote and its figure."""
    quoted, start, end, clean_start, clean_end, *value = held.data["quotes"][quote]
    doc, first, received, repaired = held.data["quoted"][quoted]
    text, clean = texts[held.data["docs"][doc]]
    assert text[first : first + len(received)] == received
    assert 0 <= start < end <= len(received)
    within = range(first + start, first + end)
    kept = zip(clean.origin.tolist(), clean.text, strict=True)
    words = "".join(char for at, char in kept if at in within)
    assert (received if repaired is None else repaired)[clean_start:clean_end] == words
    if value:
        assert start <= value[0] < value[1] <= end
    return received[value[0] : value[1]] if value else None


def check_number(cell, held, texts, recomputed):
    """Return ``stated``, or the recipe that gave the number."""
    if cell.is_stated:
        check_quote(held, texts, cell.row[cell.field["quote"]])
        return "stated"
    found, told = recomputed.number(cell), (cell.sheet, cell.row, cell.name)
    if isinstance(cell.value, str):
        assert found == cell.value, told
    else:
        assert found == pytest.approx(cell.value, rel=1e-4, abs=1e-3), told
    return cell.field["recipe"]
