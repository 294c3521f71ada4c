"""The rule typology: thresholds as written, near misses, and the county's intended priorities."""

from __future__ import annotations

import copy
import csv
import tomllib
from pathlib import Path

import numpy as np
import pytest

from analysis.corpus.documents import decode_document
from analysis.corpus.typology import make_typology
from analysis.errors import StudyError
from analysis.model import ThemeShares
from analysis.stats.counts import count_plan
from analysis.stats.themes import measure_theme_shares
from analysis.stats.typology import apply_rule
from analysis.text.reading import read_plans

WORDS = {"zh": "某型", "en": "some", "reason": "to test"}
TABLE = {
    "lead_pct": 5,
    "mixed": WORDS,
    "types": {
        "works": {**WORDS, "themes": ["factories", "firms"], "least_pct": 40},
        "fields": {**WORDS, "themes": ["crops"], "least_pct": 40},
        "people": {**WORDS, "themes": ["schools"], "least_pct": 60},
    },
}
THEMES = ("factories", "firms", "crops", "schools", "party")
HERE = Path("typology.toml")


def rule(*rows, n=50, table=TABLE):
    shares = ThemeShares(
        np.array(rows, dtype=float), np.full(len(rows), n), tuple(map(str, range(len(rows)))),
        THEMES, "",
    )  # fmt: skip
    typology = make_typology(table, THEMES, HERE)
    return {t.plan_id: t for t in apply_rule(shares, typology, min_sentences=20)}


def test_themes_of_a_type_are_added_and_other_themes_have_no_part():
    found = rule([0.1, 0.1, 0.1, 0.1, 0.5])["0"]
    assert (found.type, found.leading, found.share) == ("works", "works", pytest.approx(0.5))


@pytest.mark.parametrize(
    ("row", "type_"),
    [
        ([0.20, 0.20, 0.35, 0.25, 0], "works"),
        ([0.20, 0.20, 0.3501, 0.2499, 0], "mixed"),
        ([0.20, 0.1999, 0.30, 0.3001, 0], "mixed"),
        ([0.10, 0.10, 0.21, 0.59, 0], "mixed"),
        ([0.10, 0.10, 0.20, 0.60, 0], "people"),
    ],
    ids=["at-both-limits", "lead-too-small", "share-too-small", "own-limit", "own-limit-met"],
)
def test_a_type_needs_its_share_and_its_lead(row, type_):
    assert rule(row)["0"].type == type_


def test_one_town_or_another_changes_no_type_and_ten_are_enough():
    rows = np.random.default_rng(2).dirichlet(np.ones(5), 10).tolist()
    alone = [rule(row)["0"].type for row in rows]
    assert [t.type for t in rule(*rows).values()] == alone


def test_short_plans_and_plans_that_say_nothing_of_it_get_no_type():
    assert rule([0.5, 0.1, 0.1, 0.1, 0.1], n=19) == {}
    assert rule([0, 0, 0, 0, 0.9]) == {}
    assert rule([float("nan")] * 5, n=0) == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t["types"]["works"].update(themes=["mood"]), "mood"),
        (lambda t: t["types"]["works"].update(themes=["crops"]), "twice: crops"),
        (lambda t: t["types"]["works"].update(least_pct=140), "0 to 100"),
        (lambda t: t["types"]["works"].update(color="red"), "exactly"),
        (lambda t: t.pop("lead_pct"), "lead_pct"),
        (lambda t: t["types"]["works"].update(themes=[]), "of its own|of their own|own"),
    ],
    ids=["stranger", "twice", "share", "unknown-key", "missing", "empty"],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_a_sentence(change, words):
    table = copy.deepcopy(TABLE)
    change(table)
    with pytest.raises(StudyError, match=words):
        make_typology(table, THEMES, HERE)


def test_the_bundled_rule_gives_each_type_a_reason_and_says_that_it_is_a_rule(project):
    text = (project / "data" / "lexicon" / "typology.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    assert [t["zh"] for t in table["types"].values()] == ["工业型", "农业型", "文旅型", "民生型"]
    assert table["mixed"]["zh"] == "综合型"
    assert all(t["reason"] for t in table["types"].values())
    assert "no finding" in text


def test_on_the_county_the_rule_mostly_says_what_the_authors_meant(project, lexicon):
    """Meant is the part of at least half; the rule was not fitted to single towns."""
    gold = project / "data" / "gold"
    with (gold / "mixes.csv").open(encoding="utf-8", newline="") as file:
        mixes = {row["text"]: row for row in csv.DictReader(file)}
    counts = []
    for path in (gold / "texts" / f"{name}.txt" for name in sorted(mixes)):
        document = decode_document(path.name, path.read_bytes())
        (reading,) = read_plans(document, lexicon).readings
        counts.append((path.stem, count_plan(reading, lexicon)))
    shares = measure_theme_shares([c for _, c in counts], [t.key for t in lexicon.themes])
    shares = ThemeShares(
        shares.shares, shares.n_sentences, tuple(n for n, _ in counts), shares.themes, ""
    )
    ruled = apply_rule(shares, lexicon.typology, min_sentences=20)
    columns = {"industry": "industry", "agriculture": "agriculture", "tourism": "tourism"}
    columns["livelihood"] = "services"
    right = 0
    for found in ruled:
        parts = {key: float(mixes[found.plan_id][c]) for key, c in columns.items()}
        top = max(parts, key=parts.__getitem__)
        right += found.type == (top if parts[top] >= 50 else "mixed")
    assert len(ruled) == 46
    assert right / len(ruled) > 0.65, right
