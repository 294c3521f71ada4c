"""Kept, missed and contradicted by the authors' own sheets, computed a second time by hand."""

import re
from collections import defaultdict

import pytest

from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import read_lexicon
from analysis.extract.claims import find_claims
from analysis.model import Plan
from analysis.stats.attainment import measure_attainment
from analysis.stats.conflicts import find_conflicts
from analysis.text.reading import read_plans
from tests.county.gold import DATA, TEXTS, read_claims

LOCKED = {
    line
    for line in (DATA / "gold" / "locked.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
}
TOWNS = sorted(
    town
    for town in (path.stem[5:] for path in TEXTS.glob("2022_*.txt"))
    if (TEXTS / f"2023_{town}.txt").exists() and not {f"2022_{town}", f"2023_{town}"} & LOCKED
)


@pytest.fixture(scope="module")
def read():
    """Claims and plans of the towns with two open years, by plan id year_town."""
    lexicon = read_lexicon(DATA / "lexicon")
    claims, plans = {}, []
    for name in (f"{year}_{town}" for town in TOWNS for year in (2022, 2023)):
        document = decode_document(f"{name}.txt", (TEXTS / f"{name}.txt").read_bytes())
        (reading,) = read_plans(document, lexicon).readings
        claims[name] = find_claims(reading, document.doc_id, document.text, lexicon)
        year, town = int(name[:4]), name[5:]
        plans.append(
            Plan(name, document.doc_id, 1, "", town, None, year, None, 0, 1, truncated=False)
        )
    return lexicon, claims, plans


def growth(name, status, indicator):
    """Growth rates of the whole town that a sheet holds, as numbers; hidden ones left out."""
    return [
        row["value_low"]
        for row in read_claims(name)
        if row["status"] == status
        and row["indicator"] == indicator
        and (row["kind"], row["scope"], row["commitment"]) == ("growth_rate", "whole_town", "plain")
        and row["value_low"] is not None
    ]


def test_what_is_judged_is_what_the_sheets_say(read):
    lexicon, claims, plans = read
    judged = defaultdict(list)
    for row in measure_attainment(claims, plans, lexicon.indicators):
        if row.outcome != "open" and row.kind == "growth_rate":
            judged[row.indicator].append(row)
    checked = 0
    for indicator, rows in judged.items():
        for row in rows:
            promised = growth(row.earlier_id, "target", indicator)
            results = growth(row.plan_id, "achieved", indicator)
            if len(promised) == 1 and results:
                verdicts = {result >= promised[0] for result in results}
                if promised[0] < 0:
                    verdicts = {result <= promised[0] for result in results}
                assert verdicts == {row.outcome == "kept"}, (row.plan_id, indicator)
                checked += 1
    assert checked >= 15


def test_no_level_of_the_county_contradicts_its_growth(read):
    """By the sheets all pairs fit; one that is found would be a misreading."""
    lexicon, claims, plans = read
    assert find_conflicts(claims, plans, lexicon.indicators) == ()


def test_a_level_made_wrong_is_found_where_it_stands(read):
    lexicon, claims, plans = read
    name = "2023_石潭镇"
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    wrong = re.sub("68.7亿元", "86.7亿元", text)
    assert wrong != text
    document = decode_document(f"{name}.txt", wrong.encode())
    (reading,) = read_plans(document, lexicon).readings
    changed = claims | {name: find_claims(reading, document.doc_id, document.text, lexicon)}
    found = find_conflicts(changed, plans, lexicon.indicators)
    assert [(c.plan_id, c.indicator, c.check) for c in found] == [(name, "gdp", "achieved")]
