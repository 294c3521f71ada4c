"""The child process that opens untrusted files: ``python -m analysis.corpus.readers.child``.

It reads requests from its standard input and answers on its standard output. A request is a line
of JSON (format, place, bytes to follow) and the bytes; an answer is a line of JSON. Importing
this module does nothing.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module

from analysis.errors import RefusedDocumentError
from analysis.model import Received

_READERS = {
    "html": ("analysis.corpus.readers.html", "read_html"),
    "mht": ("analysis.corpus.readers.html", "read_mht"),
    "docx": ("analysis.corpus.readers.docx", "read_docx"),
    "scan": ("analysis.corpus.readers.ocr", "read_scan"),
    "pdf": ("analysis.corpus.readers.pdf", "read_pdf"),
}
LARGEST_TEXT = 20_000_000
"""Characters; a longer text is no township plan."""


def answer(request: dict[str, str], raw: bytes) -> dict[str, object]:
    """Read one file; what it refuses, and what the reader did not expect, is an answer too."""
    try:
        module, name = _READERS[request["format"]]
        read: Callable[[bytes, str], Received] = getattr(import_module(module), name)
        received = read(raw, request["where"])
    except RefusedDocumentError as refused:
        return {"code": refused.code, "what": refused.what, "fix": refused.fix}
    except MemoryError:
        return {"code": "E-LIM-02", "what": "", "fix": ""}
    except Exception as error:
        return {
            "code": "E-DOC-09",
            "what": f"the {request['format']} reader failed ({type(error).__name__}: {error})",
            "fix": "save it again where it comes from, or copy its text into a .txt file",
        }
    if len(received.text) > LARGEST_TEXT:
        return {
            "code": "E-LIM-03",
            "what": f"it holds {len(received.text):,} characters",
            "fix": "split it into one file per plan",
        }
    return asdict(received)


def main() -> None:
    """Answer requests until the input ends."""
    logging.disable(logging.CRITICAL)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while line := requests.readline():
        request = json.loads(line)
        raw = requests.read(request["bytes"])
        answers.write(json.dumps(answer(request, raw)).encode("ascii") + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
