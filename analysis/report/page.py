"""The report -> one HTML file that asks nothing of any network.

Rows and words stand as JSON in a script element that no browser executes; the page's own script
puts them into the document as text, never as markup. The content security policy allows that one
script, by its hash, and nothing from anywhere else.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from math import isfinite
from string import Template
from typing import Any

from analysis.report.compose import SECTIONS
from analysis.report.parts import Field, Quote, Quoted, Recipe, Report, Sheet
from analysis.report.recipes import RECIPES
from analysis.report.words import Words

_LONE = re.compile("[\ud800-\udfff]")
_BYTE = range(0xDC80, 0xDD00)
"""Halves of pairs by which Python names a byte of a file name that is no text."""


def to_html(report: Report, words: Words) -> bytes:
    """Write the report; equal values give equal bytes."""
    script = _read("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = Template(_read("report.html")).substitute(
        title=html.escape(_plain(report.title["zh"])),
        script_hash=f"sha256-{digest}",
        style=_read("report.css"),
        script=script,
        data=to_json(pack(report, words)),
    )
    return page.encode()


def to_json(values: object) -> str:
    """Write JSON that can stand inside a script element: no ``<`` is left to close it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def pack(report: Report, words: Words) -> dict[str, Any]:
    """Return the report as plain values: tables by column, texts once."""
    docs = {doc: n for n, doc in enumerate(sorted({q.doc for q in report.quoted}))}
    return {
        "title": _plain_values(report.title),
        "version": report.version,
        "sections": SECTIONS,
        "words": _plain_values(words),
        "sheets": {sheet.name: _pack_sheet(sheet) for sheet in report.sheets},
        "recipes": {recipe.name: _pack_recipe(recipe) for recipe in RECIPES},
        "docs": [_plain(doc) for doc in docs],
        "quoted": [_pack_quoted(held, docs) for held in report.quoted],
        "quotes": [_pack_quote(quote, report.quoted) for quote in report.quotes],
        "methods": _plain_values(report.methods),
        "texts": _plain_values(report.texts) if report.texts is not None else None,
    }


def _read(name: str) -> str:
    return (files("analysis.report") / name).read_text(encoding="utf-8")


def _pack_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "section": sheet.section,
        "size": len(sheet.rows),
        "notes": [_plain_values(note) for note in sheet.notes],
        "places": sheet.places,
        "preset": dict(sheet.preset),
        "fields": [_pack_field(field) for field in sheet.fields],
        "columns": {
            field.name: _pack_column([_plain_cell(row.get(field.name)) for row in sheet.rows])
            for field in sheet.fields
            if field.kind != "quoted"
        },
    }


def _pack_field(field: Field) -> dict[str, Any]:
    told = {
        "name": field.name,
        "kind": field.kind,
        "quote": field.quote,
        "recipe": field.recipe,
        "codes": field.codes,
        "head": ".".join(field.head) if field.head else None,
        "bind": dict(field.bind) or None,
        "group": field.group,
        "choose": field.choose or None,
    }
    return {key: value for key, value in told.items() if value is not None}


def _pack_column(cells: Sequence[Any]) -> dict[str, Any]:
    """Return the cells, or what repeats once and where it stands."""
    if any(isinstance(cell, list) for cell in cells):
        return {"cells": cells}
    places: dict[tuple[type, Any], int] = {}
    turns = [places.setdefault((type(cell), cell), len(places)) for cell in cells]
    if len(places) * 2 > len(cells):
        return {"cells": cells}
    return {"of": [cell for _, cell in places], "turns": turns}


def _pack_recipe(recipe: Recipe) -> list[dict[str, Any]]:
    return [
        {"sheet": s.sheet, "match": [list(pair) for pair in s.match], "fields": list(s.fields)}
        for s in recipe.sources
    ]


def _pack_quoted(held: Quoted, docs: Mapping[str, int]) -> list[Any]:
    """Return document, start, received text and, where it differs, repaired text."""
    repaired = None if held.repaired == held.received else _plain_text(held.repaired)
    return [docs[held.doc], held.start, _plain_text(held.received), repaired]


def _pack_quote(quote: Quote, quoted: Sequence[Quoted]) -> list[Any]:
    """Return the stretch, and offsets in it: of the quote, of it repaired, of its figure."""
    start = quoted[quote.quoted].start
    value = [at - start for at in quote.value] if quote.value else []
    return [quote.quoted, quote.start - start, quote.end - start, *quote.repaired, *value]


def _plain_cell(cell: object) -> Any:
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, tuple):
        return [list(map(_plain, pair)) for pair in cell]
    if isinstance(cell, float):
        return None if not isfinite(cell) else int(cell) if cell.is_integer() else cell
    return cell


def _plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        _plain(key): _plain_values(value) if isinstance(value, Mapping) else _plain_text(value)
        for key, value in values.items()
    }


def _plain(name: str) -> str:
    r"""Show bytes that are no text as ``\x..``, so that any name can be written."""

    def show(found: re.Match[str]) -> str:
        code = ord(found[0])
        return f"\\x{code - 0xDC00:02x}" if code in _BYTE else "\ufffd"

    return _LONE.sub(show, name)


def _plain_text(text: str) -> str:
    """Replace half characters one for one: offsets still hold."""
    return _LONE.sub("\ufffd", text)
