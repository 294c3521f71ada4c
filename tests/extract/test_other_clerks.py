"""Wordings of clerks the rules were not made for, each beside one that must not change."""

import pytest

from analysis.model import Masked
from analysis.text.clean import clean

HEAD = "二、主要目标\n"
BLOCK = "一、2023年主要预期目标\n"


def test_a_column_of_the_whole_county_or_of_a_later_year_is_no_target_of_the_year(say):
    table = (
        "指标\t单位\t2022年实绩\t2023年计划\t全县预期\t2025年目标\n"
        "地区生产总值增速\t%\t4.6\t6.5\t6左右\t7\n"
    )
    assert say(HEAD + table) == [
        "gdp growth_rate 4.6% achieved",
        "gdp growth_rate 6.5%",
        "gdp growth_rate 7% multi_year",
    ]


def test_a_share_in_a_table_without_units_is_in_percent(say):
    table = "指标\t2022年完成\t2023年计划\n农村自来水普及率\t93.1\t95\n"
    assert say(HEAD + table)[-1] == "water_supply_rate ratio 95%"


def test_columns_of_two_tiers_say_which_is_firm(say):
    table = "指标\t单位\t2022年预计\t确保\t力争\n技改投资\t亿元\t20\t22\t23.5\n"
    assert say(HEAD + table)[1:] == [
        "technical_upgrade_investment level 22亿元 ensure",
        "technical_upgrade_investment level 23.5亿元 strive",
    ]


def test_a_cell_may_tie_its_line_to_a_task(say):
    table = "指标\t单位\t2022年实际\t2023年计划\n单位GDP能耗\t%\t-2.9\t完成县定任务\n"
    assert say(HEAD + table)[-1] == "energy_intensity relative meet_assigned"


def test_the_figures_of_a_table_of_targets_are_headline_ones_wherever_it_stands(read):
    text = "指标\t单位\t2022年实际\t2023年计划\n财政收入\t万元\t640\t690\n"
    targets = [c for c in read(text) if c.status == "target"]
    assert [c.headline for c in targets] == [True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("80%以上的村达到省级标准。", ["other ratio 80%+"]),
        ("60%的行政村建成老年食堂。", ["other ratio 60%"]),
        ("低于50%的村由领导约谈。", []),
        ("三成资金已有着落。", []),
    ],
)
def test_what_a_share_of_many_is_to_reach_is_a_target(tasks, text, said):
    assert tasks(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("每千名老人拥有养老床位40张。", ["other count 40张"]),
        ("亩均工业增加值增长10%。", ["other growth_rate 10%"]),
        ("亩均税收达到12万元。", ["tax_per_mu level 12万元"]),
        ("养老床位达到40张。", ["care_beds count 40张"]),
    ],
)
def test_so_much_per_head_is_another_quantity_than_the_whole(tasks, text, said):
    assert tasks(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("发放租房补贴160户。", ["other count 160户"]),
        ("组织补贴性技能培训300人次。", ["training count 300人次 part"]),
        ("每户补助2000元。", []),
        ("对新落户企业奖励20万元。", []),
        ("塑料替代品占有率达82%。", ["other ratio 82%"]),
    ],
)
def test_who_gets_a_subsidy_is_counted_and_its_sum_is_not(tasks, text, said):
    assert tasks(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "规上工业产值保445亿元、争460亿元。",
            [
                "industrial_output_above_scale level 445亿元 ensure",
                "industrial_output_above_scale level 460亿元 strive",
            ],
        ),
        ("工业产值增8%。", ["industrial_output growth_rate 8%"]),
        ("医保参保率95%。", ["medical_insurance_rate ratio 95%"]),
        (
            "地区生产总值增长6.5%左右、实际执行中力争7%。",
            ["gdp growth_rate 6.5%~", "gdp growth_rate 7% strive"],
        ),
    ],
)
def test_tiers_of_one_letter_and_words_between_them(aims, text, said):
    assert aims(text) == said


@pytest.mark.parametrize(
    "text",
    ["PM2.5年均浓度控制在35微克/立方米以内。", "PM2.5年均浓度控制在35微克／立方米以内。",
     "PM2.5年均浓度控制在35微克每立方米以内。"],
)  # fmt: skip
def test_a_unit_of_two_parts_is_one_however_it_is_written(aims, text):
    assert aims(text) == ["pm25 cap 35微克/立方米-"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("接待游客在去年12万人次的基础上翻一番。", ["tourists growth_rate 100%"]),
        (
            "固定资产投资在去年2.19亿元的基础上增长一成五。",
            ["fixed_asset_investment growth_rate 15%"],
        ),
    ],
)
def test_what_a_change_starts_from_is_no_figure_of_the_plan(aims, text, said):
    assert aims(text) == said


def test_what_a_higher_meeting_set_is_no_target_of_the_town(tasks):
    assert tasks("区委全会确定，今年全区一般公共预算收入增长8%、固定资产投资增长9%以上。") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("综合考核力争重回全县前三。", "ranking relative rank_top:3 strive"),
        ("乡镇综合考核保三争一。", "ranking relative rank_top:3"),
        ("主要经济指标增速力争进入全县10个乡镇前三名。", "ranking relative rank_top:3 strive"),
    ],
)
def test_a_rank_among_the_county_s_towns_is_the_town_s_own(aims, text, said):
    assert aims(text) == [said]


def test_levels_of_honour_count_what_was_named_before_them(tasks):
    assert tasks("创建省级示范村1个、市级2个。") == [
        "villages_beautiful count 1个",
        "villages_beautiful count 2个",
    ]


def test_a_name_may_stand_before_last_year_s_figure_and_this_year_s(tasks):
    assert tasks("粮食总产去年遭灾只收了8600吨，今年要补回到9200吨以上。") == [
        "grain_output level 8600吨 achieved",
        "grain_output level 9200吨+",
    ]


def test_a_later_year_is_no_target_of_this_one_in_a_paragraph_that_opens_with_last_year(tasks):
    text = "去年描好的图今年要落地。到2026年，财政收入达到12亿元，力争13亿元。"
    assert [row.split()[-1] for row in tasks(text)] == ["multi_year", "multi_year"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("固定资产投资跨上20亿元。", ["fixed_asset_investment level 20亿元"]),
        ("技改投资增速跑到10%以上。", ["technical_upgrade_investment growth_rate 10%+"]),
        ("城镇登记失业率压在2.3%以内。", ["unemployment_rate cap 2.3%-"]),
        (
            "规上工业增加值增速不能低过6.5%。",
            ["industrial_value_added_above_scale growth_rate 6.5%+"],
        ),
        ("税收占比别掉到85%以下。", ["tax_share ratio 85%+"]),
        ("技改投资要有6个亿。", ["technical_upgrade_investment level 6亿元"]),
        ("工业产值增长7个百分点。", ["industrial_output growth_rate 7百分点"]),
        ("工业产值增速提高2个百分点。", ["industrial_output ratio 2百分点"]),
    ],
)
def test_spoken_verbs_lead_to_a_figure(aims, text, said):
    assert aims(text) == said


def test_the_unit_of_a_row_may_stand_in_its_name(say):
    table = "指标（单位）\t2022年实绩\t2023年预期\t增幅（%）\n工业总产值（亿元）\t7.6\t8.4\t≥10\n"
    assert say(HEAD + table) == [
        "industrial_output level 7.6亿元 achieved",
        "industrial_output level 8.4亿元",
        "industrial_output growth_rate 10%+",
    ]


def test_a_mask_in_a_cell_is_never_cut_short(read):
    table = "指标（单位）\t2022年实绩\t2023年预期\n财政收入（万元）\t2480\t26**\n"
    hidden = next(c for c in read(HEAD + table) if c.status == "target")
    assert isinstance(hidden.amount, Masked)
    assert hidden.amount.mark == "26**"


def test_an_arrow_parts_last_year_from_this_one(say):
    assert say(
        HEAD + "亩均税收（万元）　38.5　→　41\n实到外资（万美元）　3150　→　3200～3500\n"
    ) == [
        "tax_per_mu level 38.5万元 achieved",
        "tax_per_mu level 41万元",
        "fdi_utilised level 3150万美元 achieved",
        "fdi_utilised level 3200..3500万美元",
    ]


def test_a_numbered_point_headed_as_targets_is_a_headline_block(read):
    text = (
        "1.摸清家底。\n2.目标任务。\n①财政收入增长5%；\n②粮食产量2万吨。\n3.强农业。\n栽茶800亩。\n"
    )
    assert [c.headline for c in read(text)] == [True, True, False]


def test_this_year_is_over_in_a_plan_for_the_next(tasks):
    said = tasks("招商引资到位资金今年预计完成2.1亿元，明年预期2.4亿元。")
    assert said == [
        "investment_in_place level 2.1亿元 achieved",
        "investment_in_place level 2.4亿元",
    ]


def test_a_heading_of_this_year_ends_the_goals_of_five(say):
    text = (
        "二、今后五年：奋斗目标\n五年里，新建高标准农田9000亩。\n"
        "三、今年工作：开局就要起势\n（一）把田种精。推广脱毒种苗1200亩。\n"
    )
    assert [row.endswith("multi_year") for row in say(text)] == [True, False]


def test_what_opens_the_sentence_is_what_its_later_clauses_speak_of(aims):
    said = aims("固投去年欠的账今年要还，必须正增长，打底10%，跳起来摸15%。")
    assert said == [
        "fixed_asset_investment relative positive_growth ensure",
        "fixed_asset_investment growth_rate 10% ensure",
        "fixed_asset_investment growth_rate 15% strive",
    ]


def test_two_items_summed_up_share_what_is_said_of_them(aims):
    said = aims("接待游客115万人次，旅游总收入12.8亿元，两项增速均保持10%。")
    assert said[2:] == ["tourists growth_rate 10%", "tourism_revenue growth_rate 10%"]


def test_what_a_town_holds_is_no_aim_of_it(tasks):
    assert tasks("全乡辖9个行政村、26个自然村，共658户3127人。") == []


def test_dots_that_lead_to_a_figure_hide_nothing(read):
    (claim,) = read("一、2023年主要预期目标\n地区生产总值……41.5亿元。")
    assert claim.amount.low == claim.amount.high == 41.5
    hidden = read("一、2023年主要预期目标\n地区生产总值达到……亿元。")
    assert all(isinstance(c.amount, Masked) for c in hidden)


def test_a_share_of_something_listed_is_a_ratio(aims):
    assert aims("服务业增加值占地区生产总值比重达到39.5%。") == ["services_value_added ratio 39.5%"]
    assert aims("制造业投资、民间投资占比分别不低于45%和30%。") == [
        "manufacturing_investment ratio 45%+",
        "private_investment ratio 30%+",
    ]


def test_in_a_plan_that_calls_its_year_the_next_this_year_is_over(say):
    text = "一、今年收成怎么样\n粮食面积5万亩。\n二、明年往哪儿奔\n粮食面积6万亩。\n"
    assert [row.endswith("achieved") for row in say(text)] == [True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市里预期今年工业投资增长9%，我们争取10%。", []),
        ("县里要求的规上工业企业，全年新增2家。", ["new_above_scale_enterprises count 2家"]),
        ("按照县里要求，今年粮食播种面积1.2万亩。", ["grain_area level 1.2万亩"]),
    ],
)
def test_what_a_higher_level_sets_for_itself_is_no_target_of_the_town(tasks, text, said):
    assert [row for row in tasks(text) if "9%" in row or "10%" not in row] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("固定资产投赀增长8%。", ["fixed_asset_investment growth_rate 8%"]),
        ("社会消费品零受总额增长7%。", ["retail_sales growth_rate 7%"]),
        ("林业投入6000万元。", ["other level 6000万元"]),
    ],
)
def test_one_mistaken_character_in_a_long_name_is_read_as_meant(tasks, text, said):
    assert tasks(text) == said


def test_letters_and_zeros_hide_a_figure_and_name_no_road(read):
    claims = read("二、今年工作安排\n全年输出劳动力XX00人次，修通X021县道3公里。\n")
    hidden = [c for c in claims if isinstance(c.amount, Masked)]
    assert [c.amount.unit for c in hidden] == ["人次"]
    assert len(claims) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("地区生产总值增长6%，总量向92亿元迈进。", ["gdp growth_rate 6%", "gdp level 92亿元"]),
        ("向80户困难家庭送煤。", ["other count 80户"]),
        ("工业投资、技改投资要有两位数的增长。",
         ["industrial_investment growth_rate 10%+",
          "technical_upgrade_investment growth_rate 10%+"]),
        ("农民收入增幅跑赢县均0.5个百分点。", ["rural_income relative faster_than:county_average"]),
        ("城镇居民收入增长6%，农民收入增速再快1.5个百分点。",
         ["urban_income growth_rate 6%", "rural_income relative faster_than:urban_income"]),
        ("规上企业由9家到12家。", ["new_above_scale_enterprises count 12家"]),
        ("力争再签下3个亿元以上项目。", ["projects_signed count 3个 strive"]),
        ("会议文件各减两成。", ["other growth_rate -20%"]),
    ],
)  # fmt: skip
def test_what_stands_around_a_figure_says_how_it_is_meant(tasks, text, said):
    assert tasks(text) == said


def test_a_label_goes_on_behind_semicolons_where_another_year_opens_the_clause(say):
    line = "——粮食总产量：“十三五”年均增长4%；去年4200吨；今年4500吨、增长7%；2025年达到6000吨。\n"
    assert [row for row in say(HEAD + line) if not row.endswith(("achieved", "multi_year"))] == [
        "grain_output level 4500吨",
        "grain_output growth_rate 7%",
    ]


def test_a_horizon_behind_a_figure_holds_to_the_next_semicolon_and_one_before_for_all(tasks):
    late = "村级债务化解300万元，到2026年底全部清零；公务接待费下降5%。"
    assert tasks(late)[-1] == "three_public_expenses growth_rate -5%"
    early = "到2026年，粮食总产量达到2万吨；森林覆盖率达到61%。"
    assert all(row.endswith("multi_year") for row in tasks(early))


def test_figures_below_each_other_are_never_run_together(read, lexicon):
    stacked = "指标\n单位\n上年实际\n今年计划\n肉牛出栏\n头\n310\n360\n茶叶产量\n吨\n—\n52\n"
    claims = read(clean("二、工作安排\n" + stacked, lexicon.dirt).text)
    told = [(c.amount.low, c.amount.unit, c.status) for c in claims]
    assert told == [(310.0, "头", "achieved"), (360.0, "头", "target"), (52.0, "吨", "target")]


def test_months_at_the_head_of_columns_hold_no_targets_of_the_year(read):
    table = "指标\t单位\t2023年实绩\t1—3月\t1—6月\t全年\n工业投资\t亿元\t32.1\t8\t19\t37.3\n"
    told = [(c.amount.low, c.status) for c in read("二、2024年工作安排\n" + table)]
    assert told == [(32.1, "achieved"), (37.3, "target")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("牧区常住居民人均纯收入增长9%。", ["rural_income growth_rate 9%"]),
        ("牧民养殖收入增长9%。", ["other growth_rate 9%"]),
    ],
)
def test_variants_of_a_name_are_known_and_other_incomes_are_not(tasks, text, said):
    assert tasks(text) == said


def test_two_figures_of_two_indicators_just_named_are_theirs_in_order(tasks):
    text = "去年接待游客58万人次、旅游收入4.1亿元；今年两项指标分别奔着65万人次和5亿元去。"
    assert [row for row in tasks(text) if not row.endswith("achieved")] == [
        "tourists count 65万人次",
        "tourism_revenue level 5亿元",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("综合考核稳居全区第一方阵、力争进前十。", ["front", "rank_top:10"]),
        ("信访量排名全县倒数第五的局面必须扭转。", []),
    ],
)
def test_a_rank_may_follow_a_rank_and_the_foot_of_a_table_is_no_aim(read, text, said):
    told = [c.relation for c in read("二、今年工作安排\n" + text)]
    assert [r.removeprefix("rank_") if r == "rank_front" else r for r in told] == said


def test_what_goes_in_step_with_it_means_the_indicator_just_named(aims):
    assert aims("财政总收入增长8%，地方级收入与之同步增长。")[1] == (
        "general_public_budget_revenue relative in_step_with:fiscal_revenue_total"
    )


@pytest.mark.parametrize(
    ("written", "unit"), [("厂房2.4万㎡", "万平方米"), ("厂房2.4万平方米", "万平方米")]
)
def test_the_sign_of_a_square_metre_is_the_unit(read, written, unit):
    (claim,) = read(f"二、今年工作安排\n新建{written}。\n")
    assert claim.amount.unit == unit


def test_some_twenty_is_about_twenty(tasks):
    assert tasks("硬化村组路二十来公里。") == ["road_length level 20公里~"]


FOUR = (
    "二、2023年总体要求\n首先，总量要上去。地区生产总值增长7%，固定资产投资增长9%，社零总额增长8%。\n"
    "其次，口袋要鼓起来。财政收入增长6%，农民收入增长8%，城镇新增就业300人。\n"
)


def test_paragraphs_full_of_main_figures_are_the_headline_block_of_a_plan_without_one(read):
    work = "三、重点工作\n（一）改造危桥2座，工业投资增长10%。\n"
    told = [(c.indicator, c.headline) for c in read(FOUR + work)]
    assert [key for key, headline in told if not headline] == ["bridges", "industrial_investment"]
    announced = BLOCK + "进出口总额增长5%。\n" + FOUR
    assert sum(c.headline for c in read(announced)) == 1


def test_straight_quotation_marks_are_read_as_curled_ones(tasks):
    assert tasks('"三公"经费零增长。') == tasks("“三公”经费零增长。") != []


def test_the_first_weeks_of_the_year_are_results(tasks):
    assert tasks("1月份，用电量300万度，同比增长21%。")[0].endswith("achieved")
    assert tasks("1月份，开工项目5个，力争同比增长21%。")[0] == "projects_started count 5个"


def test_the_caption_says_the_units_of_a_table_without_a_column_for_them(say):
    table = "（单位：亿元、%）\n项目\t上年实绩\t今年计划\t增幅\n社零总额\t9.3\t10.1\t8.6\n"
    assert say(HEAD + table)[1:] == ["retail_sales level 10.1亿元", "retail_sales growth_rate 8.6%"]


def test_who_stands_in_a_table_of_yuan_stands_for_income(say):
    table = "指标\t2022年实际\t2023年计划\n农村居民（元）\t17018\t18600\n农村居民（户）\t900\t910\n"
    assert say(HEAD + table)[1] == "rural_income level 18600元"
    assert say(HEAD + table)[3].startswith("other")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("信访总量-15%。", ["petitions growth_rate -15%"]),
        ("城镇、农村常住居民人均可支配收入：分别+6%、+8%。",
         ["urban_income growth_rate 6%", "rural_income growth_rate 8%"]),
        ("接待游客130万人次，旅游收入9亿元，双双增长二成。",
         ["tourists count 130万人次", "tourism_revenue level 9亿元",
          "tourists growth_rate 20%", "tourism_revenue growth_rate 20%"]),
        ("27件信访积案，年内化解90%以上。", ["petitions ratio 90%+"]),
        ("在册的186家散乱污企业，六月底以前依法取缔73家。", ["enterprises_rectified count 73家"]),
        ("修通产业路5.5km。", ["road_length level 5.5公里"]),
        ("制造业投资增速快于面上投资增速。",
         ["manufacturing_investment relative faster_than:fixed_asset_investment"]),
        ("乡村振兴实绩考核：确保前5名。", ["ranking relative rank_top:5 ensure"]),
    ],
)  # fmt: skip
def test_short_hand_of_plans_is_read_in_full(tasks, text, said):
    assert tasks(text) == said


def test_how_much_was_missing_is_no_name_for_what_comes_next(tasks):
    text = "去年到位资金6.3亿元，离县里要的7亿元差一口气；今年咬住7.5亿元。"
    assert [row for row in tasks(text) if not row.endswith("achieved")] == [
        "investment_in_place level 7.5亿元"
    ]


def test_what_was_done_up_to_a_month_is_a_result_and_up_to_a_later_year_an_aim(tasks):
    assert tasks("截至11月底，累计改厕870座。") == ["toilets_renovated count 870座 achieved"]
    assert tasks("截至2025年底，改厕达到900座。") == ["toilets_renovated count 900座 multi_year"]


def test_paragraphs_below_an_announced_block_go_on_with_it_while_they_are_full_of_figures(read):
    text = (
        "今年的主要预期目标，掰着指头报：\n一是总量，地区生产总值增长7%，农业总产值增长4%。\n"
        "二是后劲，固定资产投资增长9%，工业投资增长12%。\n改造危桥2座。\n"
    )
    told = [(c.indicator, c.headline) for c in read("二、今年工作\n" + text)]
    assert [key for key, headline in told if not headline] == ["bridges"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("旅居人数达6万。", ["other count 6万人"]),
        ("技改投入达600万。", ["technical_upgrade_investment level 600万元"]),
        ("话题播放量达600万。", ["other level 600万"]),
        ("推进2×66万千瓦机组建设。", []),
    ],
)
def test_a_bare_scale_counts_what_its_name_says_and_nothing_else(tasks, text, said):
    assert tasks(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("粮食播种面积2.9万亩、产量1.2万吨。",
         ["grain_area level 2.9万亩", "grain_output level 1.2万吨"]),
        ("农民人均纯收入突破17000元大关、增长两位数。",
         ["rural_income level 17000元+", "rural_income growth_rate 10%+"]),
        ("农村居民人均多挣1500元。", ["rural_income level 1500元"]),
        ("油茶新造2000亩、低改3000亩。",
         ["cash_crop_area level 2000亩", "cash_crop_area level 3000亩"]),
        ("和各族群众一起奋斗。", []),
        ("26公里的旅游公路上半年开工。", []),
        ("建设5公里的产业路。", ["road_length level 5公里"]),
    ],
)  # fmt: skip
def test_more_short_hand_is_read_in_full(tasks, text, said):
    assert tasks(text) == said


def test_what_is_done_is_a_result_wherever_it_stands(tasks):
    assert tasks("文化站办了14期培训班。")[0].endswith("achieved")
    assert tasks("文化站办14期培训班。") == ["training count 14期"]


def test_numbers_without_units_behind_a_shared_bound_are_read_and_never_stop_a_plan(aims):
    assert (
        aims("PM10、PM2.5平均浓度分别控制在82、45微克/立方米以内。")[-1]
        == "pm25 cap 45微克/立方米-"
    )
    assert aims("PM2.5平均浓度、地表水达标率分别控制在36、以内。") is not None


CELLS = (
    "序号\t指标名称\t2022年实际\t2023年任务\t责任人\n"
    "1\t规上工业产值\t4.1亿元\t4.5亿元，增长9%以上\t王大山\n"
    "2\t到位资金\t1.6亿元\t2亿元（力争2.5亿元）\t李小河\n"
)


def test_a_cell_of_words_is_read_as_a_sentence_about_its_line(say):
    assert [row for row in say(HEAD + CELLS) if not row.endswith("achieved")] == [
        "industrial_output_above_scale level 4.5亿元",
        "industrial_output_above_scale growth_rate 9%+",
        "investment_in_place level 2亿元",
        "investment_in_place level 2.5亿元 strive",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("个体工商户净增4百户。", ["market_entities count 400户"]),
        ("满意率再提高5个点。", ["satisfaction_rate ratio 5百分点"]),
        ("道路交通事故死亡人数不突破上年。", ["accidents relative not_above:last_year"]),
        ("淀粉含量每高一个点多卖两分钱。", []),
    ],
)
def test_small_scales_points_and_limits_by_last_year_are_read(tasks, text, said):
    assert tasks(text) == said


def test_a_scale_in_a_cell_goes_with_the_unit_of_its_line(say):
    table = "指标\t单位\t2022年实际\t2023年计划\n粮食总产量\t吨\t1.21万\t1.25万\n"
    assert say(HEAD + table)[-1] == "grain_output level 1.25万吨"


def test_a_list_in_columns_without_a_head_is_read_by_its_units(say, lexicon):
    listed = "".join(
        f"{name}      {figure}\n"
        for name, figure in [
            ("固定资产投资", "1.65亿元    比上年增20%"),
            ("财政总收入", "***万元    增长*%"),
            ("粮食总产量", "5300吨    与上年持平"),
        ]
    )
    assert say(clean(HEAD + listed, lexicon.dirt).text) == [
        "fixed_asset_investment level 1.65亿元",
        "fixed_asset_investment growth_rate 20%",
        "fiscal_revenue_total level <***>万元",
        "fiscal_revenue_total growth_rate <*>%",
        "grain_output level 5300吨",
        "grain_output relative in_step_with:last_year",
    ]
