"""The received texts of Word files, PDFs and web pages, kept so that offsets can be looked up.

``derived/text/<doc_id>.txt`` holds the text, ``<doc_id>.json`` how it came about. What does not
fit its checksum, or was made by other readers, is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

from analysis.corpus.files import write_if_changed
from analysis.model import Cut, Received

_LIBRARIES = ("trafilatura", "python-docx", "pypdfium2", "lxml")


class ReceivedTexts:
    """The folder of received texts of one study."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, doc_id: str) -> Received | None:
        """Return what the readers of today made of a document before, if it is whole."""
        try:
            text = (self._folder / f"{doc_id}.txt").read_bytes().decode("utf-8")
            held = json.loads((self._folder / f"{doc_id}.json").read_bytes())
            if (held["readers"], held["checksum"]) != (hash_readers(), _hash(text)):
                return None
            return Received(
                text=text,
                encoding=held["encoding"],
                marks=tuple(Cut(**mark) for mark in held["marks"]),
                notes=tuple((code, words) for code, words in held["notes"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, doc_id: str, received: Received) -> None:
        """Keep what the readers made of a document."""
        plain = asdict(received)
        text = plain.pop("text")
        held = {**plain, "readers": hash_readers(), "checksum": _hash(text)}
        write_if_changed(self._folder / f"{doc_id}.txt", text.encode(), lasting=False)
        data = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        write_if_changed(self._folder / f"{doc_id}.json", data.encode(), lasting=False)

    def forget_others(self, doc_ids: Iterable[str]) -> None:
        """Drop the texts of documents that are no longer in the study."""
        keep = set(doc_ids)
        for path in sorted(self._folder.glob("*.*")):
            if path.stem not in keep:
                path.unlink(missing_ok=True)


@cache
def hash_readers() -> str:
    """Return a hash of the readers' source and of the libraries beneath them."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "readers").glob("*.py")):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()[:16]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
