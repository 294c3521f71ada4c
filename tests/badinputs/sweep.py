"""Runs disturbed at every step, and what they leave: ``python -m tests.badinputs.sweep``.

A study of three short towns has results of former plans; one plan has changed since. Each trial
runs `townplans run` over it with one fault, looks at every file the run left (it is the former
one or the new one, byte for byte, or it is damaged), runs again without a fault and compares all
with a run from nothing. What is computed between reading and writing is computed once for all
trials; figures are a few bytes. Prints one line of JSON a trial, and the sum as errors go.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import functools
import io
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analysis.build import run as run_module
from analysis.build.measures import tones
from analysis.cli import main
from analysis.corpus import files
from analysis.corpus.study import find_bundled
from analysis.figures import export
from analysis.figures.card import Told, figure_key
from analysis.figures.style import page
from tests.badinputs.disk import Disk, Fault
from tests.badinputs.study import write_good

CHANGED = "垟头镇.txt"
ERRORS = {
    "open": (errno.EACCES, errno.ENOSPC),
    "read": (errno.EIO, None),
    "write": (errno.ENOSPC, errno.EIO, None),
    "fsync": (errno.EIO,),
    "replace": (errno.EACCES, errno.EIO),
}
"""What may fail, and how; None: no memory is left."""
_SENTENCE = re.compile(r"[EW]-[A-Z]{3,4}-\d\d .+: .+; .+\n")
_PURE = (
    (run_module, "tell_methods"),
    (run_module, "to_workbook"),
    (run_module, "to_csv"),
    (tones, "write_exchange_book"),
    (tones, "write_stata"),
)
"""What makes the same of the same, and writes nothing."""
_CARDS = {"figures/data/figure.json"}
"""A figure is without its card while it is being written."""
_OWN = ("last_run", "run.lock")
"""Files that tell of a run, not of plans."""


@dataclass
class Trial:
    """One disturbed run and what became of it."""

    kind: str
    turn: int = 0
    came: str = ""
    """The file the fault came to, empty where the run had ended before."""
    exit: int = 0
    told: str = ""
    damaged: list[str] = field(default_factory=list)
    """Files that are neither as before nor as they should be."""
    plans_kept: bool = True
    left: list[str] = field(default_factory=list)
    """Unfinished files and locks after the next run."""
    rerun_equal: bool = True
    rerun_told: str = ""

    @property
    def fault_is_told(self) -> bool:
        """Whether it ended well, or in one sentence with code, place, cause and cure."""
        if "Traceback" in self.told:
            return False
        stopped = "停止 stopped" in self.told
        return self.exit != 1 or stopped or _SENTENCE.fullmatch(self.told) is not None

    @property
    def holds(self) -> bool:
        """Whether nothing was lost and everything said."""
        whole = self.fault_is_told and not self.damaged and self.plans_kept
        return whole and not self.left and self.rerun_equal


class Bench:
    """One study, its former results and its new ones, and a machine that disturbs runs."""

    def __init__(self, root: Path, out: Path | None = None) -> None:
        self._root, self._plans, self._out = root, root / "plans", out or root / "out"
        self._kept, self._refusing = root / "kept", dict[tuple[str, str], Mapping[str, bytes]]()
        self._command = ["run", "--plans", f"{self._plans}", "--out", f"{self._out}", "--quiet"]
        write_good(self._plans)
        assert self.run() == (0, "")
        self._old = self._take()
        shutil.copytree(self._out, self._kept)
        path = self._plans / CHANGED
        path.write_text(path.read_text(encoding="utf-8").replace("7%以上", "9%"), encoding="utf-8")
        shutil.rmtree(self._out)
        assert self.run() == (0, "")
        self._new = self._take()
        self._before = self._take(self._plans)

    def run(self) -> tuple[int, str]:
        """Run in this process; return the exit code and what was printed of errors."""
        told = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
            exit_code = main(self._command)
        return exit_code, told.getvalue()

    def count(self, *, fresh: bool = False, plain: bool = False) -> tuple[Counter[str], float]:
        """Return how often each operation comes in a run without a fault, and its seconds.

        With `plain`, of those on results alone, written in the plain way.
        """
        self._restore(fresh)
        disk = Disk([self._out] if plain else self._places())
        with _plain_writing() if plain else contextlib.nullcontext(), disk:
            began = time.monotonic()
            self.run()
        return disk.counts, time.monotonic() - began

    def fail(self, operation: str, turn: int, number: int | None, *, fresh: bool = False) -> Trial:
        """Run with one failing operation."""
        fault = Fault(operation, turn, functools.partial(_refuse, number))
        name = errno.errorcode[number] if number else "MemoryError"
        self._restore(fresh)
        with Disk(self._places(), fault):
            exit_code, told = self.run()
        trial = Trial(f"{operation} {name}", turn, self._tell(fault.came), exit_code, told)
        return self._judge(trial, number, fresh=fresh)

    def disturb(
        self, kind: str, before: Callable[[], object], after: Callable[[], object]
    ) -> Trial:
        """Run on a machine that was brought into some state, which ends before the next run."""
        self._restore(fresh=False)
        before()
        exit_code, told = self.run()
        after()
        trial = Trial(kind, 0, "some" if exit_code == 1 else "", exit_code, told)
        return self._judge(trial, fresh=False)

    def kill_at(self, turn: int, *, plain: bool = False, fresh: bool = False) -> Trial:
        """Run in a process that is killed at its `turn`-th operation."""
        fault = Fault("any", turn, lambda _: os.kill(os.getpid(), signal.SIGKILL))
        self._restore(fresh)
        with _plain_writing() if plain else contextlib.nullcontext():
            places = [self._out] if plain else self._places()
            state, _ = self._fork(Disk(places, fault), lambda _: None)
        killed = os.WIFSIGNALED(state)
        trial = Trial("plain kill" if plain else "kill", turn, "some" if killed else "")
        return self._judge(trial, fresh=fresh)

    def stop_after(
        self, seconds: float, number: int, times: int = 1, *, plain: bool = False
    ) -> Trial:
        """Run in a process that gets a signal after some seconds, perhaps a second one."""

        def disturb(pid: int) -> None:
            for turn in range(times):
                time.sleep(seconds if turn == 0 else seconds / 20)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)

        self._restore(fresh=False)
        with _plain_writing() if plain else contextlib.nullcontext():
            state, told = self._fork(None, disturb)
        code = 0 if os.WIFSIGNALED(state) else os.WEXITSTATUS(state)
        came = "some" if os.WIFSIGNALED(state) or code == 1 else ""
        kind = f"{signal.Signals(number).name} {'twice' if times > 1 else 'once'}"
        trial = Trial(f"plain {kind}" if plain else kind, round(seconds * 1000), came, code, told)
        return self._judge(trial, fresh=False)

    def _fork(self, disk: Disk | None, disturb: Callable[[int], None]) -> tuple[int, str]:
        told = self._root / "told"
        pid = os.fork()
        if pid == 0:
            code = 70
            with contextlib.suppress(BaseException):
                code = self._be_disturbed(disk, told)
            os._exit(code)
        disturb(pid)
        _, state = os.waitpid(pid, 0)
        return state, told.read_text(encoding="utf-8")

    def _be_disturbed(self, disk: Disk | None, told: Path) -> int:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(told.open("w", encoding="utf-8"))
            os.dup2(file.fileno(), 2)
            stack.enter_context(contextlib.redirect_stderr(file))
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            stack.enter_context(disk or contextlib.nullcontext())
            return main(self._command)

    def _places(self) -> list[Path]:
        return [self._plans, self._out, find_bundled() / "lexicon"]

    def _restore(self, fresh: bool) -> None:
        shutil.rmtree(self._out, ignore_errors=True)
        if not fresh:
            shutil.copytree(self._kept, self._out)

    def _take(self, folder: Path | None = None) -> dict[str, bytes]:
        folder = folder or self._out
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        return {name: raw for name, raw in found.items() if not _is_own(name)}

    def _judge(self, trial: Trial, number: int | None = None, *, fresh: bool) -> Trial:
        wholes = [self._old, self._new]
        if trial.exit == 2:
            wholes.append(self._refuse_plan(trial.came, number))
        found = self._take()
        if trial.exit != 2 and not fresh:
            trial.damaged += (self._old.keys() & self._new.keys()) - found.keys() - _CARDS
        for name, raw in found.items():
            unfinished = Path(name).name.startswith((".tmp-", ".run.lock-"))
            if not unfinished and all(whole.get(name) != raw for whole in wholes):
                trial.damaged.append(name)
        trial.plans_kept = self._take(self._plans) == self._before
        _, trial.rerun_told = self.run()
        trial.rerun_equal = self._take() == self._new
        trial.left = [
            path.name for path in self._root.rglob(".*") if path.name.startswith((".tmp-", ".run"))
        ] + [path.name for path in self._out.rglob("run.lock")]
        return trial

    def _refuse_plan(self, came: str, number: int | None) -> Mapping[str, bytes]:
        """Return what a run gives that cannot read one plan, for this reason."""
        key = (came, str(number))
        if key not in self._refusing:
            read, meanwhile = Path.read_bytes, self._root / "meanwhile"

            def refuse(path: Path) -> bytes:
                if path.name == Path(came).name:
                    _refuse(number, str(path))
                return read(path)

            shutil.move(self._out, meanwhile)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Path, "read_bytes", refuse)
                self.run()
            self._refusing[key] = self._take()
            shutil.rmtree(self._out)
            shutil.move(meanwhile, self._out)
        return self._refusing[key]

    def _tell(self, path: str) -> str:
        return path.removeprefix(f"{self._root.resolve()}{os.sep}")


def _is_own(name: str) -> bool:
    return Path(name).name.startswith(_OWN)


def _refuse(number: int | None, name: str) -> None:
    if number is None:
        raise MemoryError
    raise OSError(number, os.strerror(number), name)


@contextlib.contextmanager
def _plain_writing() -> Iterator[None]:
    """Write as most programs do: open the file, write, close it."""

    def write(path: Path, data: bytes, _lasting: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_put_in_place", write)
        yield


def _draw(results: Any, **_: object) -> tuple[list[Path], int]:
    """Write one figure as a run does, of bytes that depend on the targets."""
    rows = results.tables["targets"].astype(str).to_dict("records")
    words = {"zh": "图", "en": "figure"}
    told = Told(words, "", tuple(rows), (), words)
    corpus = results.corpus
    with page("a4_full", labels=corpus.lexicon.labels):
        if export.is_current("figure", corpus.study.figures, figure_key(**told.parts())):
            return [], 5
        content = json.dumps(rows, ensure_ascii=False).encode()
        painted = [[kind.encode() + content for kind in export.FORMATS]]
        written = export._write_figure(
            painted, "figure", corpus.study.figures, told=told, inputs={}, n=3,
            formats=export.FORMATS, by="export_picture",
        )  # fmt: skip
    return list(written), 0


@contextlib.contextmanager
def quick_machine() -> Iterator[None]:
    """Compute once what lies between reading and writing; draw no figure."""
    measured: dict[object, Any] = {}
    measure = run_module.Results

    def measure_once(corpus: Any, **how: bool) -> Any:
        key = (*(d.document.doc_id for d in corpus.documents), *map(repr, corpus.quarantined))
        if key not in measured:
            measured[key] = measure(corpus, **how)
        return measured[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_module, "Results", measure_once)
        patch.setattr(run_module, "export_pictures", _draw)
        patch.setattr(run_module, "write_digest", lambda *_, **__: ([], 0))
        for module, name in _PURE:
            patch.setattr(module, name, _once(getattr(module, name)))
        yield


def _once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Make each thing once from the same objects (kept alive, so that they stay the same)."""
    held: dict[tuple[int, ...], tuple[Any, Any]] = {}

    def made(*given: Any) -> Any:
        key = tuple(map(id, given))
        if key not in held:
            held[key] = (given, make(*given))
        return held[key][1]

    return made


def choose_turns(count: int, most: int) -> list[int]:
    """Return up to `most` turns, spread from the first one to the one after the last."""
    if most < 2:
        return [1 + count // 2][:most]
    steps = min(most - 1, count)
    return sorted({1 + round(i * count / steps) for i in range(steps + 1)})


def sweep(
    bench: Bench, *, faults: int, kills: int, moments: int, stops: int, plain: int
) -> Iterator[Trial]:
    """Disturb runs: up to `faults` turns of every way to fail, and so on; some first runs too."""
    rng = random.Random(7)
    for fresh in (False, True):
        counts, whole = bench.count(fresh=fresh)
        share = faults // 4 if fresh else faults
        for operation, numbers in ERRORS.items():
            for number in numbers if not fresh else numbers[:1]:
                for turn in choose_turns(counts[operation], share):
                    yield bench.fail(operation, turn, number, fresh=fresh)
        for turn in choose_turns(counts["any"], kills // 4 if fresh else kills):
            yield bench.kill_at(turn, fresh=fresh)
    for _ in range(moments):
        yield bench.stop_after(rng.uniform(0, whole), signal.SIGKILL)
    for turn in range(stops):
        yield bench.stop_after(rng.uniform(0, whole), signal.SIGINT, 1 + turn % 2)
    counts, whole = bench.count(plain=True)
    for turn in choose_turns(counts["any"], plain):
        yield bench.kill_at(turn, plain=True)
    for _ in range(plain):
        yield bench.stop_after(rng.uniform(0, whole), signal.SIGKILL, plain=True)


def report() -> int:
    """Sweep as asked on the command line and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=400, help="turns of every way to fail")
    parser.add_argument("--kills", type=int, default=180, help="steps to be killed at")
    parser.add_argument("--moments", type=int, default=60, help="kills at random moments")
    parser.add_argument("--stops", type=int, default=40, help="Ctrl+C, once and twice by turns")
    parser.add_argument("--plain", type=int, default=75, help="kills of the plain way")
    asked = parser.parse_args()
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder, quick_machine():
        for trial in sweep(Bench(Path(folder)), **vars(asked)):
            told = asdict(trial) | {"holds": trial.holds, "fault_is_told": trial.fault_is_told}
            print(json.dumps(told, ensure_ascii=False), flush=True)
            kind = trial.kind.split()[0]
            sums[kind] += Counter(
                came=bool(trial.came), damaged=bool(trial.damaged), lost=not trial.holds
            )
    for kind, count in sums.items():
        print(f"{kind}: {', '.join(f'{n} {what}' for what, n in count.items())}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(report())
