"""The table ``targets_exchange`` as a workbook with Chinese heads and as a Stata file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from analysis.codebook import BY_NAME
from analysis.corpus.tone import ToneCoding
from analysis.tables.review_columns import WORD_OF
from analysis.tables.workbook import CREATED, to_workbook

EXCHANGE = "targets_exchange"
HEADS: Mapping[str, str] = MappingProxyType(
    {
        "sentence": "原句", "county": "县", "town": "乡镇", "code": "代码", "year": "年份",
        "indicator": "指标代号", "rate": "增速或比率（%）", "tone": "语气", "level": "数值",
        "high": "区间上端", "unit": "单位", "kind": "类型", "qualifier": "限定",
        "masked": "数字被隐去", "relation": "相对关系", "indicator_zh": "指标",
        "indicator_text": "指标的原文写法", "plan_id": "计划编号", "row": "序号", "doc": "文件",
        "start": "起始字符", "end": "终止字符", "confidence": "可信度",
    }
)  # fmt: skip
STATA_NAMES: Mapping[str, str] = MappingProxyType({"start": "start_char", "end": "end_char"})
"""Columns that are called otherwise in Stata, where `end` is a command."""
_RELATIVE = "相对"
_LABEL_CHARS = 80
_LONG = ("sentence",)


def write_exchange_book(frame: pd.DataFrame, coding: ToneCoding) -> bytes:
    """Write the targets as an .xlsx file: Chinese heads and words, a sheet that explains them.

    Parameters
    ----------
    frame
        The table ``targets_exchange``.
    coding
        The coding whose classes `tone` names.
    """
    shown = frame.copy()
    tones = {tone.key: tone.zh for tone in coding.classes}
    for column, words in (("tone", tones), ("kind", WORD_OF), ("qualifier", WORD_OF)):
        shown[column] = shown[column].map(lambda key, words=words: words.get(key, _RELATIVE),
                                          na_action="ignore").astype("string")  # fmt: skip
    return to_workbook({EXCHANGE: shown}, heads=HEADS)


def write_stata(frame: pd.DataFrame, coding: ToneCoding) -> bytes:
    """Write the targets as a Stata file of version 118 (Stata 14 and later).

    `tone` is a number with value labels, 1 the hardest class; `masked` is 0 or 1; what is
    missing is missing, in text an empty string.
    """
    places = {tone.key: place for place, tone in enumerate(coding.classes, 1)}
    columns = {column.name: column for column in BY_NAME[EXCHANGE].columns}
    plain = pd.DataFrame(
        {
            STATA_NAMES.get(name, name): _plain(
                frame[name].map(places).astype("Int64") if name == "tone" else frame[name]
            )
            for name in columns
        }
    )
    buffer = io.BytesIO()
    plain.to_stata(
        buffer,
        version=118,
        write_index=False,
        time_stamp=CREATED,
        data_label=BY_NAME[EXCHANGE].zh[:_LABEL_CHARS],
        variable_labels={
            STATA_NAMES.get(name, name): HEADS[name][:_LABEL_CHARS] for name in columns
        },
        value_labels={
            "tone": {places[tone.key]: tone.zh for tone in coding.classes},
            "masked": {0: "否", 1: "是"},
        },
        convert_strl=list(_LONG),
    )
    return buffer.getvalue()


def _plain(column: pd.Series) -> pd.Series:
    """Return a column of a type that Stata has."""
    if column.dtype == "string":
        return column.astype(object).where(column.notna(), "")
    if column.dtype == "boolean":
        return column.astype("int8")
    if column.dtype == "Int64" and column.notna().all():
        return column.astype("int32")
    return column.astype("float64")
