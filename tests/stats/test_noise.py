"""The leading terms are words of content: each is classed, and few are noise.

Punctuation, numbers, names of towns and stop words are classed by rule; every other term was
classed by a person in ``data/gold/noise.tsv``, whose column `second` holds what another person
made of the bare words, without the reasons. Leading are

- the 50 terms of the largest mean TF-IDF weight over the plans side by side;
- the 50 terms of the highest z in any of these plans, each held against the other towns (table
  ``keyness``), in at least two plans where there are ten or more.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.build.measures.words import make_recipe
from analysis.build.run import measure_study
from analysis.corpus.study import make_study, read_study
from analysis.stats.keyness import leading_key_terms
from analysis.stats.terms import leading_terms, sort_token

LEADING = 50
SHEET = Path(__file__).parents[2] / "data" / "gold" / "noise.tsv"


def read_classes():
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CLASSES, SECOND = ({row["term"]: row[who] for row in read_classes()} for who in ("class", "second"))


def list_leading(results):
    """Name of the list -> its terms."""
    return {
        "TF-IDF": [t for t, _ in leading_terms(results.matrix, results.corpus.shown, LEADING)],
        "keyness": [t for t, _ in leading_key_terms(results.key_terms, LEADING)],
    }


def find_noise(terms, recipe, units, classes=CLASSES):
    """Return the terms that are noise, by rule or by class, and those that nobody classed."""
    by_rule = {t for t in terms if sort_token(t, recipe) != "kept" or t in units}
    unknown = [t for t in terms if t not in by_rule and t not in classes]
    return [t for t in terms if t in by_rule or classes.get(t) == "noise"], unknown


def check(results, most):
    lexicon, plans = results.corpus.lexicon, list(results.corpus.plans.values())
    recipe, units = make_recipe(lexicon, plans), lexicon.places["unit"]
    for name, terms in list_leading(results).items():
        assert len(terms) == LEADING
        for classes in (CLASSES, SECOND):
            noise, unknown = find_noise(terms, recipe, units, classes)
            assert unknown == [], f"class these terms of {name} in data/gold/noise.tsv"
            assert len(noise) <= most, f"{name}: {noise}"


def test_every_term_has_one_class_and_a_reason():
    rows = read_classes()
    assert len(CLASSES) == len(rows) > 200
    assert {row["class"] for row in rows} == {"content", "noise"} == {r["second"] for r in rows}
    assert all(row["reason"] and None not in row for row in rows)
    assert [row["term"] for row in rows] == sorted(CLASSES)


def test_rules_find_punctuation_numbers_places_and_stop_words(lexicon):
    recipe, units = make_recipe(lexicon, []), lexicon.places["unit"]
    terms = ["，", "2023", "**", "8.5%", "两家", "街道", "加强", "以及", "花生"]
    noise, unknown = find_noise(terms, recipe, units)
    assert noise == terms[:-1]
    assert unknown == []
    assert find_noise(["某个没人见过的词"], recipe, units)[1] == ["某个没人见过的词"]


def test_at_most_five_of_the_countys_leading_terms_are_noise(project, tmp_path):
    study = replace(read_study(project / "data"), derived=tmp_path)
    check(measure_study(study, progress=False), 5)


@pytest.mark.real
def test_at_most_eight_of_five_real_plans_leading_terms_are_noise(real_documents, tmp_path):
    check(measure_study(make_study(real_documents, tmp_path), progress=False), 8)
