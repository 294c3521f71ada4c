"""What is made to be too much: each is refused or read within its time and memory."""

from __future__ import annotations

import os
import time
import zipfile
from io import BytesIO

import psutil
import pytest

from analysis.build.documents.stages import make_cutter
from analysis.corpus.listing import read_bytes
from analysis.corpus.readers.guard import Guard
from analysis.errors import RefusedDocumentError
from analysis.extract.claims import find_claims
from analysis.figures.told import list_told
from analysis.model import Document
from analysis.text.reading import read_plans
from tests.refused import makers

MB = 1024**2
PARAGRAPH = b"<w:p><w:r><w:t>" + "今年修渠三里。".encode() * 9 + b"</w:t></w:r></w:p>"


def bomb(parts: int, size: int) -> bytes:
    """Return a Word file of one megabyte that unpacks to `parts` parts of `size` bytes."""
    plan = makers.word("今年修渠三里。")
    with zipfile.ZipFile(BytesIO(plan)) as old:
        held = {name: old.read(name) for name in old.namelist()}
    body = PARAGRAPH * (size // len(PARAGRAPH))
    inner = held["word/document.xml"].replace(b"<w:sectPr", body + b"<w:sectPr", 1)
    held |= {f"word/part{n}.xml": inner for n in range(1, parts)} | {"word/document.xml": inner}
    return makers.zipped(held | {"word/media/noise.bin": os.urandom(MB - 100_000)})


@pytest.fixture
def guard():
    guard = Guard()
    assert guard.read("docx", makers.word("修渠三里"), "垟头乡.docx").text == "修渠三里\n"
    yield guard
    guard.close()


@pytest.mark.parametrize(("parts", "size"), [(1, 233 * MB), (4, 58 * MB)], ids=["one", "four"])
def test_a_megabyte_that_unpacks_to_233_is_refused_in_a_second_and_100_mb(parts, size, guard):
    raw = bomb(parts, size)
    assert len(raw) < 3 * MB
    child = psutil.Process(guard._child.pid)
    guard._memory = child.memory_info().rss + 100 * MB
    began = time.monotonic()
    with pytest.raises(RefusedDocumentError, match=r"E-DOC-02 .*unpack to 23\d MB"):
        guard.read("docx", raw, "膨胀.docx", seconds=1.0)
    assert time.monotonic() - began < 1.0
    assert child.is_running(), "it was refused, and not ended by a limit"


@pytest.mark.parametrize(
    ("seconds", "room", "code"), [(0.3, 1024 * MB, "E-LIM-01"), (60.0, 30 * MB, "E-LIM-02")]
)
def test_a_child_is_ended_at_its_limit(seconds, room, code, guard):
    slow = makers.word("今年修渠三里。")
    body = PARAGRAPH * (15 * MB // len(PARAGRAPH))
    slow = makers.replaced(
        slow, "word/document.xml", lambda x: x.replace(b"<w:sectPr", body + b"<w:sectPr")
    )
    child = psutil.Process(guard._child.pid)
    guard._memory = child.memory_info().rss + room
    with pytest.raises(RefusedDocumentError, match=code):
        guard.read("docx", slow, "慢.docx", seconds=seconds)
    assert not child.is_running()
    guard._memory = 1024 * MB
    assert guard.read("docx", makers.word("修渠三里"), "垟头乡.docx").text == "修渠三里\n"


def test_a_line_of_100_mb_is_refused_in_a_second(tmp_path):
    path = tmp_path / "一行.txt"
    with path.open("wb") as file:
        file.writelines([b"\xe4\xb8\xad" * (MB // 3)] * 101)
    assert path.stat().st_size > 100 * MB
    began = time.monotonic()
    with pytest.raises(RefusedDocumentError, match="E-FILE-03"):
        read_bytes("一行.txt", path)
    assert time.monotonic() - began < 1.0


FRAMES = ("{}\n", "\t\t{}\n", "<p>{}</p>\n", "指标\t8{}8，\n", "地区生产总值{}8%。\n")
REPEATED = ("中", "*", " ", "　", "x", "1", "亿", "\n", "\n ", "、", "-", "→", "（", "x%", "8%、")


@pytest.fixture(scope="module")
def cutter(lexicon):
    return make_cutter(lexicon)


@pytest.mark.parametrize(
    "frame", [FRAMES[0], *(pytest.param(frame, marks=pytest.mark.nightly) for frame in FRAMES[1:])]
)
def test_20000_times_one_character_takes_less_than_10_seconds(frame, lexicon, cutter):
    taken = {}
    for unit in REPEATED:
        text = "垟头镇2023年政府工作报告\n一、2023年主要预期目标\n"
        text += frame.format(unit * (20_000 // len(unit))) + "完。\n"
        began = time.process_time()
        for reading in read_plans(Document("0" * 12, "a.txt", "utf-8", text), lexicon).readings:
            find_claims(reading, "0" * 12, text, lexicon)
            cutter.split(reading.clean.text)
        taken[unit] = time.process_time() - began
    assert {unit: seconds for unit, seconds in taken.items() if seconds > 10} == {}


def test_a_note_that_names_a_thousand_towns_holds_nothing_up(lexicon):
    note = "注：" + "、".join(f"松坪镇{n}" for n in range(1_000)) + "。"
    began = time.process_time()
    list_told(note, "zh", lexicon.labels)
    assert time.process_time() - began < 5
