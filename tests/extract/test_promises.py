"""Tiers, times, bounds and doubts, each with a look-alike that must not change."""

import pytest

from analysis.extract.doubts import is_told_by_wording
from analysis.extract.vocabulary import vocabulary
from analysis.model import Section


def test_a_second_tier_is_no_wish_of_the_next_name(aims):
    said = aims("工业总产值增长6%以上、力争达到7%，社零增长9%以上、力争达到11%，出口增长5%。")
    assert said == [
        "industrial_output growth_rate 6%+",
        "industrial_output growth_rate 7% strive",
        "retail_sales growth_rate 9%+",
        "retail_sales growth_rate 11% strive",
        "exports growth_rate 5%",
    ]


def test_a_wish_that_opens_a_list_holds_over_it(aims):
    said = aims("力争工业总产值增长6%、社零增长9%，出口增长5%。")
    assert [claim.rsplit(" ", 1)[1] for claim in said] == ["strive"] * 3


def test_a_wish_behind_its_name_holds_for_that_name(aims):
    said = aims("工业总产值力争达到3亿元，增长6%；社零力争增长9%，出口增长5%。")
    assert [claim.endswith("strive") for claim in said] == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("办理时限压缩到三个工作日。", ["other level 3个工作日"]),
        ("等候时间由平均2小时压缩到25分钟以内。", ["other cap 25分钟-"]),
        ("十五分钟生活圈铺开，中午休息2小时。", []),
        ("满意率要过91%。", ["satisfaction_rate ratio 91%+"]),
        ("通过4项技改。", ["other count 4项"]),
    ],
)
def test_a_time_is_a_figure_only_where_it_is_promised(tasks, text, reading):
    assert tasks(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("日处理鲜果由30吨提高到90吨。", ["other level 90吨"]),
        ("日处理鲜果90吨。", []),
        ("每吨到厂价不低于80元。", ["other level 80元+"]),
        ("到厂价每吨80元。", []),
        ("按设备款的7%给补助。", []),
        ("力争夜间收入占到全年15%。", ["other ratio 15% strive"]),
        ("夜间收入占全年15%。", []),
        ("建成3人制篮球场9个。", ["facilities_built count 9个"]),
    ],
)
def test_what_changes_or_is_bounded_is_promised(tasks, text, reading):
    assert tasks(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("生产安全事故起数和死亡人数双下降。", ["accidents relative decrease"] * 2),
        ("生产安全事故持续下降。", ["accidents relative decrease"]),
        ("企业用电成本持续下降。", []),
        ("外资准入限制“清零”。", []),
        ("散乱污企业动态清零。", ["enterprises_rectified relative zero"]),
        ("落实全国统一大市场建设和规范招商引资的规定。", []),
        ("完成市下达的招商引资任务。", ["investment_attracted relative meet_assigned"]),
    ],
)
def test_relations_need_their_own_name_and_giver(tasks, text, reading):
    assert tasks(text) == reading


def test_replanting_what_last_year_killed_is_this_years_deed(tasks):
    assert tasks("去年冻死果树两成，补栽900株。")[1] == "trees_planted count 900株"
    assert tasks("去年栽下香樟，成活900株。") == ["other count 900株 achieved"]


def test_a_plan_that_lists_something_tells_no_result(tasks):
    assert tasks("列入计划的9个老旧小区全部动工。") == ["old_quarter_renewal count 9个"]
    assert tasks("村道完成计划的97%，绿道铺了9公里。")[-1].endswith("achieved")


def test_tasks_that_only_the_wording_tells_from_a_review_are_doubted(lexicon):
    words, review = vocabulary(lexicon), Section("review", 0, 4, "工作回顾", False)
    text = "工作回顾（一）围绕链条，抓项目。今年抓项目。"

    def doubt(section):
        return is_told_by_wording(review, section, text, words, lexicon.headings)

    assert doubt(Section("tasks", 4, 16, "", False))
    assert not doubt(Section("tasks", 16, 22, "", False))
    assert doubt(Section("tasks", 4, 16, "围绕链条", False))
    assert not doubt(Section("tasks", 4, 16, "重点工作", False))
    assert not doubt(Section("tasks", 7, 16, "围绕链条", False))


def test_an_aim_for_several_years_is_not_this_years(tasks):
    assert tasks("用3—5年时间，培养工匠60名。") == ["other count 60名 multi_year"]
    assert tasks("用半年时间，培养工匠60名。") == ["other count 60名"]


def test_an_estimate_of_the_running_year_goes_on_for_its_paragraph(say):
    said = say("2023年工作思路\n照此推算，预计全年财政收入2亿元。老旧小区改完4个。", year=2023)
    assert said[-1].endswith("achieved")
    said = say("2023年工作思路\n财政收入2亿元。老旧小区改完4个。", year=2023)
    assert not said[-1].endswith("achieved")
