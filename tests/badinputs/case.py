"""What a case of the table is, and the bench on which its files are made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, product
from pathlib import Path
from typing import Any, Literal

State = Literal["read", "warned", "quarantined"]

_FIRST, _SECOND = "松柏樟枫桂槐榆柳桐杉椿楠", "坪岙畈墩坳岭埠滩塘垄"
_THIRD = "石沙柴茶麻"
_PARTS = (
    ("东片", "西片", "北坡", "南湾", "河边", "老街", "集镇", "山背"),
    ("的旧水渠", "的机耕路", "的茶园", "的果园", "的粮库", "的养老院", "的小学", "的厂房"),
    (
        "由村里接着修",
        "入夏前修好",
        "逐户登记",
        "腾出来再用",
        "添人添钱",
        "分三段整治",
        "交合作社管",
    ),
)


@dataclass(frozen=True)
class Said:
    """What a made file says: the truth that reading it is held against."""

    town: str
    growth: str
    text: str
    year: int = 2023


@dataclass
class Bench:
    """Where a case makes its files; `files` are those that must end in the case's state."""

    folder: Path
    towns: Iterator[str]
    root: Path
    """The plans folder; names are told as seen from here."""
    files: dict[str, Said | None] = field(default_factory=dict)

    def say(self, town: str | None = None, *, year: int = 2023, title: str = "") -> Said:
        """Write a short plan of a town that no other file speaks of, with one growth target."""
        town = town or next(self.towns)
        rng = random.Random(f"{town}{year}")
        growth = f"{rng.randint(3, 9)}.{rng.randint(1, 9)}"
        tasks = ["".join(rng.choice(part) for part in _PARTS) + "。" for _ in range(13)]
        text = (
            f"{title or f'{town}{year}年政府工作报告'}\n各位代表：现在报告工作。\n"
            f"一、{year}年工作安排\n今年的主要预期目标是：地区生产总值增长{growth}%。\n"
            + "\n".join(tasks)
            + "\n"
        )
        return Said(town, growth, text, year)

    def put(
        self, name: str, raw: bytes | str, said: Said | None = None, *, counts: bool = True
    ) -> Path:
        """Write a file; without `counts` it is only there beside those that the case is about."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        if counts:
            self.note(path, said)
        return path

    def note(self, path: Path, said: Said | None = None) -> None:
        self.files[path.relative_to(self.root).as_posix()] = said


Make = Callable[["Bench"], None]
Check = Callable[[Any, str, Said | None], None]
"""Results of the run, the file's name and what it says; asserts what the state does not tell."""


@dataclass(frozen=True)
class Case:
    """One line of the table: a way in which files are bad, and what must become of each."""

    family: int
    name: str
    make: Callable[[Bench], None]
    state: State
    code: str = ""
    check: Check | None = None
    xfail: str = ""
    """Why it cannot hold yet."""
    nightly: bool = False
    """Too slow for every day."""

    @property
    def exit(self) -> int:
        """The exit code of a run with this case beside good towns."""
        return 2 if self.state == "quarantined" else 0

    def __str__(self) -> str:
        return f"{self.family:02}-{self.name}"


def name_towns() -> Iterator[str]:
    """Yield invented names, 1,440 different ones before the first comes again."""
    return cycle("".join(parts) for parts in product(("", *_THIRD), _FIRST, _SECOND, "镇乡"))
