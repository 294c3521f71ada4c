"""What goes from real documents and what stays, as offsets; the words stay with their owner."""

from pathlib import Path

import pytest

from analysis.corpus.documents import read_documents
from analysis.text.reading import read_plans

pytestmark = pytest.mark.real

_MARKS = [
    (0, 2), (302, 305), (605, 608), (908, 911), (1211, 1214), (1514, 1517), (1817, 1820),
    (2120, 2123), (2423, 2426), (2726, 2730), (3030, 3034), (3334, 3338), (3638, 3642),
    (3942, 3946), (4246, 4250),
]  # fmt: skip
MUST_GO = {
    "000": [],
    "001": [],
    "002": [(0, 42), (62, 95), (96, 132), (3191, 3258), (3259, 3311), (3312, 3372)],
    "003": _MARKS,
    "004": [],
}
ONE_FOR_ONE = {"widths", "carriage_returns"}


def gone(document, lexicon):
    """Return the received offsets of characters that cleaning dropped."""
    cuts = read_plans(document, lexicon).clean.cuts
    return {i for cut in cuts if cut.rule not in ONE_FOR_ONE for i in range(cut.start, cut.end)}


def test_of_the_five_plans_the_dirt_goes_and_everything_else_stays(real_documents, lexicon):
    for document in read_documents([real_documents]):
        wanted = {i for a, b in MUST_GO[document.path[:3]] for i in range(a, b)}
        assert gone(document, lexicon) == wanted, document.path


def test_of_provincial_reports_only_the_line_of_the_source_goes(real_provinces, lexicon):
    documents = list(read_documents([Path(real_provinces)]))
    assert len(documents) >= 6
    for document in documents:
        lines, start = {}, 0
        for line in document.text.splitlines(keepends=True):
            lines[start] = line
            start += len(line)
        source = {
            i
            for at, line in lines.items()
            if line.replace(" ", "").startswith(("来源：", "来源:"))
            for i in range(at, at + len(line))
        }
        left = {i for i in gone(document, lexicon) - source if document.text[i].isprintable()}
        assert left == set(), (document.path, sorted(left)[:5])
        assert source <= gone(document, lexicon) or not source, document.path
