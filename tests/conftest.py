"""Shared by all tests: the option for real documents, a small study of invented towns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.model import Document

settings.register_profile("ci", max_examples=300, deadline=None)
settings.register_profile("nightly", max_examples=20_000, deadline=None)
settings.load_profile("ci")

PROJECT = Path(__file__).resolve().parents[1]


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
