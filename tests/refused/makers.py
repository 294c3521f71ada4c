"""Bytes of files that no reader may accept, by the name of what is wrong with them."""

import io
import struct
import zipfile
import zlib

from docx import Document as WordDocument

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def old_word():
    return OLE + bytes(512) + "WordDocument".encode("utf-16-le") + bytes(2000)


def locked_word():
    return OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def old_excel():
    return OLE + bytes(512) + "Workbook".encode("utf-16-le") + bytes(2000)


def rich_text():
    return rb"{\rtf1\ansi\ansicpg936 \'b9\'a4\'d7\'f7}"


def picture():
    return b"\x89PNG\r\n\x1a\n" + bytes(64)


def archive():
    return zipped({"石桥镇.txt": "今年修渠三里".encode()})


def excel():
    return zipped({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"})


def ofd():
    return zipped({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<doc/>"})


def cut_word():
    return word("今年修渠三里，架桥两座。")[:-400]


def empty_word():
    return word("")


def word_with_entities():
    entities = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    )
    return replaced(
        word("今年修渠三里。"), "word/document.xml", lambda xml: entities + xml.split(b"?>", 1)[1]
    )


def word_bomb():
    """Return a Word file of some 70 KB whose text would unpack to 70 MB."""
    return replaced(word("今年。"), "word/document.xml", lambda xml: xml + b" " * 70_000_000)


def scan():
    """Return a PDF of two pages that hold a picture each and no text."""
    pixels = zlib.compress(bytes(64 * 64))
    image = (
        b"<</Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(pixels), pixels)
    )
    show = b"<</Length 26>>stream\nq 500 0 0 700 50 50 cm /I Do Q\nendstream"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</XObject<</I 6 0 R>>>>>>"
    )
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>", page, page,
        show, image,
    )  # fmt: skip


def broken_pdf():
    return b"%PDF-1.7\n" + bytes(range(256)) * 4


def pdf(*objects):
    held, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(held))
        held += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF"
    )
    return held + end % (len(objects) + 1, table, len(objects) + 1, len(held))


def program():
    return b"MZ" + struct.pack("<H", 0x90) + bytes(300)


def word(text):
    document, held = WordDocument(), io.BytesIO()
    document.add_paragraph(text)
    document.save(held)
    return held.getvalue()


def zipped(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for name, content in members.items():
            archive_file.writestr(name, content)
    return held.getvalue()


def replaced(raw, member, change):
    """Return a Word file with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[member] = change(parts[member])
    return zipped(parts)
