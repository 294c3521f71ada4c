"""The pictures in the READMEs are the ones the bundled study gives."""

import pytest

from analysis.build.gallery import SHOWN, measure_bundled, paint_pictures
from analysis.build.overview import write_overview
from analysis.build.run import run_study
from analysis.corpus.study import make_study


def test_the_gallery_is_what_the_bundled_study_draws(project, tmp_path):
    kept = {p.name: p.read_bytes() for p in (project / "figures" / "gallery").glob("*.png")}
    painted = paint_pictures(measure_bundled(tmp_path), SHOWN)
    stale = sorted(name for name in painted if painted[name] != kept.get(name))
    assert stale == [], "run python -m analysis.build.gallery and look at the pictures"


@pytest.mark.real
def test_the_page_about_the_five_real_plans_is_what_they_give(project, real_documents, tmp_path):
    results = run_study(make_study(real_documents, tmp_path), progress=False, draw=False)
    page = (project / "docs" / "five_plans.md").read_text(encoding="utf-8")
    assert page == write_overview(results), "run python -m analysis.build.overview ../shared/plans"


@pytest.mark.real
def test_the_page_about_the_five_real_plans_carries_no_sentence_of_them(project, real_documents):
    page = (project / "docs" / "five_plans.md").read_text(encoding="utf-8")
    received = "".join(p.read_text(encoding="utf-8") for p in real_documents.glob("*.txt"))
    runs = {page[i : i + 16] for i in range(len(page) - 16)}
    assert [r for r in runs if r in received and all("\u4e00" <= c <= "\u9fff" for c in r)] == []
