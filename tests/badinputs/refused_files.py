"""Files that hold nothing readable: each goes into quarantine with its cause and cure."""

from __future__ import annotations

import codecs
import io
import os
import random
import re
import socket
import struct
import zipfile
from collections.abc import Callable, Collection, Iterable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analysis.figures.font_files import find_font_file
from tests.badinputs.case import Bench, Case, Make
from tests.refused import makers

ENDINGS = (".txt", ".TXT", ".md", ".csv", ".docx", ".doc", ".wps", ".pdf", ".html", ".htm", "")


def same(raws: Iterable[bytes], ending: str = ".txt") -> Make:
    """Make one file of each of the bytes."""

    def make(bench: Bench) -> None:
        for turn, raw in enumerate(raws):
            bench.put(f"{turn:02}白鹤镇2023年工作计划{ending}", raw)

    return make


def named(raw: bytes | Callable[[], bytes], endings: Iterable[str]) -> Make:
    """Make files of the same bytes under different endings."""

    def make(bench: Bench) -> None:
        held = raw() if callable(raw) else raw
        for turn, ending in enumerate(endings):
            bench.put(f"{turn:02}白鹤镇{ending}", held)

    return make


def spoil(change: Callable[[bytes, random.Random], bytes], copies: int, encoding: str) -> Make:
    """Make readable plans and damage the bytes of each at another place."""

    def make(bench: Bench) -> None:
        for turn in range(copies):
            raw = bench.say().text.encode(encoding)
            bench.put(f"{turn:02}.txt", change(raw, random.Random(turn)))

    return make


def mix_encodings(raw: bytes, rng: random.Random) -> bytes:
    text = raw.decode()
    at = rng.randrange(len(text) // 4, 3 * len(text) // 4)
    return text[:at].encode() + text[at:].encode("gb18030")


def cut_in_character(raw: bytes, rng: random.Random) -> bytes:
    at = len(raw) - rng.randrange(3, 90)
    while raw[at] & 0xC0 != 0x80:
        at += 1
    return raw[:at]


def lose_one_byte(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) // 4, 3 * len(raw) // 4)
    while raw[at] & 0xC0 != 0x80:
        at += 1
    return raw[:at] + raw[at + 1 :]


def put_half(raw: bytes, _rng: random.Random) -> bytes:
    return raw.decode().replace("增长", "增\ud83d长").encode("utf-8", "surrogatepass")


def damage_before(text: str, how: int) -> bytes:
    """Return bytes that some program made of a text by opening it in the wrong encoding."""
    if how == 0:
        return text.encode("gbk").decode("utf-8", "replace").encode("utf-8")
    if how == 1:
        return text.encode("gbk").decode("utf-8", "replace").encode("utf-8").decode(
            "gbk", "ignore"
        ).encode("utf-8")  # fmt: skip
    if how == 2:
        return text.encode("utf-8").decode("latin-1").encode("utf-8")
    if how == 3:
        return text.encode("utf-8").decode("cp1252", "replace").encode("utf-8")
    return text.encode("gbk").decode("latin-1").encode("utf-8")


def make_damaged(bench: Bench) -> None:
    for how in range(5):
        for turn in range(2):
            bench.put(f"{how}{turn}.txt", damage_before(bench.say().text, how))


def make_question_marks(bench: Bench) -> None:
    for turn in range(4):
        bench.put(f"{turn}.txt", bench.say().text.encode("ascii", "replace"))


def make_huge(bench: Bench) -> None:
    for name, size in (("一行.txt", 100 * 1024**2), ("合订.docx", 65 * 1024**2)):
        with bench.put(name, b"").open("r+b") as sparse:
            sparse.truncate(size)


def make_word(bench: Bench) -> None:
    for turn in range(12):
        raw = makers.word(bench.say().text * 4)
        bench.put(f"{turn:02}.docx", raw[: len(raw) * (turn + 4) // 17])


def make_inner_damage(bench: Bench) -> None:
    plan = makers.word(bench.say().text)
    changes = {
        "不是xml": lambda _xml: b"\xff\xfenothing",
        "断": lambda xml: xml[: len(xml) // 2],
        "空": lambda _xml: b"",
        "错标签": lambda xml: xml.replace(b"</w:p>", b"</w:q>", 1),
    }
    for name, change in changes.items():
        bench.put(f"{name}.docx", makers.replaced(plan, "word/document.xml", change))


def make_unlinked(bench: Bench) -> None:
    """A Word file whose parts do not find each other."""
    plan = makers.word(bench.say().text)
    for member in ("[Content_Types].xml", "_rels/.rels"):
        bench.put(
            f"{member.strip('[]').replace('/', '')}.docx",
            makers.replaced(plan, member, lambda _: b"<x/>"),
        )


def make_crc_damage(bench: Bench) -> None:
    for turn in range(4):
        raw = bytearray(makers.word(bench.say().text))
        with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
            info = archive.getinfo("word/document.xml")
        at = info.header_offset + 30 + len(info.filename) + info.compress_size // (turn + 2)
        raw[at] ^= 0xFF
        bench.put(f"{turn}.docx", bytes(raw))


def make_bombs(bench: Bench) -> None:
    plan = makers.word(bench.say().text)
    bench.put("正文.docx", makers.word_bomb())
    with zipfile.ZipFile(io.BytesIO(plan)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    bench.put("部件多.docx", makers.zipped(parts | {f"word/m/{n}.xml": b"" for n in range(5_100)}))
    bench.put("谎报.docx", claim_size(makers.zipped(parts | {"word/a.xml": b"<a/>"}), 3 * 1024**3))


def claim_size(raw: bytes, size: int) -> bytes:
    """Return a zip whose directory claims this size for every one of its members."""
    held, at = bytearray(raw), 0
    while (at := held.find(b"PK\x01\x02", at)) >= 0:
        held[at + 24 : at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(held)


def make_entities(bench: Bench) -> None:
    bench.put("自定.docx", makers.word_with_entities())
    plan = makers.word(bench.say().text)
    laughs = b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"x") for n in range(9)
    )
    for name, inner in {
        "外读": b'<!ENTITY x SYSTEM "file:///etc/hostname">',
        "外网": b'<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        "参数": b'<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;',
        "笑": laughs,
    }.items():
        head = b'<?xml version="1.0"?><!DOCTYPE w [' + inner + b"]>"
        for part in ("word/document.xml", "word/styles.xml"):
            raw = makers.replaced(plan, part, lambda xml, h=head: h + xml.split(b"?>", 1)[1])
            bench.put(f"{name}{part[5:8]}.docx", raw)
        wide = makers.replaced(
            plan,
            "word/document.xml",
            lambda xml, h=head: (h + xml.split(b"?>", 1)[1]).decode().encode("utf-16"),
        )
        bench.put(f"{name}宽.docx", wide)


def make_late_entities(bench: Bench) -> None:
    """The DOCTYPE stands behind a comment longer than what is looked at first."""
    plan = makers.word(bench.say().text)
    head = b'<?xml version="1.0"?><!--' + b" " * 9_000 + b'--><!DOCTYPE w [<!ENTITY x "y">]>'
    bench.put(
        "迟.docx",
        makers.replaced(plan, "word/document.xml", lambda xml: head + xml.split(b"?>", 1)[1]),
    )


def draw_pdf(*pages: str, password: str | None = None) -> bytes:
    """Draw pages of text; `password` locks them (an empty one opens to everybody)."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, "owner", canPrint=0)
    canvas = Canvas(held, encrypt=lock, invariant=1)
    for page in pages:
        canvas.setFont("STSong-Light", 12)
        for row, line in enumerate(page.splitlines()):
            canvas.drawString(60, 780 - 22 * row, line)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def draw_nameless_pdf(*pages: str, plain: Collection[int] = ()) -> bytes:
    """Draw pages with an embedded font that tells no characters; `plain` ones with another."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdfmetrics.registerFont(TTFont("Embedded", find_font_file()))
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1, pageCompression=0)
    for number, page in enumerate(pages):
        canvas.setFont("STSong-Light" if number in plain else "Embedded", 12)
        for row, line in enumerate(page.splitlines()):
            canvas.drawString(60, 780 - 22 * row, line)
        canvas.showPage()
    canvas.save()
    return re.sub(rb"/ToUnicode \d+ \d+ R", b"", held.getvalue())


def make_nameless_fonts(bench: Bench) -> None:
    for turn in range(3):
        bench.put(f"{turn}.pdf", draw_nameless_pdf(*[bench.say().text] * (turn + 1)))


def make_locked_pdf(bench: Bench) -> None:
    for turn in range(3):
        bench.put(f"{turn}.pdf", draw_pdf(bench.say().text, password="open sesame"))


def make_cut_pdf(bench: Bench) -> None:
    for turn in range(3):
        raw = draw_pdf(bench.say().text)
        bench.put(f"{turn}.pdf", raw[: 20 + 60 * turn])


def make_many_pages(bench: Bench) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    kids = b" ".join(b"3 0 R" for _ in range(10_000))
    bench.put(
        "一万页.pdf",
        makers.pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids,
            page,
        ),
    )


def make_circular_pdf(bench: Bench) -> None:
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    bench.put(
        "循环.pdf", makers.pdf(catalog, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>")
    )


def make_self_paged(bench: Bench) -> None:
    bench.put("自指.pdf", makers.pdf(b"<</Type/Catalog/Pages 1 0 R>>"))


def make_scans(bench: Bench) -> None:
    bench.put("扫描.pdf", makers.scan())
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    lying = b"<</Length 4294967296>>stream\nq Q\nendstream"
    bench.put(
        "四吉.pdf",
        makers.pdf(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, lying
        ),
    )


def make_renamed_page(bench: Bench) -> None:
    """A page that a site gave instead of the plan, under the plan's name."""
    said = (
        "404 Not Found",
        "请登录后下载",
        "请输入验证码",
        "您访问的页面不存在或已被删除。",
        "本站使用 Cookie",
    )
    for turn, words in enumerate(said):
        page = f"<html><head><title>{words}</title></head><body><p>{words}</p></body></html>"
        for ending in (".txt", ".pdf", ".docx", ".html"):
            bench.put(f"{turn}白鹤镇2023年工作计划{ending}", page)


def make_foreign(bench: Bench) -> None:
    signatures = {
        "表.xlsx": makers.excel(), "片.pptx": makers.zipped({"ppt/presentation.xml": b"<p/>"}),
        "包.zip": makers.archive(), "旧表.xls": makers.old_excel(), "版.ofd": makers.ofd(),
        "程序.exe": makers.program(), "程序.txt": makers.program(), "库.so": b"\x7fELF" + bytes(99),
        "包.rar": b"Rar!\x1a\x07\x00" + bytes(99), "包.7z": b"7z\xbc\xaf\x27\x1c" + bytes(99),
        "包.gz": b"\x1f\x8b\x08" + bytes(99), "表.txt": makers.excel(), "包.docx": makers.archive(),
    }  # fmt: skip
    for name, raw in signatures.items():
        bench.put(name, raw)


def make_binary(bench: Bench) -> None:
    rng = random.Random(7)
    for turn in range(12):
        bench.put(f"{turn:02}.{('caj', 'dat', 'txt')[turn % 3]}", b"\x01" + rng.randbytes(3_000))


def make_pictures(bench: Bench) -> None:
    for turn, head in enumerate((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a")):
        bench.put(f"{turn}.txt", head + bytes(64))
        bench.put(f"{turn}.jpg", head + bytes(64))


def make_folder(bench: Bench) -> None:
    for name in ("白鹤镇.txt", "黑鹤镇.docx", "灰鹤镇.PDF"):
        (bench.folder / name).mkdir()
        bench.note(bench.folder / name)


def make_dead_links(bench: Bench) -> None:
    (bench.folder / "断链.txt").symlink_to("nowhere.txt")
    (bench.folder / "自环.txt").symlink_to("自环.txt")
    (bench.folder / "互环甲.txt").symlink_to("互环乙.txt")
    (bench.folder / "互环乙.txt").symlink_to("互环甲.txt")
    (bench.folder / "设备.txt").symlink_to("/dev/zero")
    for path in sorted(bench.folder.iterdir()):
        bench.note(path)


def make_links_out(bench: Bench) -> None:
    outside = bench.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(bench.say().text, encoding="utf-8")
    (bench.folder / "外.txt").symlink_to(outside / "secret.txt")
    (bench.folder / "上.txt").symlink_to("../../outside/secret.txt")
    (bench.folder / "夹.txt").symlink_to(outside, target_is_directory=True)
    for path in sorted(bench.folder.iterdir()):
        bench.note(path)


def make_pipes(bench: Bench) -> None:
    os.mkfifo(bench.folder / "管道.txt")
    with socket.socket(socket.AF_UNIX) as plug:
        here = os.open(".", os.O_RDONLY)
        os.chdir(bench.folder)
        plug.bind("插座.txt")
        os.fchdir(here)
        os.close(here)
    for path in sorted(bench.folder.iterdir()):
        bench.note(path)


BOM = codecs.BOM_UTF8

REFUSED = (
    Case(1, "empty", named(b"", ENDINGS), "quarantined", "E-TXT-01"),
    Case(
        2,
        "blank",
        same([b" ", b"\n" * 99, BOM, BOM + b" \r\n\t", b"\x00" * 40, codecs.BOM_UTF16_LE]),
        "quarantined",
        "E-TXT-01",
    ),
    Case(
        2,
        "blank-wide",
        same(["\u3000\u3000\n".encode(), "\u200b\ufeff\n".encode()]),
        "quarantined",
        "E-TXT-02",
    ),
    Case(
        2,
        "page-numbers",
        same([b"1\n2\n3\n", b"- 12 -\n- 13 -\n", "\u2460\uff0c%".encode()]),
        "quarantined",
        "E-TXT-02",
    ),
    Case(10, "two-encodings", spoil(mix_encodings, 16, "utf-8"), "quarantined", "E-ENC-01"),
    Case(11, "cut-in-a-character", spoil(cut_in_character, 12, "utf-8"), "quarantined", "E-ENC-01"),
    Case(11, "lost-byte", spoil(lose_one_byte, 12, "utf-8"), "quarantined", "E-ENC-01"),
    Case(11, "cut-utf-16", spoil(lambda raw, _: raw[:-1], 4, "utf-16"), "quarantined", "E-ENC-01"),
    Case(12, "mojibake", make_damaged, "quarantined", "E-ENC-02"),
    Case(12, "question-marks", make_question_marks, "quarantined", "E-TXT-02"),
    Case(14, "half-characters", spoil(put_half, 3, "utf-8"), "quarantined", "E-ENC-01"),
    Case(20, "huge", make_huge, "quarantined", "E-FILE-03"),
    Case(
        28,
        "no-plan",
        make_renamed_page,
        "quarantined",
        "E-TXT-03",
    ),
    Case(32, "cut-word", make_word, "quarantined", "E-FMT-02"),
    Case(32, "word-inside", make_inner_damage, "quarantined", "E-DOC-01"),
    Case(32, "word-unlinked", make_unlinked, "quarantined", "E-DOC-01"),
    Case(32, "word-checksum", make_crc_damage, "quarantined", "E-DOC-01"),
    Case(
        33,
        "old-word",
        named(makers.old_word, (".doc", ".docx", ".wps", ".txt")),
        "quarantined",
        "E-FMT-03",
    ),
    Case(
        33,
        "rtf",
        named(makers.rich_text, (".rtf", ".doc", ".docx", ".txt")),
        "quarantined",
        "E-FMT-03",
    ),
    Case(34, "bombs", make_bombs, "quarantined", "E-DOC-02"),
    Case(35, "entities", make_entities, "quarantined", "E-DOC-03"),
    Case(35, "late-entities", make_late_entities, "quarantined", "E-DOC-03"),
    Case(
        38,
        "locked-word",
        named(makers.locked_word, (".docx", ".doc", ".xlsx")),
        "quarantined",
        "E-FMT-01",
    ),
    Case(39, "locked-pdf", make_locked_pdf, "quarantined", "E-PDF-03"),
    Case(40, "scans", make_scans, "quarantined", "E-PDF-02"),
    Case(41, "fonts-without-characters", make_nameless_fonts, "quarantined", "E-PDF-05"),
    Case(42, "cut-pdf", make_cut_pdf, "quarantined", "E-PDF-01"),
    Case(42, "broken-pdf", named(makers.broken_pdf, (".pdf", ".txt")), "quarantined", "E-PDF-01"),
    Case(42, "many-pages", make_many_pages, "quarantined", "E-PDF-04"),
    Case(42, "circular-pdf", make_circular_pdf, "quarantined", "E-PDF-01"),
    Case(42, "self-paged-pdf", make_self_paged, "quarantined", "E-PDF-02"),
    Case(43, "foreign", make_foreign, "quarantined", "E-FMT-01"),
    Case(43, "binary", make_binary, "quarantined", "E-BIN-01"),
    Case(43, "pictures", make_pictures, "quarantined", "E-OCR-04"),
    Case(44, "folder", make_folder, "quarantined", "E-FILE-02"),
    Case(45, "dead-links", make_dead_links, "quarantined", "E-FILE-02"),
    Case(45, "links-out", make_links_out, "quarantined", "E-FILE-02"),
    Case(46, "pipes", make_pipes, "quarantined", "E-FILE-02"),
)
