"""Bytes -> what kind of file they are, by content; a name proves nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from analysis.errors import RefusedDocumentError

KINDS = ("text", "html", "mht", "docx", "pdf", "office", "picture")
"""`office` are old Word, WPS, RTF and OpenDocument files, `picture` a scan."""

_COPY_IT = "copy the plan's text into a .txt or .docx file"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_SIGNATURES = (
    (b"Rar!", "an archive", "unpack it and put the plans there"),
    (b"7z\xbc\xaf", "an archive", "unpack it and put the plans there"),
    (b"\x1f\x8b", "an archive", "unpack it and put the plans there"),
    (b"MZ", "a program", "take it out of the folder"),
    (b"\x7fELF", "a program", "take it out of the folder"),
)
_ZIP_KINDS = (
    ("xl/", "an Excel file (.xlsx)", _COPY_IT),
    ("ppt/", "a PowerPoint file (.pptx)", _COPY_IT),
    ("OFD.xml", "an OFD file", "open it in a reader for OFD and export it as PDF"),
)
_OLE_KINDS = (
    ("EncryptedPackage", "a Word or Excel file locked with a password", "save it without one"),
    ("Workbook", "an old Excel file (.xls)", _COPY_IT),
)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(rb"<(?:p|div|span|br|table|td|meta|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)
_ARCHIVED_PAGE = re.compile(rb"multipart/related|text/html", re.IGNORECASE)


def find_format(raw: bytes, where: str) -> str:
    """Name the format of a file, one of `KINDS`.

    Raises
    ------
    RefusedDocumentError
        It is of a format that holds no text this program reads; the cure is named.
    """
    for known, find in _DETECTORS:
        if raw.startswith(known):
            return find(raw, where)
    for signature, kind, fix in _SIGNATURES:
        if raw.startswith(signature) and (len(signature) > 2 or raw.count(0)):
            raise _refuse(kind, fix, where)
    return _look_into_text(raw)


def _look_into_text(raw: bytes) -> str:
    """Tell marked-up from plain text; a PDF may have some bytes before its mark."""
    if raw[:1024].lstrip(b"\x00\r\n \t\xef\xbb\xbf").startswith(b"%PDF"):
        return "pdf"
    head = raw[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(rb"mime-version:|from:", head, re.IGNORECASE) and _ARCHIVED_PAGE.search(head):
        return "mht"
    if _PAGE.search(head) or (head.startswith(b"<") and len(_FRAGMENT.findall(head)) >= 2):
        return "html"
    return "text"


def _look_into_zip(raw: bytes, where: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        raise RefusedDocumentError(
            "E-FMT-02",
            "a Word file (.docx) or archive that is damaged or incomplete",
            where=where,
            fix="download or copy it again",
        ) from None
    if any(name.replace("\\", "/") == "word/document.xml" for name in names):
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        return "office"
    for part, kind, fix in _ZIP_KINDS:
        if any(name == part or name.startswith(part) for name in names):
            raise _refuse(kind, fix, where)
    raise _refuse("an archive", "unpack it and put the plans there", where)


def _look_into_ole(raw: bytes, where: str) -> str:
    if "WordDocument".encode("utf-16-le") in raw:
        return "office"
    for stream, kind, fix in _OLE_KINDS:
        if stream.encode("utf-16-le") in raw:
            raise _refuse(kind, fix, where)
    raise RefusedDocumentError(
        "E-FMT-02",
        "an old Office file that is damaged, incomplete or of no known kind",
        where=where,
        fix="download or copy it again, or save it as .docx where it opens",
    )


def _refuse(kind: str, fix: str, where: str) -> RefusedDocumentError:
    return RefusedDocumentError("E-FMT-01", f"this is {kind}", where=where, fix=fix)


_DETECTORS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes, str], str]], ...] = (
    (b"PK\x03\x04", _look_into_zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _look_into_ole),
    (b"{\\rtf", lambda _raw, _where: "office"),
    (_PICTURES, lambda _raw, _where: "picture"),
)
