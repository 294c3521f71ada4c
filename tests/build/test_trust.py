"""What may be made of themes reaches tables and figures: weakness, differences, controls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.build.drawing.pictures import draw
from analysis.build.run import run_study
from analysis.corpus.study import make_study
from tests.exchanged import exchange

HEAD = "{town}2023年政府工作报告\n一、2022年工作回顾\n去年办成几件实事。\n二、2023年工作安排\n"
FARM = "坡上的油茶林垦复{n}亩，老茶园补苗。"
SCHOOL = "中心校添午休床{n}张，卫生院换电梯。"
IDLE = "第{n}件事照旧办好。"
TOWNS = ("东陂镇", "西陂镇", "南陂镇", "北陂镇", "上峒乡", "下峒乡")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trust")
    (folder / "plans").mkdir()
    for i, town in enumerate(TOWNS):
        farms = 26 if town == "东陂镇" else 5
        tasks = [FARM] * farms + [SCHOOL] * 6 + [IDLE] * (34 - farms)
        body = "\n".join(task.format(n=n + 11 * i + 10) for n, task in enumerate(tasks))
        (folder / "plans" / f"{town}.txt").write_text(HEAD.format(town=town) + body + "\n", "utf-8")
    return run_study(make_study(folder / "plans", folder / "out"), progress=False, draw=False)


def weaken(results, *themes):
    """The same results with these themes found badly."""
    measures = [
        replace(m, weakness="low_f1") if m.found.theme in themes else replace(m, weakness=None)
        for m in results.trust.measures
    ]
    return exchange(results, trust=replace(results.trust, measures=tuple(measures)))


def test_only_the_town_that_differs_is_claimed_to(results):
    themes = results.tables["themes"]
    claimed = themes.dropna(subset="differs")
    told = claimed[["town", "theme", "differs"]].to_numpy().tolist()
    assert ["东陂镇", "agriculture", "above"] in told
    assert not [row for row in told if row[1] == "public_services"]
    row = themes[(themes["town"] == "东陂镇") & (themes["theme"] == "agriculture")].iloc[0]
    own = row["share_pct"]
    others = themes[(themes["theme"] == "agriculture") & (themes["town"] != "东陂镇")]
    assert row["difference_pct"] == pytest.approx(own - others["share_pct"].mean(), abs=0.2)
    assert 0 < row["difference_low_pct"] < row["difference_pct"] < row["difference_high_pct"]
    assert row["words_per_10k"] > others["words_per_10k"].max()


def test_every_theme_has_a_measure_and_every_theme_and_trait_a_control(results):
    lexicon = results.corpus.lexicon
    measures = results.tables["theme_measures"]
    assert measures["theme"].tolist() == [theme.key for theme in lexicon.themes]
    assert measures["words"].tolist() == [len(theme.words) for theme in lexicon.themes]
    controls = results.tables["theme_controls"]
    assert len(controls) == 5 * len(lexicon.themes)
    assert not controls["bites"].any()


def test_a_weak_theme_is_marked_in_table_figure_and_card(results):
    weak = weaken(results, "agriculture")
    table = weak.tables["themes"]
    assert set(table.loc[table["weak"], "theme"]) == {"agriculture"}
    names = {theme.key: theme.zh for theme in results.corpus.lexicon.themes}
    for what, chosen in (("themes", {}), ("card", {"plan_id": results.corpus.shown[0]})):
        picture = draw(weak, what, **chosen)
        assert f"仅供参考：{names['agriculture']}" in picture.note
        written = [text.get_text() for text in picture.figure.findobj(match=is_theme)]
        assert [text for text in written if "※" in text] == [
            text for text in written if text.replace("\n", "").startswith(names["agriculture"])
        ]
        assert "※" not in draw(weaken(results), what, **chosen).note


def is_theme(artist):
    return artist.get_gid() == "theme"


def test_a_trait_that_shares_follow_is_named_in_the_note(results):
    trust = results.trust
    bitten = replace(trust.controls[3], theme="ecology", trait="length", bites=True)
    followed = exchange(results, trust=replace(trust, controls=(bitten, *trust.controls[1:])))
    note = draw(followed, "themes").note
    assert "占比与篇幅有关" in note
    assert "生态环境" in note
    assert "有关的主题" not in draw(results, "themes").note
