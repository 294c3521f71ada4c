"""Shared text of very many plans: sketched first, then found as the exact index finds it."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from analysis.model import CleanText, Plan, Reading, Sentence
from analysis.stats import reuse
from analysis.stats.reuse import ReuseRecipe, find_reuse
from analysis.stats.sketches import find_near_twins
from analysis.text.shingles import keep_letters

SKETCHED = ReuseRecipe(exact_plans=0)
COPIED = (
    "红薯地今年不再撒播，全部起垄，垄沟通到塘边，雨来得急也不怕涝。",
    "碾坊后面那块空地平整出来，晒谷、停车、放电影都在那里，不再占公路。",
    "修桥。老水车修好三架，每架配一个看水员，工钱按月结清，账目贴在祠堂门口。",
    "桑园补苗两千株，蚕种由合作社统一催青，秋蚕多养一批，茧子就地烘干。",
)
ENDS_ALIKE = ("渡口", "老街")
TAIL = "的灯一盏盏补齐，谁家门前谁家照看。"
LAST = "粮站旧仓腾出两间给返乡的人堆货，租金头一年不收，第二年减半。"
CHANGED = COPIED[3].replace("桑园", "茶园")


def read(number: int, *copied: str, last: tuple[str, ...] = ()) -> Reading:
    """A plan of forty sentences of its own among which, and behind which, copied ones stand."""
    rng = random.Random(number)
    own = [
        "".join(
            rng.choice("修渠架桥栽树清淤铺管种粮育苗养蚕晒谷看水")
            for _ in range(rng.randint(5, 40))
        )
        + "。"
        for _ in range(40)
    ]
    said = [*own[:13], *copied, *own[13:], *last]
    ends = np.cumsum([0, *map(len, said)]).tolist()
    spans = [Sentence(f"{number}s{i}", "tasks", *at) for i, at in enumerate(pairwise(ends))]
    town = f"{number:02d}号镇"
    plan = Plan(f"{town}-2023", "0" * 12, 1, town, town, None, 2023, None, 0, ends[-1], False)
    clean = CleanText("".join(said), np.arange(ends[-1], dtype=np.int32), ())
    return Reading(plan, clean, (), tuple(spans))


@pytest.fixture(scope="module")
def readings():
    copied = {3: COPIED[:1], 5: COPIED[:2], 7: COPIED[1:3], 8: COPIED[2:], 9: (CHANGED,)}
    for n, place in zip((11, 12), ENDS_ALIKE, strict=True):
        copied[n] = (
            f"{own_words(n)}，{place}{TAIL}",
            COPIED[0][::-1][1:] + "。",
            TAIL[:9] + own_words(n + 50) + "。",
        )
    return [read(n, *copied.get(n, ()), last=(LAST,) * (n in (13, 14))) for n in range(16)]


def own_words(n: int) -> str:
    return "".join(random.Random(n).choices("桑麻葛苎茶桐漆棕竹藤", k=40))


def test_sketched_and_exact_search_find_the_same(readings):
    pytest.importorskip("datasketch")
    exact, sketched = find_reuse(readings), find_reuse(readings, SKETCHED)
    found = {(pair.plan_id[:2], pair.other[:2]) for pair in exact.pairs}
    assert found == {("03", "05"), ("05", "07"), ("07", "08"), ("08", "09")} | {
        ("11", "12"), ("13", "14"),
    }  # fmt: skip
    assert sketched.pairs == exact.pairs
    assert sketched.parts == exact.parts
    assert sketched.templates == exact.templates
    assert "MinHash" in sketched.recipe
    assert "MinHash" not in exact.recipe


def test_only_sentences_with_a_twin_and_their_neighbours_are_searched(readings):
    pytest.importorskip("datasketch")
    kept = [keep_letters(r.clean.text) for r in readings]
    runs = find_near_twins(readings, [text for text, _ in kept], [at for _, at in kept])
    assert {i for i, held in enumerate(runs) if held} >= {3, 5, 7, 8, 9}
    searched = sum(size for held in runs for _, size in held)
    assert searched < 0.3 * sum(len(text) for text, _ in kept)


def test_without_datasketch_many_plans_are_searched_exactly(readings, monkeypatch):
    monkeypatch.setattr(reuse, "can_sketch", lambda: False)
    assert find_reuse(readings, SKETCHED) == find_reuse(readings)
