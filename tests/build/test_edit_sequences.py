"""Edits in any order, taken back or not: a rerun gives the bytes of a build without a store.

Each step changes something a study is made from, or something a run made, and runs the command.
Then the same inputs are built in an empty place, and every output is held against that.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from analysis.build import run
from analysis.cli import main
from tests.build.test_recall import rewrite
from tests.build.test_run import TASKS, fingerprint, write_plan

Edit = Callable[[Path, random.Random], object]
MADE = ("derived", "figures")
SETTINGS = {
    "name": ['"柳河县各镇"', '"三个镇"'],
    "county": ['"柳河县"', '"青石县"'],
    "min_sentences": ["0", "19", "30"],
    "language": ['"en"', '"zh"'],
    "year": ["2023", "2022"],
    "refit": ["true", "false"],
}
TOWNS = [f"{c}坪镇" for c in "甲乙丙丁戊己"]


def append(path: Path, line: str) -> None:
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    path.write_text(text + line, encoding="utf-8")


def pick_plan(home: Path, rng: random.Random) -> Path:
    return rng.choice(sorted((home / "plans").iterdir()))


def edit_text(home: Path, rng: random.Random) -> None:
    """One digit of a plan: its size stays, and its time is set back."""
    digit = str(rng.randrange(2, 9)).encode()
    rewrite(pick_plan(home, rng), lambda raw: raw.replace(b"7", digit, 1))


def add_sentences(home: Path, rng: random.Random) -> None:
    append(pick_plan(home, rng), rng.choice(TASKS) + f"新栽桂花{rng.randrange(99)}棵。\n")


def add_town(home: Path, rng: random.Random) -> None:
    goal = rng.choice(["增长7%以上", "增长**%", "达到17.7亿元"])
    write_plan(home / "plans", rng.choice(TOWNS), goal, rng.randrange(40))


def remove_town(home: Path, rng: random.Random) -> None:
    if len(list((home / "plans").iterdir())) > 2:
        pick_plan(home, rng).unlink()


def rename_file(home: Path, rng: random.Random) -> None:
    path = pick_plan(home, rng)
    path.rename(path.with_name(f"{rng.randrange(9)}{path.name[-7:]}"))


def spoil_file(home: Path, rng: random.Random) -> None:
    (home / "plans" / "空.txt").write_bytes(
        rng.choice([b"", b"\xff\xfe\x00", "修渠三里。".encode()])
    )


def edit_dictionary(home: Path, rng: random.Random) -> None:
    word = rng.choice(["旧砖窑", "空着的", "通村公路", "再添两个"])
    if rng.random() < 0.5:
        append(home / "lexicon/user_words.txt", f"{word}\n")
    else:
        append(home / "lexicon/new_words.csv", f"{word}{rng.randrange(9)},accepted,test\n")


def edit_themes(home: Path, rng: random.Random) -> None:
    path, word = home / "lexicon/themes.toml", f"渡槽{rng.randrange(99)}"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("words = [", f'words = ["{word}",', 1), encoding="utf-8")


def edit_words_of_figures(home: Path, rng: random.Random) -> None:
    path = home / "lexicon" / rng.choice(["labels.toml", "methods.toml", "report.toml"])
    append(path, f"\n# {rng.randrange(99)}\n")


def add_stop_words(home: Path, rng: random.Random) -> None:
    append(home / f"lexicon/stop_own{rng.randrange(2)}.txt", rng.choice(["三栋\n", "巷子\n"]))


def choose(home: Path, rng: random.Random) -> None:
    chosen = {key: rng.choice(SETTINGS[key]) for key in rng.sample(sorted(SETTINGS), 3)}
    lines = [f"{key} = {value}\n" for key, value in chosen.items()]
    (home / "study.toml").write_text("".join(lines), encoding="utf-8")


def correct(home: Path, rng: random.Random) -> None:
    head = "plan_id,anchor,occurrence,action,indicator,field,value,by,when,reason,doc_id\n"
    path = home / "corrections.csv"
    if not path.exists():
        append(path, head)
    town = rng.choice(TOWNS)
    anchor = "期目标是：地区生产总值增长7%以上，固定资产投资增长"
    append(path, f"{town}-2023,{anchor},1,reject,gdp,,,某,2024-01-02,试,\n")


def register(home: Path, rng: random.Random) -> None:
    name = pick_plan(home, rng).name
    row = rng.choice(["新名镇,,", ",2022,", ",,no"])
    (home / "register.csv").write_text(f"document,town,year,use\n{name},{row}\n", encoding="utf-8")


def frame(home: Path, rng: random.Random) -> None:
    (home / "frame.csv").write_text(f"town\n{rng.choice(TOWNS)}\n", encoding="utf-8")


def freeze(home: Path, rng: random.Random) -> None:
    main(["freeze", f"v{rng.randrange(10**6)}", "--study", str(home)])


def name_groups(home: Path, rng: random.Random) -> None:
    for path in sorted(home.glob("baseline/*/groups.csv"))[-1:]:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        named = [lines[0], *(f"{line.split(',')[0]},组{rng.randrange(9)}" for line in lines[1:])]
        path.write_text("\n".join(named), encoding="utf-8")


def drop_baselines(home: Path, _: random.Random) -> None:
    shutil.rmtree(home / "baseline", ignore_errors=True)


def damage_output(home: Path, rng: random.Random) -> None:
    folder = home / rng.choice(["derived", "derived/store", "derived/tables", "figures"])
    held = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > 9)
    if held:
        rewrite(rng.choice(held), lambda raw: raw[:5] + bytes([raw[5] ^ 1]) + raw[6:])


def delete_output(home: Path, rng: random.Random) -> None:
    held = sorted(path for made in MADE for path in (home / made).rglob("*") if path.is_file())
    rng.choice(held).unlink() if held else None


def do_nothing(_: Path, __: random.Random) -> None:
    """Run twice."""


EDITS: tuple[Edit, ...] = (
    edit_text, add_sentences, add_town, remove_town, rename_file, spoil_file, edit_dictionary,
    edit_themes, edit_words_of_figures, add_stop_words, choose, correct, register, frame, freeze,
    name_groups, drop_baselines, damage_output, delete_output, do_nothing,
)  # fmt: skip


@contextmanager
def undrawn() -> Iterator[None]:
    """Within it a run draws no figure."""
    write = run.write_digest
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "export_pictures", lambda *_, **__: ([], 0))
        patch.setattr(run, "write_digest", lambda *told, **_: write(*told, drawn=False))
        yield


@pytest.fixture(scope="module")
def start(tmp_path_factory, project) -> Path:
    home = tmp_path_factory.mktemp("sequences") / "study"
    (home / "plans").mkdir(parents=True)
    for seed, town in enumerate(TOWNS[:2], 4):
        write_plan(home / "plans", town, "增长7%以上", seed)
    (home / "study.toml").write_text("min_sentences = 20\n", encoding="utf-8")
    shutil.copytree(project / "data" / "lexicon", home / "lexicon")
    (home / "gold" / "themes").mkdir(parents=True)
    for name in ("themes", "first", "second"):
        rows = (project / "data" / "gold" / "themes" / f"{name}.tsv").read_text(encoding="utf-8")
        (home / "gold" / "themes" / f"{name}.tsv").write_text(
            "".join(rows.splitlines(keepends=True)[:2]), encoding="utf-8"
        )
    return home


def list_outputs(home: Path) -> dict[str, str]:
    return {
        f"{made}/{name}": known
        for made in MADE
        for name, known in fingerprint(home / made).items()
        if "last_run" not in name
    }


def hold_against_a_clean_build(home: Path, code: int, scratch: Path) -> None:
    clean = scratch / "study"
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(home, clean, ignore=shutil.ignore_patterns(*MADE))
    assert main(["run", "--quiet", "--study", str(clean)]) == code
    if code != 1:
        assert list_outputs(home) == list_outputs(clean)


def follow(start: Path, folder: Path, seed: int, *, steps: int, each: bool) -> None:
    rng = random.Random(seed)
    home = shutil.copytree(start, folder / "study")
    states: list[Path] = []
    for step in range(steps):
        states.append(
            shutil.copytree(
                home, folder / f"state{step}" / "study", ignore=shutil.ignore_patterns(*MADE)
            )
        )
        if step and rng.random() < 0.2:
            go_back(home, rng.choice(states))
        else:
            rng.choice(EDITS)(home, rng)
        code = main(["run", "--quiet", "--study", str(home)])
        if each or step == steps - 1:
            hold_against_a_clean_build(home, code, folder / "clean")


def go_back(home: Path, state: Path) -> None:
    """Put every input back to what it was at some step before; what runs made stays."""
    for path in home.iterdir():
        if path.name not in MADE:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(state, home, dirs_exist_ok=True)


SEEDS = [pytest.param(seed, marks=[pytest.mark.nightly] * (seed > 2)) for seed in range(1, 101)]


@pytest.mark.parametrize("seed", SEEDS)
def test_edits_in_any_order_leave_the_bytes_of_a_build_without_a_store(start, tmp_path, seed):
    nightly = seed > 2
    with undrawn():
        follow(start, tmp_path, seed, steps=6 if nightly else 3, each=nightly)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1001, 1013))
def test_figures_too_are_those_of_a_build_without_a_store(start, tmp_path, drawn_lightly, seed):
    with ExitStack() as light:
        light.enter_context(drawn_lightly())
        follow(start, tmp_path, seed, steps=4, each=True)
