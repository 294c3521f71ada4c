"""Notebooks are thin, bilingual, empty of outputs, and run on any study their parameter names."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9][0-9]_*.ipynb"))
MAX_LINES = 12
PLUMBING = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.Lambda)
by_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_the_notebooks_were_found():
    assert len(NOTEBOOKS) >= 3


@by_notebook
def test_a_notebook_is_thin_and_committed_without_outputs(path):
    assert 8 <= len(read(path).cells) <= 22
    for number, cell in enumerate(code_cells(path), start=1):
        where = f"{path.name}, code cell {number}"
        assert cell.source.count("\n") < MAX_LINES, f"{where}: longer than {MAX_LINES} lines"
        found = [
            type(n).__name__ for n in ast.walk(ast.parse(cell.source)) if isinstance(n, PLUMBING)
        ]
        assert not found, f"{where}: {found} belongs in the package"
        assert not cell.outputs, f"{where}: clear the outputs before committing"
        assert cell.execution_count is None, f"{where}: clear the counts before committing"


@by_notebook
def test_a_notebook_opens_with_its_question_and_closes_with_its_limits(path):
    cells = read(path).cells
    assert cells[0].cell_type == "markdown"
    assert "？" in cells[0].source
    assert "?" in cells[0].source
    assert cells[-1].cell_type == "markdown"
    assert "不能说明" in cells[-1].source
    assert "cannot tell" in cells[-1].source


@by_notebook
def test_a_notebook_has_one_parameter(path):
    tagged = [c for c in code_cells(path) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    names = [
        target.id
        for node in ast.parse(tagged[0].source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
    ]
    assert names == ["STUDY"]


@by_notebook
def test_every_text_cell_speaks_chinese_first_then_english(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            words = cell.source.lstrip("#* 0123456789")
            assert "\u4e00" <= words[0] <= "\u9fff", cell.source[:40]
            assert "*" in cell.source, f"no English in: {cell.source[:40]}"


OPEN_ONCE = """
import functools, analysis
analysis.open_study = functools.cache(analysis.open_study)
"""


@pytest.mark.real
@pytest.mark.parametrize("corpus", ["plans", "provinces_2025"])
def test_the_notebooks_run_on_real_documents_without_error_or_warning(
    corpus, real_documents, real_provinces, tmp_path
):
    """One kernel a corpus, the study opened once, the names of each notebook forgotten after it.

    That each runs in a kernel of its own is seen on the bundled county (pytest --nbmake).
    """
    folder = {"plans": real_documents, "provinces_2025": real_provinces}[corpus]
    (tmp_path / "study.toml").write_text(f"plans = {str(folder)!r}\n", encoding="utf-8")
    notebooks = {path.stem: read(path) for path in NOTEBOOKS}
    all_of_them = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(OPEN_ONCE)])
    for notebook in notebooks.values():
        cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
        cell.source = f"STUDY = {str(tmp_path)!r}"
        all_of_them.cells += [nbformat.v4.new_code_cell("%reset -f"), *notebook.cells]
    where = {"metadata": {"path": NOTEBOOKS[0].parent}}
    NotebookClient(all_of_them, timeout=300, kernel_name="python3", resources=where).execute()
    for name, notebook in notebooks.items():
        outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
        assert [o for o in outputs if o.output_type == "error"] == [], name
        assert [o.text for o in outputs if o.get("name") == "stderr"] == [], name
        shown = {kind for o in outputs for kind in o.get("data", {})}
        assert shown & {"image/png", "text/html"}, f"{name} shows a figure or a table"
