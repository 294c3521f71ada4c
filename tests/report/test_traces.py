"""Every number of the report leads to a sentence that holds it, or to rows that give it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

from analysis.report.recipes import RECIPES
from tests.report.tracing import check_number, check_quote


def test_every_number_that_is_shown_is_stated_or_computed(held):
    bare = [
        (sheet, field["name"], row)
        for name in held.visible
        for sheet, row, field in held.list_cells(name)
        if "recipe" not in field and row.get(field.get("quote")) is None
    ]
    assert bare == []


def test_a_hundred_numbers_drawn_at_random_lead_to_what_they_are_made_of(held, texts, recomputed):
    rng = random.Random(20230)
    pools = [pool for pool in map(held.list_cells, held.visible) if pool]
    # half over all numbers, half sheet by sheet, so that large sheets do not hide small ones
    drawn = rng.sample([one for pool in pools for one in pool], 50)
    drawn += [rng.choice(rng.choice(pools)) for _ in range(50)]
    kinds = Counter(check_number(held.trace(*one), held, texts, recomputed) for one in drawn)
    assert sum(kinds.values()) == 100
    assert kinds["stated"] > 10
    assert len(kinds) > 12


def test_each_recipe_gives_the_numbers_it_stands_for(held, texts, recomputed):
    rng = random.Random(7)
    by_column = defaultdict(list)
    for sheet in held.visible:
        for one in held.list_cells(sheet):
            sheet_row, field = one[1], one[2]
            quoted = sheet_row.get(field.get("quote")) is not None  # the rest of it has a recipe
            by_column[sheet, field["name"], quoted].append(one)
    seen = set()
    for cells in by_column.values():
        traced = (held.trace(*one) for one in rng.sample(cells, min(4, len(cells))))
        seen |= {check_number(cell, held, texts, recomputed) for cell in traced}
    # without a baseline nothing has changed; test_page.py and test_lasting.py have one
    assert {recipe.name for recipe in RECIPES} - {"change", "kept_groups"} == seen - {"stated"}


def test_every_quote_stands_in_its_document_with_its_figure(held, texts):
    figures = {check_quote(held, texts, number) for number in range(len(held.data["quotes"]))}
    assert {"6.5%", "**%", "8%"} <= figures


def test_a_stated_target_is_the_figure_of_its_sentence(held):
    told = 0
    for row in held.rows["targets"]:
        quoted, start, end, _, _, *value = held.data["quotes"][row["quote"]]
        received = held.data["quoted"][quoted][2]
        if row["masked"]:
            assert row["hidden_as"] in received[start:end]
            assert row["value_low"] is None
        elif row["value_low"] is not None and value:
            figure = received[value[0] : value[1]]
            assert f"{row['value_low']:g}" in figure or not any(map(str.isdecimal, figure))
            told += 1
    assert told > 20


def test_a_sentence_with_dirt_in_it_stands_there_repaired_and_as_received(held):
    repaired = [q for q in held.data["quoted"] if q[3] is not None and "主要预期目标" in q[3]]
    assert any("主要预\u200b期目标" in q[2] for q in repaired)


def test_documents_in_are_ok_warned_and_quarantined(held):
    told = {row["what"]: row["value"] for row in held.rows["summary"]}
    assert told["documents_in"] == told["ok"] + told["warned"] + told["quarantined"] == 14
    assert told["quarantined"] == 1
    assert told["superiors"] == 1
