"""Theme words that were changed after a baseline was kept are called exploratory, and only they."""

from __future__ import annotations

import shutil

import pytest

from analysis.build.drawing.framing import frame_picture
from analysis.build.history.baseline import find_other_themes, freeze
from analysis.build.run import run_study
from analysis.build.telling.summary import describe
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import read_study
from analysis.figures.style import page

PLAN = (
    "垟头镇2023年政府工作报告\n一、2022年工作回顾\n去年修渠三里。\n二、2023年工作安排\n"
    "招商引资再跑三趟。\n老茶园补苗四百亩。\n"
)


@pytest.fixture(scope="module")
def first(project, tmp_path_factory):
    """A run before there was a baseline; frozen as 定稿, every test goes on from a copy."""
    folder = tmp_path_factory.mktemp("exploratory")
    shutil.copytree(project / "data" / "lexicon", folder / "lexicon")
    (folder / "plans").mkdir()
    (folder / "plans" / "垟头镇.txt").write_text(PLAN, encoding="utf-8")
    (folder / "study.toml").write_text('name = "某县"\n', encoding="utf-8")
    results = run_study(read_study(folder), progress=False, draw=False)
    assert "exploratory: themes" not in describe(results)
    freeze(results, "定稿")
    return results


@pytest.fixture
def run(first, tmp_path):
    shutil.copytree(first.corpus.study.root, tmp_path, dirs_exist_ok=True)
    return lambda: run_study(read_study(tmp_path), progress=False, draw=False)


def note_of(results, what):
    with page("notebook", "en", labels=results.corpus.lexicon.labels):
        return frame_picture(results, what)["note"]


def change(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_without_a_baseline_and_with_its_own_words_nothing_is_exploratory(run):
    results = run()
    assert "exploratory: themes" not in describe(results)
    assert "exploratory" not in note_of(results, "themes")


def test_changed_theme_words_are_exploratory_in_summary_and_figures(run, tmp_path):
    change(tmp_path / "lexicon" / "themes.toml", '"招引"', '"招引", "跑三趟"')
    results = run()
    assert "exploratory: themes.toml" in describe(results)
    assert "定稿" in describe(results)
    assert "exploratory: theme words differ from those of baseline 定稿" in note_of(
        results, "themes"
    )
    freeze(results, "再定稿")
    assert "exploratory: themes" not in describe(run())


def test_other_files_of_the_lexicon_make_no_theme_exploratory(run, tmp_path):
    change(tmp_path / "lexicon" / "stop_general.txt", "我们\n", "我们\n咱们\n")
    assert "exploratory: themes" not in describe(run())


def test_a_damaged_baseline_makes_nothing_exploratory(run, tmp_path):
    results = run()
    folder = tmp_path / "baseline" / "定稿"
    change(tmp_path / "lexicon" / "themes.toml", '"招引"', '"招引", "跑三趟"')
    study, lexicon = results.corpus.study, read_lexicon(tmp_path / "lexicon")
    assert find_other_themes(study, lexicon) == "定稿"
    change(folder / "manifest.json", "定稿", "改稿")
    assert find_other_themes(study, lexicon) is None
