"""The plans folder: order, names and what is no plan."""

import pytest

from analysis.corpus.documents import read_documents
from analysis.corpus.files import sweep_unfinished, write_if_changed
from analysis.corpus.listing import list_files
from analysis.errors import RefusedDocumentError, StudyError


def test_files_come_by_name_whatever_the_disk_says(tmp_path):
    for name in ("丙镇.txt", "甲镇.txt", "sub/乙镇.txt", ".hidden.txt", "README.md", "~$甲镇.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("今年修渠三里", encoding="utf-8")
    names = [name for name, _ in list_files([tmp_path])]
    assert names == sorted(["丙镇.txt", "甲镇.txt", "sub/乙镇.txt"])


def test_a_refused_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("今年修渠三里", encoding="utf-8")
    refused, document = read_documents([tmp_path])
    assert isinstance(refused, RefusedDocumentError)
    assert document.text == "今年修渠三里"


def test_a_place_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StudyError, match="no such file or folder"):
        list_files([tmp_path / "nothing"])


def test_writing_the_same_bytes_again_touches_nothing(tmp_path):
    path = tmp_path / "deep" / "t.csv"
    assert write_if_changed(path, b"one")
    before = path.stat().st_mtime_ns
    assert not write_if_changed(path, b"one")
    assert path.stat().st_mtime_ns == before
    assert write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_write_that_fails_leaves_the_old_file_and_says_so(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    write_if_changed(path, b"old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.corpus.files.os.fsync", full)
    with pytest.raises(StudyError, match="No space left"):
        write_if_changed(path, b"new")
    assert path.read_bytes() == b"old"


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / ".tmp-abc").write_bytes(b"half")
    assert sweep_unfinished(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
