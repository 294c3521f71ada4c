"""Files come in without harm to what is there; a town leaves without a file being touched."""

import random
from pathlib import Path

import pytest

from analysis.build.people.arrivals import add_files, describe_arrivals, list_lacking
from analysis.build.people.towns import describe_change, remove_town, rename_town
from analysis.corpus.cells import read_register_words
from analysis.corpus.intake import copy_new
from analysis.corpus.register import read_register
from analysis.corpus.study import read_study
from analysis.errors import StudyError

CLAUSES = ("修渠三里", "架桥两座", "种油茶两百亩", "栽树千株", "办好食堂", "清淤五处", "铺管六段")


def body(seed: int, lines: int = 60) -> str:
    rng = random.Random(seed)
    return "\n".join(
        f"{rng.randint(1, 999)}号地块{rng.choice(CLAUSES)}，{rng.choice(CLAUSES)}。"
        for _ in range(lines)
    )


def write_plan(folder: Path, name: str, title: str, seed: int = 1, extra: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"{title}\n各位代表：\n{body(seed)}\n{extra}", encoding="utf-8")
    return path


@pytest.fixture
def inbox(tmp_path):
    return tmp_path / "收 件"


@pytest.fixture
def study(tmp_path):
    root = tmp_path / "研究"
    write_plan(root / "plans", "垟头乡.txt", "垟头乡2023年政府工作报告", 1)
    (root / "study.toml").write_text('county = "桐坞县"\n', encoding="utf-8")
    return read_study(root)


@pytest.fixture
def register_of(study, project):
    words = read_register_words(project / "data" / "lexicon")
    return lambda: read_register(study.root / "register.csv", words).rows


def contents(study) -> dict[str, bytes]:
    return {
        p.relative_to(study.root).as_posix(): p.read_bytes()
        for p in sorted(study.root.rglob("*"))
        if p.is_file()
    }


def states(arrivals):
    return [(a.state, a.name) for a in arrivals.files]


def test_a_file_is_copied_byte_for_byte_and_its_plan_is_told(study, inbox):
    path = write_plan(inbox, "柏树镇.txt", "柏树镇2023年工作计划", 2)
    arrivals = add_files(study, [str(path)])
    assert (study.plans / "柏树镇.txt").read_bytes() == path.read_bytes()
    assert path.exists()
    (arrival,) = arrivals.files
    assert [(p.town, p.stated_year) for p in arrival.plans] == [("柏树镇", 2023)]
    assert "柏树镇 2023" in describe_arrivals(arrivals)


def test_patterns_folders_and_names_are_expanded_here_and_each_file_comes_once(study, inbox):
    for seed, name in enumerate(["a.txt", "b.txt", "c.md", "深/d.txt", "计划[1].txt"], 2):
        write_plan(inbox / Path(name).parent, Path(name).name, "石埠镇2023年工作计划", seed)
    patterns = [str(inbox / "*.txt"), str(inbox / "a.txt"), str(inbox / "计划[1].txt"), str(inbox)]
    names = [name for _, name in states(add_files(study, patterns))]
    assert names == ["a.txt", "b.txt", "计划[1].txt", "c.md", "d.txt"]


def test_a_name_with_brackets_is_a_name_before_it_is_a_pattern(study, inbox):
    path = write_plan(inbox, "计划[1].txt", "石埠镇2023年工作计划", 2)
    write_plan(inbox, "计划1.txt", "石埠镇2023年工作计划", 3)
    assert states(add_files(study, [str(path)])) == [("added", "计划[1].txt")]


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"mine")
    with pytest.raises(StudyError, match="E-ADD-04"):
        copy_new({tmp_path / "a.txt": b"new", tmp_path / "b.txt": b"new"})
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("b.txt", b"mine")]


def test_the_same_bytes_are_said_and_not_copied(study, inbox):
    there = (study.plans / "垟头乡.txt").read_bytes()
    inbox.mkdir()
    (inbox / "副本.txt").write_bytes(there)
    before = contents(study)
    arrivals = add_files(study, [str(inbox / "副本.txt"), str(study.plans / "垟头乡.txt")])
    assert states(arrivals) == [("duplicate", "垟头乡.txt")] * 2
    assert contents(study) == before
    assert "垟头乡.txt" in describe_arrivals(arrivals)


def test_two_equal_files_that_come_together_are_one(study, inbox):
    raw = write_plan(inbox, "甲.txt", "石埠镇2023年工作计划", 2).read_bytes()
    (inbox / "乙.txt").write_bytes(raw)
    assert states(add_files(study, [str(inbox / "甲.txt"), str(inbox / "乙.txt")])) == [
        ("added", "甲.txt"),
        ("duplicate", "甲.txt"),
    ]


def test_a_taken_name_is_never_written_to(study, inbox):
    before = (study.plans / "垟头乡.txt").read_bytes()
    for n, folder in enumerate(["一", "二"], 2):
        write_plan(inbox / folder, "垟头乡.txt", f"垟头乡202{n}年工作计划", n)
    arrivals = add_files(study, [str(inbox / "一" / "*"), str(inbox / "二" / "*")])
    assert states(arrivals) == [("added", "垟头乡-2.txt"), ("added", "垟头乡-3.txt")]
    assert (study.plans / "垟头乡.txt").read_bytes() == before
    assert sorted(p.name for p in study.plans.iterdir()) == [
        "垟头乡-2.txt",
        "垟头乡-3.txt",
        "垟头乡.txt",
    ]


def test_names_that_windows_or_a_mac_takes_for_one_are_one(study, inbox):
    write_plan(study.plans, "Plan\u00e9.txt", "石埠镇2023年工作计划", 2)
    path = write_plan(inbox, "PLANe\u0301.txt", "石埠镇2024年工作计划", 3)
    assert states(add_files(study, [str(path)])) == [("added", "PLAN\u00e9-2.txt")]


def test_a_near_twin_is_said_with_the_part_it_shares(study, inbox):
    twin = write_plan(
        inbox, "文库版.txt", "垟头乡2023年政府工作报告", 1, "本文由会员上传，仅供参考。"
    )
    (arrival,) = add_files(study, [str(twin)]).files
    ((name, share),) = arrival.twins
    assert name == "垟头乡.txt"
    assert 0.9 <= share < 1


def test_another_town_on_the_same_template_is_no_twin(study, inbox):
    text = (study.plans / "垟头乡.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    lines[2:20] = body(9, 18).splitlines()
    inbox.mkdir()
    (inbox / "b.txt").write_text("\n".join(lines).replace("垟头乡", "柏树镇"), encoding="utf-8")
    (arrival,) = add_files(study, [str(inbox / "b.txt")]).files
    assert arrival.twins == ()


def test_two_twins_that_come_together_are_said(study, inbox):
    write_plan(inbox, "a.txt", "石埠镇2023年工作计划", 3)
    write_plan(inbox, "b.txt", "石埠镇2023年工作计划", 3, "打印本页")
    first, second = add_files(study, [str(inbox)]).files
    assert first.twins == ()
    assert [name for name, _ in second.twins] == ["a.txt"]


def test_what_cannot_be_a_plan_is_refused_with_cause_and_cure_and_the_others_come(study, inbox):
    write_plan(inbox, "好.txt", "石埠镇2023年工作计划", 2)
    write_plan(inbox, "README.txt", "石埠镇2023年工作计划", 3)
    (inbox / "空.txt").write_bytes(b"")
    (inbox / "扫描.pdf").write_bytes(b"%PDF-1.7 ...")
    (inbox / ".藏.txt").write_bytes(b"x")
    named = ["好.txt", "README.txt", "空.txt", "扫描.pdf", ".藏.txt", "没有.txt"]
    arrivals = add_files(study, [str(inbox / name) for name in named])
    found = {Path(a.source).name: a.refusal.code for a in arrivals.files if a.refusal}
    assert found == {
        "README.txt": "E-ADD-03",
        "空.txt": "E-TXT-01",
        "扫描.pdf": "E-PDF-01",
        ".藏.txt": "E-ADD-03",
        "没有.txt": "E-PATH-01",
    }
    assert sorted(p.name for p in study.plans.iterdir()) == ["垟头乡.txt", "好.txt"]
    told = describe_arrivals(arrivals)
    assert all(name in told for name in named)
    assert "文件 files 6 = 收入 added 1 + 重复 duplicates 0 + 拒收 refused 5" in told


@pytest.mark.parametrize("name", ["a\nb.txt", "a:b.txt", "a\\b.txt", "什么?.txt"])
def test_a_name_the_register_could_not_write_is_refused(study, inbox, name):
    path = write_plan(inbox, name, "石埠镇2023年工作计划", 2)
    (arrival,) = add_files(study, [str(path)]).files
    assert arrival.refusal.code == "E-ADD-03"


def test_a_dry_run_says_the_same_and_writes_nothing(study, inbox):
    write_plan(inbox, "柏树镇.txt", "柏树镇2023年工作计划", 2)
    before = contents(study)
    dry = add_files(study, [str(inbox)], county="桐坞县", dry_run=True)
    assert contents(study) == before
    assert "nothing was written" in describe_arrivals(dry)
    wet = add_files(study, [str(inbox)], county="桐坞县")
    assert dry.files == wet.files
    assert dry.rows == wet.rows
    assert contents(study) != before


def test_what_the_caller_knows_goes_into_the_register_and_nothing_else_does(
    study, inbox, register_of
):
    write_plan(inbox, "a.txt", "关于做好有关工作的汇报", 2)
    write_plan(inbox, "b.txt", "石埠镇2023年工作计划", 3)
    add_files(study, [str(inbox / "b.txt")])
    assert register_of() == ()
    arrivals = add_files(study, [str(inbox / "a.txt")], town="柏树镇", year=2022)
    (row,) = register_of()
    assert (row.document, row.number, row.town, row.year) == ("a.txt", None, "柏树镇", 2022)
    assert (row.county, row.genre, row.use) == (None, None, None)
    (plan,) = arrivals.files[0].plans
    assert (plan.town, plan.stated_year) == ("柏树镇", 2022)
    assert arrivals.files[0].warnings == ()


def test_what_a_person_has_to_fill_in_is_said(study, inbox):
    write_plan(inbox, "a.txt", "关于做好有关工作的汇报", 2)
    arrivals = add_files(study, [str(inbox)], dry_run=True)
    (plan,) = arrivals.files[0].plans
    assert list_lacking(plan) == ("town", "year")
    assert "document = a.txt, number = 1: town, year" in describe_arrivals(arrivals)
    known = add_files(study, [str(inbox)], town="柏树镇", dry_run=True)
    assert "number = 1: year" in describe_arrivals(known)


def test_a_register_filled_in_beforehand_is_heard(study, inbox):
    (study.root / "register.csv").write_text("文件,乡镇,年份\na.txt,柏树镇,2022年\n", "utf-8")
    write_plan(inbox, "a.txt", "关于做好有关工作的汇报", 2)
    (plan,) = add_files(study, [str(inbox)]).files[0].plans
    assert (plan.town, plan.stated_year) == ("柏树镇", 2022)


COMPILATION = "\n".join(
    f"{town}2023年政府工作报告\n各位代表：\n我代表镇人民政府报告工作。\n{body(seed, 60)}\n"
    for seed, town in enumerate(["石埠镇", "柏树镇", "南岗乡"], 20)
)


@pytest.mark.parametrize(
    ("known", "name", "code"),
    [
        pytest.param({"town": "柏树镇"}, "汇编.txt", "E-ADD-01", id="one-town-for-many-plans"),
        pytest.param({"year": 2023}, "已登记.txt", "E-ADD-02", id="a-row-is-there"),
        pytest.param({"year": 23}, "a.txt", "E-SHT-03", id="no-year"),
        pytest.param({"town": "../x"}, "a.txt", "E-SHT-03", id="no-name"),
    ],
)
def test_what_is_known_and_cannot_be_true_stops_before_anything_is_written(
    study, inbox, known, name, code
):
    write_plan(inbox, "a.txt", "石埠镇2023年工作计划", 2)
    write_plan(inbox, "已登记.txt", "石埠镇2023年工作计划", 3)
    (inbox / "汇编.txt").write_text(COMPILATION, encoding="utf-8")
    (study.root / "register.csv").write_text(
        "document,county,town,year\n已登记.txt,,,2022\n", encoding="utf-8"
    )
    before = contents(study)
    with pytest.raises(StudyError) as wrong:
        add_files(study, [str(inbox / "a.txt"), str(inbox / name)], **known)
    assert wrong.value.code == code
    assert contents(study) == before


def test_a_failed_write_leaves_the_study_as_it_was(study, inbox, monkeypatch):
    for seed in range(2, 5):
        write_plan(inbox, f"{seed}.txt", "石埠镇2023年工作计划", seed)
    before = contents(study)
    import os  # noqa: PLC0415

    real, calls = os.fsync, []
    for fatal in range(1, 5):
        calls.clear()

        def full(descriptor, fatal=fatal):
            calls.append(1)
            if len(calls) == fatal:
                raise OSError(28, "No space left on device")
            real(descriptor)

        monkeypatch.setattr("analysis.corpus.files.os.fsync", full)
        with pytest.raises(StudyError, match="No space left"):
            add_files(study, [str(inbox)], year=2023)
        left = {k: v for k, v in contents(study).items() if "/.tmp-" not in f"/{k}"}
        assert left == before
    assert len(add_files(study, [str(inbox)], year=2023).rows) == 3


# --- taking a town out, giving it a name


def test_removing_a_town_touches_no_file_and_says_which_row_does_it(study, register_of):
    before = contents(study)
    change = remove_town(study, "垟头乡")
    after = contents(study)
    assert after.pop("register.csv")
    assert after == before
    (row,) = register_of()
    assert (row.document, row.number, row.use, row.town) == ("垟头乡.txt", 1, "no", None)
    assert "use = no" in describe_change(change)


def test_renaming_a_town_is_a_row_and_the_new_name_is_found(study, register_of):
    rename_town(study, "垟头乡", "垟头镇")
    assert register_of()[0].town == "垟头镇"
    with pytest.raises(StudyError, match="垟头镇"):
        remove_town(study, "垟头乡")
    change = remove_town(study, "垟头镇")
    assert change.rows == ()
    ((row, words),) = change.to_edit
    assert (row.line, words) == (2, "use = no")
    assert "row 2 by hand" in describe_change(change)


def test_a_row_of_the_whole_document_does_not_hinder_a_removal(study, register_of):
    (study.root / "register.csv").write_text(
        "document,number,town,use\n垟头乡.txt,,垟头街道,\n", encoding="utf-8"
    )
    assert len(remove_town(study, "垟头街道").rows) == 1
    assert [row.use for row in register_of()] == [None, "no"]


def test_one_town_of_a_compilation_leaves_and_the_others_stay(study, register_of):
    (study.plans / "汇编.txt").write_text(COMPILATION, encoding="utf-8")
    remove_town(study, "柏树镇")
    (row,) = register_of()
    assert (row.document, row.use) == ("汇编.txt", "no")
    assert row.number is not None
    remove_town(study, "石埠镇")
    assert len(register_of()) == 2
    with pytest.raises(StudyError, match="E-TWN-01"):
        remove_town(study, "柏树镇")


def test_a_year_and_a_county_narrow_what_is_meant(study, register_of):
    write_plan(study.plans, "二.txt", "垟头乡2024年政府工作报告", 5)
    write_plan(study.plans, "三.txt", "桃岭县垟头乡2024年政府工作报告", 6)
    with pytest.raises(StudyError, match="stands in 桃岭县、桐坞县"):
        remove_town(study, "垟头乡", year=2024)
    remove_town(study, "垟头乡", county="桐坞县", year=2024)
    assert [row.document for row in register_of()] == ["二.txt"]


def test_a_dry_removal_writes_nothing(study):
    before = contents(study)
    assert len(remove_town(study, "垟头乡", dry_run=True).rows) == 1
    assert contents(study) == before
