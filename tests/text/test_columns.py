"""Tables without borders get their cells back; what only looks like one stays as it is."""

import pytest

from analysis.text.clean import clean, source_span

STACKED = (
    "附表：二〇二四年计划\n指标\n单位\n上年实际\n今年计划\n"
    "肉牛出栏\n头\n310\n360\n茶叶产量\n吨\n—\n52\n"
)
TYPED = """预期目标如下：
序号   指标名称              2023年预计   2024年目标   增幅
1    财政收入(万元)           640        690        7%左右
2      其中:税收(万元)        410        4××        ——
"""


@pytest.fixture
def lines(lexicon):
    def lines(text):
        return clean(text, lexicon.dirt).text.split("\n")

    return lines


def test_cells_that_stand_below_each_other_become_the_rows_of_their_head(lines):
    assert lines(STACKED)[1:4] == [
        "指标\t单位\t上年实际\t今年计划", "肉牛出栏\t头\t310\t360", "茶叶产量\t吨\t—\t52",
    ]  # fmt: skip


def test_columns_typed_with_blanks_become_cells(lines):
    assert [line.count("\t") for line in lines(TYPED)[1:4]] == [4, 4, 4]


def test_numbers_of_lines_may_stand_below_a_head_that_has_none(lines):
    numbered = TYPED.replace("序号   ", "")
    assert [line.count("\t") for line in lines(numbered)[1:4]] == [3, 3, 3]
    assert lines(numbered)[2].startswith("1    财政收入(万元)\t640\t690")
    assert "\t" not in lines(numbered.replace("1    财", "甲1    财"))[2]


def test_a_line_with_fewer_cells_than_the_head_is_left_as_it_is(lines):
    short = TYPED + "3    用电量(万度)            96\n"
    assert "\t" not in lines(short)[4]


@pytest.mark.parametrize(
    "near_miss",
    [
        "联系人\n李大山\n王小河\n电话\n131\n132\n133\n传真\n一号楼\n",
        "一、主要指标\n二、工作任务\n三、保障措施\n四、组织领导\n五、其他\n六、附则\n七、附件\n八、说明\n九、印发\n",
        "目标完成情况    单位名称    备注\n今年的目标是把水引上来    把路修下去    年底前办完\n",
        "张三    李四    王五\n12    13    14\n",
    ],
)
def test_a_list_or_columns_without_such_a_head_stay(lines, near_miss):
    assert not any("\t" in line for line in lines(near_miss))


def test_each_cell_keeps_its_place_in_the_received_text(lexicon):
    cleaned = clean(STACKED, lexicon.dirt)
    at = cleaned.text.index("360")
    assert STACKED[slice(*source_span(cleaned, at, at + 3))] == "360"
