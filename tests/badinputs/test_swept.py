"""Runs that are disturbed at any step: nothing is lost, and the next run makes all as it should be.

The Nth open, read, write, sync or replacing fails (`sweep`, `disk`); a process is killed at each
step and at random moments; Ctrl+C comes once and twice; the disk is full or read-only for real.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.corpus.lock import LOCK
from tests.badinputs.study import fingerprint, write_good
from tests.badinputs.sweep import Bench, quick_machine

FAMILIES = {75, 76, 79, 80}
SMALL = ("--faults", "1", "--kills", "4", "--moments", "2", "--stops", "1", "--plain", "0")
FEWEST_FAULTS, FEWEST_KILLS = 300, 200

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="trials are forked from one process")


def sweep(*options):
    """Run the trials in a process of their own, in memory where the system offers it."""
    memory = Path("/dev/shm")
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if memory.is_dir() and os.access(memory, os.W_OK):
        env["TMPDIR"] = str(memory)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.badinputs.sweep", *options],
        stdout=subprocess.PIPE, encoding="utf-8", env=env, check=True,
    )  # fmt: skip
    trials = [json.loads(line) for line in ended.stdout.splitlines()]
    plain = [trial for trial in trials if trial["kind"].startswith("plain")]
    return [trial for trial in trials if trial not in plain], plain


def assert_nothing_is_lost(trials):
    assert [t for t in trials if not t["fault_is_told"]] == []
    assert [t for t in trials if t["damaged"]] == []
    assert all(t["plans_kept"] for t in trials)
    assert [t for t in trials if not t["rerun_equal"]] == []
    assert [t for t in trials if t["left"]] == []
    assert all(t["holds"] for t in trials)


@forks
def test_a_run_disturbed_anywhere_loses_nothing_and_the_next_one_goes_on():
    trials, _ = sweep(*SMALL)
    kinds = {t["kind"] for t in trials if t["came"]}
    assert {"write ENOSPC", "read MemoryError", "fsync EIO", "replace EACCES", "kill"} <= kinds
    assert_nothing_is_lost(trials)


@forks
@pytest.mark.nightly
def test_no_fault_and_no_kill_at_any_step_damages_a_file_as_the_plain_way_of_writing_does():
    trials, plain = sweep()
    came = [t for t in trials if t["came"]]
    kills = [t for t in came if "kill" in t["kind"] or "SIGKILL" in t["kind"]]
    assert len(came) - len(kills) >= FEWEST_FAULTS
    assert len(kills) >= FEWEST_KILLS
    last = {t["kind"]: t for t in trials}
    assert not any(last[kind]["came"] for kind in last if "SIG" not in kind), "not swept to the end"
    assert_nothing_is_lost(trials)
    assert [t for t in plain if t["damaged"]], "the trials would notice no damage"


@dataclass
class Mounted:
    """A small disk in memory whose options can be changed."""

    place: Path

    def set(self, *options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(self.place)]
        subprocess.run(command, capture_output=True, check=True)

    def leave(self, spare: int) -> None:
        """Make it so small that only so many bytes are free."""
        state = os.statvfs(self.place)
        used = (state.f_blocks - state.f_bfree) * state.f_frsize
        self.set("remount", f"size={used + spare}")


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    mounted = Mounted(tmp_path_factory.mktemp("mounted") / "disk")
    mounted.place.mkdir()
    try:
        mounted.set("size=64m")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    yield mounted
    subprocess.run(["umount", "-l", str(mounted.place)], check=True)


@pytest.fixture(scope="module")
def bench(disk):
    with quick_machine():
        yield Bench(disk.place.parent, disk.place / "out")


def test_on_a_disk_that_is_full_the_former_results_stay_whole(bench, disk):
    trials = [
        bench.disturb(
            f"{spare} bytes left",
            functools.partial(disk.leave, spare),
            functools.partial(disk.set, "remount", "size=64m"),
        )
        for spare in (0, 65_536, 16_000_000)
    ]
    assert [trial for trial in trials if not trial.holds] == []
    assert (trials[0].exit, trials[-1].exit) == (1, 0)
    stopped = [trial.told for trial in trials if trial.exit == 1]
    assert all("No space left on device" in told for told in stopped)
    assert "E-OUT-02" in stopped[0], "what is known before anything is computed is told then"
    assert any("E-OUT-01" in told for told in stopped), "what turns out later stops it then"


def test_in_a_folder_that_is_read_only_nothing_is_computed(bench, disk):
    remount = functools.partial(disk.set, "remount")
    trial = bench.disturb("read-only", lambda: remount("ro"), lambda: remount("rw"))
    assert trial.exit == 1
    assert "E-OUT-02" in trial.told
    assert "nothing was computed" in trial.told
    assert trial.holds


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Windows interrupts a whole console")
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 3.0])
def test_ctrl_c_ends_a_process_in_one_sentence(seconds, times, tmp_path):
    write_good(tmp_path / "plans")
    before = fingerprint(tmp_path / "plans")
    command = ["run", "--plans", str(tmp_path / "plans"), "--out", str(tmp_path / "out"), "--quiet"]
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    while not (tmp_path / "out" / "derived" / LOCK).exists():
        time.sleep(0.01)
    time.sleep(seconds)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, told = process.communicate(timeout=60)
    # Python itself ends by the signal where it came while a string of code was run by an import
    assert process.returncode in (1, -signal.SIGINT)
    assert told.count("停止 stopped") == 1
    assert "Traceback" not in told
    assert list((tmp_path / "out").rglob("run.lock")) == []
    assert fingerprint(tmp_path / "plans") == before
