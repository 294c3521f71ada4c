"""Tables in a notebook: what is missing is the house's sign, and only to the eye."""

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis.tables.shown import show_in_notebook, sign_missing

TOLD = pd.DataFrame(
    {
        "镇": pd.array(["甲镇", None, "<NA>"], dtype="string"),
        "名次": pd.array([1, None, 3], dtype="Int64"),
        "占比": pd.array([0.125, None, 2], dtype="Float64"),
        "写明": pd.array([True, None, False], dtype="boolean"),
        "平均": [1.5, np.nan, 2.25],
    }
)


def test_every_missing_cell_and_head_is_signed_and_nothing_else():
    shown = sign_missing(TOLD, "—")
    assert shown.iloc[1].tolist() == ["—"] * 5
    assert shown["镇"].tolist() == ["甲镇", "—", "<NA>"], "a text that is called <NA> stays"
    assert shown["名次"].tolist() == [1, "—", 3]
    wide = TOLD.pivot_table(index="镇", columns="写明", values="平均", dropna=False)
    assert "NA" not in sign_missing(wide.drop(index="<NA>"), "—").to_html().replace("NaN", "NA")
    deep = sign_missing(TOLD.set_index(["镇", "名次"]), "—")
    assert deep.index.tolist() == [("甲镇", 1), ("—", "—"), ("<NA>", 3)]
    assert deep.index.names == ["镇", "名次"]


def test_the_data_are_as_they_were_and_whole_tables_are_not_copied():
    before = TOLD.copy()
    sign_missing(TOLD, "—")
    pd.testing.assert_frame_equal(TOLD, before)
    assert TOLD["名次"].isna().sum() == 1
    whole = TOLD.dropna()
    assert sign_missing(whole, "—").equals(whole)


@pytest.mark.parametrize("mime", ["text/html", "text/plain"])
def test_a_running_notebook_shows_the_sign(monkeypatch, mime):
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    assert "NA" in shell.display_formatter.format(TOLD.head(2))[0][mime]
    show_in_notebook("—")
    said = shell.display_formatter.format(TOLD.head(2))[0][mime]
    assert "—" in said
    assert "NA" not in said
    assert "NaN" not in said


def test_without_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.delitem(__import__("sys").modules, "IPython")
    show_in_notebook("—")
    assert "<NA>" in repr(TOLD)
