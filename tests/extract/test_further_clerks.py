"""What further clerks wrote, learnt from reports nobody had tuned to, with near misses."""

import pytest

WORK = "一、2023年工作安排\n"


@pytest.fixture
def rows(read):
    """Read a sentence of the work plan into claims."""
    return lambda text: read(WORK + text)


def test_a_list_may_tell_its_unit_once_at_its_end(tasks):
    assert tasks("泵站、水闸分别修到2、6座。") == ["other count 2座", "other count 6座"]
    assert tasks("群众安全感、满意度分别提高1个和2个百分点。") == [
        "satisfaction_rate ratio 1百分点", "satisfaction_rate ratio 2百分点",
    ]  # fmt: skip
    assert tasks("在3、6座山头栽树400亩。")[-1].endswith("400亩")


def test_villages_of_an_income_count_for_that_income(tasks):
    assert tasks("25万元以上的村达到6个。") == ["village_collective_income count 6个"]
    assert tasks("25万元以上村占比达到40%。") == ["village_collective_income ratio 40%"]
    assert all("income" not in row for row in tasks("总投资3亿元以上项目6个。"))


def test_what_was_left_over_from_last_year_is_this_years_work(tasks):
    assert tasks("吸取去年两起火情的教训，整改隐患60处。") == ["other count 60处"]
    assert tasks("完成2022年结转小区3个。") != []
    assert tasks("去年整改隐患60处。") == ["other count 60处 achieved"]


def test_a_rate_beside_a_subsidy_is_a_target_and_the_subsidy_is_none(tasks):
    assert tasks("惠农补贴一卡通发放率100%。") == ["other ratio 100%"]
    assert tasks("按12%补贴贷款利息。") == []


def test_what_a_project_yields_once_it_stands_is_no_target_of_the_year(tasks):
    assert tasks("物流园建成后预计年产值8亿元、税收3000万元。") == []
    assert tasks("规上工业总产值突破8亿元。") != []


def test_a_sentence_about_the_place_holds_no_targets(tasks):
    place = "我乡地处三县交界，幅员面积180平方公里，户籍人口2.1万人，耕地3.2万亩，森林覆盖率70%。"
    assert tasks(place) == []
    assert tasks("森林覆盖率达到70%。") == ["forest_coverage ratio 70%"]


def test_a_head_count_income_is_not_the_sum_named_before(tasks):
    said = tasks("工业投资不少于5亿元；农民人均可支配收入达到12800元，人均增收900元。")
    assert [row for row in said if "900" in row] == ["rural_income level 900元"]
    assert tasks("到户资金210万元，人均3500元。") == ["funds_obtained level 210万元"]


def test_a_figure_behind_the_last_years_is_the_target_and_that_one_is_none(tasks):
    assert tasks("旅游收入比去年的1.2亿元净增2000万元。") == ["tourism_revenue level 2000万元"]
    assert tasks("旅游收入1.2亿元，净增2000万元。")[0] == "tourism_revenue level 1.2亿元"


def test_stripped_digits_leave_a_round_sum_no_value(tasks):
    assert all("1亿元" not in row for row in tasks("生产总值达到亿元，增长；完成投资3.2亿元。"))
    assert tasks("生产总值突破亿元大关。") != []


def test_a_rank_may_follow_its_assessment_clauses_later(tasks):
    said = tasks("全年火灾控制在2起以内；年度综合考核要翻身，力争进入全县前六。")
    assert any(row.startswith("ranking relative rank_top:6") for row in said)
    assert not any(row.startswith("ranking") for row in tasks("火灾控制在2起以内，力争不发生。"))


def test_what_rises_no_further_may_be_named_by_the_clause_before(tasks):
    said = tasks("建议办结率100%、满意率95%；严控“三公”经费，只减不增。")
    assert said[-1].startswith("three_public_expenses relative not_increase")


def test_villages_reached_everywhere_are_not_what_is_covered(tasks):
    assert tasks("积分超市实现行政村全覆盖。") == ["other relative full_coverage"]
    assert tasks("农村危房动态清零。") == ["other relative zero"]
    assert tasks("薄弱村全部清零。") == ["villages relative zero"]


def test_things_that_a_clause_describes_are_counted_only_where_something_is_done_to_them(tasks):
    assert tasks("镇区腾出来的3个院子，种树摆凳。") == []
    assert tasks("亩均税收低的19家老厂年内整改完。") == ["other count 19家"]
    assert tasks("给最困难的70户换燃气软管。") != []


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("三五千亩", 3000, 5000), ("二三十亩", 20, 30), ("一千二三百亩", 1200, 1300),
        ("三十五六亩", 35, 36), ("一千二亩", 1200, 1200), ("三百零五亩", 305, 305),
        ("三百五十六亩", 356, 356), ("二十亩", 20, 20),
    ],
)  # fmt: skip
def test_two_digits_side_by_side_tell_a_range_and_one_behind_a_scale_its_tenth(
    rows, said, low, high
):
    (claim,) = rows(f"新修养鱼塘{said}。")
    assert (claim.amount.low, claim.amount.high) == (low, high)


def test_tiers_of_one_sum_share_the_growth_told_behind_them(tasks):
    said = tasks("农业总产值增长5%；固定资产投资8亿元，力争9亿元，分别增长20%和35%。")
    assert [row.split()[0] for row in said[1:]] == ["fixed_asset_investment"] * 4


def test_money_that_is_paid_out_is_a_target_and_a_subsidy_a_head_is_none(tasks):
    assert tasks("发放惠民补贴640万元。") == ["other level 640万元"]
    assert tasks("每户补助2万元。") == []


def test_what_a_higher_level_sets_for_part_of_the_year_is_not_the_towns(tasks):
    assert tasks("全市上半年规上工业增加值要增长7%以上。") == []
    assert tasks("全市确定今年生产总值增长5.5%。") == []
    assert tasks("上半年规上工业增加值要增长7%以上。") != []


def test_half_a_point_is_a_number(tasks):
    assert tasks("幼畜死亡率比去年下降半个百分点。") == ["other ratio -0.5百分点"]


def test_a_slip_in_a_permille_breaks_no_sentence(tasks):
    assert tasks("人口自然增长率控制在5。5‰以内。") == ["population_growth cap 5.5‰-"]


def test_a_subject_is_named_from_the_clause_before_where_the_deed_alone_is_said(rows):
    (claim,) = rows("茶叶加工坊要清洁化，年内改完14家。")
    assert (claim.indicator_text, claim.amount.low) == ("茶叶加工坊", 14)
    assert claim.confidence < 0.7
    assert rows("抓紧收尾，今年再改14家。") == ()


def test_targets_of_a_five_year_plan_are_no_targets_of_the_year(read):
    plan = "二、“十三五”时期的目标和任务\n今后的主要目标是：\n工业园入驻企业达到40家。\n"
    year = "三、2016年工作安排\n新建公厕6座。\n"
    said = [(c.indicator_text, c.status) for c in read(plan + year, year=2016)]
    assert [status for _, status in said] == ["multi_year", "target"]


def test_indicators_told_of_inside_a_review_are_results(read):
    text = (
        "一、“十三五”收官与2022年工作盘点\n（一）主要指标。全镇固定资产投资增长5.1%。\n"
        "二、2023年工作安排\n固定资产投资增长6%。\n"
    )
    assert [c.status for c in read(text)] == ["achieved", "target"]


def test_a_table_may_sort_its_indicators_before_it_names_them(read):
    table = (
        "主要指标安排表\n类别\t指标名称\t单位\t2022年实绩\t2023年目标\n"
        "经济\t规上工业总产值\t亿元\t58\t62\n民生\t城镇新增就业\t人\t900\t950\n"
    )
    said = [(c.indicator, c.amount.low) for c in read(WORK + table) if c.status == "target"]
    assert said == [("industrial_output_above_scale", 62), ("urban_jobs_new", 950)]


def test_a_column_with_a_unit_of_its_own_keeps_it(read):
    table = "项目名称\t单位\t建设规模\t2023年计划完成投资（万元）\n滨河步道\t公里\t3.5\t1200\n"
    (claim,) = (c for c in read(WORK + table) if c.status == "target")
    assert (claim.amount.low, claim.amount.unit) == (1200, "万元")


def test_a_table_under_the_title_of_indicators_is_announced_beside_prose(read):
    text = (
        "二、2023年主要目标\n今年的主要预期目标是：生产总值增长6%。\n三、重点工作\n抓好落实。\n"
        "附：2023年主要经济指标计划表\n指标名称\t单位\t2022年实绩\t2023年目标\n工业投资\t亿元\t5\t6\n"
    )
    assert all(c.headline for c in read(text) if c.status == "target")
    other = text.replace("主要经济指标计划表", "分村任务表")
    assert not all(c.headline for c in read(other) if c.status == "target")


def test_a_bare_heading_opens_the_block_of_a_list_below_it(read):
    listed = "主要目标任务\n生产总值：增长6%\n工业投资：5亿元\n城镇登记失业率：4%以内\n"
    assert [c.headline for c in read(listed)] == [True, True, True]
    told = "今年主要指标安排如下：\n生产总值：31亿元，+6%\n工业投资：5亿元\n规上企业：净增3家\n"
    assert all(c.headline for c in read(told))
    assert all(c.headline for c in read("约束性目标：空气优良率不低于85%，森林覆盖率40%。\n"))


def test_a_title_over_prose_opens_no_block(read):
    text = "青槐镇2023年工作目标\n修村道6公里，改厕90户，把去年没办完的几件事办完。\n"
    assert not any(c.headline for c in read(text))


def test_places_that_all_reach_a_sum_are_no_target_and_the_sum_is_a_villages(tasks):
    wanted = ["village_collective_income level 8万元+ per_village"]
    assert tasks("村集体经济收入11个村都达到8万元以上。") == wanted
    assert tasks("村级集体经济收入：11个村全部达到8万元以上。") == wanted
    assert tasks("村集体经济收入达到8万元的村增加到11个。") == [
        "village_collective_income count 11个",
    ]  # fmt: skip


def test_the_whole_of_a_plan_is_a_target_and_a_share_of_it_a_result(tasks):
    assert tasks("重点项目完成年度计划的100%，改厕60户。")[-1].endswith("60户")
    assert tasks("重点项目完成年度计划的93%，改厕60户。")[-1].endswith("60户 achieved")


def test_a_cell_may_hold_the_sum_and_its_growth(read):
    table = "指标名称（亿元）\t2022年完成\t2023年目标\n工业投资（亿元）\t5.2\t6.9，增长11%左右\n"
    said = [(c.kind, c.amount.low) for c in read(WORK + table) if c.status == "target"]
    assert said == [("level", 6.9), ("growth_rate", 11)]


def test_what_a_thing_costs_that_is_named_behind_is_no_target(tasks):
    assert tasks("计划投资1.8亿元、占地80亩、年产3万吨的饲料加工项目已完成备案。") == []
    assert tasks("完成投资1.8亿元，开工项目3个。")[0] == "project_investment level 1.8亿元"
    assert tasks("新签约总投资3亿元以上的项目4个。") == ["projects_signed count 4个"]


def test_a_bounded_sum_that_says_which_payments_are_meant_is_none(tasks):
    assert tasks("落实6万元以上支出联审联签。") == []


def test_a_year_to_come_is_a_horizon_where_the_plan_states_none(read):
    (claim,) = read("到2027年末，全镇工业总产值突破60亿元。", year=None, town="")
    assert claim.status == "multi_year"


def test_a_sum_of_ten_thousands_may_be_told_with_a_nought(tasks):
    assert tasks("人均可支配收入达到一万零六百元。") == ["resident_income level 10600元"]
    assert tasks("人均可支配收入达到一万六千元。") == ["resident_income level 16000元"]


def test_a_unit_may_have_its_end_in_brackets(tasks):
    assert tasks("接待游客6万人（次）。") == ["tourists count 6万人次"]
    assert tasks("接待游客6万人（含过夜）。") == ["tourists count 6万人"]


def test_tenths_may_be_told_by_a_digit(tasks):
    assert tasks("纠纷化解率8成以上。") == ["other ratio 80%+"]
    assert tasks("专班6成立后开会。") == []


def test_a_digit_of_a_decimal_may_be_hidden_by_a_letter(tasks):
    assert tasks("工业总产值达到X7.6亿元。") == ["industrial_output level <X7.6>亿元"]


def test_the_name_of_a_tier_behind_its_figure_parts_no_list(tasks):
    assert tasks("工业总产值增长6%保底、8%进位。") == [
        "industrial_output growth_rate 6%", "industrial_output growth_rate 8%",
    ]  # fmt: skip


def test_a_rank_may_be_told_with_the_rank_before(tasks):
    wanted = ["ranking relative rank_top:6"]
    assert tasks("综合考核由全县第九位前移到前六名以内。") == wanted
    assert tasks("综合考核保住全县前六、冲击前三。") == [*wanted, "ranking relative rank_top:3"]


def test_what_the_county_set_is_no_target_of_the_town(read):
    text = "二、2023年主要目标\n今年，县上确定的生产总值增速为6%。全镇生产总值增长6.5%。\n"
    assert [(c.amount.low, c.status) for c in read(text) if c.amount][-1] == (6.5, "target")
    assert len([c for c in read(text) if c.status == "target"]) == 1


def test_a_crop_told_in_tonnes_is_its_output(tasks):
    assert tasks("茶叶260吨。") == ["cash_crop_output level 260吨"]
    assert tasks("茶叶2600亩。") == ["cash_crop_area level 2600亩"]


def test_the_caption_of_a_table_counts_no_books(tasks):
    assert tasks("表3　本年度计划。") == []
    assert tasks("编印乡土读本3本。") == ["other count 3本"]


def test_none_at_all_is_no_count_of_one(tasks):
    assert tasks("帮扶路上不落一户。") == []
    assert tasks("新办家庭农场不少于一个。") == ["farm_cooperatives count 1个+"]


def test_one_road_is_an_article_and_its_length_the_promise(tasks):
    assert tasks("修一条通组路，共2.6公里。") == ["road_length level 2.6公里"]
    assert tasks("新修三条断头机耕路。") == ["other count 3条"]


def test_what_households_come_by_is_what_they_are_counted_for(read):
    (claim,) = read(WORK + "上下两村960户接通山泉水。")
    assert (claim.indicator_text, claim.amount.low) == ("接通山泉水", 960)
    assert read(WORK + "上下两村装表960户。")[0].indicator_text != "接通山泉水"


def test_a_share_may_be_tied_to_what_the_county_set(tasks):
    assert tasks("工业用地占比不低于县定比例。") == ["other relative meet_assigned"]
    assert tasks("工业用地占比不低于35%。") == ["other ratio 35%+"]


def test_the_number_of_a_line_is_no_part_of_the_name_in_it(read):
    table = (
        "指标\t单位\t2022年\t2023年目标\n1 粮食总产量\t万吨\t3.1\t3.2\n2. 35千伏变电站\t座\t1\t2\n"
    )
    said = [c.indicator_text for c in read(WORK + table) if c.status == "target"]
    assert said == ["粮食总产量", "35千伏变电站"]
