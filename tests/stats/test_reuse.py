"""Shared text against plain substrings; near misses; the order of plans; the planted county."""

from __future__ import annotations

import random
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations

import numpy as np
import pytest

from analysis.corpus.documents import decode_document
from analysis.model import CleanText, Plan, Reading, Sentence
from analysis.stats.leaks import find_leaks
from analysis.stats.reuse import ReuseRecipe, find_reuse
from analysis.stats.runs import join_runs
from analysis.stats.templates import _join_families
from analysis.text.reading import read_plans

UNITS = ("街道办事处", "街道", "镇", "乡")
COPIED = (
    "红薯地今年不再撒播，全部起垄；垄沟通到塘边，雨来得急也不怕涝。",
    "碾坊后面那块空地平整出来，晒谷、停车、放电影都在那里。",
    "老水车修好三架，每架配一个看水员，工钱按月结清。",
    "桑园补苗两千株，蚕种由合作社统一催青，秋蚕多养一批。",
)


def write_own(seed: int, n: int = 600) -> str:
    """Return letters that no other seed shares a run of."""
    rng = random.Random(seed)
    return "".join(rng.choice("修渠架桥栽树清淤铺管种粮育苗养蚕晒谷看水") for _ in range(n))


def read(town: str, *sentences: str, county: str | None = None, year: int = 2023) -> Reading:
    """A plan of sentences behind another plan's text in the same file."""
    before = "上一篇的末尾。"
    text, spans = before, []
    for i, words in enumerate(sentences):
        spans.append(Sentence(f"{town}s{i}", "tasks", len(text), len(text) + len(words)))
        text += words
    plan = Plan(
        f"{town}-{year}", "0" * 12, 1, town, town, county, year, None, len(before), len(text), False
    )
    dirt = np.arange(len(text), dtype=np.int32) + 7
    return Reading(plan, CleanText(text, dirt, ()), (), tuple(spans))


def letters(reading: Reading) -> str:
    text = reading.clean.text[reading.plan.start : reading.plan.end]
    return "".join(c for c in text if c.isalnum())


def received(reading: Reading, start: int, end: int) -> str:
    return reading.clean.text[start - 7 : end - 7]


def plain_runs(one: str, other: str, least: int) -> set[tuple[int, int, int]]:
    """Every maximal common run, found letter by letter."""
    found = set()
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] == other[j] and (i == 0 or j == 0 or one[i - 1] != other[j - 1]):
                n = 0
                while i + n < len(one) and j + n < len(other) and one[i + n] == other[j + n]:
                    n += 1
                if n >= least:
                    found.add((i, j, n))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_passages_are_the_maximal_runs_that_plain_comparing_finds(seed):
    rng = random.Random(seed)
    body = write_own(seed, 240)
    edited = list(body)
    for at in rng.sample(range(240), 6):
        edited[at] = "改"
    texts = [body + "。" + write_own(seed + 50, 60), write_own(seed + 90, 40) + "".join(edited)]
    readings = [read(town, text) for town, text in zip(("上坪镇", "下坪镇"), texts, strict=True)]
    (pair,) = find_reuse(readings, ReuseRecipe(letters=12)).pairs
    one, other = readings if pair.plan_id == "上坪镇-2023" else readings[::-1]
    plain = plain_runs(letters(one), letters(other), 12)
    assert sorted(p.letters for p in pair.passages) == sorted(n for _, _, n in plain)
    for p in pair.passages:
        said = received(one, p.start, p.end), received(other, p.other_start, p.other_end)
        assert said[0].replace("。", "") == said[1].replace("。", "")
    covered = {k for i, _, n in plain for k in range(i, i + n)}
    assert pair.letters == len(covered)
    assert pair.share == pytest.approx(len(covered) / len(letters(one)))


def test_blanks_punctuation_and_width_hide_no_passage_and_offsets_point_into_the_received_text():
    told = "全年修渠12里、架桥3座，栽树两千株，育苗四十亩，沿线十一个村都通水"
    again = "全年 修渠１２里架桥３座；\n栽树两千株\n育苗四十亩　沿线十一个村都通水"
    readings = [read("上坪镇", told, "另有安排。"), read("下坪镇", "先说一句。", again)]
    (pair,) = find_reuse(readings).pairs
    (passage,) = pair.passages
    assert received(readings[0], passage.start, passage.end) == told
    assert received(readings[1], passage.other_start, passage.other_end) == again


def test_a_run_of_24_letters_is_no_passage_and_25_are_one():
    run = write_own(3, 25)
    for n, found in ((24, 0), (25, 1)):
        readings = [read("上坪镇", f"甲{run[:n]}乙"), read("下坪镇", f"丙{run[:n]}丁")]
        assert len(find_reuse(readings).pairs) == found


def test_a_copy_with_one_letter_in_twenty_changed_is_found_and_a_template_is_no_copy():
    rng = random.Random(5)
    source = write_own(11, 1500)
    copy = "".join("改" if rng.random() < 0.05 else c for c in source)
    template = write_own(12, 120)
    plans = [read("上坪镇", source), read("下坪镇", copy)]
    plans += [read(t, write_own(s, 900), template) for s, t in enumerate(("甲镇", "乙镇", "丙镇"))]
    reuse = find_reuse(plans)
    by_towns = {frozenset((p.plan_id[:-5], p.other[:-5])): p for p in reuse.pairs}
    assert by_towns[frozenset(("上坪镇", "下坪镇"))].share > 0.4
    parts = {p.plan_id[:-5]: p for p in reuse.parts}
    assert parts["上坪镇"].copied > 600
    assert parts["上坪镇"].common == 0
    for town in ("甲镇", "乙镇", "丙镇"):
        assert (parts[town].copied, parts[town].common, parts[town].own) == (0, 120, 900)
    (found,) = reuse.templates
    assert {p[:-5] for p in found.plan_ids} == {"甲镇", "乙镇", "丙镇"}
    assert found.letters == 120


def test_own_copied_and_common_letters_add_up():
    shared, two = write_own(1, 80), write_own(2, 60)
    plans = [
        read("甲镇", write_own(10), shared, two),
        read("乙镇", write_own(20), two, shared),
        read("丙镇", shared, write_own(30)),
    ]
    for part in find_reuse(plans).parts:
        assert part.own + part.copied + part.common == part.letters
        assert (part.common, part.copied) == (80, 0 if part.plan_id[0] == "丙" else 60)


def test_two_years_of_one_town_are_one_holder_and_namesakes_in_two_counties_are_two():
    text = write_own(4, 90)
    years = [read("甲镇", text, write_own(s), year=2021 + s) for s in (1, 2)]
    reuse = find_reuse(years)
    assert [p.same_town for p in reuse.pairs] == [True]
    assert {p.own == p.letters for p in reuse.parts} == {True}
    namesakes = [read("甲镇", text, county="东县"), read("甲镇", text, county="西县", year=2022)]
    assert [p.same_town for p in find_reuse(namesakes).pairs] == [False]


def test_a_word_changed_by_one_clerk_makes_no_second_template():
    long, short = write_own(6, 200), write_own(7, 110)
    plans = [read(t, long, write_own(s), short) for s, t in enumerate(("甲镇", "乙镇", "丙镇"))]
    changed = long[:100] + "改" + long[101:]
    plans.append(read("丁镇", changed, write_own(9), short))
    (template,) = find_reuse(plans).templates
    assert len(template.plan_ids) == 4


def test_a_slogan_of_all_swallows_no_template_of_some():
    slogan, template = write_own(6, 30), write_own(7, 300)
    plans = [read(t, template, slogan) for t in ("甲镇", "乙镇", "丙镇")]
    plans += [read(t, slogan, write_own(s)) for s, t in enumerate(("丁镇", "戊镇"))]
    assert [len(t.plan_ids) for t in find_reuse(plans).templates] == [3, 5]


def test_a_heading_of_all_takes_in_no_template_of_few_of_the_same_length():
    heading, template = write_own(6, 30), write_own(7, 30)
    plans = [read(t, template, write_own(s), heading) for s, t in enumerate("甲乙丙")]
    plans += [read(t, heading, write_own(s + 10)) for s, t in enumerate("丁戊己庚")]
    assert sorted(len(t.plan_ids) for t in find_reuse(plans).templates) == [3, 7]


def test_the_order_in_which_plans_come_changes_nothing():
    shared = [write_own(s, 60) for s in range(4)]
    plans = [
        read(f"{name}镇", *(shared[(i + k) % 4] for k in range(3)), write_own(10 + i))
        for i, name in enumerate("甲乙丙丁戊")
    ]
    one = find_reuse(plans)
    for seed in range(3):
        random.Random(seed).shuffle(plans)
        assert find_reuse(plans) == one


def test_repetition_inside_a_plan_is_no_reuse_and_floods_nothing():
    drone = "年年修渠" * 200
    assert find_reuse([read("甲镇", drone), read("乙镇", write_own(1))]).pairs == ()
    assert len(find_reuse([read("甲镇", drone), read("乙镇", drone)]).pairs) == 1


def test_plans_that_say_nothing_share_nothing():
    assert find_reuse([]).pairs == ()
    reuse = find_reuse([read("甲镇", "。，"), read("乙镇", "。")])
    assert (reuse.pairs, reuse.templates) == ((), ())
    assert [p.letters for p in reuse.parts] == [0, 0]


# -- leaks -------------------------------------------------------------------------------------


def leaks_of(readings, towns=("上坪镇", "下坪镇", "石鼓岭乡", "龙坪镇"), **options):
    reuse = find_reuse(readings)
    return find_leaks(reuse, {r.plan.plan_id: r for r in readings}, towns, UNITS, **options)


def names(leaks):
    return {(k.plan_id[:-5], k.kind, k.words) for k in leaks if k.kind != "figure"}


def test_the_name_of_the_town_it_copies_is_a_leak_with_its_sentence():
    left_in = "下坪的干部每月住村不少于八夜，账目贴在门口给众人看。"
    plans = [read("上坪镇", *COPIED, left_in), read("下坪镇", *COPIED, left_in)]
    found = leaks_of(plans)
    assert names(found) == {("上坪镇", "source_town", "下坪")}
    (leak,) = [k for k in found if k.kind == "source_town"]
    assert received(plans[0], leak.start, leak.end) == left_in
    assert (leak.town, leak.in_passage) == ("下坪镇", True)


def test_a_neighbour_named_honestly_by_a_plan_that_copies_nothing_is_no_leak():
    plans = [
        read("上坪镇", write_own(1), "通往下坪镇的公路年内铺完，同石鼓岭乡共用一座水厂。"),
        read("下坪镇", write_own(2), "桥那头是上坪镇。"),
    ]
    assert leaks_of(plans) == ()


def test_a_slogan_in_common_makes_no_copy_and_so_no_leak():
    slogan = "把党的二十大定下的大事同县里交代的实事一件件办到底"
    plans = [
        read("上坪镇", write_own(1), slogan, "通往下坪镇的公路年内铺完。"),
        read("下坪镇", write_own(2), slogan),
    ]
    assert find_reuse(plans).pairs
    assert leaks_of(plans) == ()


def test_a_template_of_three_towns_makes_none_of_them_a_copy():
    plans = [
        read("上坪镇", *COPIED, "通往下坪镇的公路年内铺完。"),
        read("下坪镇", *COPIED),
        read("龙坪镇", *COPIED),
    ]
    assert find_reuse(plans).templates
    assert leaks_of(plans) == ()


def test_a_third_towns_name_is_a_leak_only_in_what_was_copied():
    shared = "石鼓岭乡的茶商每年春天来收两趟，价钱当面谈，账当面结。"
    plans = [
        read("上坪镇", *COPIED, shared, "龙坪镇来的路灯今年亮。"),
        read("下坪镇", *COPIED, shared),
    ]
    found = {(town, kind) for town, kind, _ in names(leaks_of(plans))}
    assert found == {("上坪镇", "third_town"), ("下坪镇", "third_town")}
    assert not any("龙坪" in words for _, _, words in names(leaks_of(plans)))


def test_a_name_of_two_characters_that_others_use_as_a_word_is_no_name():
    plans = [
        read("上坪镇", *COPIED, "今年要太平无事，也要办成几件事。"),
        read("太平镇", *COPIED),
        read("石鼓岭乡", write_own(3), "人畜太平。"),
    ]
    towns = ("上坪镇", "太平镇", "石鼓岭乡")
    assert names(leaks_of(plans, towns)) == set()
    assert names(leaks_of(plans[:2], towns)) == {("上坪镇", "source_town", "太平")}


def test_a_name_inside_a_longer_one_and_a_namesake_are_no_leaks():
    plans = [
        read("上龙坪镇", *COPIED, "上龙坪镇的事上龙坪人办。", county="东县"),
        read("龙坪镇", *COPIED, county="东县"),
    ]
    assert names(leaks_of(plans, ("上龙坪镇", "龙坪镇"))) == set()
    twins = [
        read("龙坪镇", *COPIED, c, county=c, year=y) for c, y in (("东县", 2023), ("西县", 2022))
    ]
    assert names(leaks_of(twins, ("龙坪镇",))) == set()


def test_a_sentence_copied_with_its_figures_is_told_and_changed_figures_are_not():
    same = "粪污管铺到坡下的花生地，管长5.3公里，沿线户户接得上。"
    plans = [
        read("上坪镇", *COPIED, same, "低保金发放286万元。", "水厂2023年动工。"),
        read("下坪镇", *COPIED, same, "低保金发放312万元。", "水厂2023年动工。"),
    ]
    found = [k for k in leaks_of(plans) if k.kind == "figure"]
    assert {(k.plan_id[:-5], k.words, k.town) for k in found} == {
        ("上坪镇", "5.3", None),
        ("下坪镇", "5.3", None),
    }


# -- the county --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def county(project, lexicon):
    """The bundled texts as they were written, before publishing made them dirty."""
    found = {}
    for path in sorted((project / "data" / "gold" / "texts").glob("*.txt")):
        document = decode_document(path.name, path.read_bytes())
        (reading,) = read_plans(document, lexicon).readings
        year, town = path.stem.split("_")
        plan = replace(reading.plan, plan_id=f"{town}-{year}", town=town, county=None)
        found[plan.plan_id] = replace(reading, plan=plan)
    return found


def test_in_the_county_the_planted_reuse_is_found_and_nothing_else(county, lexicon):
    reuse = find_reuse(list(county.values()))
    template = {f"{town}-2023" for town in ("白石桥镇", "铁山铺镇", "河口场镇", "松岭乡")}
    copied = {"桐坪乡-2023", "黄泥塘乡-2023"}
    planted = {frozenset(copied), *map(frozenset, combinations(template, 2))}
    assert {frozenset((p.plan_id, p.other)) for p in reuse.pairs} == planted
    (found,) = reuse.templates
    assert set(found.plan_ids) == template
    copies = {p.plan_id for p in reuse.parts if p.copied > 0.1 * p.letters}
    assert copies == copied
    towns = {r.plan.town for r in county.values()}
    leaks = find_leaks(reuse, county, towns, lexicon.places["unit"])
    assert [(k.plan_id, k.words) for k in leaks if k.kind != "figure"] == [
        ("桐坪乡-2023", "黄泥塘"),
        ("桐坪乡-2023", "黄泥塘"),
    ]
    assert any("5.3" in k.words for k in leaks if k.kind == "figure")


def test_what_the_pair_shares_agrees_with_an_aligner_of_its_own(county):
    one, other = (letters(county[f"{t}-2023"]) for t in ("桐坪乡", "黄泥塘乡"))
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    plain = sum(b.size for b in blocks if b.size >= 25)
    (pair,) = [p for p in find_reuse(list(county.values())).pairs if p.plan_id == "桐坪乡-2023"]
    assert pair.letters == plain


def test_two_towns_with_one_text_count_as_one_and_own_texts_count_whole():
    same = "".join(COPIED)
    plans = [read("上坪镇", same), read("下坪镇", same), read("龙坪镇", write_own(1))]
    reuse = find_reuse(plans)
    ids = [r.plan.plan_id for r in plans]
    assert reuse.count_effective(ids) == pytest.approx(2.0)
    assert reuse.count_effective(ids[:1]) == pytest.approx(0.5)
    half = [read("上坪镇", same), read("下坪镇", same, write_own(2, len(letters(plans[0]))))]
    assert find_reuse(half).count_effective({ids[0], ids[1]}) == pytest.approx(0.5 + 0.75, abs=0.01)


def test_the_same_towns_other_year_takes_nothing_from_its_weight():
    plans = [read("上坪镇", *COPIED, year=year) for year in (2022, 2023)]
    assert [part.weight for part in find_reuse(plans).parts] == [1.0, 1.0]


def test_each_set_of_plans_goes_to_the_first_larger_one_that_takes_it_in():
    draw = np.random.default_rng(3)
    runs = {}
    for _ in range(120):
        family = tuple(sorted(draw.choice(8, draw.integers(3, 7), replace=False).tolist()))
        runs[family] = {
            plan: [(int(draw.integers(99)), int(draw.integers(25, 60)))] for plan in family
        }
    size = {f: max(n for [(_, n)] in held.values()) for f, held in runs.items()}
    homes, expected = [], {}
    for family in sorted(runs, key=lambda f: (-len(f), -size[f], f)):
        fits = [
            home
            for home in homes
            if set(family) < set(home)
            and len(home) <= 2 * len(family)
            and size[family] <= 2 * size[home]
        ]
        if fits:
            for plan, held in runs[family].items():
                expected[fits[0]][plan] += held
        else:
            homes.append(family)
            expected[family] = {plan: list(held) for plan, held in runs[family].items()}
    found = _join_families(runs)
    assert list(found) == homes
    assert found == {f: {p: join_runs(r) for p, r in held.items()} for f, held in expected.items()}
    assert 3 < len(homes) < len(runs)
