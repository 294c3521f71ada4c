"""The plans folder -> documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.corpus.listing import hash_bytes, list_files, read_bytes
from analysis.corpus.readers.formats import find_format
from analysis.corpus.readers.messages import refuse_message
from analysis.corpus.readers.text import read_text
from analysis.corpus.readers.untrusted import read_untrusted
from analysis.corpus.received import ReceivedTexts
from analysis.errors import RefusedDocumentError
from analysis.model import Document, Received


def read_document(name: str, path: Path, texts: ReceivedTexts | None = None) -> Document:
    """Read one file; `texts` are those read before.

    Raises
    ------
    RefusedDocumentError
        It cannot be read; the message says why and what to do.
    """
    return decode_document(name, read_bytes(name, path), texts)


def decode_document(name: str, raw: bytes, texts: ReceivedTexts | None = None) -> Document:
    """Turn the bytes of one file into a Document; `texts` are those read before.

    Raises
    ------
    RefusedDocumentError
        The bytes are no readable text, or only what a web site said in place of it.
    """
    sha256 = hash_bytes(raw)
    doc_id = sha256[:12]
    received = _receive(name, raw, doc_id, texts)
    refuse_message(received.text, name)
    return Document(
        doc_id=doc_id,
        path=name,
        encoding=received.encoding,
        text=received.text,
        marks=received.marks,
        notes=received.notes,
        sha256=sha256,
    )


def _receive(name: str, raw: bytes, doc_id: str, texts: ReceivedTexts | None) -> Received:
    kind = find_format(raw, name)
    if kind == "text":
        return Received(*read_text(raw, name))
    held = texts.load(doc_id) if texts else None
    if held is None:
        held = read_untrusted(kind, raw, name)
        if texts:
            texts.keep(doc_id, held)
    return held


def read_documents(
    places: Iterable[Path], texts: ReceivedTexts | None = None
) -> Iterator[Document | RefusedDocumentError]:
    """Read every file below `places` in name order; a refused one is yielded as its error."""
    for name, path in list_files(places):
        try:
            yield read_document(name, path, texts)
        except RefusedDocumentError as refused:
            yield refused
