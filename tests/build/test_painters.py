"""Many pages are drawn by several processes, and nobody can tell it from the files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis.build.drawing import painters
from analysis.build.drawing.painters import paint_together
from analysis.figures.export import Leaf, export_each, paint, paint_here
from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.style import Page, page
from tests.build.test_reading import list_left

LABELS = {
    "part_of": {"zh": "{caption}（{part}/{parts}）", "en": "{caption} ({part}/{parts})"},
    "source": {"zh": "资料来源：{text}", "en": "Source: {text}"},
    "note": {"zh": "注：{text}", "en": "Note: {text}"},
}
PAGES = 3


def make_picture(where: Page, said: str, pages: int = PAGES) -> Picture:
    def compose(sheet: Sheet) -> None:
        if said == "坏":
            raise ZeroDivisionError
        sheet.write(0.1, 0.1, said)
        sheet.place(0.1, 0.4, 1, 0.3).plot([1, 3, 2])

    words = {"zh": said, "en": said}
    parts = (Part(0.8, compose),) * pages
    return Picture(words, "", (), ({"a": said},), 1, words, where, parts)


@pytest.fixture
def pictures():
    with page("a4_column", labels=LABELS) as opened:
        return [(f"f{n}", make_picture(opened, f"垟头镇{n}")) for n in range(2)]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def put(pictures, folder: Path, **how) -> dict[str, bytes]:
    list(export_each(pictures, folder, inputs={}, **how))
    return files_of(folder)


@pytest.fixture
def alone(pictures, tmp_path):
    return put(pictures, tmp_path / "alone")


def test_several_processes_write_the_same_bytes(pictures, tmp_path, alone, monkeypatch):
    monkeypatch.setattr(painters, "WORTH_A_PROCESS", 2)
    monkeypatch.setattr(painters, "count_processes", lambda worth, _: min(worth, 2))
    assert put(pictures, tmp_path / "out", paint_all=paint_together) == alone
    assert len(alone) == 2 * (3 * PAGES + 2)


@pytest.mark.parametrize("few", [{"pages": 9}, {"pages": 900, "workers": 1}])
def test_few_pages_and_one_worker_start_no_process(few, monkeypatch):
    monkeypatch.setattr("analysis.build.processes.ProcessPoolExecutor", lambda *_: 1 / 0)
    assert list(paint_together(iter([]), **few)) == []


class Failing(Executor):
    """Breaks down at its second page and takes no third, as a pool whose process was killed."""

    def __init__(self) -> None:
        self.pages = 0

    def submit(self, work, leaf):
        self.pages += 1
        if self.pages > 2:
            raise BrokenExecutor("a process was killed")
        future: Future = Future()
        if self.pages == 2:
            future.set_exception(BrokenExecutor("a process was killed"))
        else:
            future.set_result(work(leaf))
        return future


def test_what_a_killed_process_left_undrawn_is_drawn_here(pictures, tmp_path, alone):
    failing = Failing()
    share = lambda leaves, _: painters._share(leaves, failing, 2)  # noqa: E731
    assert put(pictures, tmp_path / "out", paint_all=share) == alone
    assert failing.pages == 2 * PAGES


def test_pages_come_in_order_and_this_process_draws_what_nobody_has_a_hand_free_for(
    pictures, monkeypatch
):
    [(_, one), (_, other)] = pictures
    leaves = [
        Leaf(p.draw_part(1), p.page, str(n), "", ("svg",)) for n in "123" for p in (one, other)
    ]
    in_hand: list[tuple[Future, Leaf]] = []
    drawn_here: list[Leaf] = []

    class Slow(Executor):
        """Has its page ready when two others are drawn here."""

        def submit(self, _, leaf):
            in_hand.append((Future(), leaf))
            return in_hand[-1][0]

    def draw_here(leaf: Leaf) -> tuple[bytes, ...]:
        drawn_here.append(leaf)
        if len(drawn_here) % 2 == 0:
            future, slow = in_hand[-1]
            future.set_result(paint(slow))
        return paint(leaf)

    alone = list(paint_here(leaves, len(leaves)))
    monkeypatch.setattr(painters, "paint", draw_here)
    assert list(painters._share(iter(leaves), Slow(), 1)) == alone
    assert drawn_here == [leaves[n] for n in (1, 2, 4, 5)]


def test_a_figure_that_cannot_be_drawn_says_so_as_in_one_process(pictures, tmp_path, monkeypatch):
    [(_, good), _] = pictures
    with page("a4_column", labels=LABELS) as opened:
        bad = make_picture(opened, "坏", 1)
    monkeypatch.setattr(painters, "open_pool", lambda _: ThreadPoolExecutor(1))
    with pytest.raises(ZeroDivisionError):
        put([("good", good), ("bad", bad)], tmp_path, paint_all=paint_together)


SCRIPT = """
import sys
from pathlib import Path
from analysis.build.drawing import painters
from analysis.figures.export import export_each
from analysis.figures.style import page
from tests.build.test_painters import LABELS, make_picture
print("begun", flush=True)
painters.WORTH_A_PROCESS = 2
painters.count_processes = lambda worth, _: 2
with page("a4_column", labels=LABELS) as opened:
    pictures = [(f"f{n}", make_picture(opened, f"f{n}", 9)) for n in range(40)]
list(export_each(pictures, Path(sys.argv[1]), inputs={}, paint_all=painters.paint_together))
"""


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_leaves_whole_figures_and_no_process(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    begun = subprocess.Popen(
        [sys.executable, script, tmp_path / "out"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(list((tmp_path / "out" / "data").glob("*.json"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(begun.pid, signal.SIGINT)
    said, _ = begun.communicate(timeout=60)
    assert said.splitlines() == [b"begun"]
    assert 2 <= len(list((tmp_path / "out" / "data").glob("*.json"))) < 40
    assert list_left(begun.pid) == []
