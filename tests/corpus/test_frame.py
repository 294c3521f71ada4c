"""The towns that should be there, through mergers and new names."""

import pytest

from analysis.corpus.cells import read_register_words
from analysis.corpus.frame import find_expected, find_missing, find_outsiders, read_frame
from analysis.errors import StudyError
from analysis.model import Plan

HEAD = "county,town,code,valid_from,valid_to,merged_into,renamed_to\n"
FRAME = (
    HEAD
    + "桐坞县,垟头镇,990101101,2013,,,\n"
    + "桐坞县,垟头乡,,,2012,,垟头镇\n"
    + "桐坞县,岔溪乡,,,2015,柏树镇,\n"
    + "桐坞县,柏树镇,,,,,\n"
    + "桐坞县,新坪街道,,2020,,,\n"
)


@pytest.fixture(scope="module")
def words(project):
    return read_register_words(project / "data" / "lexicon")


@pytest.fixture
def read(tmp_path, words):
    def read(text):
        path = tmp_path / "frame.csv"
        path.write_bytes(text.encode("utf-8-sig"))
        return read_frame(path, words)

    return read


@pytest.fixture
def slips(read):
    def slips(text):
        with pytest.raises(StudyError) as wrong:
            read(text)
        return [line.strip() for line in wrong.value.what.splitlines()[1:]]

    return slips


def plan(town, year=2023, county="桐坞县"):
    return Plan(
        f"{county}-{town}-{year}", "a" * 12, 1, "", town, county, year, None, 0, 9, truncated=False
    )


def test_an_absent_frame_expects_nothing_and_finds_nobody_outside(tmp_path, words):
    frame = read_frame(tmp_path / "frame.csv", words)
    assert find_missing(frame, [], 2023) == ()
    assert find_outsiders(frame, [plan("垟头镇")]) == ()


@pytest.mark.parametrize(
    ("year", "towns"),
    [
        (2012, ["垟头乡", "岔溪乡", "柏树镇"]),
        (2013, ["垟头镇", "岔溪乡", "柏树镇"]),
        (2015, ["垟头镇", "岔溪乡", "柏树镇"]),
        (2016, ["垟头镇", "柏树镇"]),
        (2023, ["垟头镇", "柏树镇", "新坪街道"]),
    ],
)
def test_a_town_is_expected_in_its_years_only(read, year, towns):
    frame = read(FRAME)
    assert [town.town for town in find_expected(frame, year)] == towns
    assert list(find_missing(frame, [], year)) == towns


def test_a_town_with_a_plan_is_not_missing_and_one_of_another_year_is(read):
    frame = read(FRAME)
    plans = [plan("垟头镇"), plan("柏树镇", 2022), plan("新坪街道", None)]
    assert find_missing(frame, plans, 2023) == ("柏树镇",)


def test_a_plan_under_an_old_name_counts_for_the_town_that_is_there_now(read):
    frame = read(FRAME)
    assert "垟头镇" not in find_missing(frame, [plan("垟头乡")], 2023)
    assert "柏树镇" not in find_missing(frame, [plan("岔溪乡")], 2023)


def test_a_plan_under_a_later_name_counts_for_the_town_as_it_was(read):
    assert find_missing(read(FRAME), [plan("垟头镇", 2011)], 2011) == ("岔溪乡", "柏树镇")


def test_the_heir_of_a_merger_does_not_speak_for_the_town_before_it_came(read):
    assert find_missing(read(FRAME), [plan("柏树镇", 2014)], 2014) == ("垟头镇", "岔溪乡")


def test_a_town_that_stood_by_itself_speaks_for_itself_only(read):
    assert find_missing(read(FRAME), [plan("岔溪乡", 2014)], 2014) == ("垟头镇", "柏树镇")


def test_names_are_followed_through_several_changes(read):
    frame = read(
        HEAD + "桐坞县,甲乡,,,2005,,乙乡\n桐坞县,乙乡,,2006,2010,丙镇,\n桐坞县,丙镇,,2008,,,\n"
    )
    assert find_missing(frame, [plan("甲乡", 2020)], 2020) == ()
    assert find_missing(frame, [plan("丙镇", 2004)], 2004) == ("甲乡",)
    assert find_missing(frame, [plan("乙乡", 2004)], 2004) == ()


def test_a_gap_between_two_names_expects_nobody_and_ends(read):
    frame = read(HEAD + "桐坞县,甲乡,,,2005,,乙乡\n桐坞县,乙乡,,2008,,,\n")
    assert find_missing(frame, [plan("甲乡", 2006), plan("乙乡", 2006)], 2006) == ()


def test_namesakes_in_two_counties_are_never_taken_for_each_other(read):
    frame = read(HEAD + "桐坞县,城关镇,,,,,\n桃岭县,城关镇,,,,,\n")
    assert find_missing(frame, [plan("城关镇")], 2023) == ("桃岭县城关镇",)
    assert find_missing(frame, [plan("城关镇", county=None)], 2023) == (
        "桐坞县城关镇",
        "桃岭县城关镇",
    )
    assert find_outsiders(frame, [plan("城关镇", county=None), plan("城关镇")]) == (
        "None-城关镇-2023",
    )


def test_a_plan_without_county_counts_where_one_town_is_called_so(read):
    assert "柏树镇" not in find_missing(read(FRAME), [plan("柏树镇", county=None)], 2023)


def test_a_town_that_the_frame_does_not_hold_is_named(read):
    assert find_outsiders(read(FRAME), [plan("柏树镇"), plan("栢树镇")]) == ("桐坞县-栢树镇-2023",)


def test_a_circle_of_mergers_is_named_once(slips):
    found = slips(
        HEAD
        + "桐坞县,甲镇,,,2010,乙镇,\n桐坞县,乙镇,,,2011,丙镇,\n桐坞县,丙镇,,,2012,,甲镇\n"
        + "桐坞县,丁镇,,,2009,甲镇,\n"
    )
    assert found == ["row 2, merged_into: a circle: 甲镇 → 乙镇 → 丙镇 → 甲镇"]


def test_a_town_merged_into_itself_is_a_circle(slips):
    assert slips(HEAD + "桐坞县,甲镇,,,2010,甲镇,\n") == [
        "row 2, merged_into: a circle: 甲镇 → 甲镇"
    ]


def test_every_slip_of_a_frame_is_said_at_once(slips):
    found = slips(
        HEAD
        + "桐坞县,甲镇,,,2010,没有镇,\n"
        + "桐坞县,乙镇,,,,丙镇,\n"
        + "桐坞县,丙镇,,2020,2010,,\n"
        + "桐坞县,丙镇,,,,,\n"
        + "桐坞县,丁镇,,,2010,丙镇,丙镇\n"
    )
    assert [slip.split(":")[0] for slip in found] == [
        "row 2, merged_into",
        "row 3, valid_to",
        "row 4, valid_to",
        "row 5, town",
        "row 6, merged_into",
    ]


def test_bad_cells_of_a_frame_are_said_with_row_and_column(slips):
    found = slips("town,code,valid_from,备注\n甲镇,12,去年,x\n?镇,,,\n")
    assert [slip.split(":")[0] for slip in found] == [
        "row 1, 备注",
        "row 2, code",
        "row 2, valid_from",
        "row 3, town",
    ]


def test_an_heir_in_another_county_is_written_with_its_county(read):
    frame = read(HEAD + "桐坞县,甲镇,,,2010,桃岭县乙镇,\n桃岭县,乙镇,,,,,\n")
    assert find_missing(frame, [plan("甲镇", 2020)], 2020) == ()


def test_the_bundled_frame_lacks_one_plan(project, words):
    frame = read_frame(project / "data" / "frame.csv", words)
    assert len(find_expected(frame, 2023)) == 36
