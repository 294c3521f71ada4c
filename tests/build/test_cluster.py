"""Workers of a Dask cluster read new documents, and nobody can tell it from the results."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.build.documents import cluster, many
from analysis.build.documents.cluster import Run, find_difference, join_cluster, tell_program
from analysis.build.documents.many import read_study_documents
from analysis.cli import main
from analysis.corpus.lock import LOCK, write_alone
from analysis.corpus.study import make_study
from analysis.errors import StudyError
from tests.build.test_reading import read, told_of
from tests.build.test_run import fingerprint, write_plan

distributed = pytest.importorskip("distributed")
TOWNS = [f"{c}坪镇" for c in "甲乙丙丁戊己庚辛"]


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch):
    monkeypatch.setattr(many, "_CHUNK", 6_000)


@pytest.fixture
def plans(tmp_path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for seed, town in enumerate(TOWNS, 4):
        write_plan(folder, town, "增长7%以上", seed)
    (folder / "断.txt").write_bytes("修渠三里，架桥两座。".encode()[1:-1] * 9)
    return folder


@contextmanager
def start_cluster(workers: int) -> Iterator[distributed.LocalCluster]:
    with distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as started:
        yield started


@pytest.fixture(scope="module")
def dask() -> Iterator[str]:
    with start_cluster(1) as started:
        yield started.scheduler_address


def read_there(plans: Path, out: Path, lexicon, address: str):
    study = make_study(plans, out)
    with write_alone(study, draw=False):
        return read_study_documents(study, lexicon, progress=False, cluster=address)


@pytest.fixture
def alone(plans, tmp_path, lexicon):
    return read(plans, tmp_path / "alone", lexicon, workers=1)


def test_workers_of_a_cluster_read_as_this_process_does(plans, tmp_path, lexicon, alone, dask):
    told = read_there(plans, tmp_path / "out", lexicon, dask)
    assert told_of(told) == told_of(alone)
    assert told.given_back == 0
    kept = fingerprint(tmp_path / "alone" / "derived")
    assert fingerprint(tmp_path / "out" / "derived") == kept


def test_with_nothing_new_no_scheduler_is_needed(plans, tmp_path, lexicon, alone):
    (plans / "断.txt").unlink()
    again = read(plans, tmp_path / "alone", lexicon, cluster="tcp://127.0.0.1:9")
    assert told_of(again)[:2] == told_of(alone)[:2]


def test_without_a_scheduler_the_run_says_so_within_ten_seconds(plans, tmp_path, capsys):
    began = time.monotonic()
    out = ["--out", str(tmp_path / "out"), "--quiet"]
    assert main(["run", "--plans", str(plans), *out, "--cluster", "tcp://127.0.0.1:9"]) == 1
    assert time.monotonic() - began < 10
    said = capsys.readouterr().err
    assert said.startswith("E-CLU-02 tcp://127.0.0.1:9: no Dask scheduler answers")
    assert said.count("\n") == 1
    assert not (tmp_path / "out" / "derived" / LOCK).exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "https://127.0.0.1:8786", "tls://127.0.0.1:9"])
def test_an_address_that_is_none_is_named(tmp_path, address):
    with pytest.raises(StudyError, match=f"E-CLU-02 {address}"), join_cluster(address, tmp_path):
        pass


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_server_that_is_no_scheduler_is_not_waited_for(tmp_path, monkeypatch, says):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    met: list[socket.socket] = []

    def answer() -> None:
        met.append(server.accept()[0])
        met[0].send(says)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(StudyError, match="E-CLU-02"), join_cluster(address, tmp_path):
            pass
    met[0].close()


def test_without_the_extra_the_run_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(StudyError, match=r"E-CLU-01 .*uv sync --extra cluster"),
        join_cluster("tcp://127.0.0.1:9", tmp_path),
    ):
        pass


def test_many_processes_and_a_cluster_are_not_asked_for_at_once():
    assert main(["run", "--workers", "2", "--cluster", "tcp://127.0.0.1:9"]) == 64


@pytest.fixture
def run(tmp_path) -> Run:
    (tmp_path / LOCK).write_bytes(b"mine")
    return Run(tell_program(), tmp_path, b"mine")


def test_a_worker_is_alike_only_with_the_same_program_and_the_lock_of_this_run(run, monkeypatch):
    assert find_difference(run) == ""
    (run.derived / LOCK).write_bytes(b"another's")
    assert find_difference(run) == LOCK
    (run.derived / LOCK).unlink()
    assert find_difference(run) == LOCK
    for name in ("townplans", "Python", "jieba"):
        other = {**tell_program(), name: "0.1"}
        monkeypatch.setattr(cluster, "tell_program", lambda told=other: told)
        assert find_difference(run).startswith(f"{name} (0.1 for ")
        monkeypatch.undo()


@pytest.mark.parametrize(
    ("unlike", "says"),
    [
        (("tell_program", dict), r"E-CLU-03 tcp://.*: this worker has another Python \(none for 3"),
        (("_read_lock", bytes), r"E-CLU-04 tcp://.*: this worker does not see the study's folder"),
    ],
)
def test_a_worker_that_is_unlike_is_named_before_anything_is_read(dask, run, unlike, says):
    with distributed.Client(dask, set_as_default=False) as client:
        first = next(iter(client.nthreads()))
        client.run(setattr, cluster, *unlike, workers=[first])
        try:
            with pytest.raises(StudyError, match=says), join_cluster(dask, run.derived):
                pass
        finally:
            client.run(importlib.reload, cluster, workers=[first])
    with join_cluster(dask, run.derived) as pool:
        assert pool.submit(divmod, 7, 2).result(timeout=30) == (3, 1)


def test_a_worker_that_came_late_and_is_unlike_leaves_the_work_to_this_process(
    dask, run, monkeypatch
):
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: None)
    monkeypatch.setattr(cluster, "tell_program", lambda: {"townplans": "newer"})
    with join_cluster(dask, run.derived) as pool, pytest.raises(BrokenExecutor, match="townplans"):
        pool.submit(divmod, 7, 2).result(timeout=30)


class Stale(Executor):
    """Sees another file under a name, and the others not at all."""

    def __init__(self, other: Path) -> None:
        self.other = other

    def submit(self, work, task):
        first, *rest = task.files
        seen = replace(first, path=self.other), *(replace(f, path=f.path / "无") for f in rest)
        future: Future = Future()
        future.set_result(work(replace(task, files=seen)))
        return future


def test_what_a_worker_finds_otherwise_on_a_slow_disk_is_read_here(plans, tmp_path, lexicon, alone):
    stale = Stale(next(plans.glob("辛*")))
    told = read(plans, tmp_path / "out", lexicon, executor=stale)
    assert told_of(told)[:4] == told_of(alone)[:4]
    assert told.given_back >= len(TOWNS)


def disturb(study, done: int, disturbing: Callable[[], object]) -> threading.Thread:
    """Once so many documents are kept, do something."""
    store = study.derived / "store"

    def wait() -> None:
        until = time.monotonic() + 60
        while len(list(store.glob("*/tokens.json"))) < done and time.monotonic() < until:
            time.sleep(0.01)
        disturbing()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.fixture
def disturbed(plans, tmp_path, lexicon):
    """Read many plans here and by a cluster, which is disturbed; both must come to the same."""
    for seed, town in enumerate([a + b for a in "东西南北上下" for b in TOWNS], 20):
        write_plan(plans, town, "增长7%以上", seed)
    alone = read(plans, tmp_path / "alone", lexicon, workers=1)

    def disturb_reading(address: str, disturbing: Callable[[], object]):
        thread = disturb(make_study(plans, tmp_path / "out"), 6, disturbing)
        told = read_there(plans, tmp_path / "out", lexicon, address)
        thread.join()
        assert told_of(told) == told_of(alone)
        kept = fingerprint(tmp_path / "alone" / "derived")
        assert fingerprint(tmp_path / "out" / "derived") == kept
        return told

    return disturb_reading


@pytest.mark.nightly
def test_a_worker_killed_while_it_reads_changes_nothing(disturbed):
    with start_cluster(2) as started, distributed.Client(started, set_as_default=False) as client:
        killed = next(iter(client.run(os.getpid).values()))
        told = disturbed(started.scheduler_address, lambda: os.kill(killed, signal.SIGKILL))
        assert told.given_back == 0


@pytest.fixture
def begin():
    """Start `dask` in a process of its own, as people do; all are ended behind the test."""
    begun = []

    def start(*words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        begun.append(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


@pytest.mark.nightly
@pytest.mark.parametrize("who", ["scheduler", "worker"])
def test_when_the_scheduler_or_the_last_worker_dies_the_rest_is_read_here(
    disturbed, begin, monkeypatch, who
):
    monkeypatch.setattr(cluster, "_LOST", 3.0)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    begun = {
        "scheduler": begin("scheduler", "--port", port, "--host", "127.0.0.1", "--no-dashboard"),
        "worker": begin("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
    }
    with distributed.Client(address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=30)
    told = disturbed(address, begun[who].kill)
    assert 10 < told.given_back < len(TOWNS) * 7
