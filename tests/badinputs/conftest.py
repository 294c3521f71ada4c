"""Good towns once for all: their tables without any bad file, and one dictionary for the cutter."""

from __future__ import annotations

import pytest

from analysis.build.documents import stages
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.readers import office, untrusted
from analysis.text.tokens import Cutter
from tests.badinputs.study import Outcome, run_beside


@pytest.fixture(scope="module", autouse=True)
def small_machine():
    """Neither LibreOffice nor the extra for scans; a dictionary is built once a lexicon."""
    make_cutter, cutters = stages.make_cutter, {}

    def make_once(lexicon: Lexicon) -> Cutter:
        key = tuple(sorted(lexicon.hashes.items()))
        if key not in cutters:
            cutters[key] = make_cutter(lexicon)
        return cutters[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "find_libreoffice", lambda: None)
        patch.setattr(untrusted, "can_recognise", lambda: False)
        patch.setattr(stages, "make_cutter", make_once)
        yield


@pytest.fixture(scope="session")
def golden(tmp_path_factory) -> Outcome:
    """Return a run over the good towns alone."""
    return run_beside(tmp_path_factory.mktemp("good"), [])
