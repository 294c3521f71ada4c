"""Every column of every table: name, type, unit and meaning. Data only.

Tables are checked against this list before they are written, and ``data/README.md`` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    Table("claims", "全部数字陈述", "every stated figure", _CLAIM),
    Table("targets", "目标", "targets", _CLAIM),
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
            _c("plan_sentences", "integer", "", "部署句数", "sentences outside the review"),
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
            _c("distance", "number", "Hellinger 0..1", "与其距离", "distance to it"),
            _c(
                "cut",
                "integer",
                "",
                "描述性分组号（不是类型）",
                "descriptive group number, not a type",
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
                "未比较的原因：few_sentences 部署句太少、no_theme 无主题",
                "why it was not compared",
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
                "source_town 另一镇的名称、third_town 第三镇的名称、figure 整句连数字相同",
                "source_town, third_town, or figure (a whole sentence with its figures)",
            ),
            _c("words", "text", "", "名称或数字", "the name or the numbers"),
            _c(
                "of_town",
                "text",
                "",
                "名称所指的镇（数字不判断归属，为空）",
                "the town named; empty for figures",
            ),
            _c("other", "text", "", "与之相同的计划", "the plan it shares its text with"),
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
TABLES = (*TABLES, CHANGES)

BY_NAME = {table.name: table for table in TABLES}
