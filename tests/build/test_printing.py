"""Printed tables say what the CSV tables say; hidden numbers in words; hostile names as text."""

import io
import json
import random
from dataclasses import replace

import docx
import pytest

from analysis.build import run
from analysis.build.measures.results import Results
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.numbers import write_number
from analysis.build.printing.tables import find_newest, list_printed, write_printed
from analysis.build.printing.targets import choose_headline
from analysis.corpus.study import read_study
from analysis.errors import StudyError
from analysis.tables.latex import escape_latex, to_latex

TASKS = (
    "把窑厂旧址平整出来，改种油茶和高粱，发展高效农业。",
    "招商引资小分队每月出门两次，产业园里的空厂房逐栋去谈。",
    "乡村振兴示范带再添一个村，农村人居环境一户一户过。",
    "通村公路修到山脚，集镇污水管网接进巷子。",
    "卫生院添一台彩超，养老院加床位，中心小学食堂翻新。",
    "民宿和景区步道一起收拾，秋天办采摘节。",
)
GROWTH = {
    "垟头镇": ("增长7.5%左右", "增长6%"), "柏树镇": ("增长**%", "增长8%以上"),
    "南岗乡": ("增速快于全县平均水平", "下降3.25%"),
    "北渡镇": ("增长8%以上，力争增长9%", "增长5—6%"),
}  # fmt: skip
HOSTILE = (r"\input{/etc/passwd}镇", "=cmd|' /C calc'!A0镇", "<b>粗</b>镇")

EMPTY = "=$x_1^2$ #~&%{}.txt"
TAKEN = ("石甲镇", "石乙镇", "石丙镇")
"""What the towns are called that get the hostile names."""


def write_plan(town: str, year: int, gdp: str, invested: str, said: str) -> str:
    rng = random.Random(town)
    tasks = "\n".join(rng.choices(TASKS, k=24))
    return (
        f"{town}{year}年政府工作报告\n一、{year - 1}年工作回顾\n"
        f"去年地区生产总值{said}，修渠三里。\n二、{year}年工作安排\n"
        f"今年的主要预期目标是：地区生产总值{gdp}，固定资产投资{invested}。\n{tasks}\n"
    )


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    (root / "plans").mkdir()
    rows = ["document,town,obtained,source"]
    for town, (gdp, invested) in GROWTH.items():
        texts = {2023: write_plan(town, 2023, gdp, invested, "增长6.4%")}
        texts[2022] = write_plan(town, 2022, "增长7%", "增长5%", "增长6%")
        for year, text in texts.items():
            (root / "plans" / f"{town}{year}.txt").write_text(text, encoding="utf-8")
    for n, town in enumerate(TAKEN):
        text = write_plan(town, 2023, f"增长{n + 4}%", "增长6%", "增长5%")
        (root / "plans" / f"{n}.txt").write_text(text, encoding="utf-8")
        rows.append(f"{n}.txt,{town},2024-0{n + 1}-15,官网")
    (root / "plans" / EMPTY).write_bytes(b"")
    (root / "register.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    (root / "study.toml").write_text(
        'name = "桐坞县各乡镇"\nname_en = "towns of Tongwu"\ncounty = "桐坞县"\nyear = 2023\n',
        encoding="utf-8",
    )
    return read_study(root)


def rename(part):
    """Give a plan its hostile name behind the back of the register, which refuses to hold it."""
    plan = part.reading.plan
    plan = replace(plan, town=dict(zip(TAKEN, HOSTILE, strict=True)).get(plan.town, plan.town))
    return replace(part, reading=replace(part.reading, plan=plan))


@pytest.fixture(scope="module")
def results(study):
    def measure_renamed(corpus, **said):
        parts = {plan_id: rename(part) for plan_id, part in corpus.parts.items()}
        return Results(replace(corpus, parts=parts), **said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "Results", measure_renamed)
        return run.measure_study(study, progress=False)


@pytest.fixture(scope="module")
def printed(results):
    return {table.key: table for table in list_printed(results)}


def cells(table, head):
    place = [column.head for column in table.columns].index(head)
    return {row[0]: row[place] for row in table.rows}


def test_the_tables_of_a_report_are_all_there_in_order(printed):
    assert list(printed) == ["growth", "coverage", "themes", "groups", "attainment", "sources"]
    for table in printed.values():
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert "2023年桐坞县各乡镇" in table.caption
        assert table.note.startswith("注：")


def test_a_target_stands_as_written_and_a_hidden_one_in_words(printed):
    gdp = cells(printed["growth"], "地区生产总值（%）")
    assert gdp["垟头镇"] == "7.5左右"
    assert gdp["北渡镇"] == "8以上，力争9"
    assert gdp["柏树镇"] == "隐去"
    assert gdp["南岗乡"] == "相对表述"
    assert gdp["写明数值"] == "5/7"
    invested = cells(printed["growth"], "固定资产投资（%）")
    assert (invested["南岗乡"], invested["北渡镇"]) == ("−3.25", "5–6")
    assert invested["写明数值"] == "7/7"


def test_the_numbers_are_those_of_the_csv(printed, results):
    names = results.corpus.names
    for row in results.tables["growth_targets"].to_dict("records"):
        text = cells(printed["growth"], f"{row['indicator_zh']}（%）")[names[row["plan_id"]]]
        assert text.replace("−", "-").startswith(f"{row['target_low']:g}")
    targets = results.tables["targets"]
    for plan_id in results.corpus.shown:
        text = cells(printed["growth"], "地区生产总值（%）")[names[plan_id]]
        of_one = targets[(targets["plan_id"] == plan_id) & (targets["indicator"] == "gdp")]
        numbers = of_one["value_low"].dropna()
        assert any(c.isdigit() for c in text) == bool(len(numbers))
        assert not len(numbers) or text.startswith(f"{numbers.iloc[0]:g}")
    coverage = results.tables["coverage"]
    coverage = coverage[coverage["plan_id"].isin(results.corpus.shown)]
    for name, *counts, total in printed["coverage"].rows:
        of_one = coverage[coverage["indicator_zh"] == name]
        assert counts[0] == str((of_one["state"] == "stated").sum())
        assert sum(map(int, counts)) == int(total) == len(of_one)
    themes = results.tables["themes"].set_index(["plan_id", "theme_zh"])["share_pct"]
    plans = {name: plan_id for plan_id, name in names.items() if plan_id in results.corpus.shown}
    for town, _, *told in printed["themes"].rows:
        for theme, share in zip(told[::2], told[1::2], strict=True):
            if theme != "—":
                value = themes[plans[town], theme.removesuffix("※")]
                assert float(share.rstrip("▲▼")) == pytest.approx(value, abs=0.051)
    groups = results.tables["groups"].set_index("plan_id")
    for row in printed["groups"].rows:
        assert float(row[-3]) == pytest.approx(groups.loc[plans[row[-5]], "distance"], abs=0.0051)
    kept = results.tables["attainment"].set_index(["town", "year", "indicator", "kind"])
    for town, promised, achieved, target, lacks, outcome in printed["attainment"].rows:
        row = kept.loc[town, 2023, "gdp", "growth_rate"]
        assert (promised, achieved) == ("7", "6.4")
        assert float(lacks) == pytest.approx(row["shortfall"])
        assert outcome == {"kept": "完成", "missed": "未完成"}[row["outcome"]]
        assert any(c.isdigit() for c in target) == (town in ("垟头镇", "北渡镇"))


def test_every_text_stands_in_the_table_of_sources_with_what_became_of_it(printed, results):
    rows = printed["sources"].rows
    assert len(rows) == len(results.tables["sources"]) == 12
    refused = next(row for row in rows if EMPTY in row)
    assert "隔离" in refused
    assert sum("采用" in row for row in rows) == 11


def test_hostile_names_come_out_as_text_in_both_files(results, study):
    written, same = write_printed(results)
    assert (len(written), same) == (3, 0)
    assert write_printed(results) == ([], 3)
    book = docx.Document(io.BytesIO((study.derived / "tables.docx").read_bytes()))
    said = {cell.text for table in book.tables for row in table.rows for cell in row.cells}
    assert set(HOSTILE) <= said
    tex = (study.derived / "tables.tex").read_text(encoding="utf-8")
    assert all(escape_latex(name) in tex for name in (*HOSTILE, EMPTY))
    cards = json.loads((study.derived / "tables.json").read_text(encoding="utf-8"))
    assert [card["name"] for card in cards] == [table.key for table in list_printed(results)]
    told = {n["number"]: n["from"]["zh"] for card in cards for n in card["numbers"]}
    assert "min_sentences" in told.get("20", "min_sentences")
    assert "plans.csv" in told["2023"]
    code = "".join(line for line in tex.splitlines() if not line.startswith("%"))
    assert r"\input" not in code


def test_the_date_inside_is_the_newest_that_an_input_tells(results):
    assert find_newest(results).date().isoformat() == "2024-03-15"


def test_in_english_every_word_of_ours_is_english(results):
    tables = {table.key: table for table in list_printed(results, "en")}
    heads = [column.head for table in tables.values() for column in table.columns]
    captions = [table.caption for table in tables.values()]
    assert all(text.isascii() for text in (*heads, *captions))
    gdp = cells(tables["growth"], "GDP (%)")
    assert gdp["Yangtou Town"] == "about 7.5"
    assert gdp["Beidu Town"] == "8 or more; stretch 9"
    assert (gdp["Baishu Town"], gdp["Nangang Township"]) == ("hidden", "relative")
    towns = {row[0] for row in tables["sources"].rows}
    assert {"Yangtou Town", "Beidu Town", "–"} <= towns
    assert all(town.isascii() or town == "–" for town in towns)
    assert to_latex(list(tables.values()))


def test_what_most_towns_state_comes_first(results):
    assert list(choose_headline(results)) == ["fixed_asset_investment", "gdp"]


def test_a_missing_label_says_how_to_mend_it(results):
    with pytest.raises(StudyError, match="the label no_such is missing"):
        PrintWords(results, "zh").say("no_such")


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (7.0, None, "7"), (-3.25, None, "−3.25"), (0.1 + 0.2, None, "0.3"),
        (12.654, 1, "12.7"), (8.0, 1, "8.0"), (1e15, None, "1000000000000000"),
    ],
)  # fmt: skip
def test_a_number_is_written_plainly(value, digits, said):
    assert write_number(value, digits) == said
