"""No family of faults is dropped: each has lines in the table or a test elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.badinputs import test_disturbed, test_locked, test_surroundings, test_swept
from tests.badinputs.elsewhere import HELD
from tests.badinputs.read_files import READ
from tests.badinputs.refused_files import REFUSED
from tests.badinputs.stopping_studies import STOPS

FAMILIES = range(1, 93)


def test_every_family_has_its_place():
    lines = {case.family for case in (*REFUSED, *READ, *STOPS)}
    for tests in (test_disturbed, test_locked, test_surroundings, test_swept):
        lines |= tests.FAMILIES
    assert sorted(lines | HELD.keys()) == list(FAMILIES)


def test_no_two_lines_have_one_name():
    names = [str(line) for line in (*REFUSED, *READ, *STOPS)]
    assert len(names) == len(set(names))


@pytest.fixture(scope="module")
def names(project) -> set[str]:
    files = (project / "tests").rglob("test_*.py")
    return {m for f in files for m in re.findall(r"def (test_\w+)", f.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("family", HELD)
def test_the_test_that_holds_a_family_is_there(family, names):
    assert HELD[family] in names
