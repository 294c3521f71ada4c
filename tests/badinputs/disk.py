"""A disk that fails, or a process that dies, at the Nth thing done to the files of a study."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

OPERATIONS = ("open", "read", "write", "fsync", "replace")


@dataclass
class Fault:
    """What happens when `operation` ("any": whatever it is) is done for the `turn`-th time."""

    operation: str
    turn: int
    act: Callable[[str], None]
    came: str = ""
    """The file it came to; empty while it has not."""


class Disk:
    """Counts what is done to files below `places` while it is in use; brings about one fault."""

    def __init__(self, places: Iterable[Path], fault: Fault | None = None) -> None:
        self._places = tuple(os.fspath(place.resolve()) + os.sep for place in places)
        self._fault = fault
        self._names: dict[int, str] = {}
        self._patch = pytest.MonkeyPatch()
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Disk:
        self._io_open, self._os_open = io.open, os.open
        self._fsync, self._replace = os.fsync, os.replace
        self._patch.setattr(io, "open", self._open_file)
        self._patch.setattr(os, "open", self._open_handle)
        self._patch.setattr(os, "fsync", self._sync)
        self._patch.setattr(os, "replace", self._put)
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def step(self, operation: str, name: str) -> None:
        """Count one operation, and act if it is the one."""
        if not name.startswith(self._places):
            return
        self.counts[operation] += 1
        self.counts["any"] += 1
        fault = self._fault
        if fault and not fault.came and self.counts[fault.operation] == fault.turn:
            fault.came = name
            fault.act(name)

    def _open_file(self, file: Any, *rest: Any, **named: Any) -> Any:
        name = self._names.get(file, "") if isinstance(file, int) else _name(file)
        if not isinstance(file, int):
            self.step("open", name)
        opened = self._io_open(file, *rest, **named)
        return _Watched(self, opened, name) if name.startswith(self._places) else opened

    def _open_handle(self, path: Any, *rest: Any, **named: Any) -> int:
        self.step("open", _name(path))
        handle = self._os_open(path, *rest, **named)
        self._names[handle] = _name(path)
        return handle

    def _sync(self, handle: int) -> None:
        self.step("fsync", self._names.get(handle, ""))
        self._fsync(handle)

    def _put(self, source: Any, target: Any, **named: Any) -> None:
        self.step("replace", _name(target))
        self._replace(source, target, **named)


class _Watched:
    """A file whose reads and writes are counted; a write that fails has written half."""

    def __init__(self, disk: Disk, file: Any, name: str) -> None:
        self._disk, self._file, self._name = disk, file, name

    def write(self, data: Any) -> Any:
        half = len(data) // 2
        self._file.write(data[:half])
        self._file.flush()
        self._disk.step("write", self._name)
        return half + self._file.write(data[half:])

    def read(self, *size: int) -> Any:
        self._disk.step("read", self._name)
        return self._file.read(*size)

    def __iter__(self) -> Any:
        self._disk.step("read", self._name)
        return iter(self._file)

    def __enter__(self) -> _Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _name(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - without a look at the disk
