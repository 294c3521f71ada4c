"""A county's paper above its towns: read, compared with, and counted nowhere among them."""

import pytest

from analysis.build.drawing.pictures import draw
from analysis.build.run import run_study
from analysis.build.telling.summary import describe
from analysis.corpus.study import make_study
from analysis.errors import StudyError

TASKS = (
    "把南边的旧砖窑全部拆掉，改种高粱和油茶。\n修好通村公路六公里，污水管网接到每条巷子。\n" * 13
)
COUNTY = (
    "桐坞县2023年主要目标和工作安排\n各乡镇人民政府，县政府各部门：\n"
    "2022年，全县实现生产总值300.5亿元，增长4.4%。\n一、主要目标\n"
    "全县地区生产总值增长6.5%左右，全县固定资产投资增长9%以上，招商引资到位资金90亿元。\n"
    "二、工作安排\n" + TASKS
)
REGISTER = (
    "document,county,town,year,parent,use\n"
    "县.txt,桐坞县,,2023,岚江市人民政府,{use}\n"
    "垟头镇2023.txt,桐坞县,垟头镇,2023,桐坞县人民政府,\n"
    "柏树镇2023.txt,桐坞县,柏树镇,2023,桐坞县人民政府,\n"
    "南岗乡2023.txt,桐坞县,南岗乡,2023,,\n"
)


def plan(town, year, result, target):
    return (
        f"{town}{year}年政府工作报告\n各位代表：现在报告工作。\n一、{year - 1}年工作回顾\n"
        f"去年，地区生产总值增长{result}，修渠三里。\n二、{year}年工作安排\n"
        f"今年的主要预期目标是：地区生产总值增长{target}，农村居民人均可支配收入增长7%。\n{TASKS}"
    )


PLANS = {
    "垟头镇2022.txt": plan("垟头镇", 2022, "7.2%", "8%"),
    "垟头镇2023.txt": plan("垟头镇", 2023, "6.1%", "8%"),
    "柏树镇2022.txt": plan("柏树镇", 2022, "6.8%", "**%"),
    "柏树镇2023.txt": plan("柏树镇", 2023, "6.4%", "6%左右"),
    "南岗乡2023.txt": plan("南岗乡", 2023, "5.2%", "7%以上"),
    "县.txt": COUNTY,
}


@pytest.fixture(scope="module")
def study_of(tmp_path_factory):
    def make(use):
        root = tmp_path_factory.mktemp(f"study_{use}")
        plans = root / "plans"
        plans.mkdir()
        for name, text in PLANS.items():
            (plans / name).write_text(text, encoding="utf-8")
        (root / "register.csv").write_text(REGISTER.format(use=use), encoding="utf-8-sig")
        return make_study(plans, root)

    return make


@pytest.fixture(scope="module")
def results(study_of, drawn_lightly):
    with drawn_lightly():
        return run_study(study_of("superior"), progress=False)


@pytest.fixture(scope="module")
def without(study_of):
    return run_study(study_of("no"), progress=False, draw=False)


def rows(results, table, **wanted):
    frame = results.tables[table]
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame.to_dict("records")


def test_a_superiors_paper_is_no_town_in_any_table(results, without):
    assert list(results.corpus.superiors) == ["桐坞县-2023"]
    for name, frame in results.tables.items():
        other = without.tables[name]
        if name in ("claims", "escalation", "documents", "sources", "warnings"):
            continue
        assert frame.equals(other), name
    own = results.tables["claims"]
    assert own[~own["is_superior"]].reset_index(drop=True).equals(without.tables["claims"])
    assert set(own[own["is_superior"]]["town"]) == {"桐坞县"}


def test_its_document_is_ok_and_the_summary_names_it(results, without):
    (document,) = rows(results, "documents", path="县.txt")
    assert (document["state"], document["plans"]) == ("ok", 1)
    assert "上级 superior 县.txt: 桐坞县 2023" in describe(results)
    assert "W-REG-01" in without.tables["warnings"]["code"].tolist()
    assert "W-REG-01" not in results.tables["warnings"]["code"].tolist()


def test_figures_of_the_whole_county_are_its_own_targets(results):
    table = rows(results, "escalation", plan_id="桐坞县-垟头镇-2023")
    assert {
        row["indicator"]: row["superior_low"] for row in table if row["kind"] == "growth_rate"
    } == {
        "gdp": 6.5,
        "fixed_asset_investment": 9.0,
    }
    levels = {row["indicator"]: row["reason"] for row in table if row["kind"] == "level"}
    assert set(levels.values()) == {"not_comparable"}


def test_gaps_follow_the_register_and_nothing_else(results):
    found = {row["town"]: row for row in rows(results, "escalation", indicator="gdp", year=2023)}
    assert {
        town: (row["gap_low"], row["direction"])
        for town, row in found.items()
        if row["gap_low"] == row["gap_low"] and row["direction"] != "open"
    } == {
        "垟头镇": (1.5, "above"),
        "柏树镇": (-0.5, "below"),
    }
    assert (found["南岗乡"]["reason"], found["南岗乡"]["target_low"]) == ("no_superior", 7)
    (earlier,) = rows(results, "escalation", indicator="gdp", plan_id="垟头镇-2022")
    assert (earlier["reason"], earlier["direction"]) == ("no_superior", "open")


def test_both_quotes_stand_at_their_offsets(results):
    (row,) = rows(results, "escalation", indicator="gdp", plan_id="桐坞县-垟头镇-2023")
    assert COUNTY[row["superior_start"] : row["superior_end"]] == row["superior_wording"]
    text = PLANS["垟头镇2023.txt"]
    assert text[row["target_start"] : row["target_end"]] == row["target_wording"]


def test_without_a_superiors_paper_nothing_is_compared(without):
    assert without.tables["escalation"].empty
    picture = draw(without, "escalation", indicator="gdp")
    assert len(picture.data) == 0
    assert "escalation_2023.png" not in {p.name for p in without.corpus.study.figures.glob("*")}


def test_a_missed_target_carried_over_is_told_and_a_hidden_one_stays_open(tmp_path, drawn_lightly):
    folder = tmp_path / "plans"
    folder.mkdir()
    for name, text in PLANS.items():
        if name != "县.txt":
            (folder / name).write_text(text, encoding="utf-8")
    with drawn_lightly():
        results = run_study(make_study(folder, tmp_path / "out"), progress=False)
    table = rows(results, "attainment", indicator="gdp", year=2023)
    told = {row["town"]: (row["outcome"], row["reason"], row["is_carried_over"]) for row in table}
    assert told["垟头镇"][0] == "missed"
    assert told["垟头镇"][2]
    assert told["柏树镇"][:2] == ("open", "target_masked")
    assert told["南岗乡"][:2] == ("open", "no_earlier_plan")
    (row,) = [row for row in table if row["town"] == "垟头镇"]
    assert row["shortfall"] == pytest.approx(1.9)
    assert (
        PLANS["垟头镇2022.txt"][row["promised_start"] : row["promised_end"]]
        == row["promised_wording"]
    )
    assert (results.corpus.study.figures / "attainment_2023.png").is_file()


def test_figures_draw_the_superior_and_refuse_unknown_indicators(results):
    folder = results.corpus.study.figures
    assert (folder / "escalation_2023.png").is_file()
    targets = draw(results, "targets", indicator="gdp")
    assert "上级原文为“6.5%左右”，是其中2个乡镇的上级" in targets.note
    assert "县.txt" in targets.sources
    silent = draw(results, "targets", indicator="rural_income")
    assert "上级" not in silent.note
    for what in ("attainment", "escalation"):
        with pytest.raises(StudyError, match="E-FIG-06"):
            draw(results, what, indicator="nothing")


def test_one_year_can_be_asked_for(results):
    picture = draw(results, "attainment", indicator="gdp", years="1")
    assert picture.alt["en"].startswith("Scatter")
    assert draw(results, "attainment", indicator="gdp").alt["en"].startswith("Dots")
