"""Files that the system disturbs while a run goes on, and dictionaries that others left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import jieba
import psutil
import pytest

from analysis.build import run as run_module
from analysis.build.documents import many
from analysis.build.run import run_study
from analysis.build.telling.summary import describe, exit_code
from analysis.corpus.readers import office
from analysis.corpus.study import make_study
from analysis.errors import RefusedDocumentError
from analysis.text.tokens import Cutter
from tests.badinputs.study import OF_DOCUMENTS, write_good

FAMILIES = {47, 48, 72, 74}
BAD = "白鹤镇.txt"


@pytest.fixture
def run(tmp_path, golden, monkeypatch):
    monkeypatch.setattr(run_module, "to_workbook", lambda _tables: b"")
    monkeypatch.setattr(run_module, "write_exchange", lambda *_: [])
    write_good(tmp_path / "plans")
    shutil.copytree(golden.results.corpus.study.derived, tmp_path / "out" / "derived")
    study = make_study(tmp_path / "plans", tmp_path / "out")
    return lambda: run_study(study, progress=False, draw=False)


def assert_only_this_is_lost(results, golden, code):
    table = results.tables["quarantine"]
    assert table[["path", "code"]].to_numpy().tolist() == [[BAD, code]]
    assert f"隔离 {code} {BAD}: " in describe(results)
    assert exit_code(results.summary) == 2
    for name, good in golden.tables.items():
        if name not in (*OF_DOCUMENTS, "warnings"):
            assert good.equals(results.tables[name]), name


FAULTS = (
    pytest.param(PermissionError(13, "denied"), id="denied"),
    pytest.param(FileNotFoundError(2, "gone"), id="gone", marks=pytest.mark.nightly),
    pytest.param(OSError(5, "input/output error"), id="broken-disk", marks=pytest.mark.nightly),
    pytest.param(OSError(116, "stale handle"), id="stale-handle", marks=pytest.mark.nightly),
)


@pytest.mark.parametrize("error", FAULTS)
def test_a_file_the_system_does_not_give_is_lost_alone(error, run, tmp_path, golden, monkeypatch):
    (tmp_path / "plans" / BAD).write_text("白鹤镇2023年工作计划", encoding="utf-8")
    read = Path.read_bytes

    def refuse(path):
        if path.name == BAD:
            raise error
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    results = run()
    assert_only_this_is_lost(results, golden, "E-FILE-01")
    assert error.strerror in results.tables["quarantine"]["message"][0]


def test_a_file_that_vanishes_after_listing_is_lost_alone(run, tmp_path, golden, monkeypatch):
    list_files = many.list_files
    gone = (BAD, tmp_path / "plans" / BAD)
    monkeypatch.setattr(many, "list_files", lambda places: [*list_files(places), gone])
    assert_only_this_is_lost(run(), golden, "E-FILE-02")


def test_a_change_that_keeps_size_and_date_is_read(run, tmp_path):
    path = tmp_path / "plans" / "垟头镇.txt"
    held = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("7%以上", "9%以上"), encoding="utf-8")
    os.utime(path, ns=(held.st_atime_ns, held.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (held.st_size, held.st_mtime_ns)
    results = run()
    assert results.summary.recomputed == ("垟头镇.txt",)
    table = results.tables["targets"].query("plan_id == '垟头镇-2023' and indicator == 'gdp'")
    assert table["value_low"].tolist() == [9.0]


def test_a_dictionary_that_others_left_in_the_shared_folder_is_not_read(tmp_path, monkeypatch):
    (tmp_path / "jieba.cache").write_bytes(b"poison")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def refuse(*_):
        raise AssertionError("a foreign cache was loaded")

    monkeypatch.setattr(jieba.marshal, "load", refuse)
    assert [word for word, _ in Cutter(["招商引资"]).cut("招商引资项目")] == ["招商引资", "项目"]
    assert (tmp_path / "jieba.cache").read_bytes() == b"poison"


@pytest.mark.skipif(os.name == "nt", reason="the program of the test is a shell script")
def test_a_converter_that_takes_too_long_is_ended_with_all_it_started(tmp_path, monkeypatch):
    program, started = tmp_path / "soffice", tmp_path / "started"
    lines = ["#!/bin/sh", "sleep 60 &", f'echo "$!" > "{started}"', "wait", ""]
    program.write_text("\n".join(lines), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_libreoffice", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 0.5)
    with pytest.raises(RefusedDocumentError, match="E-FMT-04"):
        office.convert_to_docx(b"old", BAD)
    with contextlib.suppress(psutil.NoSuchProcess):
        left = psutil.Process(int(started.read_text(encoding="utf-8")))
        assert left.status() == psutil.STATUS_ZOMBIE
