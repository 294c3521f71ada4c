"""study.toml: read as people save it, refused with the line that is wrong."""

import pytest

from analysis.corpus.study import find_bundled, make_study, read_study
from analysis.errors import StudyError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_study_is_read_however_windows_saved_it(encoding, tmp_path):
    (tmp_path / "study.toml").write_bytes('name = "某县各乡镇"\r\n'.encode(encoding))
    study = read_study(tmp_path)
    assert study.name == "某县各乡镇"
    assert study.plans == tmp_path / "plans"
    assert study.lexicon == find_bundled() / "lexicon"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("year = 二零二三", "E-STU-02"),
        ('year = "2023"', "E-STU-03"),
        ("colour = 3", "E-STU-03"),
        ('language = "fr"', "E-STU-03"),
    ],
)
def test_a_line_that_is_not_understood_stops_with_a_sentence(line, code, tmp_path):
    (tmp_path / "study.toml").write_text(line, encoding="utf-8")
    with pytest.raises(StudyError) as stopped:
        read_study(tmp_path)
    assert stopped.value.code == code
    assert stopped.value.fix


def test_a_folder_of_plans_is_read_in_place(tmp_path):
    plans = tmp_path / "计划"
    plans.mkdir()
    study = make_study(plans, tmp_path / "out")
    assert study.plans == plans
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StudyError, match="no such folder"):
        make_study(tmp_path / "nothing", tmp_path / "out")
