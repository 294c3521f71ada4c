"""Studies that cannot be meant: a sentence with the place, and the last results as they were."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from analysis.build.run import run_study
from analysis.cli import main
from analysis.corpus.study import make_study
from analysis.errors import StudyError
from tests.badinputs.stopping_studies import STOPS, TRAVERSALS, Stop
from tests.badinputs.study import fingerprint, write_good


@pytest.fixture
def study(tmp_path, golden):
    write_good(tmp_path / "plans")
    shutil.copytree(golden.results.corpus.study.derived, tmp_path / "out" / "derived")
    return tmp_path


def as_parameter(stop: Stop):
    marks = [pytest.mark.xfail(reason=stop.xfail)] if stop.xfail else []
    return pytest.param(stop, id=str(stop), marks=marks)


def files_of(study):
    """Return bytes and dates of all files; a lock that comes and goes dates a folder anew."""
    return {name: told for name, told in fingerprint(study).items() if not told.startswith("4")}


def stop_of(study):
    with pytest.raises(StudyError) as stopped:
        run_study(make_study(study / "plans", study / "out"), progress=False, draw=False)
    return stopped.value


@pytest.mark.parametrize("stop", [as_parameter(stop) for stop in STOPS])
def test_it_stops_with_code_place_cause_and_cure_and_touches_nothing(stop, study):
    stop.arrange(study / "out")
    before = files_of(study)
    error = stop_of(study)
    assert error.code == stop.code
    assert stop.says in str(error)
    assert error.where
    assert error.what
    assert error.fix
    assert files_of(study) == before


def test_every_traversal_is_named_by_its_row(study):
    next(stop for stop in STOPS if stop.name == "traversal").arrange(study / "out")
    told = str(stop_of(study))
    lines = range(2, len(TRAVERSALS) + 2)
    assert [line for line in lines if f"\n  row {line}, document" not in told] == []


@pytest.mark.parametrize("raws", [[], [b""], [b"", bytes(99)]], ids=["none", "one", "two"])
def test_without_a_usable_plan_the_reasons_are_told(raws, study):
    for path in (study / "plans").iterdir():
        path.unlink()
    for turn, raw in enumerate(raws):
        (study / "plans" / f"{turn}.txt").write_bytes(raw)
    error = stop_of(study)
    assert error.code == "E-RUN-01"
    assert all(f"{turn}.txt: " in error.what for turn in range(len(raws)))


def test_the_command_exits_with_one_when_it_stops(study, capsys):
    (study / "out" / "study.toml").write_text("farbe = 3\n", encoding="utf-8")
    command = ["run", "--plans", str(study / "plans"), "--out", str(study / "out"), "--quiet"]
    assert main(command) == 1
    told = capsys.readouterr().err
    assert "E-STU-03" in told
    assert "Traceback" not in told


def test_a_process_exits_with_two_when_a_file_is_refused_and_shows_no_traceback(study):
    (study / "plans" / "空.txt").write_bytes(b"")
    command = ["claims", str(study / "plans")]
    ended = subprocess.run(
        [sys.executable, "-m", "analysis.cli", *command],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "E-TXT-01 空.txt" in ended.stderr
    assert "Traceback" not in ended.stderr
