"""What the five real township documents and the provincial reports give; skipped without them."""

import json
import subprocess
import sys

import pytest

from analysis.build.run import run_study
from analysis.build.telling.summary import describe, exit_code
from analysis.corpus.study import make_study

pytestmark = pytest.mark.real

YEAR_CONFLICT, SILENT, FRAMED, COMPILED, LETTERED = ("000", "001", "002", "003", "004")


@pytest.fixture(scope="module")
def five(real_documents, tmp_path_factory):
    return run_study(
        make_study(real_documents, tmp_path_factory.mktemp("five")), progress=False, draw=False
    )


@pytest.fixture(scope="module")
def provinces(real_provinces, tmp_path_factory):
    return run_study(
        make_study(real_provinces, tmp_path_factory.mktemp("provinces")),
        progress=False,
        draw=False,
    )


def document(results, number):
    return next(d for d in results.corpus.documents if d.document.path.startswith(number))


def plan(results, number):
    return document(results, number).readings[0].plan


def score(what, gold, ledger):
    command = [sys.executable, gold / "score_targets.py", what]
    names = {"seeds": "seeds_targets.jsonl", "provinces": "provinces_2025_targets.tsv"}
    return subprocess.run(
        [*command, gold / names[what], ledger], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def test_every_document_is_used_and_said(five):
    assert five.summary.documents_in == five.summary.ok + five.summary.warned == 5
    assert exit_code(five.summary) == 0


def test_the_compilation_announces_35_and_contains_one_that_breaks_off(five):
    reading = document(five, COMPILED)
    states = [a.state for a in reading.announced]
    assert len(states) == 35
    assert (states.count("truncated"), states.count("missing")) == (1, 34)
    assert len(reading.readings) == 1
    assert reading.readings[0].plan.truncated
    assert "announces 35" in describe(five)


def test_fifteen_page_marks_are_gone_and_the_title_is_whole_again(five):
    reading = document(five, COMPILED)
    assert sum(cut.rule == "page_marks" for cut in reading.clean.cuts) == 15
    assert "长安镇2023年政府工作报告" in reading.clean.text
    assert "长安镇2023年政府工作报告" in [a.title for a in reading.announced]


def test_a_title_of_2023_over_a_text_of_the_twelfth_five_year_plan_is_shown(five):
    found = plan(five, YEAR_CONFLICT)
    assert found.stated_year == 2023
    assert 2011 <= found.content_year <= 2015
    assert "十二五" in next(i.quote for i in found.inferences if i.name == "content_year")
    codes = [w.code for w in document(five, YEAR_CONFLICT).warnings]
    assert "W-YEA-02" in codes


def test_the_web_frame_is_gone_and_the_plan_is_whole(five):
    reading = document(five, FRAMED)
    assert sum(cut.rule == "web_frame" for cut in reading.clean.cuts) >= 6
    assert not any(
        word in reading.clean.text
        for word in ("小编", "备案号", "当前位置", "推荐访问", "网友投稿")
    )
    assert "招商引资" in reading.clean.text
    assert sum(d.document.path.startswith(FRAMED) for d in five.corpus.documents) == 1


def headline(results, number):
    claims = results.corpus.claims[plan(results, number).plan_id]
    return [c for c in claims if c.headline and c.status == "target"]


def test_one_plan_states_no_headline_target_and_two_only_hidden_and_relative_ones(five):
    assert headline(five, SILENT) == []
    for number in (FRAMED, LETTERED):
        kinds = {type(claim.amount).__name__ for claim in headline(five, number)}
        assert kinds <= {"Masked", "Relative"}
        assert "Masked" in kinds


@pytest.mark.parametrize(
    ("keyword", "counts"),
    [("乡村振兴", [0, 1, 1, 2, 2]), ("招商引资", None), ("共同富裕", None)],
)
def test_a_keyword_is_counted_as_often_as_it_stands_in_the_text(keyword, counts, five):
    ids = [plan(five, n).plan_id for n in ("000", "001", "002", "003", "004")]
    counted = {k.plan_id: k.count_document for k in five.keywords if k.keyword == keyword}
    stands = []
    for number in ("000", "001", "002", "003", "004"):
        received = document(five, number)
        body = received.readings[0].plan
        stands.append(received.clean.text[body.start : body.end].count(keyword))
    assert [counted[i] for i in ids] == stands
    if counts:
        assert stands == counts


def test_numbers_are_drawn_for_the_two_plans_that_state_them_and_for_no_other(five):
    rows = five.line_up("gdp")
    drawn = {r.plan_id for r in rows if r.state == "stated"}
    assert drawn == {plan(five, n).plan_id for n in (YEAR_CONFLICT, COMPILED)}
    assert len(rows) == 5


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    def write(folder):
        out = subprocess.run(
            [sys.executable, "-m", "analysis.cli", "claims", folder, "--json"],
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        path = tmp_path_factory.mktemp("ledger") / "claims.jsonl"
        path.write_text(out, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def gold(real_documents):
    folder = real_documents.parent / "gold"
    if not folder.is_dir():
        pytest.skip(f"needs the labelled targets in {folder}")
    return folder


def test_claims_of_the_five_plans_agree_with_the_labels(ledger, gold, real_documents):
    lines = score("seeds", gold, ledger(real_documents)).splitlines()
    table = {line[:10].strip(): json.loads(line[line.index("{") :]) for line in lines}
    assert (table["S headline"]["tp"], table["S headline"]["fn"]) == (32, 0)
    assert table["S all"]["F1"] >= 0.90
    assert table["S all"]["achieved_as_target"] == 0
    assert table["S all"]["invented_from_mask"] == 0


def test_every_province_states_its_growth_target(ledger, gold, real_provinces):
    found = json.loads(score("provinces", gold, ledger(real_provinces)).splitlines()[0])
    assert found["gdp_found"] == found["gdp_wanted"] == 31
    assert found["flood"] == 0


def test_all_provinces_stand_side_by_side_with_numbers(provinces):
    assert len(provinces.corpus.plans) == 31
    assert all(row.state == "stated" for row in provinces.line_up("gdp"))


def test_every_province_has_a_plan_part_that_can_be_compared(provinces):
    assert provinces.grouping.left_out == ()


@pytest.mark.parametrize("which", ["five", "provinces"])
def test_every_quote_leads_back_to_its_document(which, request):
    results = request.getfixturevalue(which)
    texts = {d.document.path: d for d in results.corpus.documents}
    healed = 0
    for row in results.tables["claims"].itertuples():
        received = texts[row.doc].document.text[row.start : row.end]
        if received != row.quote:
            cuts = texts[row.doc].clean.cuts
            assert any(cut.start < row.end and cut.end > row.start for cut in cuts), row.quote
            healed += 1
    assert healed < len(results.tables["claims"]) / 2
