"""Whoever meets a code finds it in docs/errors.md and errors.zh-CN.md; both say the same."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

PAGES = ("errors.md", "errors.zh-CN.md")
CODE = re.compile(r"\b[EW]-[A-Z]{2,4}-\d{2}\b")
LOOKS_LIKE_A_CODE = re.compile(r"\b[EW]-[A-Z0-9]+-\w+")
ERRORS = ("PlanError", "RefusedDocumentError", "StudyError", "FontMissingError")
# Codes of several modules, where one cause meets the reader in several places.
SHARED = {
    "E-LAB-01",  # a label of an older lexicon, in a figure or a printed table
    "E-PATH-01",  # a path that leads nowhere: a study, a list of files, an addition
    "E-TXT-02",  # no words, in whatever format
    "E-LEX-01",  # register.toml is read apart from the rest of the lexicon
    "E-LEX-03",
    "E-LEX-06",
}
Rows = dict[str, list[str]]
Raised = list[tuple[str, int, str]]
"""Module, line and code of each error made; "" where the code is not written in full."""


@pytest.fixture(scope="module")
def sources(project: Path) -> dict[str, str]:
    found = {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((project / "analysis").rglob("*.py"))
    }
    assert len(found) > 30, "the package was not found, so nothing would be checked"
    return found


@pytest.fixture(scope="module")
def known(sources: dict[str, str]) -> set[str]:
    return {code for text in sources.values() for code in LOOKS_LIKE_A_CODE.findall(text)}


@pytest.fixture(scope="module")
def pages(project: Path) -> list[str]:
    return [(project / "docs" / name).read_text(encoding="utf-8") for name in PAGES]


@pytest.fixture(scope="module")
def raised(sources: dict[str, str]) -> Raised:
    found = []
    for name, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ERRORS:
                first = node.args[0] if node.args else None
                code = first.value if isinstance(first, ast.Constant) else ""
                found.append((name, node.lineno, str(code)))
    assert len(found) > 50, "no errors were found, so nothing would be checked"
    return found


def rows_of(page: str) -> Rows:
    """Return code -> the other cells of its row, in the page's order."""
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): row[1:] for row in cells}


def literals_of(cells: list[str]) -> set[str]:
    return set(re.findall("`([^`]+)`", " ".join(cells)))


def form_of(page: str) -> list[str]:
    """Return what opens each line: headings, rows, points, numbers."""
    return re.findall(r"^(#+|\||-|\d+\.|)(?=.)", page, re.M)


@pytest.mark.parametrize("page", range(len(PAGES)), ids=PAGES)
def test_every_code_of_the_source_stands_once_in_each_page(
    page: int, pages: list[str], known: set[str]
) -> None:
    counts = Counter(LOOKS_LIKE_A_CODE.findall(pages[page]))
    assert sorted(known - counts.keys()) == [], "write a row for these"
    assert [code for code, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("page", range(len(PAGES)), ids=PAGES)
def test_no_page_has_a_code_that_the_source_does_not_know(
    page: int, pages: list[str], known: set[str]
) -> None:
    assert sorted(set(LOOKS_LIKE_A_CODE.findall(pages[page])) - known) == []


def test_every_code_has_one_form(known: set[str]) -> None:
    assert sorted(code for code in known if not CODE.fullmatch(code)) == []


def test_every_error_is_made_with_a_code_written_in_full(raised: Raised) -> None:
    assert [made for made in raised if not CODE.fullmatch(made[2])] == []


def test_a_code_belongs_to_one_module_unless_its_cause_is_the_same(raised: Raised) -> None:
    homes = defaultdict(set)
    for name, _, code in raised:
        homes[code].add(name)
    shared = {code: sorted(names) for code, names in homes.items() if len(names) > 1}
    assert {code: names for code, names in shared.items() if code not in SHARED} == {}


@pytest.mark.parametrize("page", range(len(PAGES)), ids=PAGES)
def test_every_row_tells_meaning_cause_and_cure_in_its_language(
    page: int, pages: list[str]
) -> None:
    rows = rows_of(pages[page])
    assert [code for code, cells in rows.items() if len(cells) != 3 or not all(cells)] == []
    letters = "[a-z]{3}" if page == 0 else "[\u4e00-\u9fff]{2}"
    assert [c for c, cells in rows.items() if not all(re.search(letters, x) for x in cells)] == []


def test_both_pages_name_the_same_codes_in_the_same_order(
    pages: list[str], known: set[str]
) -> None:
    english, chinese = (list(rows_of(page)) for page in pages)
    assert english == chinese
    assert sorted(known ^ set(english)) == [], "a code has no row of its own"


def test_both_pages_name_the_same_files_options_and_values(pages: list[str]) -> None:
    english, chinese = map(rows_of, pages)
    both = english.keys() & chinese.keys()
    differ = {code: literals_of(english[code]) ^ literals_of(chinese[code]) for code in both}
    assert {code: words for code, words in differ.items() if words} == {}


def test_both_pages_have_the_same_form(pages: list[str]) -> None:
    assert form_of(pages[0]) == form_of(pages[1])
