"""Sheets of marked figures are read strictly; what is wrong is told without a word of the text."""

from __future__ import annotations

import pytest

from analysis.corpus.gold_claims import COLUMNS, list_gold_texts, read_gold_claims
from analysis.errors import StudyError

TEXT = "苇塘镇工作安排\n今年生产总值增长7%以上。修路3公里，再修路3公里，税收增长**%。\n"
ROW = {
    "status": "target", "headline": "1", "scope": "whole_town", "kind": "growth_rate",
    "indicator": "gdp", "indicator_text": "生产总值", "value_text": "7%", "value_low": "7",
    "value_high": "7", "unit": "%", "qualifier": "at_least", "commitment": "plain", "masked": "",
    "relation": "", "optional": "", "quote": "生产总值增长7%以上",
}  # fmt: skip
ROAD = ROW | {
    "headline": "", "kind": "level", "indicator": "other", "indicator_text": "路", "unit": "公里",
    "value_text": "3公里", "value_low": "3", "value_high": "3", "qualifier": "exact",
    "quote": "修路3公里",
}  # fmt: skip
HIDDEN = ROW | {
    "indicator": "other", "indicator_text": "税收", "value_text": "**%", "value_low": "",
    "value_high": "", "qualifier": "exact", "masked": "1", "quote": "税收增长**%",
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def make(*rows, columns=COLUMNS):
        for name in ("claims", "texts"):
            (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / "texts" / "甲.txt").write_text(TEXT, encoding="utf-8")
        lines = ["\t".join(columns), *("\t".join(row[c] for c in COLUMNS) for row in rows)]
        (tmp_path / "claims" / "甲.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return make


def test_words_that_stand_twice_are_found_in_the_order_of_the_rows(write):
    claims = read_gold_claims(
        write(ROW, ROAD, ROAD | {"quote": "再修路3公里"}, HIDDEN), "甲", ["gdp"]
    )
    assert [TEXT[c.start : c.end] for c in claims] == [
        "生产总值增长7%以上", "修路3公里", "再修路3公里", "税收增长**%",
    ]  # fmt: skip
    assert [TEXT[c.value_start : c.value_end] for c in claims] == ["7%", "3公里", "3公里", "**%"]
    assert claims[1].value_start < claims[2].value_start
    assert (claims[0].value_low, claims[0].headline, claims[0].optional) == (7.0, True, False)
    assert (claims[3].value_low, claims[3].masked, claims[3].relation) == (None, True, None)


def test_a_relation_has_no_figure(write):
    tie = ROW | {
        "kind": "relative", "value_text": "", "value_low": "", "value_high": "", "unit": "",
        "relation": "increase",
    }  # fmt: skip
    (claim,) = read_gold_claims(write(tie), "甲", ["gdp"])
    assert (claim.value_text, claim.value_start, claim.relation) == (None, None, "increase")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "wish"}, "status is 'wish'"),
        ({"indicator": "mood"}, "no indicator 'mood'"),
        ({"value_text": "9%"}, "value_text does not stand in the quote"),
        ({"value_low": "seven"}, "the values are no numbers"),
        ({"masked": "1"}, "a masked row has no value"),
        ({"value_low": "", "value_high": ""}, "a value is needed"),
        ({"value_low": "9"}, "value_low is beyond value_high"),
        ({"kind": "relative"}, "a relative row needs its relation"),
        ({"quote": "生产总值猛增7%以上"}, "no such quote"),
    ],
)
def test_every_row_at_fault_is_named_and_nothing_of_the_text_is(write, change, said):
    with pytest.raises(StudyError) as told:
        read_gold_claims(write(ROW, ROW | change, ROW | {"status": "hope"}), "甲", ["gdp"])
    assert told.value.code == "E-GLD-05"
    assert f"line 3: {said}" in told.value.what
    assert "line 4: status is 'hope'" in told.value.what
    assert "增长" not in str(told.value)


def test_rows_out_of_order_and_other_columns_are_told(write):
    with pytest.raises(StudyError, match="line 3: the quote stands before the row above"):
        read_gold_claims(write(HIDDEN, ROW), "甲", ["gdp"])
    with pytest.raises(StudyError, match="the columns must be status, headline"):
        read_gold_claims(write(ROW, columns=COLUMNS[::-1]), "甲", ["gdp"])


def test_a_sheet_without_its_text_is_told(write):
    folder = write(ROW)
    (folder / "texts" / "甲.txt").unlink()
    with pytest.raises(StudyError, match="E-GLD-04"):
        read_gold_claims(folder, "甲", ["gdp"])


def test_texts_are_locked_by_the_list(write):
    folder = write(ROW)
    (folder / "claims" / "乙.tsv").write_text("", encoding="utf-8")
    assert list_gold_texts(folder, locked=False) == ("乙", "甲")
    (folder / "locked.txt").write_text("# 封存\n乙\n", encoding="utf-8")
    assert list_gold_texts(folder, locked=False) == ("甲",)
    assert list_gold_texts(folder, locked=True) == ("乙",)
