"""A plan that came twice votes once; two towns that share a text are no twins."""

import shutil

import pytest

from analysis.build.run import measure_study
from analysis.corpus.study import read_study

LINES = [
    f"（{i}）修渠第{i}段，长{i}公里，架桥{i + 1}座，{name}村底前完工，造价不超过{i * 7}万元。"
    for i, name in enumerate("上坪下坪东垄西垄石桥白塘青沙柏树南岗北渡槐河竹园", 1)
]
PLAN = "垟头镇2023年工作计划\n一、重点工作\n" + "\n".join(LINES) + "\n"
FRAMED = (
    "当前位置：首页 > 文库\n" + PLAN.replace("造价不超过7万元", "造价不超过8万元") + "版权所有\n"
)


@pytest.fixture
def study(tmp_path, project):
    root = tmp_path / "study"
    shutil.copytree(project / "data" / "lexicon", root / "lexicon")
    (root / "plans").mkdir()
    (root / "study.toml").write_text('name = "双胞胎"\n', encoding="utf-8")

    def make(**files):
        for name, text in files.items():
            (root / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
        return read_study(root)

    return make


def measure(study):
    return measure_study(study, progress=False).corpus


def test_the_longer_of_two_copies_counts_and_both_are_listed(study):
    corpus = measure(study(a网=PLAN, b网=FRAMED.replace("装", "安装")))
    assert list(corpus.plans) == ["垟头镇-2023"]
    assert len(corpus.documents) == 2
    (warning,) = [w for w in corpus.warnings if w.code == "W-DUP-02"]
    assert "counted once" in warning.message


def test_two_years_and_two_towns_with_one_text_are_no_twins(study):
    corpus = measure(
        study(甲=PLAN, 乙=PLAN.replace("垟头", "柏树"), 丙=PLAN.replace("2023", "2022"))
    )
    assert len(corpus.plans) == 3


def test_two_different_texts_of_one_town_and_year_both_stand(study):
    other = "垟头镇2023年工作要点\n" + "".join(f"第{i}件，清塘{i}口。\n" for i in range(1, 60))
    assert list(measure(study(甲=PLAN, 乙=other)).plans) == ["垟头镇-2023", "垟头镇-2023-2"]


def test_a_copy_that_the_register_wants_used_stays(study):
    made = study(甲=PLAN, 乙=FRAMED)
    (made.root / "register.csv").write_text(
        "document,use\n甲.txt,yes\n乙.txt,yes\n", encoding="utf-8"
    )
    assert len(measure(made).plans) == 2
