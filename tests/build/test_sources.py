"""The table of sources: every plan and every file once, with what people know of them."""

from __future__ import annotations

import hashlib

import pytest

from analysis.build.documents.anonymise import anonymise
from analysis.build.measures.sources import tabulate_sources
from analysis.build.run import measure_study
from analysis.corpus.cells import read_address, read_day, read_register_words
from analysis.corpus.study import read_study

TASKS = "".join(
    f"修渠第{i}段，清淤{i}口塘，{place}架桥{i}座。\n" for i, place in enumerate("坪垄桥塘沙树岗渡")
)
PLAN = "{town}2023年政府工作报告\n一、2023年工作安排\n" + TASKS
REGISTER = (
    "document,number,town,genre,source,use,url,obtained,terms\n"
    "a.txt,,垟头镇,,官网,,https://example.org/a?id=1,2024年3月1日,只供研究\n"
    "b.txt,,,要点,,no,,,\n"
    "县.txt,,,,,superior,,,\n"
    "坏.txt,,石埠镇,,文库,,http://example.org/x,,\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    (root / "plans").mkdir()
    (root / "study.toml").write_text('county = "桐坞县"\n', encoding="utf-8")
    (root / "register.csv").write_text(REGISTER, encoding="utf-8-sig")
    kept = PLAN.format(town="柏树镇")
    texts = {
        "a.txt": PLAN.format(town="垟头镇"),
        "b.txt": PLAN.format(town="南岗乡"),
        "c.txt": kept,
        "c2.txt": kept,
        "c3.txt": "当前位置：首页 > 文库\n" + kept,
        "d.txt": PLAN.format(town="北渡镇") + "一要抓好春耕，",
        "县.txt": PLAN.format(town="桐坞县"),
        "坏.txt": "",
    }
    for name, text in texts.items():
        (root / "plans" / name).write_text(text, encoding="utf-8")
    return measure_study(read_study(root), progress=False).corpus


@pytest.fixture(scope="module")
def rows(corpus):
    return {row["doc"]: row for row in tabulate_sources(corpus)}


def test_every_file_stands_in_the_table_with_what_became_of_it(rows):
    states = {doc: row["state"] for doc, row in rows.items()}
    assert states.pop("c.txt") == "used"
    assert {states.pop("c2.txt"), states.pop("c3.txt")} == {"duplicate", "twin"}
    assert states == {
        "a.txt": "used",
        "b.txt": "left_out",
        "d.txt": "truncated",
        "县.txt": "superior",
        "坏.txt": "quarantined",
    }
    unused = {doc for doc, row in rows.items() if row.get("note")}
    assert unused == {"b.txt", "c2.txt", "c3.txt", "坏.txt"}


def test_what_people_know_of_a_source_stands_beside_what_was_read(rows, corpus):
    row = rows["a.txt"]
    raw = (corpus.study.plans / "a.txt").read_bytes()
    assert row["sha256"] == hashlib.sha256(raw).hexdigest()
    assert row["plan_id"] == "桐坞县-垟头镇-2023"
    assert (row["county"], row["town"], row["year"]) == ("桐坞县", "垟头镇", 2023)
    assert row["title"] == "垟头镇2023年政府工作报告"
    assert (row["genre"], rows["b.txt"]["genre"]) == ("政府工作报告", "要点")
    assert (row["source"], row["url"]) == ("官网", "https://example.org/a?id=1")
    assert (row["obtained"], row["terms"]) == ("2024-03-01", "只供研究")
    assert row["chars"] == len("".join(raw.decode().split()))
    assert row["sentences"] == len(corpus.readings["桐坞县-垟头镇-2023"].sentences)
    assert rows["坏.txt"]["town"] == "石埠镇"


def test_a_plan_that_does_not_count_takes_no_plan_id(rows):
    named = [row["plan_id"] for row in rows.values() if row.get("plan_id")]
    assert len(named) == len(set(named)) == 4
    assert not rows["b.txt"]["plan_id"]


def test_an_address_that_would_tell_the_town_is_not_given_away(corpus):
    assert not [row["url"] for row in tabulate_sources(anonymise(corpus)) if row.get("url")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("２０２４．３．１", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024-02-30", None),
        ("2024年3月", None),
        ("1024-03-01", None),
        ("45352", None),
    ],
)
def test_a_day_is_read_in_the_usual_ways_and_never_guessed(text, day, project):
    assert read_day(text, read_register_words(project / "data" / "lexicon")) == day


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("https://www.example.gov.cn/zwgk/a.html?x=1", True),
        ("http://例子.中国", True),
        ("www.example.org", False),
        ("官网", False),
        ("https:// a", False),
        ("file:///c/a", False),
    ],
)
def test_an_address_is_one_of_the_web(text, taken):
    assert (read_address(text) == text) == taken
