"""Whose paper is a town's superior's: the one its register row names, and no other."""

from __future__ import annotations

import pytest

from analysis.corpus.cells import read_register_words
from analysis.corpus.matching import apply_register, find_superior
from analysis.corpus.register import RegisterRow, parse_register
from analysis.model import Plan

COUNTY = RegisterRow("县.txt", county="桐坞县", use="superior")
OTHER = RegisterRow("邻县.txt", county="桃岭县", use="superior")
TOWN = RegisterRow("镇.txt", county="桐坞县", town="垟头镇", use="superior")
PAPERS = {"县": (COUNTY, 2023), "邻": (OTHER, 2023), "镇": (TOWN, 2023)}


@pytest.fixture(scope="module")
def words(project):
    return read_register_words(project / "data" / "lexicon")


def row(parent, county="桐坞县"):
    return RegisterRow("a.txt", county=county, parent=parent)


@pytest.mark.parametrize(
    ("parent", "found"),
    [
        ("桐坞县人民政府", "县"),
        ("桐坞县", "县"),
        ("桐坞县 政府", "县"),
        ("桃岭县人民政府办公室", "邻"),
        ("垟头镇人民政府", "镇"),
        ("桐坞县垟头镇人民政府", "镇"),
    ],
)
def test_a_superior_is_found_by_the_name_of_its_place(words, parent, found):
    assert find_superior(row(parent), 2023, PAPERS, words) == (found, None)


@pytest.mark.parametrize(
    "parent", ["", None, "人民政府", "桐坞", "桐坞县农业局", "大桐坞县人民政府", "岚江市人民政府"]
)
def test_nobody_is_a_superior_by_a_likeness(words, parent):
    assert find_superior(row(parent), 2023, PAPERS, words) == (None, "no_superior")
    assert find_superior(None, 2023, PAPERS, words) == (None, "no_superior")


def test_a_town_of_another_county_is_nobodys_superior_here(words):
    assert find_superior(row("垟头镇人民政府", "桃岭县"), 2023, PAPERS, words) == (
        None,
        "no_superior",
    )


def test_another_year_and_two_papers_are_reasons(words):
    assert find_superior(row("桐坞县政府"), 2022, PAPERS, words) == (None, "other_year")
    assert find_superior(row("桐坞县政府"), None, PAPERS, words) == (None, "other_year")
    twice = {**PAPERS, "再": (COUNTY, 2023)}
    assert find_superior(row("桐坞县政府"), 2023, twice, words) == (None, "several_superiors")


@pytest.mark.parametrize(
    ("said", "use"), [("superior", "superior"), ("上级", "superior"), ("否", "no")]
)
def test_the_register_says_who_is_a_superior(words, said, use):
    (read,) = parse_register(f"document,use\na.txt,{said}\n".encode(), "register.csv", words).rows
    assert read.use == use


def test_a_superiors_paper_is_of_its_county_unless_its_row_names_a_town():
    plan = Plan("x", "d" * 12, 1, "", "未知镇-dddd", None, 2023, None, 0, 9, truncated=False)
    assert apply_register(plan, COUNTY).town == "桐坞县"
    assert apply_register(plan, TOWN).town == "垟头镇"
    as_town = RegisterRow("a.txt", county="桐坞县")
    assert apply_register(plan, as_town).town == "未知镇-dddd"
