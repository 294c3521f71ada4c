"""How fast `townplans claims` reads, start-up apart: bytes to rows, in seconds of one core.

    python -m benchmarks.claims [folder or file ...]

Without arguments the bundled plans and gold texts are read. Each document is read several
times and its best time counts, so that other work on the machine disturbs little. The yardstick is
what a user would write instead: a `findall` of the numbers with a percent sign over the same text.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import process_time

from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.listing import list_files
from analysis.corpus.study import find_bundled
from analysis.extract.claims import find_claims
from analysis.extract.ledger import ledger_row
from analysis.text.reading import read_plans

_ROUNDS = 5
_STAGES = ("decode", "read", "claims", "rows", "findall")
_LINE_BYTES = 1_000_000
_PERCENT = re.compile(r"\d+(?:\.\d+)?[%％]")
_TITLE = "甲乙镇2024年政府工作报告\n"
_SHAPES = (
    "12.", "1,234 ", "**%", "xx.3亿元", "一二三", "1 2 3 ", "。5%", "5%。", "5 %", "7%、",
    "12万元，", "增长5%，", "百分之", "1、\n", "12.1,234 **%xx.3亿元一二三1 2 3 。5%",
)  # fmt: skip


def main(places: Sequence[str]) -> None:
    """Print what was measured."""
    bundled = find_bundled()
    lexicon = read_lexicon(bundled / "lexicon")
    folders = [Path(p) for p in places] or [bundled / "plans", bundled / "gold" / "texts"]
    texts = {
        f"{folder}/{name}": path.read_bytes()
        for folder in folders
        for name, path in list_files([folder])
        if path.suffix == ".txt"
    }
    megabytes = sum(map(len, texts.values())) / 1e6
    print(f"{len(texts)} texts, {megabytes:.2f} MB")
    # Round by round, since a sentence that was read a moment ago is not cut again.
    rounds = [
        {name: _time_round(name, raw, lexicon) for name, raw in texts.items()}
        for _ in range(_ROUNDS)
    ]
    best = {
        stage: sum(min(times[name][stage] for times in rounds) for name in texts)
        for stage in _STAGES
    }
    for stage, seconds in best.items():
        print(f"{stage:9} {seconds:7.3f} s {megabytes / seconds:8.2f} MB/s")
    whole = sum(seconds for stage, seconds in best.items() if stage != "findall")
    ratio = whole / best["findall"]
    print(f"{'whole':9} {whole:7.3f} s {megabytes / whole:8.2f} MB/s, {ratio:.0f} findalls")
    for shape in _SHAPES:
        print(f"1 MB of {shape!r}: {_time_line(shape, lexicon):.1f} s")


def _time_round(name: str, raw: bytes, lexicon: Lexicon) -> dict[str, float]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    clock = [process_time()]
    document = decode_document(name, raw)
    clock.append(process_time())
    readings = read_plans(document, lexicon).readings
    clock.append(process_time())
    found = [find_claims(reading, document.doc_id, document.text, lexicon) for reading in readings]
    clock.append(process_time())
    for reading, claims in zip(readings, found, strict=True):
        for claim in claims:
            encode(ledger_row(claim, reading.plan, name))
    clock.append(process_time())
    _PERCENT.findall(document.text)
    clock.append(process_time())
    return {stage: b - a for stage, (a, b) in zip(_STAGES, pairwise(clock), strict=True)}


def _time_line(shape: str, lexicon: Lexicon) -> float:
    """Return the seconds for a title and one megabyte of a shape without end."""
    raw = shape.encode()
    raw = _TITLE.encode() + raw * (_LINE_BYTES // len(raw))
    start = process_time()
    document = decode_document("line.txt", raw)
    for reading in read_plans(document, lexicon).readings:
        find_claims(reading, document.doc_id, document.text, lexicon)
    return process_time() - start


if __name__ == "__main__":
    main(sys.argv[1:])
