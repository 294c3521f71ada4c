"""Every column of every table: name, type, unit and meaning. Data only.

Tables are checked against this list before they are written, and ``data/README.md`` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

ColumnType = Literal["text", "integer", "number", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `key` columns together name a row."""

    name: str
    type: ColumnType
    unit: str
    zh: str
    en: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table and its columns in order."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


def _c(name: str, kind: ColumnType, unit: str, zh: str, en: str, *, key: bool = False) -> Column:
    return Column(name, kind, unit, zh, en, key)


_PLAN = _c("plan_id", "text", "", "计划编号（县-镇-年）", "plan id (county-town-year)", key=True)
_TOWN = _c("town", "text", "", "乡镇", "town")
_YEAR = _c("year", "integer", "year", "年份（题名所称）", "year, as the title states it")
_INDICATOR = _c(
    "indicator", "text", "", "指标（lexicon/indicators.toml）", "indicator key", key=True
)
_INDICATOR_ZH = _c("indicator_zh", "text", "", "指标名称", "name of the indicator in Chinese")
_START = _c(
    "start",
    "integer",
    "characters",
    "起始字符（收到的原文）",
    "first character, in the text as received",
)
_END = _c("end", "integer", "characters", "终止字符（不含）", "character behind the last one")
_OTHER = _c("other", "text", "", "另一计划", "the other plan", key=True)
_QUOTE = _c("quote", "text", "", "原文引文", "the words it was read from")

_CLAIM = (
    _PLAN,
    _c("row", "integer", "", "计划内序号", "number of the row inside its plan", key=True),
    _c("doc", "text", "", "文件名", "file name as received"),
    _TOWN,
    _c("stated_year", "integer", "year", "题名年份", "year the title states"),
    _c("content_year", "integer", "year", "内容所指年份", "year the content speaks of"),
    _c("indicator", "text", "", "指标（lexicon/indicators.toml）", "indicator key"),
    _c("indicator_text", "text", "", "指标的原文写法", "the indicator as written"),
    _c(
        "concept",
        "text",
        "",
        "口径（纯收入或可支配收入、登记或调查、总数或新增…），同一指标口径不同者不可比",
        "what the indicator means here (net_income, registered, stock ...); unlike concepts are "
        "not comparable",
    ),
    _c(
        "kind",
        "text",
        "",
        "类型：增速、总量、数量、比率、上限、相对",
        "growth_rate, level, count, ratio, cap or relative",
    ),
    _c(
        "value_low",
        "number",
        "as `unit`",
        "数值下端（隐去、相对者为空）",
        "lower end as written; empty when masked or relative",
    ),
    _c(
        "value_high",
        "number",
        "as `unit`",
        "数值上端",
        "upper end as written; equal to the lower unless a range",
    ),
    _c("unit", "text", "", "单位（原文）", "unit as written"),
    _c(
        "value_base_low",
        "number",
        "as `unit_base`",
        "下端，换算为基本单位",
        "lower end in base units",
    ),
    _c(
        "value_base_high",
        "number",
        "as `unit_base`",
        "上端，换算为基本单位",
        "upper end in base units",
    ),
    _c("unit_base", "text", "", "基本单位（元、亩、%…）", "base unit"),
    _c(
        "qualifier", "text", "", "限定：恰为、以上、左右、以内", "exact, at_least, about or at_most"
    ),
    _c("commitment", "text", "", "承诺语气：一般、确保、力争", "plain, ensure or strive"),
    _c("masked", "yes_no", "", "数字被隐去", "the number was hidden before publication"),
    _c("mark", "text", "", "遮盖符号（原文）", "the mask as written"),
    _c("relation", "text", "", "相对关系", "relation to something else than a number"),
    _c("status", "text", "", "目标、完成、跨年", "target, achieved or multi_year"),
    _c(
        "scope",
        "text",
        "",
        "范围：全镇、部分、每村、上级",
        "whole_town, part, per_village or other_level",
    ),
    _c("headline", "yes_no", "", "在主要预期目标段内", "inside the block of headline targets"),
    _c(
        "confidence",
        "number",
        "0..1",
        "可信度；图用 0.8 以上",
        "confidence; figures take 0.8 and above",
    ),
    _c("rule", "text", "", "语法规则", "rule of the grammar that read it"),
    _c("source", "text", "", "rule 规则读出、human 人工更正", "rule, or human after a correction"),
    _c("doc_id", "text", "", "文件内容散列前 12 位", "first 12 digits of the document's SHA-256"),
    _START,
    _END,
    _QUOTE,
    _c("value_start", "integer", "characters", "数字起始字符", "first character of the figure"),
    _c("value_end", "integer", "characters", "数字终止字符（不含）", "character behind the figure"),
)

_TONE = _c("tone", "text", "", "语气（lexicon/tone.toml 第一套编码）", "class by the first coding")
_TONE_ZH = _c("tone_zh", "text", "", "语气名称", "name of the class in Chinese")
_TONE_SCORE = _c(
    "tone_score",
    "number",
    "",
    "硬度得分；没有得分的类为空",
    "score of the class, harder is higher; empty where the class has none",
)
_CODING = _c("coding", "text", "", "哪一套编码", "coding of lexicon/tone.toml", key=True)
_OVER = _c(
    "over",
    "text",
    "",
    "headline 主要目标段，whole_town 全部全镇目标",
    "headline block, or all targets of the whole town",
    key=True,
)


def _number(name: str, zh: str, en: str) -> tuple[Column, ...]:
    """Lay out the columns of one stated number in base units."""
    unit = "as `unit_base`"
    return (
        _c(f"{name}_low", "number", unit, f"{zh}下端", f"{en}, lower end"),
        _c(f"{name}_high", "number", unit, f"{zh}上端", f"{en}, upper end"),
        _c(f"{name}_qualifier", "text", "", f"{zh}的限定", f"qualifier of {en}"),
        _c(f"{name}_commitment", "text", "", f"{zh}的语气", f"commitment of {en}"),
    )


def _place(name: str, zh: str, en: str) -> tuple[Column, ...]:
    """Lay out where one figure stands."""
    return (
        _c(f"{name}_wording", "text", "", f"{zh}原文", f"{en}, as written"),
        _c(f"{name}_start", "integer", "characters", "其起始字符", "its first character"),
        _c(f"{name}_end", "integer", "characters", "其终止字符（不含）", "character behind it"),
    )


_KIND = _c("kind", "text", "", "类型（同 claims）", "kind, as in claims")
_UNIT_BASE = _c("unit_base", "text", "", "基本单位", "base unit of the numbers")
_REASON_ZH = _c("reason_zh", "text", "", "原因", "the reason in Chinese words")

TABLES: tuple[Table, ...] = (
    Table(
        "documents",
        "收到的文件",
        "documents in",
        (
            _c("path", "text", "", "文件名", "file name", key=True),
            _c(
                "doc_id", "text", "", "内容散列前 12 位", "first 12 digits of the content's SHA-256"
            ),
            _c("state", "text", "", "正常、提示、隔离", "ok, warned or quarantined"),
            _c("encoding", "text", "", "编码", "encoding"),
            _c("received_chars", "integer", "characters", "原文字符数", "characters received"),
            _c("kept_chars", "integer", "characters", "清理后字符数", "characters after cleaning"),
            _c("plans", "integer", "", "其中的计划数", "plans in it"),
            _c("announced", "integer", "", "目录所列篇数", "plans its contents list announces"),
            _c("messages", "text", "", "提示", "what a reader must know"),
        ),
    ),
    Table(
        "plans",
        "计划",
        "plans",
        (
            _PLAN,
            _c("doc", "text", "", "文件名", "file name as received"),
            _c("number", "integer", "", "文件内序号", "number inside its document"),
            _c("title", "text", "", "题名", "title"),
            _c("county", "text", "", "县", "county"),
            _TOWN,
            _c("stated_year", "integer", "year", "题名年份", "year the title states"),
            _c("content_year", "integer", "year", "内容所指年份", "year the content speaks of"),
            _c("truncated", "yes_no", "", "残缺", "breaks off"),
            _c("sentences", "integer", "", "句数", "sentences"),
            _c(
                "plan_sentences",
                "integer",
                "",
                "部署句数（回顾除外）",
                "sentences outside the review",
            ),
            _c(
                "plan_chars",
                "integer",
                "characters",
                "部署部分字符数",
                "characters outside the review, blanks apart",
            ),
            _c("words_for_town", "text", "", "镇名依据", "the words the town was read from"),
            _c("words_for_year", "text", "", "年份依据", "the words the year was read from"),
            _c(
                "words_for_content_year",
                "text",
                "",
                "内容年份依据",
                "the words the content year was read from",
            ),
        ),
    ),
    Table(
        "announced",
        "汇编目录对照",
        "compilations: announced against found",
        (
            _c("doc", "text", "", "文件名", "file name", key=True),
            _c("number", "integer", "", "目录序号", "number in the contents list", key=True),
            _c("title", "text", "", "目录题名", "title in the contents list"),
            _TOWN,
            _c(
                "state",
                "text",
                "",
                "found 有、truncated 残缺、missing 无、duplicate 重列、foreign 目录未列而正文有",
                "found, truncated, missing, duplicate (listed twice) or foreign (not listed)",
            ),
            _c("plan_id", "text", "", "计划编号", "plan id"),
            _c(
                "confidence",
                "number",
                "",
                "切分把握：1 题名原样，0.8 相近标题",
                "how sure the cut is: 1 its very title, 0.8 a heading like it",
            ),
        ),
    ),
    Table(
        "cuts",
        "清理记录",
        "what cleaning removed or replaced",
        (
            _c("doc", "text", "", "文件名", "file name", key=True),
            _c("start", "integer", "characters", "起始字符", "first character", key=True),
            _c(
                "end",
                "integer",
                "characters",
                "终止字符（不含）",
                "character behind the last",
                key=True,
            ),
            _c("rule", "text", "", "规则", "rule", key=True),
            _c("removed", "text", "", "原文", "what stood there"),
            _c("replaced_by", "text", "", "替换为", "what stands there now"),
        ),
    ),
    Table(
        "claims",
        "全部数字陈述",
        "every stated figure",
        (
            *_CLAIM,
            _c(
                "is_superior",
                "yes_no",
                "",
                "出自上级自己的文件（register.csv 的 use = superior），不是乡镇",
                "of a superior's own paper (use = superior in register.csv), which is no town",
            ),
        ),
    ),
    Table(
        "targets",
        "目标",
        "targets",
        (
            *_CLAIM,
            _TONE,
            _TONE_ZH,
            _TONE_SCORE,
            _c("tone_b", "text", "", "语气（第二套编码）", "class by the second coding"),
        ),
    ),
    Table(
        "targets_exchange",
        "目标（通行的交换格式；另有 .xlsx 和 Stata .dta）",
        "targets of the whole town as growth-target data sets lay them out; also .xlsx and .dta",
        (
            _c(
                "sentence",
                "text",
                "",
                "所在的整句（已清理，起止字符指其中的引文）",
                "the whole sentence, repaired; start and end bound the words of the claim in it",
            ),
            _c("county", "text", "", "县", "county"),
            _TOWN,
            _c("code", "text", "", "代码（register.csv）", "code of the town, by register.csv"),
            _YEAR,
            _c("indicator", "text", "", "指标（lexicon/indicators.toml）", "indicator key"),
            _c(
                "rate",
                "number",
                "%",
                "增速、比率、上限，以 % 写出者；区间取下端；隐去、相对者为空",
                "growth rate, ratio or cap as written in %; lower end of a range; empty when "
                "hidden or relative",
            ),
            _TONE,
            _c(
                "level",
                "number",
                "as `unit`",
                "以其他单位写出的数（含 ‰、百分点）；隐去、相对者为空",
                "number in any other unit, ‰ and percentage points too; empty when hidden or "
                "relative",
            ),
            _c(
                "high",
                "number",
                "as `unit`",
                "区间上端；不是区间者为空",
                "upper end of a range; else empty",
            ),
            _c("unit", "text", "", "单位（原文）", "unit as written"),
            _c(
                "kind",
                "text",
                "",
                "类型：增速、总量、数量、比率、上限、相对",
                "growth_rate, level, count, ratio, cap or relative",
            ),
            _c(
                "qualifier",
                "text",
                "",
                "限定：恰为、以上、左右、以内；相对者为空",
                "exact, at_least, about or at_most; empty when relative",
            ),
            _c("masked", "yes_no", "", "数字被隐去", "the number was hidden before publication"),
            _c("relation", "text", "", "相对关系", "relation to something else than a number"),
            _INDICATOR_ZH,
            _c("indicator_text", "text", "", "指标的原文写法", "the indicator as written"),
            _PLAN,
            _c(
                "row",
                "integer",
                "",
                "计划内序号，同 targets.csv",
                "number of the row inside its plan, as in targets.csv",
                key=True,
            ),
            _c("doc", "text", "", "文件名", "file name as received"),
            _START,
            _END,
            _c(
                "confidence",
                "number",
                "0..1",
                "可信度；图用 0.8 以上",
                "confidence; figures take 0.8 and above",
            ),
        ),
    ),
    Table(
        "commitment",
        "语气：各类目标数（全镇目标，可信度 0.8 以上）",
        "tone: targets of the whole town in each class, confidence 0.8 and above",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _CODING,
            _c("tone", "text", "", "语气的类，由硬到软", "class, from hard to soft", key=True),
            _TONE_ZH,
            _TONE_SCORE,
            _c(
                "n",
                "integer",
                "",
                "目标数；“未提”是一字未提的核心指标数",
                "targets; for silence, core indicators of which the plan says nothing",
            ),
            _c(
                "per_10k_chars",
                "number",
                "per 10,000 characters",
                "每万字（部署部分）；“未提”为空",
                "per 10,000 characters outside the review; empty for silence",
            ),
        ),
    ),
    Table(
        "commitment_scores",
        "语气：各计划平均得分",
        "tone: mean score of each plan",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _CODING,
            _OVER,
            _c("n", "integer", "", "有得分的目标数", "targets whose class has a score"),
            _c(
                "mean_score",
                "number",
                "",
                "平均得分；没有目标者为空",
                "mean score, harder is higher; empty without a target",
            ),
        ),
    ),
    Table(
        "commitment_agreement",
        "语气：两套编码给各镇的排序是否一致",
        "tone: whether two codings rank the towns alike",
        (
            _CODING,
            _c("other_coding", "text", "", "另一套编码", "the other coding", key=True),
            _OVER,
            _c("n", "integer", "", "镇数（两套都有平均分）", "towns with a mean in both"),
            _c(
                "rho",
                "number",
                "-1..1",
                "斯皮尔曼等级相关；不足三镇或无差异者为空",
                "Spearman's rank correlation; empty below three towns or without variance",
            ),
        ),
    ),
    Table("rejected", "人工拒绝的陈述", "claims that a person threw out", _CLAIM),
    Table(
        "numbers",
        "每个数字的去向",
        "every numeral of every plan and what became of it",
        (
            _PLAN,
            _c(
                "start",
                "integer",
                "characters",
                "起始字符（收到的原文）",
                "first character",
                key=True,
            ),
            _END,
            _c("text", "text", "", "原文", "as written"),
            _c(
                "fate",
                "text",
                "",
                "去向：target 目标、achieved 完成、multi_year 跨年、other_level 上级、name 名称、"
                "date 日期、list_mark 序号、page_mark 页码、attribute 项目属性、unread 未读",
                "target, achieved, multi_year, other_level, name, date, list_mark, page_mark, "
                "attribute or unread",
            ),
            _c("role", "text", "", "所在部分：回顾、目标、任务、其他", "role of its section"),
        ),
    ),
    Table(
        "corrections",
        "人工更正及其去向",
        "corrections by people and what became of them",
        (
            _c("row", "integer", "", "corrections.csv 的行号", "row of corrections.csv", key=True),
            _c("plan_id", "text", "", "计划编号", "plan id"),
            _c("anchor", "text", "", "定位文字", "the words it is anchored by"),
            _c("action", "text", "", "接受、拒绝、修改、新增", "accept, reject, edit or add"),
            _c("field", "text", "", "字段", "field"),
            _c("value", "text", "", "新值", "new value"),
            _c("by", "text", "", "何人", "who"),
            _c("when", "text", "", "何时", "when"),
            _c("reason", "text", "", "理由", "why"),
            _c("state", "text", "", "applied 已用、stale 失效", "applied or stale"),
            _c("why", "text", "", "失效原因", "why it is stale"),
        ),
    ),
    Table(
        "coverage",
        "目标覆盖表",
        "state of every indicator in every plan",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _INDICATOR,
            _INDICATOR_ZH,
            _c(
                "state",
                "text",
                "",
                "stated 有数、relative 相对、masked 隐去、unreadable 不可读、"
                "truncated 残缺、not_stated 未提、no_text 无文本",
                "stated, relative, masked, unreadable, truncated, not_stated or no_text",
            ),
        ),
    ),
    Table(
        "growth_targets",
        "增长目标并列",
        "growth targets side by side",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _INDICATOR,
            _INDICATOR_ZH,
            _c("state", "text", "", "状态（同覆盖表）", "state, as in coverage"),
            _c("target_low", "number", "%", "目标下端", "target, lower end"),
            _c("target_high", "number", "%", "目标上端", "target, upper end"),
            _c("qualifier", "text", "", "限定", "qualifier"),
            _c("commitment", "text", "", "承诺语气", "commitment"),
            _c("stretch_pct", "number", "%", "力争目标", "the higher tier (力争)"),
            _c(
                "achieved_pct",
                "number",
                "%",
                "上年完成（自报）",
                "last year's figure, as the town reports it",
            ),
            _c("wording", "text", "", "目标原文", "the target as written"),
            _START,
            _END,
        ),
    ),
    Table(
        "attainment",
        "目标—完成—再目标（核心指标；三个数中至少有两个）",
        "last year's target, last year's result, this year's target; at least two of the three",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _INDICATOR,
            _INDICATOR_ZH,
            replace(_KIND, key=True),
            _UNIT_BASE,
            *_number("promised", "上年目标", "last year's target"),
            _c("promised_stretch", "number", "as `unit_base`", "上年力争目标", "its 力争 tier"),
            *_number("achieved", "上年完成（自报）", "last year's result as the town reports it"),
            *_number("target", "今年目标", "this year's target"),
            _c("target_stretch", "number", "as `unit_base`", "今年力争目标", "its 力争 tier"),
            _c(
                "outcome",
                "text",
                "",
                "kept 完成、missed 未完成、open 无从判断；按写出的数判断，左右也按所写的数，"
                "两档者按确保一档",
                "kept, missed or open; by the numbers written, 左右 too, and by the firm tier",
            ),
            _c("reason", "text", "", "无从判断的原因（代码）", "why it is open"),
            _REASON_ZH,
            _c(
                "shortfall",
                "number",
                "as `unit_base`",
                "与目标的差距：正为欠，负为超",
                "what is lacking to the target; below 0 where it is exceeded",
            ),
            _c("stretch_outcome", "text", "", "上年力争目标的结果", "outcome of the 力争 tier"),
            _c(
                "is_carried_over",
                "yes_no",
                "",
                "今年目标的数和限定与上年目标相同（原样沿用）",
                "this year's target repeats last year's number and qualifier",
            ),
            _c("earlier", "text", "", "上年的计划", "the plan of the year before"),
            *_place("promised", "上年目标", "last year's target"),
            *_place("achieved", "上年完成", "last year's result"),
            *_place("target", "今年目标", "this year's target"),
        ),
    ),
    Table(
        "conflicts",
        "总量与增速对不上之处（已除去四舍五入；也可能是读数有误，请核三处原文）",
        "levels and growth rates that do not fit together, beyond rounding; a misreading is "
        "possible, see all three sentences",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _INDICATOR,
            _INDICATOR_ZH,
            _c(
                "check",
                "text",
                "",
                "target 今年目标与上年完成，achieved 上年完成与上一份计划所报",
                "target: this year's target against last year's result; achieved: last year's "
                "result against the one the plan before reported",
                key=True,
            ),
            _UNIT_BASE,
            _c("level", "number", "as `unit_base`", "总量", "the level"),
            _c("growth_pct", "number", "%", "增速", "its growth"),
            _c(
                "base",
                "number",
                "as `unit_base`",
                "写出的上一年总量",
                "the level before, as stated",
            ),
            _c(
                "implied_low",
                "number",
                "as `unit_base`",
                "推算的上一年总量，下端",
                "implied, least",
            ),
            _c(
                "implied_high",
                "number",
                "as `unit_base`",
                "推算的上一年总量，上端",
                "implied, most",
            ),
            _c(
                "other_prices",
                "yes_no",
                "",
                "增速通常按可比价、总量按现价，可能只是价格之差",
                "growth is usually in constant, the level in current prices: prices may explain it",
            ),
            _c("level_wording", "text", "", "总量原文", "the level, as written"),
            _c(
                "level_start",
                "integer",
                "characters",
                "其起始字符",
                "its first character",
                key=True,
            ),
            _c("level_end", "integer", "characters", "其终止字符（不含）", "character behind it"),
            *_place("growth", "增速", "the growth"),
            _c("base_plan", "text", "", "上一年总量所在的计划", "plan the level before stands in"),
            *_place("base", "上一年总量", "the level before"),
        ),
    ),
    Table(
        "escalation",
        "层层加码：上级目标与乡镇目标（上级只认 register.csv 的 parent）",
        "the superior's target and the town's; the superior is the one register.csv names",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _INDICATOR,
            _INDICATOR_ZH,
            _KIND,
            _c("superior", "text", "", "上级", "the superior"),
            _UNIT_BASE,
            *_number("superior", "上级目标", "the superior's target"),
            *_number("target", "本镇目标", "the town's target"),
            _c(
                "gap_low",
                "number",
                "as `unit_base`",
                "差额（本镇减上级），最小",
                "town minus superior, least; per cent give percentage points",
            ),
            _c(
                "gap_high", "number", "as `unit_base`", "差额，最大（区间才不同）", "the same, most"
            ),
            _c(
                "direction",
                "text",
                "",
                "above 加码、equal 持平、below 低于上级、open 无从比较；上限与降幅按要求的严宽",
                "above (asks more), equal, below or open; a lower cap and a larger fall ask more",
            ),
            _c("reason", "text", "", "无从比较的原因（代码）", "why it is open"),
            _REASON_ZH,
            _c("superior_plan", "text", "", "上级的文件", "the superior's paper"),
            *_place("superior", "上级目标", "the superior's target"),
            *_place("target", "本镇目标", "the town's target"),
            *_place(
                "recited",
                "本镇文中转述的上级数（不作上级目标用）",
                "the superior's as told by the town",
            ),
        ),
    ),
    Table(
        "keywords",
        "点名关键词",
        "keywords asked for by name",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("keyword", "text", "", "关键词", "keyword", key=True),
            _c("count_document", "integer", "", "全文次数", "occurrences in the whole plan"),
            _c("count_plan", "integer", "", "部署部分次数", "occurrences outside the review"),
            _c(
                "per_10k_chars",
                "number",
                "per 10,000 characters",
                "部署部分每万字次数",
                "occurrences per 10,000 characters outside the review",
            ),
            _c("tfidf", "number", "", "TF-IDF 权重", "TF-IDF weight"),
            _c(
                "rank",
                "integer",
                "",
                "TF-IDF 名次（未出现为空）",
                "rank of the weight; empty when absent",
            ),
        ),
    ),
    Table(
        "terms",
        "特征词（TF-IDF）",
        "leading TF-IDF terms",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("rank", "integer", "", "名次", "rank", key=True),
            _c("term", "text", "", "词", "term"),
            _c("tfidf", "number", "", "权重", "weight"),
        ),
    ),
    Table(
        "keyness",
        "独特用词（对数几率）",
        "what sets each town apart from the others (log-odds with informative Dirichlet prior)",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("rank", "integer", "", "名次（按 z）", "rank by z", key=True),
            _c("term", "text", "", "词", "term"),
            _c("count", "integer", "", "本镇部署部分次数", "uses by this plan outside the review"),
            _c("count_rest", "integer", "", "其他镇次数", "uses by the plans of other towns"),
            _c("towns", "integer", "", "用到它的计划数", "plans that use it"),
            _c(
                "dispersion",
                "number",
                "0..1",
                "离散度 DP（0 各镇均匀，近 1 集中在一镇）",
                "Gries' DP over plans: 0 spread evenly, near 1 in one plan",
            ),
            _c(
                "log_odds",
                "number",
                "ln",
                "对数几率之差（正为本镇多用）",
                "difference of log-odds; above 0 where this plan uses it more",
            ),
            _c("se", "number", "ln", "标准误", "standard error"),
            _c("low", "number", "ln", "90% 区间下端", "lower end of the 90 % interval"),
            _c("high", "number", "ln", "90% 区间上端", "upper end of the 90 % interval"),
            _c("z", "number", "", "z 值（供排序，不作检验）", "z, for ranking rather than a test"),
            _c(
                "q",
                "number",
                "0..1",
                "错误发现率校正后的 p（Benjamini-Hochberg；假定用词彼此独立，偏小）",
                "p after Benjamini-Hochberg; takes words as independent, so it is too small",
            ),
        ),
    ),
    Table(
        "attrition",
        "从字到词",
        "from characters to the words that are weighed",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("chars", "integer", "characters", "全文字符数", "characters, blanks apart"),
            _c(
                "plan_chars",
                "integer",
                "characters",
                "部署部分字符数",
                "characters outside the review",
            ),
            _c("tokens", "integer", "", "全文词数（含标点）", "tokens, signs included"),
            _c("plan_tokens", "integer", "", "部署部分词数", "tokens outside the review"),
            _c(
                "signs",
                "integer",
                "",
                "其中标点、数字、日期、遮盖符号",
                "of these: signs, numbers, dates, masks",
            ),
            _c("short", "integer", "", "其中单字", "of these: single characters"),
            _c("stop_words", "integer", "", "其中停用词", "of these: stop words of every layer"),
            _c("names", "integer", "", "其中本研究的县镇名", "of these: names of towns, counties"),
            _c("kept", "integer", "", "留下的词数", "tokens kept as terms"),
            _c("kept_pct", "number", "%", "留下的比例", "share kept of the plan part"),
            _c("terms", "integer", "", "不同的词", "different terms"),
        ),
    ),
    Table(
        "boilerplate",
        "套话：有它与没有它",
        "sentences that many towns share: theme shares and keywords with and without them",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("sentences", "integer", "", "部署部分句数", "plan sentences"),
            _c("own", "integer", "", "其中本镇自己的句子", "of these: the town's own"),
            _c(
                "common",
                "integer",
                "",
                "其中至少三个镇都有的句子（几乎相同）",
                "of these: near-identical in three towns or more",
            ),
            _c(
                "national",
                "integer",
                "",
                "其中全国套话；词表没有 background*.txt 时为空",
                "of these: of national papers; empty where the lexicon has no background*.txt",
            ),
            _c("common_pct", "number", "%", "非本镇自己的句子占比", "share that is not its own"),
            _c(
                "share_elsewhere_pct",
                "number",
                "%",
                "平均一句话有多少别的镇也说",
                "share of the other towns that say the same, mean over sentences",
            ),
            _c("measure", "text", "", "theme 主题、keyword 关键词", "theme or keyword", key=True),
            _c("name", "text", "", "主题或关键词", "theme or keyword by name", key=True),
            _c("name_zh", "text", "", "中文名", "its name in Chinese"),
            _c("unit", "text", "", "单位", "% of plan sentences, or per 10,000 characters"),
            _c("with_common", "number", "as `unit`", "全部部署句", "in all plan sentences"),
            _c(
                "own_only", "number", "as `unit`", "只算本镇自己的句子", "in its own sentences only"
            ),
        ),
    ),
    Table(
        "themes",
        "主题分布",
        "theme shares",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("theme", "text", "", "主题（lexicon/themes.toml）", "theme key", key=True),
            _c("theme_zh", "text", "", "主题名称", "name of the theme in Chinese"),
            _c(
                "weak",
                "yes_no",
                "",
                "词表识别不可靠：F1 低于 0.5，或标注句不足 20（原因见 theme_measures）",
                "not found reliably: F1 below 0.5 or fewer than 20 coded sentences",
            ),
            _c(
                "share_pct",
                "number",
                "%",
                "占部署句数的百分比",
                "per cent of sentences outside the review",
            ),
            _c(
                "share_low_pct",
                "number",
                "%",
                "其 90% 区间下端（只含句子抽样误差；部署句太少则空）",
                "lower end of its 90 % interval, sampling of sentences only; "
                "empty with few sentences",
            ),
            _c("share_high_pct", "number", "%", "其上端", "its upper end"),
            _c(
                "corrected_pct",
                "number",
                "%",
                "按人工标注校正误判后的百分比（标注句出自虚构县，用于别处时只供参考）",
                "the share corrected for misreadings by coded sentences; these are of an invented "
                "county, so that elsewhere it is a hint only",
            ),
            _c(
                "corrected_low_pct",
                "number",
                "%",
                "校正值 90% 区间下端（含句子抽样与标注两种误差）",
                "lower end of its 90 % interval, sampling and coding error",
            ),
            _c("corrected_high_pct", "number", "%", "其上端", "its upper end"),
            _c(
                "difference_pct",
                "number",
                "percentage points",
                "与其他镇全部部署句的占比之差（只比并列的计划）",
                "share_pct minus that of all other towns' plan sentences; plans side by side only",
            ),
            _c(
                "difference_low_pct",
                "number",
                "percentage points",
                "其 90% 区间下端（一份计划恰好写了哪些句子，是测量误差，不是抽样误差）",
                "lower end of its 90 % interval: which sentences a plan happens to hold",
            ),
            _c("difference_high_pct", "number", "percentage points", "其上端", "its upper end"),
            _c(
                "p_holm",
                "number",
                "0..1",
                "精确置换检验 p，按全部镇×主题作 Holm 校正",
                "exact permutation test over sentences, Holm over all towns and themes",
            ),
            _c(
                "differs",
                "text",
                "",
                "校正后仍成立的差别：above 多、below 少；空为不能下结论",
                "above or below the others after the correction; empty: no claim",
            ),
            _c(
                "words_per_10k",
                "number",
                "per 10,000 characters",
                "注意力强度：部署句每万字的主题词次数",
                "attention as usually published: theme words in plan sentences",
            ),
            _c("plan_sentences", "integer", "", "部署句数", "sentences outside the review"),
        ),
    ),
    Table(
        "theme_measures",
        "各主题识别得怎样",
        "how well each theme is found",
        (
            _c("theme", "text", "", "主题（lexicon/themes.toml）", "theme key", key=True),
            _c("theme_zh", "text", "", "主题名称", "name of the theme in Chinese"),
            _c("words", "integer", "", "词数", "words of the lexicon"),
            _c(
                "coded",
                "integer",
                "",
                "开放文本中人工标注为该主题的句数",
                "sentences that people gave to the theme, in the texts open to the word list",
            ),
            _c("precision", "number", "0..1", "找到的有多少是对的", "right among those found"),
            _c("recall", "number", "0..1", "该找到的找到多少", "found among those coded"),
            _c(
                "f1",
                "number",
                "0..1",
                "两者的调和平均；词表据这些句子修改过，偏高",
                "their harmonic mean; too high, as the words were chosen by these sentences",
            ),
            _c("weak", "yes_no", "", "不可靠，凡出现处都注明", "said wherever it is shown"),
            _c(
                "why",
                "text",
                "",
                "few_coded 标注句不足 20；low_f1 开放或封存文本的 F1 低于 0.5",
                "few_coded: fewer than 20; low_f1: below 0.5 in open or locked texts",
            ),
            _c(
                "intensity_rho",
                "number",
                "-1..1",
                "各镇占比与每万字词次的等级相关（Spearman）",
                "rank correlation over towns of share_pct and words_per_10k",
            ),
            _c("towns", "integer", "", "其镇数", "towns it is over"),
        ),
    ),
    Table(
        "theme_controls",
        "主题占比的反面对照",
        "what theme shares should not follow",
        (
            _c("theme", "text", "", "主题（lexicon/themes.toml）", "theme key", key=True),
            _c("theme_zh", "text", "", "主题名称", "name of the theme in Chinese"),
            _c(
                "trait",
                "text",
                "",
                "特征：遮盖方式、来源、文种、篇幅（三等分）、年份",
                "mask_style, source_kind, genre, length (thirds) or year",
                key=True,
            ),
            _c("trait_zh", "text", "", "特征名称", "its name in Chinese"),
            _c("values", "integer", "", "不同取值数", "different values among the plans"),
            _c(
                "omega_squared",
                "number",
                "",
                "占比的差异有多少在取值之间（ω²，0 上下如同随机）",
                "part of the variance between values, corrected for chance",
            ),
            _c("p", "number", "0..1", "置换检验 p", "p of a permutation test"),
            _c(
                "p_holm",
                "number",
                "0..1",
                "按全部主题×特征作 Holm 校正后的 p",
                "p after Holm's correction over all themes and traits",
            ),
            _c("bites", "yes_no", "", "占比与该特征有关", "the share follows this trait"),
        ),
    ),
    Table(
        "groups",
        "相近乡镇",
        "towns with similar priorities",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("leaf", "integer", "", "树上次序", "place in the tree's leaf order"),
            _c("nearest", "text", "", "最相近的计划", "nearest plan"),
            _c(
                "distance",
                "number",
                "Hellinger 0..1",
                "与其距离（不计三镇以上相同的句子；主题构成的一半先平摊到各主题）",
                "distance to it, without sentences that many towns share, half of each "
                "composition spread evenly beforehand",
            ),
            _c(
                "cut",
                "integer",
                "",
                "描述性分组号（不是类型）；有基线时即长期组号，图中也用它",
                "descriptive group number, not a type; the lasting one where there is a baseline, "
                "as in every figure",
            ),
            _c(
                "jaccard",
                "number",
                "0..1",
                "该组的重抽样稳定性（自助法 Jaccard 均值）",
                "how surely its group comes back: mean bootstrap Jaccard index",
            ),
            _c(
                "null_p",
                "number",
                "0..1",
                "没有分组的随机数据能切得同样好的比例",
                "share of group-less random data that are cut as well: p of the null test",
            ),
            _c(
                "verdict",
                "text",
                "",
                "结论：too_few 太少、tree_only 只排序、descriptive 连续分布（切分只作描述）、"
                "types 有类型",
                "too_few, tree_only, descriptive (a continuum) or types",
            ),
            _c(
                "left_out",
                "text",
                "",
                "未比较的原因：few_sentences 部署句太少、no_theme 无主题、"
                "not_drawn 计划太多而未抽中",
                "why it was not compared; not_drawn: there were too many plans to compare all",
            ),
            _c(
                "assigned",
                "integer",
                "",
                "长期组号：基线的组；后来的镇归入最近的组；号码不重用",
                "lasting group number: the baseline's; newcomers go to the nearest",
            ),
            _c("group_name", "text", "", "组名（基线 groups.csv 可改）", "its name; editable"),
            _c(
                "new_group",
                "yes_no",
                "",
                "有基线时：基线里没有的新组",
                "there is a baseline and it did not have this group",
            ),
            _c(
                "standing",
                "text",
                "",
                "在组中的身份：member 基线成员、nearest 归入最近组、between 介于两组之间、"
                "unlike 与各组都不像",
                "member, nearest, between two groups, or unlike any group",
            ),
            _c(
                "margin",
                "number",
                "≤ 1",
                "归属余量：1 − 与本组中心的距离 ÷ 与次近组的距离；0 在正中间，负数更近他组",
                "1 - distance to its group's mean / distance to the next; 0 midway, below 0 nearer "
                "to the other",
            ),
            _c("second", "integer", "", "介于两组之间时的另一组", "the other group, if between"),
            _c(
                "made_anew",
                "integer",
                "",
                "若今天重新分组所在的组，号码与长期组号对齐；无基线时即本组",
                "its group if groups were made anew today, by aligned numbers; without a baseline "
                "its own",
            ),
            _c(
                "rule_type",
                "text",
                "",
                "按规则的类型（lexicon/typology.toml，不是统计发现）",
                "type by the rule of lexicon/typology.toml, no finding",
            ),
            _c("rule_type_zh", "text", "", "按规则的类型名称", "its name in Chinese"),
            _c(
                "rule_share_pct",
                "number",
                "%",
                "规则所列主题中最大一类所占比例",
                "the leading type's part of the sentences that count for the rule",
            ),
        ),
    ),
    Table(
        "group_controls",
        "分组的反面对照",
        "what groups by priorities should not follow",
        (
            _c(
                "trait",
                "text",
                "",
                "特征：遮盖方式、来源、文种、篇幅、年份、模板",
                "mask_style, source_kind, genre, length, year or template",
                key=True,
            ),
            _c("trait_zh", "text", "", "特征名称", "its name in Chinese"),
            _c("values", "integer", "", "不同取值数", "different values among the plans"),
            _c(
                "ari",
                "number",
                "",
                "与分组的调整兰德指数（1 完全一致，0 如同随机）",
                "adjusted Rand index with the groups: 1 the same, about 0 by chance",
            ),
            _c("p", "number", "0..1", "置换检验 p", "p of a permutation test"),
            _c("p_holm", "number", "0..1", "Holm 校正后的 p", "p after Holm's correction"),
            _c("bites", "yes_no", "", "分组与该特征有关", "the groups follow this trait"),
        ),
    ),
    Table(
        "group_checks",
        "换法再分",
        "the same plans grouped in other ways: how far the cut hangs on the method",
        (
            _c(
                "check",
                "text",
                "",
                "换什么：clr 对数比距离、plain 不先平摊、average 平均连接、"
                "words 加用词（三十份起）、kmeans TF-IDF 与 k 均值",
                "clr, plain, average, words (from 30 plans on) or kmeans",
                key=True,
            ),
            _c("check_zh", "text", "", "名称", "its name in Chinese"),
            _c("plans", "integer", "", "两边都分了组的计划数", "plans that both group"),
            _c("groups", "integer", "", "分成几组（同切分）", "groups, as many as the cut's"),
            _c(
                "ari",
                "number",
                "",
                "组数相同时与切分的调整兰德指数（1 完全一致，0 如同随机）",
                "adjusted Rand index with the cut, as many groups: 1 the same, about 0 by chance",
            ),
            _c("own_groups", "integer", "", "按自己的轮廓系数选的组数", "groups it chooses itself"),
            _c("own_ari", "number", "", "此时的调整兰德指数", "the index then"),
        ),
    ),
    Table(
        "kmeans",
        "TF-IDF 与 k 均值的分组",
        "the plain view: TF-IDF and k-means, beside the tree",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("cluster", "integer", "", "k 均值的组号", "cluster, numbered by its first plan"),
            _c(
                "terms",
                "text",
                "",
                "该组平均权重最大的五个词",
                "the cluster's five terms of the largest mean weight",
            ),
            _c("cut", "integer", "", "树的切分中的组号", "its group in the cut of the tree"),
            _c("k", "integer", "", "组数：2 到 6 中轮廓系数最大者", "clusters: 2-6, by silhouette"),
            _c("silhouette", "number", "-1..1", "这一组数的平均轮廓系数", "mean silhouette of k"),
        ),
    ),
    Table(
        "kmeans_controls",
        "k 均值的反面对照",
        "what the k-means clusters should not follow",
        (
            _c(
                "trait",
                "text",
                "",
                "特征：遮盖方式、来源、文种、篇幅、年份、模板",
                "mask_style, source_kind, genre, length, year or template",
                key=True,
            ),
            _c("trait_zh", "text", "", "特征名称", "its name in Chinese"),
            _c("values", "integer", "", "不同取值数", "different values among the plans"),
            _c(
                "ari",
                "number",
                "",
                "与 k 均值分组的调整兰德指数（1 完全一致，0 如同随机）",
                "adjusted Rand index with the clusters: 1 the same, about 0 by chance",
            ),
            _c("p", "number", "0..1", "置换检验 p", "p of a permutation test"),
            _c("p_holm", "number", "0..1", "Holm 校正后的 p", "p after Holm's correction"),
            _c("bites", "yes_no", "", "分组与该特征有关", "the clusters follow this trait"),
        ),
    ),
    Table(
        "text_parts",
        "自写、相同、公用的文字",
        "own, copied and common text of every plan",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("letters", "integer", "characters", "字母与数字数", "letters and digits"),
            _c("own_pct", "number", "%", "只见于本镇", "in no other town's plan"),
            _c(
                "copied_pct",
                "number",
                "%",
                "与恰好一个别的镇逐字相同（不判断谁抄谁）",
                "word for word in exactly one other town's; direction left open",
            ),
            _c(
                "common_pct",
                "number",
                "%",
                "三个以上镇共用",
                "word for word in plans of three towns or more",
            ),
            _c("template", "integer", "", "所用模板号", "number of the template it holds most of"),
            _c(
                "weight",
                "number",
                "0..1",
                "折算份数：每字除以持有它的镇数，再取平均；各份相加即扣除照抄后的有效份数",
                "each letter divided by the towns that hold it, as a mean; the sum over plans is "
                "the effective number of texts",
            ),
        ),
    ),
    Table(
        "reuse",
        "两两相同的文字",
        "pairs of plans with passages in common",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _OTHER,
            _c("same_town", "yes_no", "", "同一镇的不同年份", "two years of one town"),
            _c(
                "letters",
                "integer",
                "characters",
                "相同的字数（本计划）",
                "letters of this plan that stand in a passage",
            ),
            _c("share_pct", "number", "%", "占本计划", "share of this plan"),
            _c("other_share_pct", "number", "%", "占另一计划", "share of the other plan"),
            _c("passages", "integer", "", "段数", "passages"),
            _c("longest", "integer", "characters", "最长一段", "the longest passage"),
        ),
    ),
    Table(
        "passages",
        "逐段对照",
        "passages that two plans share word for word",
        (
            _PLAN,
            _OTHER,
            _c("row", "integer", "", "这一对中的序号", "number inside the pair", key=True),
            _c("letters", "integer", "characters", "字数", "letters and digits, the same in both"),
            _c("towns", "integer", "", "有整段文字的镇数", "towns that hold the whole of it"),
            _START,
            _END,
            _c(
                "other_start",
                "integer",
                "characters",
                "另一计划中的起始字符",
                "first character in the other text as received",
            ),
            _c(
                "other_end",
                "integer",
                "characters",
                "另一计划中的终止字符（不含）",
                "character behind the last one there",
            ),
            _QUOTE,
        ),
    ),
    Table(
        "templates",
        "模板",
        "templates: passages of three towns or more",
        (
            _c("template", "integer", "", "模板号，最长者为 1", "1 is the longest", key=True),
            _PLAN,
            _TOWN,
            _YEAR,
            _c("row", "integer", "", "计划内序号", "number inside the plan", key=True),
            _c("plans", "integer", "", "使用该模板的计划数", "plans that hold it"),
            _c("letters", "integer", "characters", "字数", "letters and digits"),
            _START,
            _END,
            _QUOTE,
        ),
    ),
    Table(
        "leaks",
        "照抄留下的痕迹",
        "names and figures of another town in plans that copy",
        (
            _PLAN,
            _TOWN,
            _YEAR,
            _c("row", "integer", "", "计划内序号", "number inside the plan", key=True),
            _c(
                "kind",
                "text",
                "",
                "source_town 另一镇的名称、third_town 第三镇的名称、figure 整句连数字相同、"
                "wrong_year 部署部分里往年的工作安排",
                "source_town, third_town, figure (a whole sentence with its figures), or "
                "wrong_year (an older year's programme in the plan part)",
            ),
            _c("words", "text", "", "名称、数字或年份用语", "the name, numbers or year"),
            _c(
                "of_town",
                "text",
                "",
                "名称所指的镇（数字不判断归属，为空）",
                "the town named; empty for figures",
            ),
            _c(
                "other",
                "text",
                "",
                "与之相同的计划（wrong_year 可为空）",
                "the plan it shares its text with; a wrong year may have none",
            ),
            _c(
                "in_passage",
                "yes_no",
                "",
                "该句有逐字相同之处",
                "the sentence stands in the other plan, at least in part",
            ),
            _START,
            _END,
            _QUOTE,
        ),
    ),
    Table(
        "sources",
        "文本来源附表",
        "where the texts are from: every plan, and every file that gave none",
        (
            _c("doc", "text", "", "文件名", "file name as received", key=True),
            _c("number", "integer", "", "文件内序号", "number inside its document", key=True),
            _c("plan_id", "text", "", "计划编号", "plan id"),
            _c("county", "text", "", "县", "county"),
            _TOWN,
            _YEAR,
            _c("title", "text", "", "题名", "title, as stated"),
            _c("genre", "text", "", "文种（登记表，否则题名）", "genre, of the register or title"),
            _c("source", "text", "", "来源（登记表）", "kind of place it was got from (register)"),
            _c("url", "text", "", "网址（登记表）", "address it was got from (register)"),
            _c("obtained", "text", "", "获取日期（登记表）", "day it was got (register)"),
            _c("terms", "text", "", "使用条件（登记表）", "conditions of use (register)"),
            _c("encoding", "text", "", "格式或编码", "format or encoding"),
            _c("sha256", "text", "", "文件内容散列", "SHA-256 of the file"),
            _c("chars", "integer", "characters", "字数（空白除外）", "characters, blanks apart"),
            _c("sentences", "integer", "", "句数", "sentences"),
            _c(
                "state",
                "text",
                "",
                "used 采用、truncated 采用而残缺、superior 上级文件、left_out 登记表不用、"
                "twin 同一计划的另一份、duplicate 同一文件、no_plan 无计划、quarantined 隔离",
                "used, truncated (used, breaks off), superior, left_out (by the register), twin "
                "(of a plan that counts), duplicate (same bytes), no_plan or quarantined",
            ),
            _c("note", "text", "", "说明", "why it is not used"),
        ),
    ),
    Table(
        "quarantine",
        "隔离的文件",
        "documents that could not be used",
        (
            _c("path", "text", "", "文件名", "file name", key=True),
            _c("sha256", "text", "", "内容散列", "SHA-256 of the content"),
            _c("code", "text", "", "代码", "code"),
            _c("message", "text", "", "原因", "cause"),
            _c("fix", "text", "", "办法", "cure"),
        ),
    ),
    Table(
        "warnings",
        "提示",
        "what a reader must know about documents that were used",
        (
            _c("path", "text", "", "文件名", "file name", key=True),
            _c("code", "text", "", "代码", "code", key=True),
            _c("message", "text", "", "说明", "message", key=True),
        ),
    ),
)

CHANGES = Table(
    "changes",
    "与基线的不同",
    "differences from a baseline; shown by notebook 07, not written by a run",
    (
        _c("baseline", "text", "", "基线", "baseline"),
        _c("table", "text", "", "表", "table"),
        _c("key", "text", "", "行", "row"),
        _c("column", "text", "", "列", "column"),
        _c(
            "what",
            "text",
            "",
            "appeared 新增、vanished 消失、moved 变动",
            "appeared, vanished or moved",
        ),
        _c("old", "text", "", "旧值", "before"),
        _c("new", "text", "", "新值", "now"),
        _c("difference", "number", "", "差", "difference of numbers"),
        _c("reason", "text", "", "原因", "why"),
        _c("detail", "text", "", "说明", "which town, file or correction"),
    ),
)
KWIC = Table(
    "kwic",
    "上下文中的词",
    "words in context; shown by `kwic` and written by `townplans kwic --csv`, not by a run",
    (
        _PLAN,
        _TOWN,
        _YEAR,
        _c("row", "integer", "", "计划内序号", "number inside the plan", key=True),
        _c("role", "text", "", "所在部分", "targets, tasks, other or review"),
        _c("left", "text", "", "句中前文", "the sentence before it, cleaned"),
        _c("word", "text", "", "词", "the word found"),
        _c("right", "text", "", "句中后文", "the sentence behind it, cleaned"),
        _START,
        _END,
        _c("doc", "text", "", "文件名", "file name as received"),
        _c("sentence_id", "text", "", "句子编号", "id of the sentence"),
    ),
)

_BITS = "bits"
NEW_WORDS = Table(
    "new_words",
    "新词候选",
    "runs of characters that behave like words; written by `townplans words`, not by a run",
    (
        _c("word", "text", "", "候选词", "candidate", key=True),
        _c("count", "integer", "", "部署部分次数", "uses outside the review"),
        _c("towns", "integer", "", "用到它的镇数", "towns that use it"),
        _c(
            "pmi",
            "number",
            _BITS,
            "点互信息（最弱切分处）",
            "pointwise mutual information at the weakest place to cut it",
        ),
        _c("entropy_left", "number", _BITS, "左邻熵", "entropy of the character before it"),
        _c("entropy_right", "number", _BITS, "右邻熵", "entropy of the character behind it"),
        _c(
            "decision",
            "text",
            "",
            "取舍（lexicon/new_words.csv），空为未定",
            "accepted or rejected in lexicon/new_words.csv; empty: nobody has decided",
        ),
        _c("reason", "text", "", "取舍的理由", "why"),
        _c("example_1", "text", "", "例句编号一", "id of a sentence that holds it"),
        _c("example_2", "text", "", "例句编号二", "a second one, of another town if there is one"),
        _c("example_3", "text", "", "例句编号三", "a third one"),
    ),
)

THEME_WORDS = Table(
    "theme_words",
    "主题词的作用",
    "what each theme word does in the plans side by side, and what leaving it out of the list "
    "moves; shown by `theme_words`, not written by a run",
    (
        _c("theme", "text", "", "主题", "theme"),
        _c("theme_zh", "text", "", "主题名", "its Chinese name"),
        _c("word", "text", "", "主题词", "word", key=True),
        _c("uses", "integer", "", "部署句中次数", "uses in plan sentences"),
        _c("sentences", "integer", "", "含它的部署句", "plan sentences that hold it"),
        _c("towns", "integer", "", "用到它的镇数", "towns that use it"),
        _c("alone", "integer", "", "只靠它归入该主题的句数", "sentences of the theme by it only"),
        _c(
            "change_pct",
            "number",
            "percentage points",
            "去掉它后该主题占比的平均变化",
            "mean change of the theme's share without it",
        ),
        _c(
            "largest_change_pct",
            "number",
            "percentage points",
            "变化最大的一镇",
            "in the plan it moves most",
        ),
        _c("largest_change_plan", "text", "", "是哪份计划", "which plan that is"),
        _c("leader_stays", "yes_no", "", "占比最高的镇不变", "the same town has the largest share"),
        _c("coded", "integer", "", "含它的人工标注句", "open coded sentences that hold it"),
        _c("coded_right", "integer", "", "其中标为该主题", "of these: coded as its theme"),
    ),
)

NEAR_TERMS = Table(
    "near_terms",
    "主题附近未收的词",
    "terms of no theme that stand in one theme's sentences rather than in others (log-odds); shown "
    "by `near_terms`, not written by a run",
    (
        _c("rank", "integer", "", "名次（按 z）", "rank by z"),
        _c("term", "text", "", "词", "term", key=True),
        _c("count", "integer", "", "该主题句中次数", "uses in the theme's sentences"),
        _c("count_rest", "integer", "", "其余部署句中次数", "uses in other plan sentences"),
        _c("towns", "integer", "", "用到它的镇数", "towns that use it"),
        _c("unclaimed", "integer", "", "含它的未归类句", "sentences with it that show no theme"),
        _c("log_odds", "number", "", "对数几率之差", "difference of log-odds"),
        _c("z", "number", "", "z 值", "z"),
    ),
)

COMPARISON = Table(
    "comparison",
    "两组计划的用词对照",
    "two sets of plans held against each other (log-odds); shown by `compare_terms`, not written "
    "by a run",
    (
        _c("rank", "integer", "", "名次（按 z，甲组多用者在前）", "rank by z, A's words first"),
        _c("term", "text", "", "词", "term", key=True),
        _c("count_a", "integer", "", "甲组次数", "uses by set A"),
        _c("count_b", "integer", "", "乙组次数", "uses by set B"),
        _c("towns", "integer", "", "两组中用到它的镇数", "towns of both sets that use it"),
        _c("dispersion", "number", "0..1", "离散度 DP", "Gries' DP over the plans of both sets"),
        _c("log_odds", "number", "ln", "对数几率之差", "above 0 where A uses it more"),
        _c("low", "number", "ln", "90% 区间下端", "lower end of the 90 % interval"),
        _c("high", "number", "ln", "90% 区间上端", "upper end of the 90 % interval"),
        _c("z", "number", "", "z 值", "log-odds over their standard error"),
        _c(
            "q",
            "number",
            "0..1",
            "错误发现率（BH）；词不独立，只供排序",
            "false discovery rate (BH); words are not independent: for ranking",
        ),
        _c(
            "held",
            "number",
            "0..1",
            "重抽句子 500 次，正负号保持的比例",
            "share of 500 bootstrap draws of sentences in which the sign holds",
        ),
    ),
)

ROBUSTNESS = Table(
    "robustness",
    "各条说法在多少种做法下成立",
    "how often each headline statement holds when choices of method are taken the other way "
    "(lexicon/words.toml); written by `townplans run --robustness` only",
    (
        _c(
            "kind",
            "text",
            "",
            "说法：leading_theme 首要主题、largest_share 占比最大的镇、keyword 说得最多的镇、"
            "keyness 最独特的用词、tfidf TF-IDF最高的词、verdict 分组结论",
            "what is said",
            key=True,
        ),
        _c("kind_zh", "text", "", "说法的中文名", "the same in Chinese"),
        _c(
            "subject",
            "text",
            "",
            "对象：计划、主题、关键词或 all",
            "plan, theme, keyword or all",
            key=True,
        ),
        _c("subject_zh", "text", "", "对象的中文名", "the same in Chinese"),
        _c(
            "said",
            "text",
            "",
            "按本研究的做法，谁居首；并列者都列",
            "what leads the study's own way",
        ),
        _c("said_zh", "text", "", "居首者的中文名", "the same in Chinese"),
        _c(
            "holds",
            "integer",
            "",
            "居首者不出其外的做法数，含本研究的",
            "variants in which nothing else leads, the study's own among them",
        ),
        _c(
            "variants",
            "integer",
            "",
            "能影响它的做法数",
            "variants of the choices that can touch it",
        ),
        _c("share", "number", "0..1", "成立的比例", "holds over variants"),
        _c("holds_in_grid", "integer", "", "全部做法中成立的种数", "the same in all variants"),
        _c("grid", "integer", "", "全部做法数", "variants of all choices"),
        _c(
            "overturned_by",
            "text",
            "",
            "最常推翻它的选择，并列者都列",
            "the choice that alone most often makes it no longer hold, all that tie; empty: none",
        ),
        _c("overturned_by_zh", "text", "", "该选择的中文名", "the same in Chinese"),
        _c(
            "overturns",
            "integer",
            "",
            "只差这一选择的 variants/2 对做法中，推翻它的对数",
            "pairs that it overturns, of the variants/2 that differ in it alone",
        ),
    ),
)

ON_REQUEST = (CHANGES, KWIC, NEW_WORDS, THEME_WORDS, NEAR_TERMS, COMPARISON, ROBUSTNESS)
"""Tables that a run does not write."""
TABLES = (*TABLES, *ON_REQUEST)

BY_NAME = {table.name: table for table in TABLES}
