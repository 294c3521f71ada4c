"""Readable files with random damage: each is read or refused with its cause, no reader breaks."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Callable

import pytest

from analysis.corpus.cells import read_register_words
from analysis.corpus.documents import decode_document
from analysis.corpus.register import parse_register
from analysis.errors import RefusedDocumentError, StudyError
from tests.badinputs.read_files import page_of
from tests.badinputs.refused_files import draw_pdf
from tests.refused import makers

TEXT = "白鹤镇2023年政府工作报告\n一、2023年工作安排\n地区生产总值增长6.5%，修渠三里。\n" * 9
MHT = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n{}\r\n--X--\r\n"
)
SEEDS = {
    "白鹤镇.docx": makers.word(TEXT),
    "白鹤镇.pdf": draw_pdf(TEXT),
    "白鹤镇.html": page_of(TEXT).encode(),
    "白鹤镇.mht": MHT.format(page_of(TEXT)).encode(),
    "白鹤镇.txt": TEXT.encode(),
    "gbk.txt": TEXT.encode("gb18030"),
    "utf-16.txt": TEXT.encode("utf-16"),
}
BROKEN = re.compile("E-DOC-09|E-LIM-")
"""The reader did not expect this, or did not come to an end."""


def mutate(raw: bytes, rng: random.Random) -> bytes:
    """Damage bytes in one to four places."""
    held = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        at, size = rng.randrange(len(held)), min(len(held), rng.choice((1, 2, 9, 200)))
        part = held[at : at + size]
        held[at : at + rng.choice((0, len(part)))] = rng.choice(
            (b"", rng.randbytes(size), bytes(size), part * 2, part[::-1], b"\xff" * size)
        )
        held = held or bytearray(b" ")
    return bytes(held)


def mutate_inside(raw: bytes, rng: random.Random) -> bytes:
    """Damage one part of a Word file before it is packed."""
    part = rng.choice(
        ("word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels",
         "word/_rels/document.xml.rels", "word/numbering.xml")
    )  # fmt: skip
    return makers.replaced(raw, part, lambda xml: mutate(xml, rng))


def broken_by(name: str, damage: Callable[[bytes, random.Random], bytes], turns: range) -> list:
    """Return the turns whose file no reader was ready for, with what it said."""
    found = []
    for turn in turns:
        try:
            decode_document(name, damage(SEEDS[name], random.Random(f"{name}{turn}")))
        except RefusedDocumentError as refused:
            if BROKEN.match(refused.code):
                found.append((turn, str(refused)))
    return found


TURNS = (range(25), pytest.param(range(25, 2_500), marks=pytest.mark.nightly))


@pytest.mark.parametrize("turns", TURNS, ids=["few", "many"])
@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_is_read_or_refused_with_its_cause(name, turns):
    assert broken_by(name, mutate, turns) == []


@pytest.mark.parametrize("turns", TURNS, ids=["few", "many"])
def test_a_word_file_damaged_inside_is_read_or_refused_with_its_cause(turns):
    assert broken_by("白鹤镇.docx", mutate_inside, turns) == []


@pytest.mark.parametrize("turns", TURNS, ids=["few", "many"])
def test_a_damaged_register_is_read_or_stops_in_a_sentence(turns, project):
    words = read_register_words(project / "data" / "lexicon")
    table = (
        "document,number,town,year\n白鹤镇.txt,,白鹤镇,2023\n各乡镇.txt,3,柏树镇,2022\n".encode()
    )
    for turn in turns:
        with contextlib.suppress(StudyError):
            parse_register(mutate(table, random.Random(turn)), "register.csv", words)
