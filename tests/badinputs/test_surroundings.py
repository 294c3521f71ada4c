"""Other locales and consoles, and cells of notebooks in another order: the same results."""

from __future__ import annotations

import ast
import builtins
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import openpyxl
import pytest
from nbclient import NotebookClient

from tests.badinputs.study import write_good

FAMILIES = {77, 84, 92}
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
SURROUNDINGS = {
    "plain": {},
    "c": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "gbk-console": {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    "gbk-console-strict": {"PYTHONIOENCODING": "gbk:strict", "LC_ALL": "C", "PYTHONUTF8": "0"},
    "turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
}
"""What a terminal, a server or a Chinese Windows sets; a locale that is not there does no harm."""


def townplans(surroundings, *command):
    env = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    ended = subprocess.run(
        [sys.executable, "-m", "analysis.cli", *map(str, command)],
        capture_output=True, env=env | SURROUNDINGS[surroundings], check=False,
    )  # fmt: skip
    assert b"Traceback" not in ended.stderr, ended.stderr.decode("utf-8", "replace")
    return ended


def bytes_of(folder):
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and "last_run" not in p.name]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("surroundings") / "计划"
    write_good(folder)
    (folder / "空.txt").write_bytes(b"")
    return folder


def test_claims_are_told_on_a_console_that_knows_only_gbk(plans):
    told = townplans("gbk-console", "claims", plans)
    assert told.returncode == 2
    assert "增长7%以上" in told.stdout.decode("gbk")
    assert "E-TXT-01 空.txt" in told.stderr.decode("gbk")


def test_claims_are_told_where_the_locale_knows_only_ascii(plans):
    told = townplans("c", "claims", plans, "--json")
    assert told.returncode == 2
    rows = [json.loads(line) for line in told.stdout.decode("utf-8").splitlines()]
    assert any("增长7%以上" in row["quote"] and row["town"] == "垟头镇" for row in rows)


@pytest.mark.nightly
@pytest.mark.parametrize("surroundings", [name for name in SURROUNDINGS if name != "plain"])
def test_a_whole_run_gives_the_same_bytes_in_any_surroundings(surroundings, plans, tmp_path):
    ends = {
        name: townplans(name, "run", "--plans", plans, "--out", tmp_path / name, "--quiet")
        for name in ("plain", surroundings)
    }
    assert {ended.returncode for ended in ends.values()} == {2}
    plain = bytes_of(tmp_path / "plain")
    assert len(plain) > 100
    other = bytes_of(tmp_path / surroundings)
    assert other.keys() == plain.keys()
    assert [name for name in plain if plain[name] != other[name]] == []


def cells_of(folder):
    """Return what workbooks hold, whose bytes are those of the library that wrote them."""
    books = {path.name: openpyxl.load_workbook(path) for path in sorted(folder.glob("*.xlsx"))}
    return {name: [[*sheet.values] for sheet in book] for name, book in books.items()}


OTHERS = [name for name in os.environ.get("TOWNPLANS_PYTHONS", "").split(os.pathsep) if name]


@pytest.mark.nightly
@pytest.mark.skipif(not OTHERS, reason="TOWNPLANS_PYTHONS names no other Python")
def test_other_versions_of_python_and_libraries_give_the_same_tables(project, tmp_path):
    code = (
        "import sys; from dataclasses import replace; from pathlib import Path;"
        "from analysis.build.run import run_study; from analysis.corpus.study import read_study;"
        "out = Path(sys.argv[2]); study = read_study(Path(sys.argv[1]));"
        "run_study(replace(study, derived=out, figures=out), progress=False, draw=False)"
    )
    found = {}
    for turn, python in enumerate((sys.executable, *OTHERS)):
        out = tmp_path / str(turn)
        subprocess.run([python, "-c", code, project / "data", out], cwd=project, check=True)
        found[python] = bytes_of(out / "tables") | cells_of(out / "tables")
    plain = found.pop(sys.executable)
    assert len(plain) > 30
    for python, other in found.items():
        assert [name for name in plain if plain[name] != other.get(name)] == [], python


def read_cells(path):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def names_of(source):
    """Return the names a cell binds and those it only uses."""
    bound, used = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
    return bound, used - bound - set(dir(builtins)) - {"display"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_order_of_cells_gives_other_results_only_a_name_that_is_not_there_yet(path):
    """Every notebook opens its study itself, and no cell gives another meaning to a name."""
    found = [names_of(cell.source) for cell in read_cells(path)]
    bound = Counter(name for names, _ in found for name in names)
    again = {name for name, times in bound.items() if times > 1}
    assert [used & again for _, used in found if used & again] == []
    for at, (_, used) in enumerate(found):
        earlier = {name for names, _ in found[:at] for name in names}
        assert used <= earlier, f"cell {at + 1} needs {used - earlier}"
    assert "study" in bound


def shuffle_cells(cells, rng):
    """Put cells in another order in which all names are there, some of them twice."""
    waiting = [(cell, *names_of(cell.source)) for cell in cells]
    waiting += [line for line in waiting if not line[1] and rng.random() < 0.5]
    there, order = set(), []
    while waiting:
        ready = [line for line in waiting if line[2] <= there]
        line = rng.choice(ready)
        waiting.remove(line)
        there |= line[1]
        order.append(line[0])
    return order


def run_cells(cells, study):
    """Run cells in a kernel; return what each showed, but for the run's own progress and times."""
    numbered = [{**cell, "id": f"cell-{turn}"} for turn, cell in enumerate(cells)]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.from_dict, numbered)))
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"STUDY = {str(study)!r}"
    where = {"metadata": {"path": NOTEBOOKS[0].parent}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    shown = {}
    for cell in notebook.cells:
        if "open_study(" not in cell.source:
            data = [dict(o.get("data", {}), text=o.get("text", "")) for o in cell.outputs]
            shown.setdefault(cell.source, set()).add(
                re.sub(r"id=\S+|T_\w+|0x[0-9a-f]+", "", str(data))
            )
    return shown


@pytest.mark.nightly
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_in_another_order_and_twice_show_the_same(path, tmp_path):
    write_good(tmp_path / "plans")
    (tmp_path / "study.toml").write_text('name = "三镇"\n', encoding="utf-8")
    cells = read_cells(path)
    plain = run_cells(cells, tmp_path)
    assert run_cells(shuffle_cells(cells, random.Random(path.stem)), tmp_path) == plain
