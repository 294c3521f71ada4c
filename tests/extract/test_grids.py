"""Tables with a line for each village and a column for each crop or herd."""

import pytest

HEAD = "一、2031年生产任务（单位：亩、头、箱）\n"


@pytest.fixture
def grid(say):
    return lambda rows, head=HEAD: say(
        head + "\n".join("\t".join(row.split()) for row in rows), year=2031
    )


def test_columns_name_what_rows_of_villages_are_to_do(grid):
    said = grid(["村名 粮食播种面积 油茶 生猪出栏 土蜂", "东坳村 1,260 310 2,000 95"])
    assert said == [
        "grain_area level 1260亩 part",
        "cash_crop_area level 310亩 part",
        "pig_count count 2000头 part",
        "other count 95箱 part",
    ]


def test_a_column_may_hold_its_own_unit(grid):
    said = grid(["村名 改厕（户） 硬化路（公里）", "东坳村 26 1.4"], head="一、2031年任务\n")
    assert said[0] == "toilets_renovated count 26户 part"
    assert said[1].endswith("level 1.4公里 part")


def test_the_line_of_sums_is_of_the_whole_town_and_a_mask_is_no_value(grid):
    said = grid(["村名 粮食播种面积 生猪出栏", "东坳村 xx 800", "合计 4,300 **"])
    assert said == [
        "grain_area level <xx>亩 part",
        "pig_count count 800头 part",
        "grain_area level 4300亩",
        "pig_count count <**>头",
    ]


def test_rows_of_a_grid_are_for_review(read):
    text = HEAD + "村名\t粮食播种面积\t生猪出栏\n东坳村\t900\t300\n"
    assert all(claim.confidence < 0.8 for claim in read(text, year=2031))


def test_a_table_of_indicators_is_read_line_by_line(grid):
    said = grid(
        ["指标 单位 2030年完成 2031年计划", "粮食播种面积 亩 4,100 4,300"], head="一、指标\n"
    )
    assert said == ["grain_area level 4100亩 achieved", "grain_area level 4300亩"]


def test_a_list_of_who_is_on_duty_holds_no_figures(grid):
    assert grid(["村名 驻村干部 电话", "东坳村 张某 8123"]) == []
