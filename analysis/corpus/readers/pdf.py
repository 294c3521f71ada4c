"""A PDF with text -> its text page by page, running heads and page numbers marked by position.

Radicals in place of characters are repaired. A page without text is named; a file without any
is a scan and is refused with its cure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2

from analysis.corpus.readers.radicals import EQUIVALENT_CHARACTERS
from analysis.errors import RefusedDocumentError
from analysis.model import Cut, Received

MOST_PAGES = 2_000
_FEWEST_CHARACTERS = 20
_EDGE = 2
"""Lines from the top and the bottom of a page that may be a running head or a page number."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*第?\s*(\d{1,4})\s*页?(?:\s*[,，/共]+\s*\d{1,4}\s*页?)?[-—–－·\s]*"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters ``start:end`` of the text, line end included, and their height on the page."""

    start: int
    end: int
    top: float
    words: str


def read_pdf(raw: bytes, where: str) -> Received:
    """Read a PDF that holds text.

    Raises
    ------
    RefusedDocumentError
        It is damaged, locked, too long, or holds pictures of pages only.
    """
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _refuse_unopened(error, where) from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise RefusedDocumentError(
                "E-PDF-04", f"{count:,} pages", where=where, fix="split it into one file per plan"
            )
        text, pages, silent = "", [], []
        for number in range(count):
            lines = _read_page(document, number, len(text))
            words = "".join(line.words for line in lines)
            if len(re.sub(r"\s", "", words)) < _FEWEST_CHARACTERS:
                silent.append(number + 1)
            pages.append(lines)
            text += "".join(line.words for line in lines)
    finally:
        document.close()
    if len(silent) == count:
        raise RefusedDocumentError(
            "E-PDF-02",
            f"a scan: {count} pages of pictures, no text",
            where=where,
            fix="recognise its text (OCR) and save that as .txt or .docx",
        )
    notes = []
    if silent:
        shown = ", ".join(map(str, silent[:20])) + (" …" if len(silent) > 20 else "")
        notes.append(("W-PDF-01", f"hardly any text on pages {shown} of {count}: pictures?"))
    return Received(text, "pdf", _mark_edges(pages), tuple(notes))


def _refuse_unopened(error: Exception, where: str) -> RefusedDocumentError:
    if "password" in str(error).lower():
        return RefusedDocumentError(
            "E-PDF-03", "a PDF locked with a password", where=where, fix="save it without one"
        )
    return RefusedDocumentError(
        "E-PDF-01", "a PDF that is damaged", where=where, fix="download or copy it again"
    )


def _read_page(document: pypdfium2.PdfDocument, number: int, offset: int) -> list[_Line]:
    try:
        page = document[number]
        held = page.get_textpage()
        text = held.get_text_range().translate(EQUIVALENT_CHARACTERS)
    except pypdfium2.PdfiumError:
        return []
    text = text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "")
    if text and not text.endswith("\n"):
        text += "\n"
    lines, heights = [], _find_heights(held)
    for found in re.finditer(r"[^\n]*\n", text):
        words = found[0].strip()
        top = heights.get(words[:_KEY], 0.0) if words else 0.0
        lines.append(_Line(offset + found.start(), offset + found.end(), top, found[0]))
    held.close()
    page.close()
    return lines


_KEY = 12
"""So many characters of a line are enough to find its height again."""


def _find_heights(held: pypdfium2.PdfTextPage) -> dict[str, float]:
    """Return the height on the page of each line of text, by its first characters."""
    heights: dict[str, float] = {}
    for i in range(held.count_rects()):
        left, bottom, right, top = held.get_rect(i)
        words = held.get_text_bounded(left, bottom, right, top)
        words = words.translate(EQUIVALENT_CHARACTERS).strip()
        if words:
            heights.setdefault(words[:_KEY], top)
    return heights


def _mark_edges(pages: list[list[_Line]]) -> tuple[Cut, ...]:
    """Mark page numbers, and lines that stand at the same edge of most pages."""
    edges = [_find_edges(lines) for lines in pages]
    numbers = _find_numbers(edges)
    repeated = Counter((edge, _shape(line.words)) for found in edges for edge, line in set(found))
    enough = max(2, (len(pages) + 1) // 2)
    marks = []
    for found in edges:
        for edge, line in dict.fromkeys(found):
            if line in numbers:
                marks.append(Cut(line.start, line.end, "page_number"))
            elif repeated[edge, _shape(line.words)] >= enough:
                marks.append(Cut(line.start, line.end, "running_head"))
    return tuple(dict.fromkeys(sorted(marks, key=lambda mark: (mark.start, mark.end))))


def _find_numbers(edges: list[list[tuple[str, _Line]]]) -> set[_Line]:
    """Return the lines that count the pages, all in one form, one after the other."""
    series: dict[tuple[int, str], set[_Line]] = {}
    for page, found in enumerate(edges, 1):
        for _, line in found:
            number = _PAGE_NUMBER.fullmatch(line.words.strip())
            if number:
                key = (int(number[1]) - page, _shape(line.words))
                series.setdefault(key, set()).add(line)
    return max(series.values(), key=len, default=set())


def _find_edges(lines: list[_Line]) -> list[tuple[str, _Line]]:
    seen = sorted((line for line in lines if line.words.strip()), key=lambda line: -line.top)
    return [("head", line) for line in seen[:_EDGE]] + [("foot", line) for line in seen[-_EDGE:]]


def _shape(words: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", words))
