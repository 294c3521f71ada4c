"""Files that are no plain text: which reader takes which, and what else may help.

Old office files are turned into .docx first; a scan is recognised where the extra is installed.
"""

from __future__ import annotations

import importlib.util

from analysis.corpus.readers.guard import shared_guard
from analysis.corpus.readers.office import convert_to_docx
from analysis.errors import RefusedDocumentError
from analysis.model import Received

SCAN_SECONDS = 1_800.0
"""For all pages of a scan; other files have the guard's limit."""


def can_recognise() -> bool:
    """Tell whether the extra for scans is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read_untrusted(kind: str, raw: bytes, where: str) -> Received:
    """Read a file of format `kind`, as `find_format` names it.

    Raises
    ------
    RefusedDocumentError
        It cannot be read here; the message says what would help.
    """
    if kind == "office":
        return shared_guard().read("docx", convert_to_docx(raw, where), where)
    if kind == "picture":
        return _read_scan(raw, where)
    try:
        return shared_guard().read(kind, raw, where)
    except RefusedDocumentError as refused:
        if refused.code not in ("E-PDF-02", "E-PDF-05") or not can_recognise():
            raise
    return _read_scan(raw, where)


def _read_scan(raw: bytes, where: str) -> Received:
    if not can_recognise():
        raise RefusedDocumentError(
            "E-OCR-04",
            "a picture, no text",
            where=where,
            fix="install the extra townplans[ocr], or recognise its text and save that as .txt",
        )
    return shared_guard().read("scan", raw, where, seconds=SCAN_SECONDS)
