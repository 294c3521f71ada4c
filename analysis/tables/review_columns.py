"""The columns, choices and words of review.xlsx, for those who write it and read it."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.corpus.corrections import Action

SHEET, GUIDE, STALE, OPTIONS = "核对", "填写说明", "已失效的更正", "选项"

DECISIONS: Mapping[str, Action] = {"接受": "accept", "拒绝": "reject", "修改": "edit"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "增速": "growth_rate",
        "总量": "level",
        "数量": "count",
        "比率": "ratio",
        "上限": "cap",
    },
    "status": {"目标": "target", "完成": "achieved", "跨年": "multi_year"},
    "qualifier": {"恰为": "exact", "以上": "at_least", "左右": "about", "以内": "at_most"},
    "commitment": {"一般": "plain", "确保": "ensure", "力争": "strive"},
    "scope": {"全镇": "whole_town", "部分": "part", "每村": "per_village", "上级": "other_level"},
}
"""The words of the drop-downs, as the codebook says them, and the values they stand for."""
WORD_OF = {value: word for words in CHOICES.values() for word, value in words.items()}

DECISION_COLUMN, BY_COLUMN, REASON_COLUMN = "决定", "修改人", "理由"
VALUE_COLUMN, INDICATOR_COLUMN, UNIT_COLUMN = "新数值", "新指标", "新单位"
NEW_CHOICES = {
    "新类型": "kind", "新状态": "status", "新限定": "qualifier", "新承诺": "commitment",
    "新范围": "scope",
}  # fmt: skip
SHOWN = (
    ("计划", 20), ("原文（数值在【】中）", 56), ("指标", 22), ("数值", 12), ("单位", 8),
    ("类型", 8), ("状态", 8), ("可信度", 8), ("规则", 6),
)  # fmt: skip
FILLED = (
    (DECISION_COLUMN, 8), (INDICATOR_COLUMN, 20), (VALUE_COLUMN, 10), (UNIT_COLUMN, 8),
    *((title, 8) for title in NEW_CHOICES), (BY_COLUMN, 10), (REASON_COLUMN, 24),
)  # fmt: skip
IDS = ("plan_id", "anchor", "occurrence", "indicator", "doc_id")
TITLES = (*(title for title, _ in SHOWN), *(title for title, _ in FILLED), *IDS)
CHANGES = (INDICATOR_COLUMN, VALUE_COLUMN, UNIT_COLUMN, *NEW_CHOICES)
LAST_ROW = 1_048_575
GUIDE_LINES = (
    "每行是程序没有把握的一个数字。“决定”栏选：接受（读对了）、拒绝（不算数）、修改（读错了）。",
    "选“修改”时只填要改的新值，其余留空。新数值只写数字（7.5），区间写 7-8，隐去的数字写 **。",
    "每个决定都要写修改人。留空的行以后再说。可以排序、筛选；不要改动最后几栏隐藏的编号。",
    "Each row is a figure the program doubts. Choose 接受 accept, 拒绝 reject or 修改 edit.",
    "With 修改, fill in only what changes: a number (7.5), a range (7-8), ** for a hidden one.",
    "Sign each decision; leave rows empty for later. Keep the hidden last columns as they are.",
)
