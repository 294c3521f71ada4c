"""What was computed for one document, kept by content and checked on load.

A record lies in ``derived/store/<doc_id>/<stage>.json``. Its first line names the ingredients it
was made from (the document's bytes, the lexicon files and the code of its stage) and the checksum
of the second, which holds the value (`packing`). A record that does not fit, or that was damaged,
is computed again; nothing foreign is ever executed by loading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analysis.build.documents.packing import find_packing
from analysis.corpus.files import write_if_changed
from analysis.corpus.inputs import stamp

_HELD = 10_000
"""Records that a process holds for its next run: five a document."""


class Store:
    """Records of one study; `made` counts what this run had to compute."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: dict[str, set[str]] = {}

    def knows(self, doc_id: str) -> bool:
        """Tell whether anything is kept of a document."""
        return (self._folder / doc_id).is_dir()

    def load(self, doc_id: str, stage: str, key: str, kind: Any) -> Any | None:
        """Return the record of a stage if it fits `key` and is whole, else None."""
        path = f"{self._folder}/{doc_id}/{stage}.json"
        try:
            return _load(path, stamp(path), key, kind)
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None

    def keep(self, doc_id: str, stage: str, key: str, value: object, kind: Any) -> None:
        """Keep the record of a stage."""
        how = find_packing(kind)
        plain = how.pack(value) if how else value
        packed = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        data = _seal(key, packed) + b"\n" + packed
        write_if_changed(self._folder / doc_id / f"{stage}.json", data, lasting=False)
        self.made.setdefault(doc_id, set()).add(stage)

    def forget_others(self, doc_ids: Iterable[str]) -> None:
        """Drop the records of documents that are no longer in the study."""
        keep = set(doc_ids)
        if not self._folder.is_dir():
            return
        for folder in sorted(self._folder.iterdir()):
            if folder.is_dir() and folder.name not in keep:
                for record in folder.glob("*.json"):
                    record.unlink(missing_ok=True)
                folder.rmdir()


def mix_key(*ingredients: str) -> str:
    """Return one key for all ingredients of a stage."""
    return hashlib.sha256("\n".join(ingredients).encode()).hexdigest()[:24]


@cache
def hash_code(*places: str) -> str:
    """Return a hash of the package's source below `places` (modules or folders)."""
    package = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for place in places:
        whole = package / place
        for path in sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


@lru_cache(maxsize=_HELD)
def _load(path: str, _stamp: tuple[int, ...], key: str, kind: Any) -> Any:
    """Read a record, or take it as it was read before if its file was not touched since."""
    seal, _, value = Path(path).read_bytes().partition(b"\n")
    if seal != _seal(key, value):
        raise ValueError("a record of other ingredients, or a damaged one")
    plain = json.loads(value)
    how = find_packing(kind)
    return how.unpack(plain) if how else plain


def _seal(key: str, value: bytes) -> bytes:
    return f"{key} {hashlib.sha256(value).hexdigest()[:16]}".encode()
