"""A text is read in whatever encoding it was saved, or refused; never read wrongly."""

import codecs

import opencc
import pytest

from analysis.corpus.readers.text import read_text
from analysis.errors import RefusedDocumentError

PLAN = "垟头乡2023年工作计划\n今年修渠三里，架桥两座；粮食面积1.2万亩，增长3.5%。\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        pytest.param(PLAN.encode("utf-8"), "utf-8", id="utf-8"),
        pytest.param(PLAN.encode("utf-8-sig"), "utf-8-sig", id="utf-8-with-bom"),
        pytest.param(PLAN.encode("gb18030"), "gb18030", id="gb18030"),
        pytest.param(codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"), "utf-16", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"), "utf-16", id="utf-16-be"),
        pytest.param(PLAN.encode("utf-16-le"), "utf-16-le", id="utf-16-le-without-bom"),
        pytest.param(PLAN.encode("utf-16-be"), "utf-16-be", id="utf-16-be-without-bom"),
    ],
)
def test_one_text_in_any_encoding_is_one_text(raw, encoding):
    assert read_text(raw, "plan.txt") == (PLAN, encoding)


@pytest.mark.parametrize("chars", [15, 40, 150])
def test_big5_and_gb18030_are_told_apart(chars):
    old = ("垟頭鄉今年修渠三里，糧食產量增長，農業現代化與鄉村振興一起辦，" * 6)[:chars]
    new = ("垟头乡今年修渠三里，粮食产量增长，农业现代化与乡村振兴一起办，" * 6)[:chars]
    assert read_text(old.encode("big5"), "plan.txt") == (old, "big5hkscs")
    assert read_text(new.encode("gb18030"), "plan.txt") == (new, "gb18030")


def test_a_character_outside_gbk_survives_gb18030():
    text = "竹㘭村修渠三里，架桥两座，今年粮食面积保持稳定。"
    assert read_text(text.encode("gb18030"), "plan.txt")[0] == text


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"", "E-TXT-01", id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\t", "E-TXT-01", id="blank"),
        pytest.param("12 — 34，。%".encode(), "E-TXT-02", id="no-words"),
        pytest.param(bytes(range(256)) * 40, "E-BIN-01", id="binary"),
        pytest.param((PLAN * 3).encode("utf-8")[1:-1], "E-ENC-01", id="cut-utf-8"),
        pytest.param("锟斤拷锟斤拷镇工作计划".encode(), "E-ENC-02", id="damaged-before"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "E-ENC-01", id="broken-utf-16"),
    ],
)
def test_what_cannot_be_read_is_refused_with_cause_and_cure(raw, code):
    with pytest.raises(RefusedDocumentError) as refused:
        read_text(raw, "垟头乡.txt")
    assert refused.value.code == code
    assert "垟头乡.txt" in str(refused.value)
    assert refused.value.what
    assert refused.value.fix


SLICES = [(chars, turn) for chars in (15, 40, 150, 1000) for turn in range(40)]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "big5hkscs", "utf-16", "utf-16-le"])
def test_a_slice_of_any_length_is_read_rightly_or_refused(encoding, project):
    """40 slices at each of four lengths; none may come out as another text."""
    texts = sorted((project / "data" / "gold" / "texts").glob("2022_*.txt"))
    whole = "".join(path.read_text(encoding="utf-8") for path in texts)
    if encoding == "big5hkscs":
        whole = str(opencc.OpenCC("s2t").convert(whole))
    whole = whole.encode(encoding, "ignore").decode(encoding)
    refused = 0
    for chars, turn in SLICES:
        part = whole[turn * 311 : turn * 311 + chars].strip("\n")
        try:
            assert read_text(part.encode(encoding), "slice")[0] == part
        except RefusedDocumentError:
            refused += 1
    assert refused <= len(SLICES) // 20
