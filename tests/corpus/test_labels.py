"""A study's own labels are whole, or the run says which word is missing and how to mend it."""

import tomllib

import pytest

from analysis.corpus.labels import FILE, make_labels
from analysis.errors import StudyError


@pytest.fixture
def table(project):
    return tomllib.loads((project / "data" / "lexicon" / FILE).read_text(encoding="utf-8"))


def test_the_projects_own_labels_hold(table, tmp_path):
    assert make_labels(table, tmp_path / FILE).keys() == table.keys()


def test_any_label_of_an_older_file_that_is_missing_is_named(table, tmp_path):
    for key in table:
        older = {k: v for k, v in table.items() if k != key}
        with pytest.raises(StudyError) as told:
            make_labels(older, tmp_path / FILE)
        assert told.value.what == f"missing: {key}"
        assert told.value.where.endswith(FILE)
        assert "copy" in told.value.fix


def test_of_many_missing_labels_the_first_are_named(tmp_path):
    with pytest.raises(StudyError, match=r"and [0-9]+ more"):
        make_labels({}, tmp_path / FILE)


def test_a_study_may_word_a_label_otherwise_and_have_labels_of_its_own(table, tmp_path):
    own = table | {"note": {"zh": "说明——{text}", "en": "{text}"}, "neu": {"zh": "新", "en": "new"}}
    assert make_labels(own, tmp_path / FILE)["note"]["zh"] == "说明——{text}"


@pytest.mark.parametrize(
    ("words", "said"),
    [("注：{txt}", r"\{txt\}, which it cannot have"), ("注：{text", "braces cannot be read")],
)
def test_a_label_that_asks_for_an_unknown_value_is_named(table, tmp_path, words, said):
    with pytest.raises(StudyError, match=said) as told:
        make_labels(table | {"note": {"zh": words, "en": "{text}"}}, tmp_path / FILE)
    assert told.value.where.endswith("[note]")
