"""Imports go down only, and each big library lives on one floor."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "analysis"
FLOORS = [
    {"errors", "model", "codebook"},
    {"corpus"},
    {"text"},
    {"extract"},
    {"stats"},
    {"figures", "tables"},
    {"report"},
    {"build"},
    {"cli", "cli_words", "__init__"},
]
ROOMS_OF_BUILD = [
    {"progress", "memory", "processes"},
    {"documents"},
    {"measures"},
    {"history"},
    {"validity"},
    {"drawing"},
    {"printing"},
    {"telling"},
    {"people"},
    {"outputs"},
    {"recall"},
    {"run"},
    {"gallery", "overview"},
    {"__init__"},
]
ROOM_OF = {name: n for n, names in enumerate(ROOMS_OF_BUILD) for name in names}
FLOOR_OF = {name: n for n, names in enumerate(FLOORS) for name in names}
HOMES_OF = {
    "matplotlib": {"figures"},
    "fontTools": {"figures"},
    "wordcloud": {"figures"},
    "jieba": {"text"},
    "rjieba": {"text"},
    "sklearn": {"stats"},
    "scipy": {"stats", "model"},
    "pandas": {"stats", "tables", "build"},
    "docx": {"corpus", "tables"},
    "trafilatura": {"corpus"},
    "pypdfium2": {"corpus"},
    "PIL": {"corpus", "figures"},
    "lxml": {"corpus"},
    "psutil": {"corpus"},
    "opencc": {"text"},
    "pypinyin": {"text"},
    "zhplot": set(),
    "openpyxl": {"corpus", "tables"},
    "xlsxwriter": {"tables"},
    "yaml": {"corpus"},
    "distributed": {"build"},
}
MAY_WRITE = {"corpus", "tables", "report", "build", "figures/export.py"}
WRITES = {"write_text", "write_bytes", "unlink", "mkdir", "rmdir", "to_csv", "to_excel"}


def imported(path):
    """Yield the dotted name of everything `path` imports; relative imports are forbidden."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the import in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules():
    found = [
        (path.relative_to(PACKAGE).with_suffix("").parts[0], path)
        for path in sorted(PACKAGE.rglob("*.py"))
    ]
    assert len(found) > 30, "the package was not found, so nothing would be checked"
    return found


def test_every_module_stands_on_a_floor():
    assert {floor for floor, _ in modules()} <= FLOOR_OF.keys()


def test_no_module_imports_from_a_floor_above():
    upward = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for floor, path in modules()
        for name in imported(path)
        if name.startswith("analysis.") and FLOOR_OF.get(name.split(".")[1], -1) > FLOOR_OF[floor]
    ]
    assert upward == []


def test_the_build_goes_from_documents_to_what_people_read_and_never_back():
    backward = []
    for floor, path in modules():
        if floor != "build":
            continue
        room = path.relative_to(PACKAGE / "build").with_suffix("").parts[0]
        for name in imported(path):
            parts = name.split(".")
            inside = parts[:2] == ["analysis", "build"] and len(parts) > 2
            if inside and ROOM_OF[parts[2]] > ROOM_OF[room]:
                backward.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert backward == []


def test_each_big_library_stays_at_home():
    strays = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for floor, path in modules()
        for name in imported(path)
        if name.split(".")[0] in HOMES_OF and floor not in HOMES_OF[name.split(".")[0]]
    ]
    assert strays == []


def test_only_the_floors_that_may_write_touch_the_disk():
    strays = []
    for floor, path in modules():
        inner = path.relative_to(PACKAGE).as_posix()
        if floor in MAY_WRITE or inner in MAY_WRITE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in WRITES:
                strays.append(f"{inner} calls {called.attr}")
            if isinstance(called, ast.Name) and called.id == "open":
                strays.append(f"{inner} calls open")
    assert strays == []


def test_there_is_no_drawer_for_odds_and_ends():
    assert [p for _, p in modules() if p.stem in {"utils", "helpers", "misc", "common"}] == []


HEAVY = ("sklearn", "scipy", "matplotlib", "jieba", "rjieba", "pandas", "numpy", "wordcloud")


@pytest.mark.parametrize("code", ["import analysis, analysis.cli", "main(['--help'])"])
def test_importing_the_package_or_printing_help_loads_nothing_heavy(code):
    code = f"import sys; from analysis.cli import main; {code}; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    loaded = told.stdout.split()
    assert "analysis.cli" in loaded
    assert set(HEAVY).isdisjoint(loaded)


def literals(path):
    """Yield the string constants of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_code_knows_kinds_and_no_indicator_theme_or_town_by_name(lexicon):
    names = {word for entry in lexicon.indicators.values() for word in entry.synonyms}
    names |= {word for theme in lexicon.themes for word in theme.words} | set(lexicon.keywords)
    names = {name for name in names if len(name) > 3}
    assert len(names) > 500
    known = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for _, path in modules()
        for text in literals(path)
        for name in names
        if name in text
    ]
    assert known == []
