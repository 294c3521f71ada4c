"""One writer at a time: who is second is told, and whoever died holds nothing."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from analysis.build.run import run_study
from analysis.cli import main
from analysis.corpus.files import write_if_changed
from analysis.corpus.listing import read_bytes
from analysis.corpus.lock import LOCK, find_holder, hold_alone
from analysis.corpus.study import make_study
from analysis.errors import RefusedDocumentError, StudyError
from tests.badinputs.study import fingerprint, write_good

FAMILIES = {49, 78, 80, 81, 82}
HOLD = """
import sys, time
from pathlib import Path
from analysis.corpus.lock import hold_alone
with hold_alone(Path(sys.argv[1]), patience=60.0):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
CONTEND = """
import sys
from pathlib import Path
from analysis.corpus.lock import hold_alone
folder, alone = Path(sys.argv[1]), Path(sys.argv[1]) / "inside"
for turn in range(int(sys.argv[2])):
    with hold_alone(folder, patience=60.0):
        alone.touch(exist_ok=False)
        with (folder / "turns").open("a", encoding="utf-8") as turns:
            turns.write("x")
        alone.unlink()
"""


def start(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")


@contextlib.contextmanager
def another(folder, seconds=60.0):
    """Another process that holds the folder."""
    process = start(HOLD, folder, seconds)
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def forge(folder, **other):
    """Leave the lock of a process that is not, or no longer, what it was."""
    with hold_alone(folder):
        told = json.loads((folder / LOCK).read_bytes())
    (folder / LOCK).write_text(json.dumps(told | other), encoding="utf-8")


def test_a_second_run_is_told_who_writes_since_when_and_what_to_do(tmp_path, capsys):
    write_good(tmp_path / "plans")
    before = fingerprint(tmp_path / "plans")
    command = ["run", "--plans", str(tmp_path / "plans"), "--out", str(tmp_path / "out"), "--quiet"]
    with another(tmp_path / "out" / "derived") as other:
        lock = (tmp_path / "out" / "derived" / LOCK).read_bytes()
        assert main(command) == 1
        assert (tmp_path / "out" / "derived" / LOCK).read_bytes() == lock
        assert find_holder(tmp_path / "out" / "derived").pid == other.pid
    told = capsys.readouterr().err
    since = json.loads(lock)["since"]
    assert f"process {other.pid} has been writing into this study since {since}" in told
    assert "E-LCK-01" in told
    assert "wait until it is done" in told
    assert told.count("\n") == 1
    assert fingerprint(tmp_path / "plans") == before
    assert [path.name for path in (tmp_path / "out" / "derived").iterdir()] == [LOCK]


def test_readers_wait_until_the_other_is_done(tmp_path):
    with another(tmp_path, 0.3), hold_alone(tmp_path, patience=30.0) as notes:
        assert find_holder(tmp_path).pid == os.getpid()
    assert notes == ()
    assert not (tmp_path / LOCK).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a zombie is a thing of Unix")
def test_the_lock_of_a_killed_process_is_taken_over_and_told_even_if_it_is_not_buried(tmp_path):
    with another(tmp_path) as other:
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert psutil.Process(other.pid).status() == psutil.STATUS_ZOMBIE
        assert find_holder(tmp_path) is None
        with hold_alone(tmp_path) as notes:
            assert f"process {other.pid}" in notes[0]
            assert len(notes) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"pid": os.getppid(), "age": -9.0}, id="number-given-again"),
        pytest.param({"pid": 2**22 + 1}, id="no-such-process"),
        pytest.param({"age": 1.0}, id="own-number-after-a-restart"),
        pytest.param({}, id="own-lock-left-behind"),
    ],
)
def test_a_lock_that_nobody_holds_is_taken_over_and_told(other, tmp_path):
    forge(tmp_path, **other)
    assert find_holder(tmp_path) is None
    with hold_alone(tmp_path) as notes:
        assert len(notes) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("half", [b"", b'{"host": "', b"[]", bytes(range(256))])
def test_a_half_written_lock_is_waited_for_and_then_taken_over(half, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.lock._HALF_WRITTEN_SECONDS", 0.1)
    (tmp_path / LOCK).write_bytes(half)
    with hold_alone(tmp_path) as notes:
        assert len(notes) == 1


def test_a_process_on_another_computer_is_believed(tmp_path):
    forge(tmp_path, host=platform.node() + "-2")
    with pytest.raises(StudyError, match=f"delete {LOCK}") as told, hold_alone(tmp_path):
        pass
    assert platform.node() + "-2" in told.value.what


def test_the_clock_set_back_or_forth_makes_no_process_dead(tmp_path, monkeypatch):
    with another(tmp_path):
        start_of_computer, started = psutil.boot_time, psutil.Process.create_time
        monkeypatch.setattr(psutil, "boot_time", lambda: start_of_computer() - 4e7)
        monkeypatch.setattr(psutil.Process, "create_time", lambda p: started(p) - 4e7)
        assert find_holder(tmp_path) is not None


def test_a_second_cell_or_thread_of_one_program_is_told_so(tmp_path):
    told = []

    def try_to_hold():
        try:
            with hold_alone(tmp_path):
                told.append("held")
        except StudyError as error:
            told.append(error.what)

    with hold_alone(tmp_path):
        thread = threading.Thread(target=try_to_hold)
        thread.start()
        thread.join()
    assert "this very program" in told[0]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError, StudyError])
def test_whatever_ends_a_run_leaves_no_lock(stop, tmp_path):
    error = stop("E-X", "", where="", fix="") if stop is StudyError else stop()
    with pytest.raises(stop), hold_alone(tmp_path):
        raise error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("processes", "turns"), [(3, 4), pytest.param(8, 60, marks=pytest.mark.nightly)]
)
def test_of_many_that_find_a_dead_lock_one_at_a_time_holds_it(processes, turns, tmp_path):
    forge(tmp_path, pid=2**22 + 1)
    others = [start(CONTEND, tmp_path, turns) for _ in range(processes)]
    assert [other.communicate(timeout=120)[0] for other in others] == [""] * processes
    assert [other.returncode for other in others] == [0] * processes
    assert (tmp_path / "turns").read_text(encoding="utf-8") == "x" * processes * turns
    assert [path.name for path in tmp_path.iterdir()] == ["turns"]


def refuse_writing(monkeypatch, place: Path, number: int):
    """Let the system refuse to write below `place`, as another program or a read-only disk does."""
    opened, path_opened = os.open, Path.open

    def refuse(path):
        if Path(os.fsdecode(path)).is_relative_to(place):
            raise OSError(number, os.strerror(number), os.fsdecode(path))

    def guard_open(path, flags, *rest, **named):
        if flags & (os.O_WRONLY | os.O_RDWR):
            refuse(path)
        return opened(path, flags, *rest, **named)

    def guard_path(path, mode="r", *rest, **named):
        if set(mode) & set("wxa+"):
            refuse(path)
        return path_opened(path, mode, *rest, **named)

    monkeypatch.setattr(os, "open", guard_open)
    monkeypatch.setattr(Path, "open", guard_path)


@pytest.mark.parametrize(
    ("place", "number", "code"),
    [
        ("derived", errno.EROFS, "E-OUT-02"),
        ("derived/tables", errno.EACCES, "E-OUT-03"),
        ("derived/tables/plans.csv", errno.EACCES, "E-OUT-03"),
        ("derived/tables.xlsx", errno.EACCES, "E-OUT-03"),
        ("figures", errno.EROFS, "E-OUT-03"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_told_before_anything_is_computed(
    place, number, code, tmp_path, monkeypatch
):
    def refuse(*_):
        raise AssertionError("a plan was read")

    write_good(tmp_path / "plans")
    for folder in ("derived/tables", "figures"):
        (tmp_path / "out" / folder).mkdir(parents=True)
    for name in ("tables.xlsx", "tables/plans.csv"):
        (tmp_path / "out" / "derived" / name).write_bytes(b"old")
    refuse_writing(monkeypatch, tmp_path / "out" / place, number)
    monkeypatch.setattr("analysis.build.documents.reading.read_bytes", refuse)
    with pytest.raises(StudyError, match=os.strerror(number)) as told:
        run_study(make_study(tmp_path / "plans", tmp_path / "out"), progress=False)
    assert told.value.code == code
    assert told.value.where == str(tmp_path / "out" / place)
    monkeypatch.undo()
    assert not (tmp_path / "out" / "derived" / LOCK).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows syncs no folders")
def test_a_file_and_then_its_folder_are_synced_around_the_step_that_puts_it_in_place(
    tmp_path, monkeypatch
):
    steps = []
    sync, put = os.fsync, os.replace

    def note_sync(handle):
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def note_put(source, target, **named):
        steps.append(os.fspath(target))
        put(source, target, **named)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_put)
    path = tmp_path / "a.csv"
    assert write_if_changed(path, b"new")
    assert steps == ["file", str(path), "folder"]
    assert write_if_changed(path, b"newer", lasting=False)
    assert steps[3:] == [str(path)]


def test_a_folder_that_cannot_be_synced_is_no_fault_and_a_failing_disk_is(tmp_path, monkeypatch):
    sync = os.fsync

    def fail(number):
        def sync_files_only(handle):
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(number, os.strerror(number))
            sync(handle)

        return sync_files_only

    monkeypatch.setattr(os, "fsync", fail(errno.EINVAL))
    assert write_if_changed(tmp_path / "a", b"1")
    monkeypatch.setattr(os, "fsync", fail(errno.EIO))
    with pytest.raises(StudyError, match="the new file is there"):
        write_if_changed(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"2"


@pytest.mark.parametrize("changes", [1, 9])
def test_a_plan_that_changes_while_it_is_read_is_read_again_and_then_refused(
    changes, tmp_path, monkeypatch
):
    path, times, read = tmp_path / "白鹤镇.txt", iter(range(changes)), Path.read_bytes
    path.write_bytes(b"old")

    def change_after_reading(read_path):
        raw = read(read_path)
        if next(times, None) is not None:
            path.write_bytes(raw + b"new")
        return raw

    monkeypatch.setattr(Path, "read_bytes", change_after_reading)
    if changes == 1:
        assert read_bytes(path.name, path) == b"oldnew"
    else:
        with pytest.raises(RefusedDocumentError, match="E-FILE-04") as told:
            read_bytes(path.name, path)
        assert told.value.where == path.name


def test_a_lock_that_can_neither_be_read_nor_made_ends_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.lock._HALF_WRITTEN_SECONDS", 0.1)
    monkeypatch.setattr("analysis.corpus.lock._create", lambda *_: False)
    monkeypatch.setattr("analysis.corpus.lock._read", lambda _: None)
    with pytest.raises(StudyError, match="E-OUT-02"), hold_alone(tmp_path):
        pass
