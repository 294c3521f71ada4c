"""A frozen list of document frequencies: read as Excel saves it, refused with what is wrong."""

from __future__ import annotations

import hashlib

import pytest

from analysis.corpus.background import read_background
from analysis.corpus.study import read_study
from analysis.errors import StudyError

LIST = "term,documents\nN,400\n茶叶,300\n公路,12\n"


@pytest.fixture
def read(tmp_path):
    def read(content, name="背景.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_background(path)

    return read


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(LIST.encode(), id="utf-8"),
        pytest.param(LIST.replace("\n", "\r\n").encode("utf-8-sig"), id="excel"),
        pytest.param(LIST.replace("term,documents", "词,篇数").encode("gb18030"), id="gb18030"),
        pytest.param(LIST.replace("400", "400.0").encode(), id="a-float-of-a-workbook"),
    ],
)
def test_one_list_in_any_dress_is_one_list(read, raw):
    held = read(raw)
    assert (held.n, dict(held.documents)) == (400, {"茶叶": 300, "公路": 12})
    assert held.hash == hashlib.sha256(raw).hexdigest()[:12]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("term,documents\n茶叶,3\n", "E-BKG-01", "no row N"),
        ("term,count\nN,4\n", "E-SHT-03", "not known"),
        ("term\nN\n", "E-SHT-03", "no column is headed so"),
        (LIST + "茶叶,2\n", "E-SHT-03", "listed twice"),
        (LIST + "民宿,401\n", "E-SHT-03", "more than N = 400"),
        (LIST + "民宿,几\n", "E-SHT-03", "no count"),
        (LIST + "民宿,-1\n", "E-SHT-03", "no count"),
        (LIST + "民宿,2.5\n", "E-SHT-03", "no count"),
        (LIST + ",5\n", "E-SHT-03", "is empty"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused_with_its_row(read, content, code, said):
    with pytest.raises(StudyError, match=said) as wrong:
        read(content)
    assert wrong.value.code == code


def test_a_list_that_is_not_there_is_said(tmp_path):
    (tmp_path / "study.toml").write_text('background = "frozen/list.csv"\n', encoding="utf-8")
    study = read_study(tmp_path)
    assert study.background == tmp_path / "frozen" / "list.csv"
    with pytest.raises(StudyError, match="E-BKG-01"):
        read_background(study.background)
