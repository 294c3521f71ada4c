from __future__ import annotations

import pytest

from analysis.stats.changes import Change, compare_rows, describe_changes, key_rows


def rows(*cells: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"plan_id": p, "indicator": i, "value": v} for p, i, v in cells]


KEY = ("plan_id", "indicator")


def test_what_appeared_vanished_and_moved_is_told_and_what_stayed_is_not():
    old = key_rows(rows(("甲", "gdp", "7"), ("甲", "tax", "3"), ("乙", "gdp", "8")), KEY)
    new = key_rows(rows(("甲", "gdp", "7.5"), ("乙", "gdp", "8"), ("丙", "gdp", "")), KEY)
    assert compare_rows(old, new) == (
        Change("appeared", ("丙", "gdp")),
        Change("moved", ("甲", "gdp"), "value", "7", "7.5"),
        Change("vanished", ("甲", "tax")),
    )


def test_the_same_rows_in_another_order_have_not_changed():
    said = rows(("甲", "gdp", "7"), ("乙", "gdp", "8"))
    assert compare_rows(key_rows(said, KEY), key_rows(said[::-1], KEY)) == ()


def test_turning_the_comparison_round_turns_every_change():
    old = key_rows(rows(("甲", "gdp", "7"), ("乙", "gdp", "8")), KEY)
    new = key_rows(rows(("甲", "gdp", "9"), ("丙", "gdp", "1")), KEY)
    turned = {"appeared": "vanished", "vanished": "appeared", "moved": "moved"}
    assert {
        Change(turned[c.what], c.key, c.column, c.new, c.old) for c in compare_rows(old, new)
    } == set(compare_rows(new, old))


def test_an_empty_cell_and_a_missing_column_are_not_the_same():
    old, new = {("甲",): {"n": ""}}, {("甲",): {"m": "1"}}
    assert compare_rows(old, new) == (
        Change("moved", ("甲",), "m", None, "1"),
        Change("moved", ("甲",), "n", "", None),
    )
    first, second = describe_changes("themes", compare_rows(old, new))
    assert "no such column) → 1" in first
    assert "(空 empty) → (无此列 no such column)" in second


def test_two_rows_of_one_key_are_refused_by_name():
    with pytest.raises(ValueError, match="甲 · gdp"):
        key_rows(rows(("甲", "gdp", "7"), ("甲", "gdp", "8")), KEY)


def test_a_long_list_of_changes_ends_with_the_number_left():
    new = {(f"镇{i:02d}",): {"n": "1"} for i in range(23)}
    sentences = describe_changes("themes", compare_rows({("旧",): {"n": "1"}}, new), limit=20)
    assert len(sentences) == 21
    assert sentences[0] == "themes: 消失 vanished 旧"
    assert sentences[-1] == "themes: 另有 and 4 more (新增 appeared 4)"


def test_no_change_is_no_sentence():
    assert describe_changes("themes", ()) == ()
