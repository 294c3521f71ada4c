"""The longest passages that provinces share, labelled by a person, are found again."""

from __future__ import annotations

import csv

import pytest

from analysis.corpus.documents import read_documents
from analysis.model import Document
from analysis.stats.reuse import find_reuse
from analysis.text.reading import read_plans

pytestmark = pytest.mark.real


def test_the_labelled_passages_of_the_provinces_are_found_at_their_offsets(
    real_provinces, project, lexicon
):
    with (project / "data/gold/reuse_provinces.tsv").open(encoding="utf-8") as sheet:
        rows = list(csv.DictReader(sheet, delimiter="\t"))
    assert len(rows) == 20
    assert sum(row["label"] == "yes" for row in rows) >= 18
    documents = [d for d in read_documents([real_provinces]) if isinstance(d, Document)]
    readings, names = [], {}
    for document in documents:
        for reading in read_plans(document, lexicon).readings:
            readings.append(reading)
            names[reading.plan.plan_id] = document.path
    found = {
        (names[pair.plan_id], p.start, p.end, names[pair.other], p.other_start, p.other_end)
        for pair in find_reuse(readings).pairs
        for p in pair.passages
    }
    ends = ("document", "start", "end", "other", "other_start", "other_end")
    wanted = {tuple(int(v) if v.isdigit() else v for v in map(row.get, ends)) for row in rows}
    assert wanted <= found
