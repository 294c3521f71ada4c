"""One plan that came twice, from two places: counted once, both listed.

Copies of one plan differ by frame, page numbers and a few characters. They are looked for among
plans that stand for the same town and year; two towns that share a text are no twins, but a
finding of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.build.documents.stages import DocumentResult
from analysis.corpus.cells import RegisterWords
from analysis.corpus.matching import apply_register, find_rows
from analysis.corpus.register import Register
from analysis.model import Document, Reading
from analysis.text.reading import name_plan
from analysis.text.shingles import Shingles, may_overlap, measure_overlap, shingle

PlanKey = tuple[str, int]
"""A document's id and the plan's number in it."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A plan that is another one over again."""

    kept: str
    """File of the copy that counts."""
    share: float
    """Jaccard index of their character sequences."""


@dataclass(frozen=True, slots=True)
class _Copy:
    key: PlanKey
    path: str
    shingles: Shingles
    wanted: bool
    """The register says that it is to be used."""
    loss: int
    """How much its format loses: 0 text, Word and web pages, 1 a PDF, 2 a scan."""


def find_twins(
    results: Iterable[DocumentResult], register: Register, county: str | None, words: RegisterWords
) -> dict[PlanKey, Twin]:
    """Return the plans that repeat another one of the same town and year.

    A copy in a format that loses least counts, of those the longest, of equals the first by
    name; a copy that the register wants used (``use = yes``) is never dropped.
    """
    copies: defaultdict[str, list[tuple[Reading, Document, bool]]] = defaultdict(list)
    for result in results:
        document = result.reading.document
        readings = {r.plan.number: r for r in result.reading.readings}
        rows = find_rows(register, document, list(readings))
        for number, reading in readings.items():
            row = rows.get(number)
            if row is not None and row.use in ("no", "superior"):
                continue
            plan = apply_register(reading.plan, row)
            year = plan.stated_year or plan.content_year
            name = name_plan(plan.county or county, plan.town, year)
            copies[name].append((reading, document, row is not None and row.use == "yes"))
    found: dict[PlanKey, Twin] = {}
    for several in copies.values():
        if len(several) > 1:
            found |= _drop_copies([_shingle(*one, words.shingle_chars) for one in several], words)
    return found


def _shingle(reading: Reading, document: Document, wanted: bool, length: int) -> _Copy:
    plan = reading.plan
    text = reading.clean.text[plan.start : plan.end]
    loss = {"pdf": 1, "ocr": 2}.get(document.encoding, 0)
    key = (plan.doc_id, plan.number)
    return _Copy(key, document.path, shingle(text, length), wanted, loss)


def _drop_copies(copies: list[_Copy], words: RegisterWords) -> dict[PlanKey, Twin]:
    found: dict[PlanKey, Twin] = {}
    kept: list[_Copy] = []
    for copy in sorted(
        copies, key=lambda c: (not c.wanted, c.loss, -len(c.shingles), c.path, c.key)
    ):
        shares = [
            (measure_overlap(other.shingles, copy.shingles), other.path)
            for other in kept
            if may_overlap(other.shingles, copy.shingles, words.twin_share)
        ]
        share, path = max(shares, default=(0.0, ""))
        if share >= words.twin_share and not copy.wanted:
            found[copy.key] = Twin(path, share)
        else:
            kept.append(copy)
    return found
