"""Measures and tables are made when they are asked for, in whatever order."""

import random

import pytest

from analysis.build.run import measure_study, open_study
from analysis.codebook import ON_REQUEST, TABLES
from analysis.corpus.study import make_study
from analysis.tables.frames import to_csv
from tests.build.test_run import TOWNS, write_plan


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    (folder / "plans").mkdir()
    for seed, (town, growth) in enumerate(TOWNS.items(), 4):
        write_plan(folder / "plans", town, growth, seed)
    return make_study(folder / "plans", folder / "out")


def test_a_table_of_words_groups_no_plans_and_compares_no_texts(study):
    results = measure_study(study, progress=False)
    assert len(results.tables["keywords"])
    assert len(results.tables["terms"])
    assert (
        vars(results).keys() & {"reuse", "boilerplate", "intervals", "grouping", "attaining"}
        == set()
    )


def test_tables_are_the_same_in_whatever_order_they_are_asked_for(study):
    asked = measure_study(study, progress=False).tables
    names = list(asked)
    assert set(names) == {table.name for table in TABLES} - {table.name for table in ON_REQUEST}
    random.Random(1).shuffle(names)
    found = {name: to_csv(asked[name]) for name in names}
    in_order = measure_study(study, progress=False).tables
    assert found == {name: to_csv(table) for name, table in in_order.items()}


def test_a_table_is_made_once(study):
    tables = measure_study(study, progress=False).tables
    assert tables["keywords"] is tables["keywords"]


def test_a_look_takes_a_new_plan_in_and_writes_no_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    write_plan(tmp_path / "plans", "垟头镇", "增长7%以上", 4)
    assert len(open_study(tmp_path / "plans", write=False, progress=False).tables["plans"]) == 1
    write_plan(tmp_path / "plans", "柏树镇", "增长**%", 5)
    terms = open_study(tmp_path / "plans", write=False, progress=False).tables["terms"]
    assert set(terms["town"]) == {"垟头镇", "柏树镇"}
    assert list(tmp_path.rglob("*.csv")) + list(tmp_path.rglob("*.png")) == []
