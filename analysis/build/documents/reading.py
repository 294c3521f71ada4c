"""One file of a study after another: read, cut, and put where it belongs.

What the store holds of a document is taken from it; each result is kept as soon as it is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.build.documents.stages import DocumentResult, Stages
from analysis.build.documents.store import Store
from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.listing import hash_bytes, read_bytes
from analysis.corpus.received import ReceivedTexts
from analysis.errors import RefusedDocumentError
from analysis.model import Document, DocumentWarning, Quarantined


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one file: a result, or why it is refused."""

    name: str
    result: DocumentResult | Quarantined
    computed: bool = False
    """Whether a stage of it was computed now."""
    engine: str = ""
    """What cut its words, if they were cut now."""
    given_back: bool = False
    """Whether another process was to read it and did not."""

    @property
    def doc_id(self) -> str:
        """Id of the bytes that were read; empty where none could be."""
        if isinstance(self.result, Quarantined):
            return self.result.sha256[:12]
        return self.result.reading.document.doc_id


@dataclass(slots=True)
class ReadDocuments:
    """All documents of a study."""

    done: dict[str, DocumentResult] = field(default_factory=dict)
    """Document id -> what it gave, in the order of the files' names."""
    quarantined: list[Quarantined] = field(default_factory=list)
    doubled: list[DocumentWarning] = field(default_factory=list)
    computed: set[str] = field(default_factory=set)
    """Ids of documents that were not in the store, or not as they are now."""
    engine: str = ""
    given_back: int = 0
    """How many other processes were to read and did not."""

    def take_in(self, found: Found) -> None:
        """Put a file where it belongs."""
        self.engine = found.engine or self.engine
        self.given_back += found.given_back
        if isinstance(found.result, Quarantined):
            self.quarantined.append(found.result)
            return
        doc_id = found.result.reading.document.doc_id
        kept = self.done.setdefault(doc_id, found.result)
        if kept is not found.result:
            words = f"the same bytes as {kept.reading.document.path}; counted once"
            self.doubled.append(DocumentWarning(found.name, "W-DUP-01", words))
        elif found.computed:
            self.computed.add(doc_id)


class DocumentReader:
    """Reads files for one lexicon, into one store."""

    def __init__(self, derived: Path, lexicon: Lexicon) -> None:
        self._store, self._texts = Store(derived / "store"), ReceivedTexts(derived / "text")
        self._stages = Stages(lexicon, self._store)

    def identify(self, name: str, path: Path) -> tuple[str, bytes]:
        """Return a document's id and bytes; no bytes where they are refused."""
        try:
            raw = read_bytes(name, path)
        except RefusedDocumentError:
            return name, b""
        return hash_bytes(raw)[:12], raw

    def read(self, name: str, path: Path) -> Found:
        """Read a file and compute what the store does not hold of it."""
        document = self._receive(name, path)
        return Found(name, document) if isinstance(document, Quarantined) else self._run(document)

    def read_twin(self, name: str, path: Path, done: Mapping[str, DocumentResult]) -> Found:
        """Read a file whose bytes may be those of another, which are not computed twice."""
        document = self._receive(name, path)
        if isinstance(document, Quarantined):
            return Found(name, document)
        if document.doc_id in done:
            again = done[document.doc_id]
            return Found(name, replace(again))
        return self._run(document)

    def recall(self, name: str, raw: bytes, doc_id: str) -> Found | None:
        """Return what came of a file's bytes before; None where some of it is to be computed."""
        if not self._store.knows(doc_id):
            return None
        document = self._decode(name, raw)
        if isinstance(document, Quarantined):
            return Found(name, document)
        held = self._stages.recall(document)
        return None if held is None else Found(name, held)

    def forget_others(self, doc_ids: Collection[str]) -> None:
        """Drop what is kept of documents that are no longer in the study."""
        self._texts.forget_others(doc_ids)
        self._store.forget_others(doc_ids)

    def _run(self, document: Document) -> Found:
        result = self._stages.run(document)
        computed = document.doc_id in self._store.made
        return Found(document.path, result, computed, self._stages.engine if computed else "")

    def _receive(self, name: str, path: Path) -> Document | Quarantined:
        try:
            raw = read_bytes(name, path)
        except RefusedDocumentError as refused:
            return _quarantine(name, b"", refused)
        return self._decode(name, raw)

    def _decode(self, name: str, raw: bytes) -> Document | Quarantined:
        try:
            return decode_document(name, raw, self._texts)
        except RefusedDocumentError as refused:
            return _quarantine(name, raw, refused)


def _quarantine(name: str, raw: bytes, refused: RefusedDocumentError) -> Quarantined:
    sha256 = hash_bytes(raw) if raw else ""
    return Quarantined(name, sha256, refused.code, refused.what, refused.fix)
