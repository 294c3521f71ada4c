"""A group of a baseline keeps its number, name and mark wherever a reader meets it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from analysis.build.drawing.pictures import draw
from analysis.build.history.baseline import freeze
from analysis.build.measures import standing
from analysis.build.measures.manifests import read_groups
from analysis.build.measures.results import Results
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.words import print_groups
from analysis.build.run import run_study
from analysis.build.telling.methods import tell_methods
from analysis.build.telling.reporting import make_report
from analysis.corpus.study import make_study
from analysis.figures.cut_marks import draw_group_mark
from analysis.figures.silhouettes import plot_silhouettes
from analysis.figures.style import page
from tests.exchanged import exchange

FARMING = ("早稻播种提前十天，连片粮田不留空档。", "养猪场和果园两头抓，生猪存栏补足。")
FACTORIES = ("产业园里再起两栋厂房，制造业企业扩线。", "开发区补齐产业链，智能制造设备到位。")
OTHERS = ("敬老院换电梯，学校添午休床。", "样板路再延两公里，沿线农户门前见绿。")
NUMBER, NAME = {1: 13, 2: 4}, {13: "上坡种粮的乡", 4: "沿江办厂的镇"}
"""What people made of the baseline: numbers with gaps, against the order of the leaves."""
FIGURES = ("groups", "map", "silhouettes")


def write_plan(folder, town, number, kind):
    rng = random.Random(number)
    tasks = [
        f"第{number}{i:02d}件事，" + rng.choice(kind if rng.random() < 0.75 else OTHERS)
        for i in range(30)
    ]
    text = (
        f"{town}2023年政府工作报告\n各位代表：现在报告工作。\n一、2022年工作回顾\n"
        f"去年地区生产总值增长{number}.5%。\n二、2023年工作安排\n"
        f"今年的主要预期目标是：地区生产总值增长6%。\n" + "\n".join(tasks) + "\n"
    )
    (folder / f"{town}.txt").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Nine towns of two kinds without a baseline; the same and one more after it."""
    folder = tmp_path_factory.mktemp("lasting")
    (folder / "plans").mkdir()
    for i, character in enumerate("甲乙丙丁戊己庚辛壬"):
        write_plan(folder / "plans", f"{character}坪镇", i, FARMING if i % 2 else FACTORIES)
    study = make_study(folder / "plans", folder / "out")
    first = run_study(study, progress=False, draw=False)
    freeze(first, "v1")
    write_plan(folder / "plans", "癸坪镇", 10, FARMING)
    now = run_study(study, progress=False, draw=False)
    return first, now


@pytest.fixture(scope="module")
def kept(runs):
    """The groups of the baseline as they would be after some years."""
    _, now = runs
    model = now.lasting.model
    return replace(
        model,
        numbers=tuple(NUMBER[n] for n in model.numbers),
        names=tuple(NAME[NUMBER[n]] for n in model.numbers),
        members={p: NUMBER[g] for p, g in model.members.items()},
        last_number=20,
    )


@pytest.fixture(scope="module")
def lasting(runs, kept):
    """Ten towns, of which nine stand in groups 13 and 4 of the baseline."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(standing, "read_groups", lambda _: ("v9", kept))
        return exchange(Results(runs[1].corpus))


def marks(figure, gid):
    return figure.findobj(lambda artist: artist.get_gid() == gid)


def shown(results, what, **choices):
    return draw(results, what, page_name="a4_full", **choices)


def test_without_a_baseline_groups_are_those_of_the_cut_and_have_no_names(runs):
    first, _ = runs
    assert set(first.grouping.cut) == {1, 2}
    assert (first.grouping.group_names, first.lasting.new_groups) == ({}, frozenset())
    assert marks(shown(first, "groups").figure, "legend") == []
    assert {r["group_name"] for r in shown(first, "map").data} == {None}
    table = first.tables["groups"]
    assert not table["new_group"].any()
    assert (table["made_anew"] == table["cut"]).all()


def test_a_named_group_keeps_number_name_and_members_in_figure_table_and_print(runs, lasting):
    first, _ = runs
    then = first.tables["groups"].set_index("plan_id")["cut"].map(NUMBER).to_dict()
    table = lasting.tables["groups"].set_index("plan_id")
    told = table["cut"].to_dict()
    assert {p: told[p] for p in then} == then
    assert told["癸坪镇-2023"] == then["乙坪镇-2023"]
    assert (table["cut"] == table["assigned"]).all()
    assert (table["group_name"] == table["cut"].map(NAME)).all()
    for what in FIGURES:
        rows = shown(lasting, what).data
        number = {r["plan_id"]: r.get("cut", r.get("descriptive_cut")) for r in rows}
        assert number == told
        assert all(r["group_name"] == NAME[number[r["plan_id"]]] for r in rows)
    printed = print_groups(lasting, PrintWords(lasting, "zh"))
    named = {row[1]: row[0] for row in printed.rows}
    assert named["癸坪镇"] == "切分13 上坡种粮的乡"
    assert lasting.tables["kmeans"].set_index("plan_id")["cut"].to_dict() == told


def test_the_card_of_a_town_says_its_group(runs, lasting):
    note = shown(lasting, "card", plan_id="癸坪镇-2023").note
    assert "切分13 上坡种粮的乡" in note
    assert "基线的分组" not in shown(runs[0], "card", plan_id="甲坪镇-2023").note


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_of_groups_says_number_and_name(lasting, lang):
    for what in (*FIGURES, "co_assignment", "themes"):
        figure = shown(lasting, what, lang=lang).figure
        said = "".join(t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text")))
        assert all(name in said for name in NAME.values()), what
        numbers = {mark.get_text() for mark in marks(figure, "group_number")}
        assert numbers == ({"13", "4"} if what in ("groups", "co_assignment", "themes") else set())


def test_the_mark_of_a_group_goes_with_its_number_on_tree_and_map(lasting):
    with page("a4_full", "zh", labels=lasting.corpus.lexicon.labels):
        ax = plot_silhouettes([0.5], lowest=0, highest=1)
        for group in NAME:
            draw_group_mark(ax, 0, 0, group, size_pt=5)
    drawn = zip(NAME, marks(ax, "town_mark"), strict=True)
    look = {g: (m.get_marker(), m.get_markerfacecolor()) for g, m in drawn}
    picture = shown(lasting, "map")
    for mark, row in zip(marks(picture.figure, "town_mark"), picture.data, strict=True):
        assert (mark.get_marker(), mark.get_markerfacecolor()) == look[row["cut"]]
    tree = marks(shown(lasting, "groups").figure, "group_mark")
    assert {(m.get_marker(), m.get_markerfacecolor()) for m in tree} == set(look.values())


def test_the_jaccard_of_a_group_is_the_same_groups_in_table_figure_and_note(runs, lasting):
    _, now = runs
    plain = {NUMBER[g]: value for g, value in now.grouping.stability.items()}
    assert lasting.grouping.stability == plain
    for n, value in plain.items():
        assert f"{n}: {value:.2f}" in lasting.grouping.recipe
    plain = {4: 0.61, 13: 0.87}  # two kinds well apart would all have 1
    lasting = exchange(lasting, grouping=replace(lasting.grouping, stability=plain))
    table = lasting.tables["groups"]
    assert dict(zip(table["cut"], table["jaccard"], strict=True)) == plain
    picture = shown(lasting, "groups")
    assert {r["descriptive_cut"]: r["jaccard"] for r in picture.data} == plain
    at = {m.get_text(): m.get_position()[1] for m in marks(picture.figure, "group_number")}
    beside = {m.get_position()[1]: m.get_text() for m in marks(picture.figure, "jaccard")}
    assert {int(n): beside[y] for n, y in at.items()} == {g: f"{v:.2f}" for g, v in plain.items()}
    for n, value in plain.items():
        assert f"第{n}组{value:.2f}" in picture.note


def test_figures_and_methods_say_whose_the_groups_are(runs, lasting):
    for what in ("groups", "map", "silhouettes", "co_assignment", "themes"):
        assert "分组取自基线" in shown(lasting, what).note
        assert "分组取自基线" not in shown(runs[0], what).note
    methods = tell_methods(lasting, "zh")
    assert "分组取自基线v9（2组）" in methods
    assert "后来的1份" in methods
    assert "按平均轮廓系数切为" not in methods
    assert "按平均轮廓系数切为2组" in tell_methods(runs[0], "zh")


def test_the_report_names_the_groups_and_says_that_the_baseline_gave_them(runs, lasting):
    first, _ = runs
    sheets = {s.name: s for s in make_report(lasting, {"zh": "", "en": ""}).sheets}
    told = lasting.tables["groups"].set_index("plan_id")
    for row in sheets["groups"].rows:
        own = told.loc[row["plan_id"]]
        assert (row["cut"], row["group_name"]) == (own["cut"], NAME[own["cut"]])
        assert row["jaccard"] == own["jaccard"]
    assert any("分组取自基线" in note["zh"] for note in sheets["groups"].notes)
    recipes = {f.name: f.recipe for f in sheets["groups"].fields}
    assert (recipes["cut"], recipes["jaccard"]) == ("kept_groups", "kept_groups")
    without = {s.name: s for s in make_report(first, {"zh": "", "en": ""}).sheets}["groups"]
    assert {f.recipe for f in without.fields if f.name in ("cut", "jaccard")} == {"grouping"}
    assert "group_name" not in {f.name for f in without.fields}


def test_a_new_group_is_never_given_an_old_number_and_is_said_to_be_new(runs, kept, monkeypatch):
    _, now = runs
    stayed = {p: g for p, g in kept.members.items() if g == 4}
    gone = {"未镇-2022": 13}  # all that group 13 had has left
    former = replace(kept, members={**stayed, **gone})
    monkeypatch.setattr(standing, "read_groups", lambda _: ("v9", former))
    study = replace(now.corpus.study, refit=True)
    anew = Results(replace(now.corpus, study=study))
    assert set(anew.grouping.cut) == {4, 21}
    assert anew.grouping.group_names[4] == NAME[4]
    assert anew.grouping.group_names[21] not in NAME.values()
    table = anew.tables["groups"]
    assert (table["new_group"] == (table["cut"] == 21)).all()
    assert (table["made_anew"] == table["cut"]).all()
    legend = [m.get_text() for m in marks(shown(anew, "map").figure, "legend")]
    assert ["（新）" in said for said in legend] == [False, True]
    assert legend[1].startswith("切分21 ")
    printed = print_groups(anew, PrintWords(anew, "en"))
    assert {row[0].endswith(" (new)") for row in printed.rows} == {True, False}
    assert "沿用基线v9" in tell_methods(anew, "zh")


def test_a_baseline_without_groups_does_not_free_the_numbers_of_the_one_before(runs):
    _, now = runs
    without = exchange(now, lasting=replace(now.lasting, model=None))
    folder = freeze(without, "v2")
    try:
        name, model = read_groups(now.corpus.study)
        assert (name, model.last_number) == ("v1", 2)
    finally:
        for path in sorted(folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        folder.rmdir()


def test_a_town_that_would_be_cut_elsewhere_today_stays(runs, kept, monkeypatch):
    _, now = runs
    members = kept.members | {"甲坪镇-2023": 13}
    moved = replace(kept, members=members)
    monkeypatch.setattr(standing, "read_groups", lambda _: ("v9", moved))
    found = Results(now.corpus)
    row = found.tables["groups"].set_index("plan_id").loc["甲坪镇-2023"]
    assert (row["cut"], row["assigned"], row["made_anew"]) == (13, 13, 4)
    assert found.grouping.stability != now.grouping.stability
    assert "不自成一枝" in shown(found, "groups").note
