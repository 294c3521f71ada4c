"""Bytes of a text file -> received text, with the encoding they were in.

The order is: byte order mark, strict UTF-8, UTF-16 by its zero bytes, GB18030. GB18030
accepts almost any bytes, so its result is kept only if it reads like Chinese: unreadable
text is refused, never passed on as mojibake.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache

from analysis.errors import RefusedDocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file", "copy its text into a .txt file"),
    (b"PK\x03\x04", "a Word (.docx), Excel or zip file", "save it as plain text (.txt)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file (.doc, .xls)", "save it as plain text (.txt)"),
    (b"{\\rtf", "an RTF file", "save it as plain text (.txt)"),
    (b"\x89PNG", "a picture", "type or recognise its text into a .txt file"),
    (b"\xff\xd8\xff", "a picture", "type or recognise its text into a .txt file"),
)
_READABLE_SHARE = 0.85
_CONTROLS = (*range(9), *range(14, 32))
_DAMAGED = ("锟斤拷", "烫烫烫", "\ufffd\ufffd", "ä¸", "å›½", "é•‡")


def read_text(raw: bytes, where: str) -> tuple[str, str]:
    """Decode the bytes of one file.

    Returns
    -------
    The text without byte order mark, newlines untouched, and the name of the encoding.

    Raises
    ------
    RefusedDocumentError
        The file is empty, not text, or not readable in any known encoding.
    """
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise RefusedDocumentError(
            "E-TXT-01", "the file is empty", where=where, fix="save the plan's text into it again"
        )
    for signature, kind, fix in _SIGNATURES:
        if raw.startswith(signature):
            raise RefusedDocumentError("E-FMT-01", f"this is {kind}", where=where, fix=fix)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower().startswith((b"<!doctype", b"<html")):
        raise RefusedDocumentError(
            "E-FMT-01",
            "this is a web page",
            where=where,
            fix="open it in a browser and copy its text into a .txt file",
        )
    text, encoding = _decode(raw, where)
    if any(mark in text for mark in _DAMAGED):
        raise RefusedDocumentError(
            "E-ENC-02",
            "the text was damaged by a wrong encoding before it came here",
            where=where,
            fix="get the plan from its source again",
        )
    if not any(unicodedata.category(c)[0] == "L" for c in text):
        raise RefusedDocumentError(
            "E-TXT-02", "no words are left in the file", where=where, fix="check its source"
        )
    return text, encoding


def _decode(raw: bytes, where: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding, where), encoding
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    else:
        if "\x00" not in text:
            return text, "utf-8"
        broken_at = raw.index(b"\x00")
    for encoding, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[0::2])):
        if len(raw) % 2 == 0 and zeros.count(0) * 50 > len(zeros):
            candidate = raw.decode(encoding, errors="replace")
            if _readable_share(candidate) >= _READABLE_SHARE:
                return candidate, encoding
    if raw.count(0) == 0:
        candidate = raw.decode("gb18030", errors="replace")
        if "\ufffd" not in candidate and _readable_share(candidate) >= _READABLE_SHARE:
            return candidate, "gb18030"
    if sum(raw.count(byte) for byte in _CONTROLS) * 100 > len(raw):
        raise RefusedDocumentError(
            "E-BIN-01",
            "this is not a text file",
            where=where,
            fix="open it in the program it comes from and save it as plain text (.txt)",
        )
    raise RefusedDocumentError(
        "E-ENC-01",
        f"not UTF-8 at byte {broken_at:,}, and not readable as GB18030 or UTF-16",
        where=where,
        fix="open it in an editor that shows it rightly and save it as UTF-8",
    )


def _strictly(raw: bytes, encoding: str, where: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedDocumentError(
            "E-ENC-01",
            f"marked as {encoding} but broken at byte {error.start:,}",
            where=where,
            fix="save it as UTF-8 again",
        ) from None


def _readable_share(text: str) -> float:
    """Share of characters that Chinese office text is made of, among all that are not blank."""
    seen = [c for c in text[:20_000] if not c.isspace()]
    if not seen:
        return 0.0
    common = _common_han()
    return sum(c in common or "!" <= c <= "~" or c in _PUNCTUATION for c in seen) / len(seen)


_PUNCTUATION = frozenset(
    "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％×０１２３４５６７８９－＊○□～①②③④⑤"
)


@cache
def _common_han() -> frozenset[str]:
    """Return the 3,755 characters of GB 2312 level 1, those in daily use."""
    rows = range(0xB0, 0xD8)
    cells = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return frozenset(cell.decode("gb2312", errors="ignore") for cell in cells) - {""}
