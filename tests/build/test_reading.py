"""Many new documents are read by several processes, and nobody can tell it from the results."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from analysis.build import processes
from analysis.build.documents import many
from analysis.build.documents.many import read_study_documents
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import make_study
from tests.build.test_run import fingerprint, write_plan

TOWNS = [f"{c}坪镇" for c in "甲乙丙丁戊己庚辛"]


@pytest.fixture
def plans(tmp_path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for seed, town in enumerate(TOWNS, 4):
        write_plan(folder, town, "增长7%以上", seed)
    (folder / "乙二.txt").write_bytes((folder / "乙坪镇.txt").read_bytes())
    (folder / "空.txt").write_bytes(b"")
    (folder / "断.txt").write_bytes("修渠三里，架桥两座。".encode()[1:-1] * 9)
    (folder / "断二.txt").write_bytes("修渠三里，架桥两座。".encode()[1:-1] * 9)
    return folder


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch):
    """Two or three documents a task, and a process for every few of them."""
    monkeypatch.setattr(many, "_CHUNK", 6_000)
    monkeypatch.setattr(many, "WORTH_A_PROCESS", 5_000)


def read(plans: Path, out: Path, lexicon: Lexicon, **how):
    told = read_study_documents(make_study(plans, out), lexicon, progress=False, **how)
    assert list(told.done) == [r.reading.document.doc_id for r in told.done.values()]
    return told


def told_of(told) -> object:
    return (
        [(r.reading.document, r.claims, r.numerals, r.counts) for r in told.done.values()],
        [cut.words for r in told.done.values() for cut in r.cut],
        told.quarantined,
        told.doubled,
        told.computed,
    )


@pytest.fixture
def alone(plans, tmp_path, lexicon):
    return read(plans, tmp_path / "alone", lexicon, workers=1)


def test_this_process_and_any_executor_read_alike(plans, tmp_path, lexicon, alone):
    assert len(alone.done) == len(alone.computed) == len(TOWNS)
    assert [q.path for q in alone.quarantined] == ["断.txt", "断二.txt", "空.txt"]
    assert len(alone.doubled) == 1
    with ThreadPoolExecutor(1) as executor:
        elsewhere = read(plans, tmp_path / "elsewhere", lexicon, executor=executor)
    assert told_of(elsewhere) == told_of(alone)
    kept = fingerprint(tmp_path / "alone" / "derived")
    assert len(kept) == 5 * len(TOWNS)
    assert fingerprint(tmp_path / "elsewhere" / "derived") == kept
    again = read(plans, tmp_path / "elsewhere", lexicon)
    assert again.computed == set()
    assert told_of(again)[:4] == told_of(alone)[:4]


class Failing(Executor):
    """Does the first task, then breaks down, as a pool whose process was killed."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, work, task):
        self.tasks += 1
        future: Future = Future()
        if self.tasks > 1:
            future.set_exception(BrokenExecutor("a process was killed"))
        else:
            future.set_result(work(task))
        return future


def test_what_a_killed_process_left_undone_is_done_here(plans, tmp_path, lexicon, alone):
    failing = Failing()
    assert told_of(read(plans, tmp_path / "out", lexicon, executor=failing)) == told_of(alone)
    assert failing.tasks > 2


def test_another_process_that_finds_other_words_leaves_the_work_to_this_one(
    plans, tmp_path, lexicon, alone, monkeypatch
):
    monkeypatch.setattr(many, "_open_reader", lambda *_: None)
    with ThreadPoolExecutor(1) as executor:
        told = read(plans, tmp_path / "out", lexicon, executor=executor)
    assert told_of(told) == told_of(alone)


def test_few_new_documents_start_no_process_and_say_how_fast_they_are_read(
    plans, tmp_path, lexicon, monkeypatch, capsys
):
    monkeypatch.setattr(processes, "ProcessPoolExecutor", lambda *_, **__: pytest.fail("started"))
    monkeypatch.setattr(many, "WORTH_A_PROCESS", 1_000_000)
    study = make_study(plans, tmp_path / "out")
    assert len(read_study_documents(study, lexicon, workers=8).done) == len(TOWNS)
    said = "".join(capsys.readouterr())  # a notebook kernel sends the bar to standard output
    assert re.search(r"\d/9 \[.*文件/s", said.split("新文件 new")[-1])
    assert "文件/s]" in said


SCRIPT = """
import json, sys, time
from pathlib import Path
from analysis.build.documents import many
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import make_study
print("begun", flush=True)
many.WORTH_A_PROCESS, many._CHUNK = 5_000, 6_000
study = make_study(Path(sys.argv[1]), Path(sys.argv[2]))
told = many.read_study_documents(
    study, read_lexicon(study.lexicon), progress=False, workers=2
)
print(json.dumps(sorted(told.computed)))
"""


@pytest.mark.usefixtures("alone")
def test_several_processes_give_the_same_bytes_and_do_not_run_the_users_script_again(
    plans, tmp_path
):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, script, plans, tmp_path / "out"],
        check=True, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert ended.stdout.splitlines().count("begun") == 1
    assert len(json.loads(ended.stdout.splitlines()[-1])) == len(TOWNS)
    assert ended.stderr == ""
    kept = fingerprint(tmp_path / "alone" / "derived")
    assert fingerprint(tmp_path / "out" / "derived") == kept


def list_left(group: int) -> list[str]:
    """Name the processes of a group that still work after some seconds."""
    left: list[str] = []
    for _ in range(50):
        left = [
            process.name()
            for process in psutil.process_iter()
            if process.status() != psutil.STATUS_ZOMBIE and os.getpgid(process.pid) == group
        ]
        if not left:
            break
        time.sleep(0.1)
    return left


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_keeps_what_is_done_and_leaves_no_process(plans, tmp_path):
    for seed, town in enumerate([a + b for a in "东西南北上下" for b in TOWNS], 20):
        write_plan(plans, town, "增长7%以上", seed)
    store, script = tmp_path / "out" / "derived" / "store", tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    begun = subprocess.Popen(
        [sys.executable, script, plans, tmp_path / "out"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(list(store.glob("*/tokens.json"))) < 5 and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(begun.pid, signal.SIGINT)
    begun.communicate(timeout=60)
    kept = len(list(store.glob("*/tokens.json")))
    assert 5 <= kept < len(list(plans.iterdir())) - 4
    assert list_left(begun.pid) == []
    told = subprocess.run(
        [sys.executable, script, plans, tmp_path / "out"],
        check=True, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert len(json.loads(told.stdout.splitlines()[-1])) <= 8 * 7 - kept
