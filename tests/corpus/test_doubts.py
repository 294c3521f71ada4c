"""doubts.toml is read strictly: a weight that is missing or none stops the program."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analysis.corpus.doubts import make_doubts
from analysis.errors import StudyError

PLACE = Path("doubts.toml")


@pytest.fixture(scope="module")
def text(project) -> str:
    return (project / "data" / "lexicon" / "doubts.toml").read_text(encoding="utf-8")


def read(text: str):
    return make_doubts(tomllib.loads(text), PLACE)


def test_every_weight_is_a_share(text):
    assert all(0 <= weight <= 1 for weight in read(text).weights.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("no_unit = 0.5", "", "no_unit"),
        ("no_unit = 0.5", "no_unit = -0.5", "no weight: no_unit"),
        ("no_unit = 0.5", "no_unit = 5", "no weight: no_unit"),
        ("no_unit = 0.5", 'no_unit = "much"', "no weight: no_unit"),
        ("no_unit = 0.5", "no_unit = true", "no weight: no_unit"),
        ("start = 0.99", "", "[bounds] start"),
        ("folded = '番|", "folded = '(番|", "[patterns]"),
    ],
)
def test_what_is_wrong_is_named(text, old, new, said):
    assert old in text
    with pytest.raises(StudyError) as told:
        read(text.replace(old, new, 1))
    assert said in str(told.value)
    assert told.value.where == "doubts.toml"
