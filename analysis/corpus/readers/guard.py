"""Untrusted files are opened by a child process with a clock and a limit of memory.

One child serves many files; it is ended when a file takes too long or too much, and a new one
serves the next. It is started as a program, not by forking, so it works on every system and
inside notebooks, and it ends with its parent.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from analysis.errors import RefusedDocumentError, refuse_as
from analysis.model import Cut, Received

SECONDS = 60.0
MEMORY_BYTES = 1024**3
_WATCH_SECONDS = 0.05


class Guard:
    """Reads files through a child; `seconds` and `memory` limit each file."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY_BYTES) -> None:
        self._seconds, self._memory = seconds, memory
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._turn = threading.Lock()

    def read(self, kind: str, raw: bytes, where: str, *, seconds: float | None = None) -> Received:
        """Read one file of format `kind`, within `seconds` where its limit is another.

        Raises
        ------
        RefusedDocumentError
            The reader refuses it, or it takes too long or too much memory.
        """
        with self._turn:
            held = self._ask(kind, raw, where, self._seconds if seconds is None else seconds)
        if "code" in held:
            if held["code"] == "E-LIM-02":
                raise self._too_much(where)
            raise refuse_as(held, where)
        marks = tuple(Cut(**mark) for mark in held["marks"])
        notes = tuple((code, words) for code, words in held["notes"])
        return Received(held["text"], held["encoding"], marks, notes)

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            for pipe in (self._child.stdin, self._child.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            self._child.wait()
            self._child = None

    def _ask(self, kind: str, raw: bytes, where: str, seconds: float) -> dict[str, Any]:
        child = self._start()
        head = json.dumps({"format": kind, "where": where, "bytes": len(raw)}) + "\n"
        sender = threading.Thread(target=self._send, args=(child, head.encode() + raw), daemon=True)
        sender.start()
        watched, until = psutil.Process(child.pid), time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                line = self._answers.get(timeout=_WATCH_SECONDS)
            except queue.Empty:
                with contextlib.suppress(psutil.Error):
                    if watched.memory_info().rss > self._memory:
                        self.close()
                        raise self._too_much(where) from None
                continue
            if not line:
                self.close()
                raise RefusedDocumentError(
                    "E-DOC-09",
                    f"the {kind} reader broke down over it",
                    where=where,
                    fix="save it again, or copy its text into a .txt file",
                )
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.close()
        raise RefusedDocumentError(
            "E-LIM-01",
            f"reading it took more than {seconds:g} seconds",
            where=where,
            fix="copy the plan's text into a .txt file",
        )

    def _too_much(self, where: str) -> RefusedDocumentError:
        return RefusedDocumentError(
            "E-LIM-02",
            f"reading it took more than {self._memory // 1024**2} MB of memory",
            where=where,
            fix="copy the plan's text into a .txt file",
        )

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        package = str(Path(__file__).resolve().parents[3])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._child = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "analysis.corpus.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(self._child, self._answers), daemon=True).start()
        return self._child

    @staticmethod
    def _send(child: subprocess.Popen[bytes], message: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            if child.stdin is not None:
                child.stdin.write(message)
                child.stdin.flush()


def _listen(child: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while child.stdout is not None and (line := child.stdout.readline()):
            answers.put(line)
    answers.put(b"")


@cache
def shared_guard() -> Guard:
    """Return the guard of this process; its child starts with the first untrusted file."""
    guard = Guard()
    atexit.register(guard.close)
    return guard
