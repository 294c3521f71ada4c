"""Shared by all tests: the option for real documents, a small study of invented towns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from hypothesis import settings

from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.model import Document

settings.register_profile("ci", max_examples=300, deadline=None)
settings.register_profile("nightly", max_examples=20_000, deadline=None)
settings.load_profile("ci")

PROJECT = Path(__file__).resolve().parents[1]
LONGEST = ("test_notebooks.py", "test_figure_boxes.py", "test_real.py", "test_run.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: each goes whole to one worker, the short ones fill up."""
    at = {name: i for i, name in enumerate(LONGEST)}
    items.sort(key=lambda item: at.get(item.path.name, len(LONGEST)))


@pytest.fixture(autouse=True, scope="session")
def _parse_dictionary_once() -> Iterator[None]:
    """jieba parses its own dictionary for most of a second; tests parse it once and copy it."""
    parse, parsed = jieba.Tokenizer.gen_pfdict, {}

    def parse_once(file):
        with file:
            if file.name not in parsed:
                parsed[file.name] = parse(file)
        words, total = parsed[file.name]
        return dict(words), total

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jieba.Tokenizer, "gen_pfdict", staticmethod(parse_once))
        yield


@pytest.fixture(scope="session")
def real_documents(request) -> Path:
    folder = request.config.getoption("--real-documents")
    if folder is None or not folder.is_dir():
        pytest.skip("needs the real documents: pytest --real-documents DIR")
    return folder.resolve()


@pytest.fixture(scope="session")
def real_provinces(real_documents) -> Path:
    folder = real_documents.parent / "provinces_2025"
    if not folder.is_dir():
        pytest.skip(f"needs the provincial reports in {folder}")
    return folder


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return read_lexicon(PROJECT / "data" / "lexicon")


@pytest.fixture
def make_document():
    def make(text: str, path: str = "plan.txt") -> Document:
        return Document(doc_id="0" * 12, path=path, encoding="utf-8", text=text)

    return make
