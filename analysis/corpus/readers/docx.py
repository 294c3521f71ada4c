"""A Word file (.docx) -> its text in document order; a table row is one line, cells by tabs.

Inserted text of tracked changes counts, deleted text does not; text boxes are read, foot and end
notes follow the body, marked: they explain the plan and are no statement of it. Hidden text
is not read. Heads and feet of pages are no text of the plan. Numbers that Word
counts by itself (一、 （一） 1.) are written out, because sections are told by them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from analysis.corpus.readers.list_numbers import ListNumbers
from analysis.errors import RefusedDocumentError
from analysis.model import Cut, Received

LARGEST_MEMBER = 64 * 1024 * 1024
LARGEST_ARCHIVE = 256 * 1024 * 1024
MOST_MEMBERS = 5_000
MOST_GROWTH = 100
"""Times; word processors' files grow ten- to twentyfold. Up to `ROOM` any growth is borne."""
ROOM = 16 * 1024 * 1024
_PARAGRAPHS_IN_CELL = 3
_LEFT_OUT = (qn("w:del"), qn("w:moveFrom"), qn("w:instrText"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(raw: bytes, where: str) -> Received:
    """Read a Word file.

    Raises
    ------
    RefusedDocumentError
        It is damaged, too large when unpacked, or holds entities or no words.
    """
    try:
        _look_before_unpacking(raw, where)
        document = docx.Document(io.BytesIO(raw))
        numbers = ListNumbers(document)
        lines = list(_read_blocks(document.element.body, numbers))
        notes = list(_read_notes(document))
    except (
        OpcError, zipfile.BadZipFile, etree.LxmlError, KeyError, ValueError, AttributeError,
        IndexError, TypeError, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error,
    ) as error:  # fmt: skip
        raise RefusedDocumentError(
            "E-DOC-01",
            f"a Word file that is damaged ({type(error).__name__})",
            where=where,
            fix="open it in Word or WPS and save it again",
        ) from None
    text = "\n".join(lines).strip("\n") + "\n"
    marks = []
    for note in notes:
        marks.append(Cut(len(text), len(text) + len(note) + 1, "note_of_the_page"))
        text += note + "\n"
    if not re.search(r"\w", text):
        raise RefusedDocumentError(
            "E-TXT-02",
            "the Word file holds no words (perhaps only pictures)",
            where=where,
            fix="recognise its text (OCR) and save that as .txt",
        )
    return Received(text, "docx", tuple(marks), ())


def _look_before_unpacking(raw: bytes, where: str) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        sizes = [member.file_size for member in members]
        room = min(LARGEST_ARCHIVE, max(ROOM, MOST_GROWTH * len(raw)))
        if (
            len(members) > MOST_MEMBERS
            or sum(sizes) > room
            or max(sizes, default=0) > LARGEST_MEMBER
        ):
            raise RefusedDocumentError(
                "E-DOC-02",
                f"it would unpack to {sum(sizes) // 1024**2} MB in {len(members):,} parts",
                where=where,
                fix="copy the plan's text into a new Word file",
            )
        for member in members:
            if member.filename.endswith((".xml", ".rels")) and _holds_entities(archive, member):
                raise RefusedDocumentError(
                    "E-DOC-03",
                    "it defines entities of its own, as no word processor does",
                    where=where,
                    fix="copy the plan's text into a new Word file",
                )


def _holds_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(member) as part:
            markup = part.read().replace(b"\x00", b"")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        return False
    return b"<!DOCTYPE" in markup or b"<!ENTITY" in markup


def _read_blocks(parent: etree._Element, numbers: ListNumbers) -> Iterator[str]:
    """Yield the paragraphs and table rows below `parent`, in order."""
    for node in parent:
        if node.tag == qn("w:p"):
            yield (numbers.count(node) + _read_runs(node)).rstrip()
            for box in node.iter(qn("w:txbxContent")):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _read_blocks(box, numbers)
        elif node.tag == qn("w:tbl"):
            for row in node.iter(qn("w:tr")):
                if next(row.iterancestors(qn("w:tbl"))) is node:
                    yield from _read_row(row, numbers)
        elif node.tag not in _LEFT_OUT:
            yield from _read_blocks(node, numbers)


def _read_row(row: etree._Element, numbers: ListNumbers) -> Iterator[str]:
    """Yield a row as one line; a row that lays out the page, as the blocks of its cells."""
    cells = list(_cells(row))
    if any(_is_layout(cell) for cell in cells):
        for cell in cells:
            yield from _read_blocks(cell, numbers)
    else:
        yield "\t".join(_read_cell(cell, numbers) for cell in cells)


def _is_layout(cell: etree._Element) -> bool:
    paragraphs = [p for p in cell.iter(qn("w:p")) if "".join(p.itertext()).strip()]
    return len(paragraphs) > _PARAGRAPHS_IN_CELL or next(cell.iter(qn("w:tbl")), None) is not None


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is row:
            yield cell


def _read_cell(cell: etree._Element, numbers: ListNumbers) -> str:
    return " ".join(" ".join(_read_blocks(cell, numbers)).split())


def _read_runs(paragraph: etree._Element) -> str:
    """Return the words of one paragraph; text boxes in it are paragraphs of their own."""
    pieces = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        above = list(node.iterancestors())
        inner = above[: above.index(paragraph)]
        if any(a.tag in (*_LEFT_OUT, qn("w:txbxContent"), _FALLBACK) for a in inner):
            continue
        if any(a.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None for a in inner):
            continue
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.getparent().tag == qn("w:r"):
            pieces.append("\t" if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _read_notes(document: WordDocument) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            notes = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
            for note in notes:
                if note.get(qn("w:type")) is None:
                    words = "".join(t.text or "" for t in note.iter(qn("w:t"))).strip()
                    if words:
                        yield words
