"""Wordings that towns use beside the textbook ones, each with a look-alike that must not change."""

import pytest

BLOCK = "一、2023年主要预期目标\n"
WORK = "一、2023年工作安排\n"


def test_what_last_year_did_in_its_own_clause_is_no_target(aims):
    said = aims("农业总产值去年做到3.1亿元，今年增幅6%。")
    assert said == [
        "agricultural_output level 3.1亿元 achieved",
        "agricultural_output growth_rate 6%",
    ]
    assert aims("农业总产值比去年增长6%。") == ["agricultural_output growth_rate 6%"]


def test_a_new_sentence_with_this_year_ends_what_last_year_began(tasks):
    text = "去年新开渠道4公里。今年的事不少。修通村道5公里。"
    assert tasks(text)[-1] == "road_length level 5公里"
    told = tasks("去年修了两条路。村道5公里已经通车。")
    assert told == ["road_length level 5公里 achieved"]


def test_a_deed_to_what_last_year_harmed_is_still_a_deed(tasks):
    assert tasks("把去年冲垮的30座山塘修起来。") == ["other count 30座"]
    assert tasks("去年修好30座山塘。") == ["other count 30座 achieved"]


def test_figures_side_by_side_go_to_the_names_of_their_units(aims):
    said = aims("去年接待游客50万人次、旅游收入3亿元，今年目标60万人次、3.5亿元。")
    assert said[2:] == ["tourists count 60万人次", "tourism_revenue level 3.5亿元"]


def test_growth_after_a_count_stays_with_its_own_name(aims):
    said = aims("贷款余额增长9%，市场主体达到500户，增长4%。")
    assert said[-1] == "market_entities growth_rate 4%"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("森林火灾为零。", "accidents relative zero"),
        ("不发生较大以上生产安全事故。", "accidents relative zero"),
        ("溺水亡人事故一起也不能出。", "accidents relative zero"),
        ("地质灾害零伤亡。", "other relative zero"),
        ("城乡居民收入差距继续缩小。", "urban_rural_income_ratio relative decrease"),
        ("外贸出口恢复正增长。", "exports relative positive_growth"),
        ("财政总收入：稳中有增。", "fiscal_revenue_total relative steady_growth"),
        ("社零总额增速比全县平均高1个百分点。", "retail_sales relative higher_than:county_average"),
        ("综合考核在八个乡镇里进入前三位。", "ranking relative rank_top:3"),
    ],
)
def test_an_aim_without_a_number_keeps_its_name(aims, text, reading):
    assert aims(text) == [reading]


@pytest.mark.parametrize(
    "text", ["固投增长9%，社零增长8%。", "固定资产投资保持两位数增长。", "不发生口角的院子受表扬。"]
)
def test_a_number_beside_a_direction_is_no_relation(aims, text):
    assert not any("relative" in row for row in aims(text))


def test_a_task_for_two_things_of_one_name_is_told_of_both(aims):
    assert aims("粮食播种面积和产量完成县下达任务。") == [
        "grain_area relative meet_assigned",
        "grain_output relative meet_assigned",
    ]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("退货率压到一成五以内。", "15%-"),
        ("森林火灾受害率不高于千分之零点五。", "0.5‰-"),
        ("义务教育巩固率保持百分之百。", "100%"),
        ("固定资产投资4. 2亿元。", "4.2亿元"),
        ("财政总收入3千万元。", "3000万元"),
        ("单位产值能耗下降3.2以上。", "-3.2+"),
    ],
)
def test_a_number_is_read_however_it_is_written(aims, text, figure):
    assert aims(text)[0].split()[2] == figure


def test_a_digit_hidden_inside_a_number_hides_it_all_but_a_product_is_none(tasks):
    assert tasks("辣椒面积扩到7×0亩。") == ["cash_crop_area level <7×0>亩"]
    assert not any("<" in row for row in tasks("机房2×66万千瓦，展台3×4米。"))


@pytest.mark.parametrize(
    "text",
    [
        "老百姓这一头先顾好。",
        "飞线见一处拆一处。",
        "新户一户一册。",
        "力气用在三处。",
        "抓好四个环节。",
        "放在***片。",
        "鲜果不低于4块2。",
    ],
)
def test_a_way_of_speaking_counts_nothing(tasks, text):
    assert tasks(text) == []


def test_a_small_chinese_numeral_counts_what_is_put_up_or_bought(tasks):
    assert tasks("卫生所添一辆送药车。") == ["other count 1辆"]
    assert tasks("菜场修两座公厕。") == ["toilets_renovated count 2座"]


@pytest.mark.parametrize(
    "text", ["九个社区都装上门禁。", "与11个村签下责任书。", "30户等房子的人住在校舍。"]
)
def test_who_acts_is_no_target(tasks, text):
    assert not [row for row in tasks(text) if " count " in row]


def test_who_acts_is_told_where_the_deed_is_finished(tasks):
    assert tasks("沿街60家作坊年内搬完。") == ["other count 60家"]


@pytest.mark.parametrize(
    "text",
    [
        "满意率不到85%的社区作检讨。",
        "存栏低于200头就启动补贴。",
        "老人一餐收6元。",
        "建成5000吨级泊位。",
        "连续12个月保持3%。",
        "河道巡查员每日每座60元。",
    ],
)
def test_a_condition_a_fee_or_a_size_is_no_target(tasks, text):
    assert tasks(text) == []


def test_a_share_with_a_bound_is_a_target_and_one_of_the_county_is_not(tasks):
    assert tasks("衔接资金里产业类占六成以上。") == ["other ratio 60%+"]
    assert tasks("产值占全县12%。") == []


def test_the_thing_counted_stands_behind_who_acts_or_where(read):
    claims = read(WORK + "镇卫生院添置3台心电图机。坝头村600亩高标准农田插秧前交付。")
    assert claims[0].indicator_text == "心电图机"
    assert claims[1].indicator == "high_standard_farmland"


def test_a_villages_sum_in_a_part_clause_is_of_the_thing_before(aims):
    said = aims("村集体经营性收入达到300万元，其中坳背村过40万元。")
    assert said[1].startswith("village_collective_income level 40万元")
    assert len(aims("村道9公里，其中坳背村3公里。")) == 1


def test_no_village_below_a_sum_is_at_least_that_sum(aims):
    said = aims("村集体经营性收入300万元，没有一个村低于8万元。")
    assert said[1].startswith("village_collective_income level 8万元+")


def test_a_village_is_counted_in_villages_alone(read):
    claims = read(WORK + "坳背村改造旱厕40座，整治薄弱村3个。")
    assert [c.indicator for c in claims] == ["toilets_renovated", "villages"]
    assert "villages" not in {c.indicator for c in read(WORK + "坳背村120户通水。")}


def test_a_slip_of_the_pen_is_read_with_less_confidence(read):
    wrong = read(BLOCK + "农村居民人均可支配收如增长7%。")[0]
    right = read(BLOCK + "农村居民人均可支配收入增长7%。")[0]
    assert wrong.indicator == right.indicator == "rural_income"
    assert wrong.confidence < right.confidence
    assert wrong.evidence.quote.startswith("农村居民人均可支配收如")


def test_what_a_bracket_says_of_a_part_is_read_and_a_gloss_is_not(aims):
    said = aims("城镇新增就业900人（含高校毕业生120人）。")
    assert said == ["urban_jobs_new count 900人", "other count 120人 part"]
    assert aims("建成产业园（总投资3亿元）1个。") == ["other count 1个"]


def test_less_of_a_thing_is_negative_in_every_unit(tasks):
    assert tasks("会议压减20个。") == ["other count -20个"]
    assert tasks("公车减少到7辆。") == ["other count 7辆"]


@pytest.mark.parametrize("head", ["2023年目标（增幅或数额）", "2023年计划"])
def test_the_unit_of_a_line_tells_a_level_from_a_rate(say, head):
    table = f"一、主要预期目标\n指标\t单位\t{head}\t牵头\n工业总产值\t亿元\t27.5\t经发办\n"
    assert say(table) == ["industrial_output level 27.5亿元"]


def test_what_others_set_themselves_is_not_the_towns_aim(aims):
    assert aims("估计全国今年增长5%，全县定的是6%，全镇地区生产总值增长7%。") == [
        "gdp growth_rate 7%"
    ]


def test_after_what_others_said_the_plan_announces_its_own_targets(aims):
    said = aims("按县委全会、工作会议提出的要求，今年主要预期目标是：农业总产值增长6%。")
    assert said == ["agricultural_output growth_rate 6%"]


@pytest.mark.parametrize(
    "text",
    [
        "国家提出的预期目标是农业总产值增长5%左右。",
        "县委提出，今年全县主要预期目标是农业总产值增长6%。",
    ],
)
def test_targets_that_others_announce_are_none_of_the_plan(aims, text):
    assert aims(text) == []
