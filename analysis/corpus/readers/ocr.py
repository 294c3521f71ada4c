"""Scanned PDFs and pictures -> recognised text, with the optional extra ``townplans[ocr]``.

`rapidocr` brings its models along and works offline. What was recognised is never taken for what
was written: the document says so in a warning.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
from PIL import Image

from analysis.errors import RefusedDocumentError
from analysis.model import Received

DPI = 200
MOST_PAGES = 100
MOST_PIXELS = 60_000_000
_SAME_LINE = 0.6
"""Boxes whose tops differ by less than this part of their height stand on one line."""


def read_scan(raw: bytes, where: str) -> Received:
    """Recognise the text of a scanned PDF or of one picture.

    Raises
    ------
    RefusedDocumentError
        It cannot be opened, is too large, or shows no text.
    """
    recognise = importlib.import_module("rapidocr").RapidOCR()
    pages, scores = [], []
    for picture in _open_pages(raw, where):
        held = io.BytesIO()
        picture.convert("RGB").save(held, "PNG")
        found = recognise(held.getvalue())
        if found.txts is not None:
            pages.append(_order_lines(found.boxes, found.txts))
            scores += [float(score) for score in found.scores]
    if not scores:
        raise RefusedDocumentError(
            "E-OCR-01",
            "no text was recognised in the pictures",
            where=where,
            fix="scan it again with more contrast, or type its text",
        )
    share = sum(scores) / len(scores)
    note = f"recognised from pictures, mean certainty {share:.0%}: check figures against the scan"
    return Received("".join(pages), "ocr", (), (("W-OCR-01", note),))


def _open_pages(raw: bytes, where: str) -> Iterator[Image.Image]:
    try:
        if not raw.lstrip().startswith(b"%PDF"):
            picture = Image.open(io.BytesIO(raw))
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large(where)
            yield picture
            return
        document = pypdfium2.PdfDocument(raw)
        if len(document) > MOST_PAGES:
            raise _too_large(where)
        for number in range(len(document)):
            width, height = document[number].get_size()
            scale = min(DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            yield document[number].render(scale=scale).to_pil()
    except (OSError, ValueError, pypdfium2.PdfiumError):
        raise RefusedDocumentError(
            "E-OCR-02", "a damaged picture", where=where, fix="scan or download it again"
        ) from None


def _too_large(where: str) -> RefusedDocumentError:
    return RefusedDocumentError(
        "E-OCR-03",
        f"more than {MOST_PAGES} pages or {MOST_PIXELS // 1_000_000} million pixels",
        where=where,
        fix="split it into one file per plan, scanned at 200 dpi",
    )


def _order_lines(boxes: Any, words: tuple[str, ...]) -> str:
    """Put recognised pieces into lines from top to bottom, pieces of a line from left to right."""
    pieces = sorted(
        (float(box[0][1]), float(box[0][0]), float(box[2][1]) - float(box[0][1]), text)
        for box, text in zip(boxes, words, strict=True)
    )
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for top, left, height, text in pieces:
        if lines and top - lines[-1][0] < _SAME_LINE * height:
            lines[-1][1].append((left, text))
        else:
            lines.append((top, [(left, text)]))
    return "".join(
        " ".join(text for _, text in sorted(line, key=lambda piece: piece[0])) + "\n"
        for _, line in lines
    )
