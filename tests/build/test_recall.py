"""A run that would change nothing is not made, and never said to be when something would change."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from analysis.build import recall, run
from analysis.build.drawing import pictures
from analysis.build.measures.results import Results
from analysis.build.outputs import RECORD
from analysis.build.recall import Asked, recall_run
from analysis.build.run import run_study
from analysis.build.telling.summary import describe, exit_code
from analysis.cli import main
from analysis.corpus import lexicon
from analysis.corpus.inputs import list_companions
from analysis.corpus.listing import list_files
from analysis.corpus.study import read_study
from tests.build.test_run import fingerprint, stamps, write_plan

NOTHING = Asked()
SETTINGS = 'name = "柳河县三乡镇"\ncounty = "柳河县"\n'
BACKGROUND = "term,documents\nN,40\n油菜,7\n合作社,31\n"
HEAVY = ("numpy", "pandas", "scipy", "sklearn", "matplotlib", "jieba", "rjieba", "docx", "lxml")


@contextmanager
def few_drawn() -> Iterator[None]:
    """Within it a run draws two of its figures; here only matters that there are some."""
    list_all = pictures._list_pictures
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_list_pictures", lambda told: islice(list_all(told), 2))
        write = run.write_digest
        patch.setattr(run, "write_digest", lambda *told, **_: write(*told, drawn=False))
        yield


@pytest.fixture(scope="module")
def results(tmp_path_factory, project, drawn_lightly) -> Results:
    """A study of three towns with words and coded sentences of its own, run once."""
    home = tmp_path_factory.mktemp("recall") / "study"
    (home / "plans").mkdir(parents=True)
    for seed, (town, growth) in enumerate({"垟头镇": "增长7%以上", "柏树镇": "增长**%"}.items(), 4):
        write_plan(home / "plans", town, growth, seed)
    (home / "plans" / "空.txt").write_bytes(b"")
    (home / "inbox").mkdir()
    (home / "study.toml").write_text(SETTINGS, encoding="utf-8")
    shutil.copytree(project / "data" / "lexicon", home / "lexicon")
    (home / "gold" / "themes").mkdir(parents=True)
    for name in ("themes", "first", "second"):
        rows = (project / "data" / "gold" / "themes" / f"{name}.tsv").read_text(encoding="utf-8")
        head, *rest = rows.splitlines(keepends=True)
        (home / "gold" / "themes" / f"{name}.tsv").write_text(head + rest[0], encoding="utf-8")
    (home / "gold" / "locked.txt").write_text("", encoding="utf-8")
    (home / "baseline").mkdir()
    with drawn_lightly(), few_drawn():
        return run_study(read_study(home), progress=False)


@pytest.fixture
def study(results, tmp_path) -> Path:
    return shutil.copytree(results.corpus.study.root, tmp_path / "study")


def recalled(home: Path, asked: Asked = NOTHING):
    return recall_run(read_study(home), asked)


def without_seconds(text: str) -> str:
    return re.sub(r"[\d.]+ s(?= |$)", "… s", text, flags=re.MULTILINE)


def test_what_is_recalled_is_word_for_word_what_a_run_would_say(study, drawn_lightly, monkeypatch):
    before = fingerprint(study), stamps(study)
    told = recalled(study)
    assert (fingerprint(study), stamps(study)) == before
    monkeypatch.setattr(run, "is_current", lambda *_: False)
    with drawn_lightly(), few_drawn():
        results = run_study(read_study(study), progress=False)
    assert results.summary.written == ()
    assert without_seconds(told.text) == without_seconds(describe(results))
    assert told.code == exit_code(results.summary) == 2
    assert (fingerprint(study), stamps(study)) == before


def test_a_notebook_measures_a_study_that_is_current_and_writes_nothing(study, monkeypatch):
    before = fingerprint(study), stamps(study)
    monkeypatch.setattr(run, "_write_outputs", lambda *_, **__: pytest.fail("written again"))
    results = run_study(read_study(study), progress=False)
    assert without_seconds(describe(results)) == without_seconds(recalled(study).text)
    assert len(results.tables["plans"]) == 2
    assert (fingerprint(study), stamps(study)) == before


def test_a_command_that_finds_nothing_changed_loads_nothing_heavy(study):
    code = (
        "import sys; from analysis.cli import main;"
        "code = main(['run', '--quiet', '--study', sys.argv[1]]);"
        "print(code, *sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, study], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    said, loaded = told.rstrip().rsplit("\n", 1)
    assert "全部未变 all unchanged" in said
    assert loaded.split()[0] == "2"
    assert set(HEAVY).isdisjoint(loaded.split())


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file's bytes and set its times back."""
    times = path.stat()
    path.write_bytes(change(path.read_bytes()))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def put(inner: str, text: str = "x") -> Callable[[Path], object]:
    def change(home: Path) -> None:
        (home / inner).parent.mkdir(parents=True, exist_ok=True)
        (home / inner).write_text(text, encoding="utf-8")

    return change


def edit(inner: str, old: str, new: str) -> Callable[[Path], object]:
    def change(home: Path) -> None:
        [path] = home.glob(inner)
        assert old.encode() in path.read_bytes()
        rewrite(path, lambda raw: raw.replace(old.encode(), new.encode(), 1))

    return change


def drop(inner: str) -> Callable[[Path], object]:
    return lambda home: [path.unlink() for path in sorted(home.glob(inner))[:1]]


def damage(inner: str) -> Callable[[Path], object]:
    """Turn over one byte; size and time of change stay what they were."""

    def change(home: Path) -> None:
        path = next(path for path in sorted(home.glob(inner)) if path.is_file())
        rewrite(path, lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:])

    return change


CHANGES = {
    "a plan's number, size and time as before": edit("plans/垟头镇.txt", "增长7%", "增长9%"),
    "a new plan": lambda home: write_plan(home / "plans", "南岗乡", "增长5%", 8),
    "a plan gone": drop("plans/垟头镇.txt"),
    "a plan's name": lambda home: (home / "plans/空.txt").rename(home / "plans/白纸.txt"),
    "a refused plan mended": put("plans/空.txt", "垟头镇今年修渠三里。"),
    "a folder called like a plan": lambda home: (home / "plans/旧.txt").mkdir(),
    "a register": put("register.csv", "document,town\n垟头镇.txt,羊头镇\n"),
    "a register as a workbook": put("register.xlsx"),
    "a frame": put("frame.csv", "town,county\n垟头镇,柳河县\n"),
    "a correction": put("corrections.csv"),
    "a theme word": edit("lexicon/themes.toml", "words = [", 'words = ["水渠",'),
    "a new stop layer": put("lexicon/stop_own.txt", "三里\n"),
    "a word of figures": edit("lexicon/labels.toml", "zh = ", "zh  = "),
    "a sentence of the methods": lambda home: rewrite(
        home / "lexicon/methods.toml", lambda raw: raw + b"\n"
    ),
    "a choice": put("study.toml", SETTINGS + "min_sentences = 19\n"),
    "its name": put("study.toml", SETTINGS.replace("三乡镇", "两乡镇")),
    "its language": put("study.toml", SETTINGS + 'language = "en"\n'),
    "its places of figures": put("study.toml", SETTINGS + 'figures = "pictures"\n'),
    "a background list": lambda home: (
        put("terms.csv", BACKGROUND)(home),
        put("study.toml", SETTINGS + 'background = "terms.csv"\n')(home),
    ),
    "a coded sentence": edit("gold/themes/themes.tsv", "\t", "\t "),
    "the coded sentences gone": lambda home: shutil.rmtree(home / "gold"),
    "a baseline": put("baseline/一/manifest.json", "{}"),
    "a table gone": drop("derived/tables/claims.csv"),
    "a table cut": lambda home: rewrite(home / "derived/tables/claims.csv", lambda raw: raw[:-7]),
    "a table with one bit turned": damage("derived/tables/claims.csv"),
    "a workbook with one bit turned": damage("derived/tables.xlsx"),
    "a report with one bit turned": damage("derived/report.html"),
    "a picture gone": drop("figures/*.png"),
    "a picture with one bit turned": damage("figures/*.png"),
    "a card of a figure gone": drop("figures/data/*.json"),
    "a figure of nobody's": put("figures/data/old.json", "{}"),
    "a half-written table": put("derived/tables/.tmp-1"),
    "a half-written picture": put("figures/.writing-1"),
    "robustness of somebody else": put("derived/robustness.json", "{}"),
    "a record of the store gone": drop("derived/store/*/claims.json"),
    "the store gone": lambda home: shutil.rmtree(home / "derived/store"),
    "another process at work": put("derived/run.lock", "{}"),
    "what was kept, damaged": damage(f"derived/{RECORD}"),
    "what was kept, emptied": put(f"derived/{RECORD}", ""),
    "what was kept, other lines": edit(f"derived/{RECORD}", "计划 plans 2", "计划 plans 3"),
    "what was kept, a list": put(f"derived/{RECORD}", "[]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_edited_deleted_or_damaged_a_run_is_made(study, change):
    assert recalled(study) is not None
    change(study)
    assert recalled(study) is None


HARMLESS = {
    "a file in the inbox": put("inbox/新来.txt", "未收入"),
    "notes among the plans": put("plans/README.txt", "谁给的"),
    "a plan copied onto itself": lambda home: os.utime(home / "plans/垟头镇.txt"),
    "a table copied onto itself": lambda home: os.utime(home / "derived/tables/claims.csv"),
    "a remark in study.toml": put("study.toml", "# 备注\n" + SETTINGS),
    "a table that Excel has open": put("derived/tables/~$claims.csv"),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_no_output_depends_on_asks_for_no_run(study, change):
    change(study)
    assert recalled(study) is not None


@pytest.mark.parametrize("asked", [Asked(robust=True), Asked(with_texts=True)])
def test_a_run_that_is_asked_for_more_is_made(study, asked):
    assert recalled(study, asked) is None


def test_another_program_library_or_font_asks_for_a_run(study, tmp_path, monkeypatch):
    monkeypatch.setattr(recall, "_hash_program", lambda: "another")
    monkeypatch.setattr(recall, "_hash_package", lambda: "another")
    assert recalled(study) is None
    monkeypatch.undo()
    monkeypatch.setattr(recall, "_hash_package", lambda: "edited since this process began")
    assert recalled(study) is None
    monkeypatch.undo()
    (tmp_path / "site" / "jieba-0.43.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert recalled(study) is None
    monkeypatch.undo()
    font = shutil.copy(recall.find_font_file(), tmp_path / "own.ttf")
    monkeypatch.setenv("TOWNPLANS_FONT", str(font))
    assert recalled(study) is None
    monkeypatch.setenv("TOWNPLANS_FONT", "some family of the system")
    assert recalled(study) is None
    monkeypatch.undo()
    assert recalled(study) is not None


@pytest.mark.parametrize("happens", [True, False])
def test_nothing_is_kept_of_a_run_whose_inputs_changed_under_it(
    study, results, monkeypatch, happens
):
    def work_long(*_, **__):
        if happens:
            write_plan(study / "plans", "南岗乡", "增长5%", 8)
        return replace(results, corpus=replace(results.corpus, study=read_study(study)))

    (study / "derived" / RECORD).unlink()
    monkeypatch.setattr(run, "_run", work_long)
    run_study(read_study(study), progress=False)
    assert (study / "derived" / RECORD).exists() is not happens
    assert (recalled(study) is None) is happens


@pytest.mark.parametrize(
    "inner",
    [
        "derived/tables/claims.csv",
        pytest.param("figures/*.png", marks=pytest.mark.nightly),
        pytest.param("derived/*.xlsx", marks=pytest.mark.nightly),
    ],
)
def test_nothing_is_kept_where_somebody_wrote_into_an_output_while_the_run_went_on(
    study, drawn_lightly, monkeypatch, inner
):
    """The run is long: a table may be opened, changed and saved before the last figure is drawn."""
    (study / "derived" / RECORD).unlink()
    keep = run.keep_run

    def keep_late(*told):
        damage(inner)(study)
        keep(*told)

    monkeypatch.setattr(run, "keep_run", keep_late)
    with drawn_lightly(), few_drawn():
        run_study(read_study(study), progress=False)
    assert recalled(study) is None
    monkeypatch.undo()
    with drawn_lightly(), few_drawn():
        assert run_study(read_study(study), progress=False).summary.written != ()
    assert recalled(study) is not None


@pytest.mark.parametrize(
    "inner",
    ["tables.xlsx", pytest.param("tables/targets_exchange.dta", marks=pytest.mark.nightly)],
)
def test_a_damaged_book_is_made_again_although_no_table_changed(study, drawn_lightly, inner):
    before = (study / "derived" / inner).read_bytes()
    damage(f"derived/{inner}")(study)
    with drawn_lightly(), few_drawn():
        run_study(read_study(study), progress=False)
    assert (study / "derived" / inner).read_bytes() == before


@pytest.mark.parametrize("code", ["E-LIM-01", "E-DOC-09", "E-FMT-04"])
def test_nothing_is_kept_where_a_file_may_be_read_next_time(study, code):
    seen, said = recall.look_at(read_study(study), NOTHING), recall.Said([], [], 2)
    recall.keep_run(read_study(study), seen, said, ["E-TXT-01"], {})
    assert recalled(study) is not None
    recall.keep_run(read_study(study), seen, said, ["E-TXT-01", code], {})
    assert recalled(study) is None


def test_a_study_that_was_carried_elsewhere_is_known_again(study, tmp_path):
    other = shutil.copytree(study, tmp_path / "elsewhere" / "on a stick")
    assert recalled(other) is not None


def test_a_study_that_cannot_be_read_is_left_to_the_run_and_its_sentence(study, capsys):
    shutil.rmtree(study / "plans")
    assert recalled(study) is None
    assert main(["run", "--quiet", "--study", str(study)]) == 1
    assert "E-PATH-01" in capsys.readouterr().err


_watched: list[set[Path]] = []


def watch(event: str, told: tuple) -> None:
    """Note what is opened for reading while somebody watches; an audit hook cannot be removed."""
    if not _watched or event != "open" or not isinstance(told[0], str | bytes):
        return
    if not told[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        _watched[-1].add(Path(os.fsdecode(told[0])).absolute())


@contextmanager
def watch_opening() -> Iterator[set[Path]]:
    sys.addaudithook(watch)
    _watched.append(set())
    try:
        yield _watched[-1]
    finally:
        _watched.clear()


def test_whatever_a_run_opens_of_a_study_or_a_project_is_among_the_inputs(
    study, project, drawn_lightly
):
    """An input that the key does not know would be a change that nobody notices."""
    put("register.csv", "document,town\n垟头镇.txt,羊头镇\n")(study)
    put("terms.csv", BACKGROUND)(study)
    put("study.toml", SETTINGS + 'background = "terms.csv"\n')(study)
    shutil.rmtree(study / "gold")
    (study / "lexicon" / "methods.toml").unlink()
    lexicon._list_classes.cache_clear()
    with drawn_lightly(), few_drawn(), watch_opening() as opened:
        run_study(read_study(study), progress=False)
    read = read_study(study)
    known = {path.resolve() for _, path in (*list_files([read.plans]), *list_companions(read))}
    known |= {(study / "study.toml").resolve()}
    outputs = (read.derived, read.figures)
    strays = [
        path
        for path in {path.resolve() for path in opened if path.is_file()}
        if (path.is_relative_to(study.resolve()) or path.is_relative_to(project / "data"))
        and not any(path.is_relative_to(folder.resolve()) for folder in outputs)
        and path not in known
    ]
    assert strays == []
    assert {"themes.tsv", "methods.toml", "terms.csv", "register.csv", "垟头镇.txt"} <= {
        path.name for path in opened
    }
