"""The laws of a run: nothing lost, nothing stale, nothing written twice, plans untouched."""

import gc
import hashlib
import json
import os
import random
import shutil
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.build.memory import sweep_seldom
from analysis.build.run import run_study
from analysis.build.telling.summary import describe, exit_code
from analysis.corpus.study import make_study
from analysis.errors import StudyError

TASKS = (
    "把南边的旧砖窑全部拆掉，改种高粱和油茶，年内发展高效农业两千亩。",
    "开展招商引资小分队上门行动，盯住产业园里空着的三栋标准厂房。",
    "乡村振兴示范带再添两个村，农村人居环境逐户过关。",
    "修好通村公路六公里，集镇污水管网接到每条巷子。",
    "办好镇中心小学食堂，卫生院添一台彩超，养老院加十张床位。",
    "让村集体有活钱，共同富裕不落下一户。",
    "景区步道和民宿一起收拾，秋天办一场采摘节。",
)


def write_plan(folder: Path, town: str, growth: str, seed: int) -> Path:
    rng = random.Random(seed)
    tasks = [rng.choice(TASKS) for _ in range(26)]
    text = (
        f"{town}2023年政府工作报告\n各位代表：现在报告工作。\n一、2022年工作回顾\n"
        f"去年地区生产总值增长{seed}.5%，修渠三里。\n二、2023年工作安排\n"
        f"今年的主要预期目标是：地区生产总值{growth}，固定资产投资增长{seed + 3}%。\n"
        + "\n".join(tasks)
        + "\n"
    )
    path = folder / f"{town}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def outputs(folder: Path) -> dict[str, str]:
    """What a run gives, without what it tells of itself."""
    return {name: known for name, known in fingerprint(folder).items() if "last_run" not in name}


PLANS = "计划 一"
TOWNS = {"垟头镇": "增长7%以上", "柏树镇": "增长**%", "南岗乡": "增速快于全县平均水平"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """Plans, their bytes and their times before any run."""
    folder = tmp_path_factory.mktemp("drawn")
    (folder / PLANS).mkdir()
    for seed, (town, growth) in enumerate(TOWNS.items(), 4):
        write_plan(folder / PLANS, town, growth, seed)
    return folder, fingerprint(folder / PLANS), stamps(folder / PLANS)


@pytest.fixture(scope="module")
def drawn(untouched):
    """A study run with its figures and without a network; every test goes on from a copy."""

    def refuse(*_args, **_kwargs):
        raise AssertionError("a run asked for the network")

    folder, *_ = untouched
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        return run_study(make_study(folder / PLANS, folder / "out"), progress=False)


@pytest.fixture(scope="module")
def grown(drawn, drawn_lightly, tmp_path_factory):
    """A copy of that study, one town later."""
    folder = tmp_path_factory.mktemp("grown") / "study"
    shutil.copytree(drawn.corpus.study.root.parent, folder)
    write_plan(folder / PLANS, "石埠镇", "增长6.2%左右", 9)
    with drawn_lightly():
        run_study(make_study(folder / PLANS, folder / "out"), progress=False)
    return folder


@pytest.fixture
def plans(drawn, tmp_path):
    return shutil.copytree(drawn.corpus.study.plans, tmp_path / PLANS)


@pytest.fixture
def run(drawn, plans, tmp_path):
    shutil.copytree(drawn.corpus.study.root, tmp_path / "out")

    def again(draw=False):
        return run_study(make_study(plans, tmp_path / "out"), progress=False, draw=draw)

    return again


def states(results):
    return {r.plan_id: r.state for r in results.target_rows}


def test_a_hidden_or_relative_target_is_a_state_and_never_a_number(run):
    results = run()
    assert (
        states(run())
        == {
            "垟头镇-2023": "stated",
            "柏树镇-2023": "masked",
            "南岗乡-2023": "relative",
        }
        or results.indicator == "fixed_asset_investment"
    )
    rows = {r.plan_id: r for r in results.line_up("gdp")}
    table = results.tables["targets"]
    hidden = table[(table["plan_id"] == "柏树镇-2023") & (table["indicator"] == "gdp")]
    assert hidden["masked"].all()
    assert hidden["value_low"].isna().all()
    assert rows["垟头镇-2023"].target.amount.low == 7
    assert rows["垟头镇-2023"].achieved.amount.low == 4.5


def test_a_second_run_computes_nothing_and_changes_no_byte(drawn, run, tmp_path):
    assert len(drawn.summary.recomputed) == 3
    before = fingerprint(tmp_path / "out"), stamps(tmp_path / "out")
    second = run(draw=True)
    assert second.summary.recomputed == ()
    assert second.summary.written == ()
    assert second.summary.moved == ()
    assert (fingerprint(tmp_path / "out"), stamps(tmp_path / "out")) == before


def test_one_added_file_recomputes_one_document_and_says_what_moved(run, plans):
    run()
    write_plan(plans, "石埠镇", "增长6.2%左右", 9)
    results = run()
    assert results.summary.recomputed == ("石埠镇.txt",)
    assert any("石埠镇-2023" in sentence for sentence in results.summary.moved)


def test_a_rerun_equals_a_clean_run_byte_for_byte(grown, drawn_lightly, tmp_path):
    with drawn_lightly():
        run_study(make_study(grown / PLANS, tmp_path / "clean"), progress=False)
    assert outputs(grown / "out") == outputs(tmp_path / "clean")


def test_a_removed_town_leaves_no_trace(drawn, grown, tmp_path):
    folder = shutil.copytree(grown, tmp_path / "study")
    (folder / PLANS / "石埠镇.txt").unlink()
    run_study(make_study(folder / PLANS, folder / "out"), progress=False)
    assert outputs(folder / "out") == outputs(drawn.corpus.study.root)
    assert outputs(grown / "out").keys() != outputs(drawn.corpus.study.root).keys()


def test_a_whole_run_with_figures_fetches_nothing(drawn):
    assert drawn.summary.written


@pytest.mark.usefixtures("drawn")
def test_plans_are_never_touched(untouched):
    folder, before, times = untouched
    assert (fingerprint(folder / PLANS), stamps(folder / PLANS)) == (before, times)


def test_bad_files_are_quarantined_with_cause_and_cure_and_the_others_go_on(run, plans):
    good = run().tables["claims"]
    (plans / "空.txt").write_bytes(b"")
    (plans / "二进制.txt").write_bytes(bytes(range(256)) * 40)
    (plans / "断码.txt").write_bytes("垟头镇今年修渠三里，架桥两座。".encode()[1:-1] * 9)
    (plans / "旧文档.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    results = run()
    summary = results.summary
    assert (summary.documents_in, summary.quarantined) == (7, 4)
    assert summary.documents_in == summary.ok + summary.warned + summary.quarantined
    assert exit_code(summary) == 2
    table = results.tables["quarantine"]
    assert table["path"].tolist() == sorted(["空.txt", "二进制.txt", "断码.txt", "旧文档.doc"])
    assert table[["code", "message", "fix"]].notna().all().all()
    assert results.tables["claims"].equals(good)
    assert all(name in describe(results) for name in table["path"])


def test_a_study_without_a_usable_plan_stops_with_a_sentence(plans, run):
    for path in plans.iterdir():
        path.write_bytes(b"")
    with pytest.raises(StudyError, match="no plan can be used"):
        run()


def test_the_same_bytes_under_two_names_are_one_plan(run, plans):
    (plans / "副本.txt").write_bytes((plans / "垟头镇.txt").read_bytes())
    results = run()
    assert len(results.corpus.plans) == 3
    assert results.summary.documents_in == 4
    assert "W-DUP-01" in results.tables["warnings"]["code"].tolist()


def test_two_different_plans_of_one_town_and_year_are_kept_apart(run, plans):
    text = (plans / "垟头镇.txt").read_text(encoding="utf-8")
    own = "".join(
        f"第{i}村的水渠修到第{2 * i}处田头，管护交给第{3 * i}组。\n" for i in range(3, 60)
    )
    (plans / "垟头镇二.txt").write_text(text + own, encoding="utf-8")
    assert {"垟头镇-2023", "垟头镇-2023-2"} <= set(run().corpus.plans)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda raw: raw[: len(raw) // 2], id="truncated"),
        pytest.param(lambda _raw: b"", id="empty"),
        pytest.param(lambda raw: raw.replace("垟头镇".encode(), "坏头镇".encode()), id="altered"),
        pytest.param(lambda _raw: b'{"key":1}', id="foreign"),
    ],
)
def test_a_damaged_record_of_the_store_is_made_again(damage, run, tmp_path):
    run()
    before = fingerprint(tmp_path / "out" / "derived" / "tables")
    for record in (tmp_path / "out" / "derived" / "store").rglob("*.json"):
        record.write_bytes(damage(record.read_bytes()))
    run()
    assert fingerprint(tmp_path / "out" / "derived" / "tables") == before


def test_a_changed_theme_recomputes_counts_and_tokens_but_reads_nothing_again(
    run, tmp_path, project
):
    run()
    lexicon = tmp_path / "out" / "lexicon"
    lexicon.mkdir()
    for path in (project / "data" / "lexicon").iterdir():
        (lexicon / path.name).write_bytes(path.read_bytes())
    themes = lexicon / "themes.toml"
    themes.write_text(
        themes.read_text(encoding="utf-8").replace("words = [", 'words = ["旧砖窑",', 1),
        encoding="utf-8",
    )
    store = tmp_path / "out" / "derived" / "store"
    stamps = {p: p.stat().st_mtime_ns for p in store.rglob("*.json")}
    run()
    touched = {p.stem for p in store.rglob("*.json") if p.stat().st_mtime_ns != stamps[p]}
    assert touched == {"counts", "tokens"}


def test_every_quote_stands_in_its_document(run, plans):
    for row in run().tables["claims"].itertuples():
        received = (plans / row.doc).read_text(encoding="utf-8")
        assert received[row.start : row.end] == row.quote


def test_the_states_add_up_to_plans_times_indicators(run, lexicon):
    assert len(run().tables["coverage"]) == 3 * len(lexicon.indicators)


def test_the_order_of_files_and_the_hash_seed_change_nothing(plans, tmp_path):
    code = (
        "import sys; from pathlib import Path; from analysis.build.run import run_study;"
        "from analysis.corpus.study import make_study;"
        "run_study(make_study(Path(sys.argv[1]), Path(sys.argv[2])), progress=False, draw=False)"
    )
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    seen = []
    for seed in ("0", "7"):
        out = tmp_path / f"seed{seed}"
        env = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": "Asia/Shanghai" if seed == "7" else "UTC",
        }
        subprocess.run([sys.executable, "-c", code, str(plans), str(out)], check=True, env=env)
        seen.append(fingerprint(out / "derived" / "tables"))
    assert seen[0] == seen[1]


def test_the_summary_is_kept_apart_from_results(run, tmp_path):
    run()
    told = json.loads((tmp_path / "out" / "derived" / "last_run.json").read_text(encoding="utf-8"))
    assert told["documents_in"] == 3


def test_a_run_leaves_the_sweeping_of_memory_as_it_was():
    before = gc.get_threshold()
    with suppress(ZeroDivisionError), sweep_seldom():
        assert gc.get_threshold() != before
        raise ZeroDivisionError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
