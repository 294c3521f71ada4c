"""A baseline is written once and whole; what differs from it is told with amount and reason."""

import hashlib
import json
import random
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.build.documents import stages
from analysis.build.history import baseline, causes
from analysis.build.history.baseline import freeze, read_baseline, take_stock
from analysis.build.history.compare import (
    compare_baselines,
    compare_with_baseline,
    describe_baseline,
    tabulate_changes,
)
from analysis.build.measures.manifests import list_baselines, read_groups
from analysis.build.run import run_study
from analysis.codebook import ON_REQUEST, TABLES
from analysis.corpus.study import make_study
from analysis.errors import StudyError

TASKS = (
    "把北坡的旧果园翻耕一遍，补种早熟梨，年内新增高效农业八百亩。",
    "招商引资小组常驻园区，替企业跑完开工前的手续。",
    "乡村振兴样板路再延两公里，沿线农户门前见绿。",
    "集镇雨水和污水分开走管，老街的井盖换新。",
    "村集体分红按股到户，共同富裕要看得见。",
    "敬老院换电梯，学校添午休床。",
    "水库下游的渠道清淤，冬灌前通水。",
)


def write_plan(folder, town, growth, seed, *, more=""):
    rng = random.Random(seed)
    tasks = [rng.choice(TASKS) for _ in range(26)]
    text = (
        f"{town}2023年政府工作报告\n各位代表：现在报告工作。\n一、2022年工作回顾\n"
        f"去年地区生产总值增长{seed}.5%。\n二、2023年工作安排\n"
        f"今年的主要预期目标是：地区生产总值增长{growth}，固定资产投资增长{seed + 3}%。\n"
        + "\n".join(tasks)
        + f"\n{more}\n"
    )
    (folder / f"{town}.txt").write_text(text, encoding="utf-8")


TOWNS = [("垟头镇", "7%"), ("柏树镇", "6%"), ("南岗乡", "**%")]


def write_plans(folder):
    folder.mkdir()
    for seed, (town, growth) in enumerate(TOWNS, 4):
        write_plan(folder, town, growth, seed, more=f"{town[:2]}砖雕作坊{{文库@素材}}开张。")
    return folder


@pytest.fixture(scope="module")
def once(tmp_path_factory, project):
    """The results of a run whose study has a lexicon of its own."""
    folder = tmp_path_factory.mktemp("once")
    shutil.copytree(project / "data" / "lexicon", folder / "out" / "lexicon")
    study = make_study(write_plans(folder / "计划 一"), folder / "out")
    return run_study(study, progress=False, draw=False)


@pytest.fixture(scope="module")
def frozen(once):
    """The folder of that study, frozen as v1; every test goes on from a copy."""
    freeze(once, "v1")
    return once.corpus.study.root.parent


@pytest.fixture
def plans(frozen, tmp_path):
    return shutil.copytree(frozen / "计划 一", tmp_path / "计划 一")


@pytest.fixture
def out(frozen, tmp_path):
    return shutil.copytree(frozen / "out", tmp_path / "out")


@pytest.fixture
def run(plans, out):
    return lambda: run_study(make_study(plans, out), progress=False, draw=False)


@pytest.fixture
def results(once, tmp_path):
    """Results of a run, in a study of this test's own."""
    study = replace(once.corpus.study, root=tmp_path / "out")
    return replace(once, corpus=replace(once.corpus, study=study))


@pytest.fixture
def home(tmp_path):
    return tmp_path / "out" / "baseline"


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def cell(report, table, key, column):
    found = [c for c in report.changes if (c.table, c.key, c.column) == (table, key, column)]
    assert len(found) == 1, found
    return found[0]


def reasons(report, plan_id):
    return {c.reason for c in report.changes if plan_id in c.key}


# -- freezing ----------------------------------------------------------------------------------


def test_nothing_differs_from_a_baseline_just_frozen(results):
    freeze(results, "初稿")
    report = compare_with_baseline(results)
    assert (report.inputs, report.changes) == ((), ())
    assert "无 nothing differs" in describe_baseline(report)


def test_a_baseline_holds_the_very_bytes_of_every_table_and_what_they_were_made_from(run, out):
    results = run()
    folder = freeze(results, "v2")
    assert folder == out / "baseline" / "v2"
    ours, written = (fingerprint(p / "tables") for p in (folder, out / "derived"))
    assert ours == {name: known for name, known in written.items() if name.endswith(".csv")}
    assert set(ours) == {f"{name}.csv" for name in results.tables}
    made_from = json.loads((folder / "manifest.json").read_bytes())["made_from"]
    assert made_from["lexicon"] == dict(results.corpus.lexicon.hashes)
    assert set(made_from["documents"].values()) == set(results.corpus.doc_names)


def test_a_name_that_is_taken_is_never_overwritten(results, home):
    before = fingerprint(freeze(results, "Draft"))
    for name in ("Draft", "draft", "DRAFT"):
        with pytest.raises(StudyError, match=r"E-BAS-05.*choose another name"):
            freeze(results, name)
    assert fingerprint(home / "Draft") == before
    assert [known for _, known in list_baselines(results.corpus.study)] == ["Draft"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "..\\b", ".hidden", "x:", "NUL", "a\n", "尾 "]
)
def test_a_name_that_cannot_be_a_folder_is_refused_with_a_sentence(name, results, home):
    with pytest.raises(StudyError, match="E-BAS-02"):
        freeze(results, name)
    assert not home.exists()


def test_a_freeze_that_fails_half_way_leaves_nothing_behind(monkeypatch, results, home):
    calls = []

    def fail_at_the_third(path, data):
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return True

    monkeypatch.setattr(baseline, "write_if_changed", fail_at_the_third)
    with pytest.raises(StudyError, match=r"E-BAS-04.*No space left.*nothing was left"):
        freeze(results, "v1")
    assert list(home.iterdir()) == []


def test_what_a_killed_freeze_left_is_no_baseline_and_is_swept_by_the_next(results, home):
    left = home / ".tmp-abc"
    left.mkdir(parents=True)
    (left / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(StudyError, match="E-BAS-01"):
        compare_with_baseline(results)
    freeze(results, "v1")
    assert [path.name for path in home.iterdir()] == ["v1"]


def test_freezing_the_same_results_twice_gives_the_same_tables_and_ingredients(results):
    ours, again = (fingerprint(freeze(results, name)) for name in ("a", "b"))
    ours.pop("manifest.json"), again.pop("manifest.json")
    assert ours == again
    study = results.corpus.study
    assert read_baseline(study, "a").made_from == read_baseline(study, "b").made_from


def test_the_latest_baseline_is_the_last_one_frozen_whatever_its_name_and_date(run, plans):
    write_plan(plans, "石埠镇", "5%", 9)
    freeze(run(), "aa")
    results = run()
    assert compare_with_baseline(results).name == "aa"
    assert compare_with_baseline(results).changes == ()
    assert compare_with_baseline(results, "v1").changes != ()


def test_a_study_without_a_baseline_says_how_to_make_one(results):
    with pytest.raises(StudyError, match="townplans freeze"):
        compare_with_baseline(results)
    freeze(results, "v1")
    with pytest.raises(StudyError, match=r"no baseline called v2.*name one of v1"):
        compare_with_baseline(results, "v2")


@pytest.mark.parametrize("victim", ["manifest.json", "tables/keywords.csv"])
@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_a_baseline_that_is_not_as_it_was_written_is_refused(victim, harm, results):
    path = freeze(results, "v1") / victim
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace("垟头镇".encode(), "洋头镇".encode()))
    with pytest.raises(StudyError, match="E-BAS-03"):
        compare_with_baseline(results)


# -- differences and their reasons ---------------------------------------------------------------


def test_a_new_town_is_new_and_moves_of_others_are_its_effect(run, plans):
    write_plan(plans, "石埠镇", "5%", 9)
    report = compare_with_baseline(run())
    assert ("new_town", "石埠镇-2023（石埠镇.txt）") in report.inputs
    assert reasons(report, "石埠镇-2023") == {"new_town"}
    assert {c.what for c in report.changes if "石埠镇-2023" in c.key} == {"appeared"}
    of_old = [c for c in report.changes if c.key[0] == "垟头镇-2023"]
    moved = [c for c in of_old if "石埠镇-2023" not in c.key]
    assert moved
    assert {c.reason for c in moved} == {"other_town"}
    assert not {c.table for c in moved} & causes._ALONE
    assert all("石埠镇-2023" in c.detail for c in moved)


def test_a_town_that_left_is_gone(run, plans):
    (plans / "柏树镇.txt").unlink()
    report = compare_with_baseline(run())
    assert ("town_gone", "柏树镇-2023（柏树镇.txt）") in report.inputs
    assert reasons(report, "柏树镇-2023") == {"town_gone"}
    of_others = [c for c in report.changes if "柏树镇-2023" not in c.key]
    assert {c.reason for c in of_others if "垟头镇-2023" in c.key} <= {"other_town"}


def test_a_changed_figure_is_told_with_its_difference_and_the_new_text(run, plans):
    write_plan(plans, "垟头镇", "7.3%", 4, more="垟头砖雕作坊开张。")
    report = compare_with_baseline(run())
    change = cell(report, "claims", ("垟头镇-2023", "gdp", "growth_rate", "target"), "value_low")
    assert (change.old, change.new, change.difference) == ("7.0", "7.3", 0.3)
    assert change.reason == "new_text"
    assert "→" in change.detail
    assert all(c.difference is None for c in report.changes if c.what != "moved")


def test_a_sentence_added_above_moves_no_figure_below_it(run, plans):
    path = plans / "垟头镇.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("二、2023", "今天阳光正好。\n二、2023"), encoding="utf-8")
    report = compare_with_baseline(run())
    assert "{文库@素材}" in text
    still = {"claims", "growth_targets", "coverage", "cuts"}
    assert any(c.table == "plans" for c in report.changes)
    assert [c for c in report.changes if c.table in still] == []


def test_a_number_that_becomes_hidden_differs_without_a_difference(run, plans):
    write_plan(plans, "柏树镇", "xx%", 5)
    report = compare_with_baseline(run())
    key = ("柏树镇-2023", "gdp", "growth_rate", "target")
    change = cell(report, "claims", key, "value_low")
    assert (change.old, change.new, change.difference) == ("6.0", "", None)
    assert cell(report, "claims", key, "masked").new == "True"


def test_a_changed_lexicon_file_is_named_only_where_its_words_count(run, out):
    themes = out / "lexicon" / "themes.toml"
    text = themes.read_text(encoding="utf-8").replace("words = [", 'words = ["旧果园",', 1)
    themes.write_text(text, encoding="utf-8")
    report = compare_with_baseline(run())
    assert ("lexicon", "themes.toml") in report.inputs
    shares = [c for c in report.changes if c.table == "themes"]
    assert shares
    assert {(c.reason, c.detail) for c in shares} == {("lexicon", "themes.toml")}
    assert {c.table for c in report.changes}.isdisjoint({"claims", "coverage", "growth_targets"})


def test_a_file_under_a_new_name_is_neither_a_new_town_nor_a_gone_one(run, plans):
    (plans / "垟头镇.txt").rename(plans / "Y垟头镇.txt")
    report = compare_with_baseline(run())
    assert reasons(report, "垟头镇-2023") == {"renamed"}
    assert {c.column for c in report.changes if "垟头镇-2023" in c.key} == {"doc"}
    documents = {(c.what, c.reason) for c in report.changes if c.table == "documents"}
    assert documents == {("appeared", "renamed"), ("vanished", "renamed")}


def test_a_refused_file_is_among_the_inputs_that_differ(run, plans):
    (plans / "空.txt").write_bytes(b"")
    report = compare_with_baseline(run())
    assert {c.table for c in report.changes} <= {"documents", "sources", "quarantine"}
    assert {c.reason for c in report.changes if c.table != "quarantine"} == {"new_town"}


@pytest.fixture(scope="module")
def stock(once):
    return take_stock(once)


def move(stock, table, row, column, value, **made_from):
    """A later state of `stock`: one cell of one table moved, and other ingredients."""
    data = stock.tables[table].decode("utf-8-sig")
    place = data.split("\r\n")[0].split(",").index(column)
    line = next(line for line in data.split("\r\n") if line.startswith(row))
    cells = line.split(",")
    cells[place] = value(cells[place])
    tables = stock.tables | {table: data.replace(line, ",".join(cells)).encode("utf-8-sig")}
    return replace(stock, tables=tables, made_from=stock.made_from | made_from)


def move_count(stock, **made_from):
    row = "垟头镇-2023,垟头镇,2023,乡村振兴,"
    return move(stock, "keywords", row, "count_document", lambda n: str(int(n) + 2), **made_from)


@pytest.mark.parametrize(
    ("made_from", "reason", "detail"),
    [
        ({"corrections": {"垟头镇-2023": "1f"}}, "correction", "垟头镇-2023"),
        ({"corrections": {"柏树镇-2023": "1f"}}, "unknown", ""),
        (
            {"choices": {"year": 2024, "county": None, "min_sentences": 20}},
            "choice",
            "year None → 2024",
        ),
        ({"sheets": {"register.csv": "1f"}}, "sheet", "register.csv"),
        ({"program": "1f"}, "program", ""),
        ({}, "unknown", ""),
        ({"corrections": {"垟头镇-2023": "1f"}, "program": "1f"}, "correction", "垟头镇-2023"),
    ],
)
def test_a_count_moved_by(made_from, reason, detail, stock):
    report = compare_baselines(stock, move_count(stock, **made_from))
    change = cell(report, "keywords", ("垟头镇-2023", "乡村振兴"), "count_document")
    assert (change.difference, change.reason, change.detail) == (2, reason, detail)


def test_a_town_is_never_blamed_for_counts_of_another(stock):
    plans = stock.made_from["plans"] | {"石埠镇-2023": ["ffff", 1, "石埠镇.txt"]}
    report = compare_baselines(stock, move_count(stock, plans=plans))
    change = cell(report, "keywords", ("垟头镇-2023", "乡村振兴"), "count_document")
    assert change.reason == "unknown"


def test_a_new_file_name_is_not_blamed_for_a_count(stock):
    doc_id, number, _ = stock.made_from["plans"]["垟头镇-2023"]
    plans = stock.made_from["plans"] | {"垟头镇-2023": [doc_id, number, "另名.txt"]}
    report = compare_baselines(stock, move_count(stock, plans=plans, program="1f"))
    change = cell(report, "keywords", ("垟头镇-2023", "乡村振兴"), "count_document")
    assert change.reason == "program"


@pytest.mark.parametrize(
    ("name", "reason"), [("grammar.toml", "lexicon"), ("themes.toml", "unknown")]
)
def test_a_state_is_moved_by_the_grammar_and_never_by_the_themes(name, reason, stock):
    lexicon = stock.made_from["lexicon"] | {name: "1f"}
    row = "垟头镇-2023,垟头镇,2023,gdp,"
    new = move(stock, "coverage", row, "state", lambda _: "masked", lexicon=lexicon)
    change = cell(compare_baselines(stock, new), "coverage", ("垟头镇-2023", "gdp"), "state")
    assert (change.old, change.new, change.reason) == ("stated", "masked", reason)
    assert change.difference is None


@pytest.fixture
def correct(out):
    def write(*rows):
        head = "plan_id,anchor,occurrence,action,indicator,field,value,by,when,reason,doc_id"
        text = "\r\n".join([head, *rows]) + "\r\n"
        (out / "corrections.csv").write_text(text, encoding="utf-8-sig")

    return write


def test_corrections_are_kept_by_plan_so_that_only_their_plan_is_explained_by_them(run, correct):
    correct("垟头镇-2023,地区生产总值增长7%，固定,1,edit,gdp,value_low,7.2,周,2024-03-05,印刷,")
    first = take_stock(run())
    correct(
        "垟头镇-2023,地区生产总值增长7%，固定,1,edit,gdp,value_low,7.2,周,2024-03-05,印刷,",
        "柏树镇-2023,地区生产总值增长6%，固定,1,accept,gdp,,,周,2024-03-05,,",
    )
    second = take_stock(run())
    assert list(first.made_from["corrections"]) == ["垟头镇-2023"]
    report = compare_baselines(first, second)
    assert ("correction", "柏树镇-2023") in report.inputs
    assert ("correction", "垟头镇-2023") not in report.inputs
    assert reasons(report, "柏树镇-2023") <= {"correction"}
    assert reasons(report, "垟头镇-2023") <= {"other_town"}


def test_a_label_that_differs_is_told(stock):
    new = replace(stock, labels=stock.labels | {"垟头镇-2023": "某县垟头镇"})
    change = cell(compare_baselines(stock, new), "labels", ("垟头镇-2023",), "label")
    assert (change.old, change.new) == ("垟头镇", "某县垟头镇")


def test_a_column_or_table_that_only_one_side_has_is_told_once(stock):
    themes = stock.tables["themes"].decode("utf-8-sig").split("\r\n")
    wider = [f"{line},{'rank' if n == 0 else 1}" for n, line in enumerate(themes) if line]
    tables = stock.tables | {"themes": "\r\n".join(wider).encode("utf-8-sig")}
    tables.pop("warnings")
    report = compare_baselines(stock, replace(stock, tables=tables))
    told = [(c.table, c.what, c.key, c.column, c.reason) for c in report.changes]
    assert told == [
        ("themes", "appeared", (), "rank", "program"),
        ("warnings", "vanished", (), None, "program"),
    ]


def test_every_difference_is_a_row_and_has_a_key_of_its_own(run, plans):
    write_plan(plans, "垟头镇", "7.3%", 4, more="新建公厕3座，新建公厕4座。")
    write_plan(plans, "石埠镇", "5%", 9)
    report = compare_with_baseline(run())
    rows = tabulate_changes(report)
    names = Counter((r["table"], r["key"], r["column"]) for r in rows)
    assert len(rows) == len(report.changes) > 0
    assert set(names.values()) == {1}
    assert {r["reason"] for r in rows} <= set(causes.REASONS)


def test_the_description_names_inputs_amounts_and_reasons(run, plans):
    write_plan(plans, "垟头镇", "7.3%", 4, more="垟头砖雕作坊开张。")
    write_plan(plans, "石埠镇", "5%", 9)
    told = describe_baseline(compare_with_baseline(run()))
    assert "new town: 石埠镇-2023" in told
    assert "new text of this town: 垟头镇-2023" in told
    assert "value_low: 7.0 → 7.3（+0.3）" in told


def test_the_lexicon_files_of_a_table_cover_those_of_the_stages_it_comes_from():
    read, claims = set(stages._READ_WORDS), set(stages._CLAIM_WORDS)
    counts = set(stages._COUNT_WORDS)
    assert causes._WORDS_OF["documents"] >= read
    assert causes._WORDS_OF["claims"] >= read | claims
    assert causes._WORDS_OF["themes"] >= read | counts
    assert causes._WORDS_OF["plans"] >= read | counts


def test_every_table_is_about_plans_or_about_documents():
    frozen = (table for table in TABLES if table not in ON_REQUEST)
    columns = {table.name: {column.name for column in table.columns} for table in frozen}
    strangers = {name for name, names in columns.items() if "plan_id" not in names}
    assert strangers <= causes._ABOUT_DOCUMENTS | causes._ABOUT_ALL


def test_the_manifest_is_ordered_text_that_a_person_can_read(results):
    path = freeze(results, "v1") / "manifest.json"
    text = path.read_text(encoding="utf-8")
    assert "垟头镇-2023" in text
    assert list(json.loads(text)) == sorted(json.loads(text))


# -- groups that last ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nine(tmp_path_factory):
    """Nine towns of two kinds, frozen; and the same with a tenth."""
    folder = tmp_path_factory.mktemp("nine")
    (folder / "plans").mkdir()
    towns = [f"{c}坪镇" for c in "甲乙丙丁戊己庚辛壬"]
    for i, town in enumerate(towns):
        more = "\n".join(FARMING if i % 2 else FACTORIES)
        write_plan(folder / "plans", town, "6%", i, more=more)
    study = make_study(folder / "plans", folder / "out")
    first = run_study(study, progress=False, draw=False)
    freeze(first, "v1")
    again = run_study(study, progress=False, draw=False)
    write_plan(folder / "plans", "癸坪镇", "6%", 10, more="\n".join(FARMING))
    return first, again, run_study(study, progress=False, draw=False)


FARMING = ["早稻播种提前，粮食田块连片。", "果园养殖两头抓，生猪存栏补足。"] * 12
FACTORIES = ["产业园里再起两栋厂房，制造业企业扩线。", "开发区补齐产业链，智能制造设备到位。"] * 12


def test_a_baseline_keeps_its_groups_and_a_newcomer_joins_the_nearest(nine):
    first, again, now = nine
    old, new = (r.tables["groups"].set_index("plan_id") for r in (first, now))
    assert list(old["assigned"]) == list(again.tables["groups"]["assigned"])
    assert list(new.loc[old.index, "assigned"]) == list(old["assigned"])
    assert set(new.loc[old.index, "standing"]) == {"member"}
    assert new.loc["癸坪镇-2023", "assigned"] == old.loc["乙坪镇-2023", "assigned"]
    assert new.loc["癸坪镇-2023", "standing"] != "member"
    assert "v1" in now.lasting.note
    assert compare_with_baseline(again).changes == ()


def test_people_rename_groups_in_the_sheet_beside_the_manifest(nine):
    *_, now = nine
    study = now.corpus.study
    sheet = study.root / "baseline" / "v1" / "groups.csv"
    kept = sheet.read_bytes()
    try:
        sheet.write_bytes("group,name\n1,办厂的镇\n".encode("gb18030"))
        name, model = read_groups(study)
        assert (name, model.names[model.numbers.index(1)]) == ("v1", "办厂的镇")
        sheet.write_text("组,名\n1,办厂的镇\n", encoding="utf-8")
        with pytest.raises(StudyError, match="E-BAS-06"):
            read_groups(study)
    finally:
        sheet.write_bytes(kept)


def test_a_refit_carries_the_numbers_on(nine):
    first, _, now = nine
    study = replace(now.corpus.study, refit=True)
    again = run_study(study, progress=False, draw=False)
    assert set(again.tables["groups"]["standing"]) == {"member"}
    assert set(again.lasting.model.numbers) == set(first.lasting.model.numbers)
