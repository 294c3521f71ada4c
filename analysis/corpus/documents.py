"""The plans folder -> documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from analysis.corpus.listing import hash_bytes, list_files, read_bytes
from analysis.corpus.readers.formats import find_format
from analysis.corpus.readers.messages import refuse_message
from analysis.corpus.readers.text import read_text
from analysis.corpus.readers.untrusted import read_untrusted
from analysis.corpus.received import ReceivedTexts
from analysis.errors import RefusedDocumentError
from analysis.model import Document, Received

_HELD = 2_000
"""Texts that a process holds for its next run."""


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
    kind = find_format(raw, name)
    if kind == "text":
        return _decode_text(name, raw)
    doc_id = hash_bytes(raw)[:12]
    held = texts.load(doc_id) if texts else None
    if held is None:
        held = read_untrusted(kind, raw, name)
        if texts:
            texts.keep(doc_id, held)
    return _make_document(name, raw, held)


@lru_cache(maxsize=_HELD)
def _decode_text(name: str, raw: bytes) -> Document:
    return _make_document(name, raw, Received(*read_text(raw, name)))


def _make_document(name: str, raw: bytes, received: Received) -> Document:
    refuse_message(received.text, name)
    sha256 = hash_bytes(raw)
    return Document(
        doc_id=sha256[:12],
        path=name,
        encoding=received.encoding,
        text=received.text,
        marks=received.marks,
        notes=received.notes,
        sha256=sha256,
    )


def read_documents(
    places: Iterable[Path], texts: ReceivedTexts | None = None
) -> Iterator[Document | RefusedDocumentError]:
    """Read every file below `places` in name order; a refused one is yielded as its error."""
    for name, path in list_files(places):
        try:
            yield read_document(name, path, texts)
        except RefusedDocumentError as refused:
            yield refused
