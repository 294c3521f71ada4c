"""A PDF with text -> its text page by page, running heads and page numbers marked by position.

Radicals in place of characters are repaired. A page without text is named; a file without any
is a scan and is refused with its cure.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from analysis.corpus.readers.radicals import EQUIVALENT_CHARACTERS
from analysis.errors import RefusedDocumentError
from analysis.model import Cut, Received

MOST_PAGES = 2_000
_FEWEST_CHARACTERS = 20
_FEWEST_LINES = 6
_INNER_BLANK = re.compile(r"(?<=\S) (?=\S)")
_COLUMN_GAP = 1.8
"""Blanks wider than this many heights of a character part the columns of a table."""
_HEADING_CHARS = 20
_RAW_LINE = re.compile(r"([^\r\n]+)(?:\r\n?|\n|$)|(?:\r\n?|\n)")
_REPAIRED = EQUIVALENT_CHARACTERS | {0xFFFE: None, 0x02: None}
_GLYPH_NUMBER = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xb6\xb8-\xd6\xd8-\u0250\ue000-\uf8ff\ufffd]"
)
_SEPARATORS = "\x1c\x1d\x1e\x1f\x85"
"""What Python takes for blanks and fonts without names for characters."""
_MOST_ODD = 0.3
_ENDS = "。！？：；!?:;"
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]{1,3})"
)
_EDGE = 2
"""Lines from the top and the bottom of a page that may be a running head or a page number."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*第?\s*(\d{1,4})\s*页?(?:\s*[,，/共]+\s*\d{1,4}\s*页?)?[-—–－·\s]*"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters ``start:end`` of the text, line end included, and where they stand on the page."""

    start: int
    end: int
    words: str
    left: float
    right: float
    top: float


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
        text, pages, silent, unnamed, damaged = "", [], [], [], 0
        for number in range(count):
            read = _read_page(document, number, len(text))
            damaged += read is None
            lines = read or []
            words = "".join(line.words for line in lines)
            if _is_unnamed(words):
                unnamed.append(number + 1)
                lines = []
            elif len(re.sub(r"\s", "", words)) < _FEWEST_CHARACTERS:
                silent.append(number + 1)
            pages.append(lines)
            text += "".join(line.words for line in lines)
    finally:
        document.close()
    if damaged == count:
        raise _refuse_damaged(where)
    if unnamed and len(silent) + len(unnamed) == count:
        raise RefusedDocumentError(
            "E-PDF-05",
            "its fonts do not say which characters they show",
            where=where,
            fix="get the plan in another format, or recognise its text and save that as .txt",
        )
    if len(silent) == count:
        raise RefusedDocumentError(
            "E-PDF-02",
            f"a scan: {count} pages of pictures, no text",
            where=where,
            fix="install the extra townplans[ocr], or recognise its text and save that as .txt",
        )
    notes = []
    if silent:
        notes.append(
            ("W-PDF-01", f"hardly any text on pages {_list(silent)} of {count}: pictures?")
        )
    if unnamed:
        told = f"pages {_list(unnamed)} of {count} cannot be read: their fonts name no characters"
        notes.append(("W-PDF-01", told))
    edges = _mark_edges(pages)
    gone = {mark.start for mark in edges}
    body = [line for lines in pages for line in lines if line.start not in gone]
    marks = sorted([*edges, *_mark_wraps(body)], key=lambda mark: (mark.start, mark.end))
    return Received(text, "pdf", tuple(marks), tuple(notes))


def _list(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:20])) + (" …" if len(pages) > 20 else "")


def _is_unnamed(words: str) -> bool:
    """Tell numbers of glyphs from characters: control signs, private ones, letters with accents."""
    shown = [c for c in words if not c.isspace() or c in _SEPARATORS]
    odd = sum(1 for c in shown if _GLYPH_NUMBER.match(c))
    return len(shown) >= _FEWEST_CHARACTERS and odd > _MOST_ODD * len(shown)


def _refuse_unopened(error: Exception, where: str) -> RefusedDocumentError:
    if "password" in str(error).lower():
        return RefusedDocumentError(
            "E-PDF-03", "a PDF locked with a password", where=where, fix="save it without one"
        )
    return _refuse_damaged(where)


def _refuse_damaged(where: str) -> RefusedDocumentError:
    return RefusedDocumentError(
        "E-PDF-01", "a PDF that is damaged", where=where, fix="download or copy it again"
    )


def _read_page(document: pypdfium2.PdfDocument, number: int, offset: int) -> list[_Line] | None:
    """Return the lines of one page, None where it cannot be opened."""
    try:
        page = document[number]
        held = page.get_textpage()
        raw = held.get_text_range()
    except pypdfium2.PdfiumError:
        return None
    placed = len(raw) == held.count_chars()
    if placed:
        raw = _part_cells(held, raw)
    lines = []
    for found in _RAW_LINE.finditer(raw):
        words = (found[1] or "").translate(_REPAIRED) + "\n"
        inked = [i for i in range(*found.span(1)) if not raw[i].isspace()]
        box = (0.0, 0.0, 0.0)
        if placed and inked:
            left, _, _, top = held.get_charbox(inked[0])
            box = (left, held.get_charbox(inked[-1])[2], top)
        lines.append(_Line(offset, offset + len(words), words, *box))
        offset += len(words)
    held.close()
    page.close()
    return lines


def _part_cells(held: pypdfium2.PdfTextPage, raw: str) -> str:
    """Put a tab where a blank is as wide as a gap between columns of a table."""
    letters = list(raw)
    for blank in _INNER_BLANK.finditer(raw):
        before, after = held.get_charbox(blank.start() - 1), held.get_charbox(blank.end())
        height = max(before[3] - before[1], after[3] - after[1], 1.0)
        same_line = abs(before[1] - after[1]) < height
        if same_line and after[0] - before[2] > _COLUMN_GAP * height:
            letters[blank.start()] = "\t"
    return "".join(letters)


def _mark_wraps(lines: Sequence[_Line]) -> Iterator[Cut]:
    """Mark the line ends inside paragraphs: the line is full and the next one starts flush left.

    Where no paragraph is indented, a line that ends a sentence ends its paragraph too.
    """
    inked = [line for line in lines if line.words.strip() and line.right > line.left]
    if len(inked) < _FEWEST_LINES:
        return
    margin = sorted(line.right for line in inked)[int(len(inked) * 0.9)]
    flush = min(Counter(round(line.left) for line in inked).most_common(2))[0]
    width = statistics.median((x.right - x.left) / len(x.words.strip()) for x in inked)
    indented = sum(line.left > flush + width for line in inked) * 20 > len(inked)
    for line, following in pairwise(inked):
        full = line.right > margin - 1.6 * width
        goes_on = following.left < flush + 0.6 * width
        begins = not indented or _NUMBERED.match(following.words) or _is_heading(following)
        ended = line.words.rstrip()[-1] in _ENDS and begins
        if full and goes_on and not ended:
            yield Cut(line.end - 1, line.end, "line_wrap")


def _is_heading(line: _Line) -> bool:
    words = line.words.strip()
    return len(words) <= _HEADING_CHARS and words[-1] not in _ENDS


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
