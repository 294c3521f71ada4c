"""Numbers of figures and of the workbook: each is one of the report's, or computed anew here."""

from __future__ import annotations

import io
import random
from collections import Counter

import numpy as np
import openpyxl
import pytest

from analysis.tables.workbook import to_workbook
from tests.report.tracing import ASKED_FOR, check_number, read_data

_SAME = {name: name for name in ("target_low", "target_high", "stretch", "achieved")}
_PROMISED, _ACHIEVED, _TARGET, _SUPERIOR = (
    {f"{name}_{end}": f"{name}_{end}" for end in ("low", "high")}
    for name in ("promised", "achieved", "target", "superior")
)
_KEYWORD = {n: n for n in ("count_plan", "per_10k_chars", "tfidf", "rank", "count_document")}
_PAIR = {n: n for n in ("share_pct", "other_share_pct", "letters", "passages", "longest")}
LINKS = {
    "keywords": ("keywords", ("plan_id", "keyword"), _KEYWORD),
    "terms": ("terms", ("plan_id", "term"), {"tfidf": "tfidf", "rank": "rank"}),
    "themes": ("themes", ("plan_id",), {"share_pct": "@theme"}),
    "groups": (
        "groups", ("plan_id",),
        {"distance": "distance", "jaccard": "jaccard", "null_p": "null_p", "cut": "cut",
         "descriptive_cut": "cut", "place": "leaf", "leaf": "leaf"},
    ),
    "coverage": ("coverage", ("plan_id",), {"state": "@indicator"}),
    "targets": ("side_by_side", ("plan_id", "indicator"), _SAME),
    "target_grid": ("side_by_side", ("plan_id", "indicator"), _SAME),
    "growth_targets": (
        "side_by_side", ("plan_id", "indicator"),
        {"target_low": "target_low", "target_high": "target_high", "achieved_pct": "achieved"},
    ),
    "attainment": (
        "attainment", ("plan_id", "indicator", "kind"),
        {**_PROMISED, **_ACHIEVED, **_TARGET, "shortfall": "shortfall"},
    ),
    "escalation": (
        "escalation", ("plan_id", "indicator", "kind"),
        {**_SUPERIOR, **_TARGET, "gap_low": "gap_low", "gap_high": "gap_high"},
    ),
    "text_parts": (
        "text_parts", ("plan_id",),
        {n: n for n in ("letters", "own", "copied", "common", "own_pct", "copied_pct",
                        "common_pct", "weight")},
    ),
    "reuse_matrix": ("pairs", ("plan_id", "other"), {"share_pct": "share_pct"}),
    "reuse": ("pairs", ("plan_id", "other"), _PAIR),
    "plans": ("plans", ("plan_id",), {n: n for n in ("sentences", "plan_sentences", "plan_chars")}),
}  # fmt: skip
"""Figure or table -> sheet of the report, columns that name its row, numbers and their columns."""
ALONE = {
    "clouds": ("tfidf", "rank"), "dispersion": ("place", "uses_in_plan"),
    "word_shift": ("count_a", "towns"), "silhouettes": ("silhouette",), "map": ("axis_1", "axis_2"),
}  # fmt: skip
"""Figures of what the report does not list; `Alone` computes them."""
ELSEWHERE = {"co_assignment", "before_after"}
"""Shares of random draws, held against a plain loop in tests/stats/test_group_views.py, and groups
before and now where another test froze a baseline, in tests/build/test_compose_groups.py."""
IN_WORKBOOK = ("keywords", "terms", "themes", "groups", "growth_targets", "attainment",
               "escalation", "text_parts", "reuse", "plans")  # fmt: skip


@pytest.fixture(scope="module")
def figures(drawn):
    """Kind of figure -> the rows of its CSV file, as they lie on disk beside it."""
    told = {}
    for name, picture in drawn["zh"].items():
        if name in ASKED_FOR:
            continue
        kind = next(k for k in (*LINKS, *ALONE, *ELSEWHERE) if f"{name}_".startswith(f"{k}_"))
        told[kind] = rows = read_data(picture)
        assert len(told[kind]) == len(picture.data) > 0
        assert kind == "coverage" or len({row.get("plan_id") for row in rows}) <= picture.n
    return told


@pytest.fixture(scope="module")
def workbook(results):
    """Name of a table -> its rows, as the file on disk holds them."""
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(results.tables)), read_only=True)
    told = {}
    for name in (*IN_WORKBOOK, "targets"):
        heads, *rows = book[name].iter_rows(values_only=True)
        told[name] = [dict(zip(heads, row, strict=True)) for row in rows]
    book.close()
    return told


def list_numbers(kind, rows, columns):
    return [
        (kind, row, name) for row in rows for name in columns if row.get(name) not in (None, "")
    ]


def find_cells(held, results, kind, row, name):
    """Return the report's cells that hold a number of a figure or table, by what names its row."""
    sheet, keys, columns = LINKS[kind]
    if row.get("kind", "growth_rate") != "growth_rate" and kind == "target_grid":
        # side by side stand growth rates only; levels are among all targets and results
        sheet, keys = ("attainment" if name == "achieved" else "targets"), (*keys, "kind")
        columns = dict.fromkeys(_SAME, "value_low") | {"target_high": "value_high"}
        columns |= {"achieved": "achieved_low"}
    column = columns[name]
    column = row[column[1:]] if column.startswith("@") else column
    wanted = {key: row[key] for key in keys if key in row}
    if kind == "targets":
        wanted["indicator"] = results.indicator
    found = [r for r in held.rows[sheet] if all(r[k] == v for k, v in wanted.items())]
    if sheet == "pairs" and not found:
        column = {"share_pct": "other_share_pct"}[column]
        found = [r for r in held.rows[sheet]
                 if (r["plan_id"], r["other"]) == (row["other"], row["plan_id"])]  # fmt: skip
    fields = {field["name"]: field for field in held.data["sheets"][sheet]["fields"]}
    cells = [held.trace(sheet, one, fields[column]) for one in found]
    return [cell for cell in cells if is_same(cell.value, row[name])]


def is_same(value, told):
    if value is None or isinstance(value, str):
        return value == told
    scaled = (value * 10**zeros for zeros in (0, 3, 4, 8))
    return any(float(told) == pytest.approx(one, rel=1e-4, abs=1e-3) for one in scaled)


def is_written(value, figure):
    """Tell whether a figure holds a value, in 万 or 亿 too; one in Chinese numerals is let be."""
    scaled = (f"{value / 10**zeros:g}" for zeros in (0, 3, 4, 8))
    return any(said in figure for said in scaled) or not any(map(str.isdecimal, figure))


class Alone:
    """Numbers of figures that no sheet of the report lists, by plain means."""

    def __init__(self, held, results, recomputed):
        self.held, self.results, self.recomputed = held, results, recomputed
        self.cuts = {p: part.cut for p, part in results.corpus.parts.items()}

    def number(self, kind, row, name):
        return getattr(self, f"of_{kind}")(row, name)

    def _count(self, plan_id):
        cut = self.cuts[plan_id]
        return Counter(cut.words[i] for i in cut.tokens.ids[cut.tokens.in_plan_part].tolist())

    def of_clouds(self, row, name):
        matrix = self.results.matrix
        uses = {p: self._count(p) for p in matrix.plan_ids}
        n = len(uses)
        own = uses[row["plan_id"]]
        weights = {
            term: own[term]
            * (np.log((1 + n) / (1 + sum(bool(u[term]) for u in uses.values()))) + 1)
            for term in matrix.terms
            if own[term]
        }
        length = np.sqrt(sum(w * w for w in weights.values()))
        if name == "tfidf":
            return weights[row["term"]] / length
        heavier = sum(w > weights[row["term"]] + 1e-9 for w in weights.values())
        alike = sum(abs(w - weights[row["term"]]) < 1e-9 for w in weights.values())
        assert heavier < int(row["rank"]) <= heavier + alike
        return int(row["rank"])

    def of_dispersion(self, row, name):
        plan_id, word = row["plan_id"], row["subject"]
        if name == "uses_in_plan":
            of_plan = [r for r in self.held.rows["keywords"] if r["plan_id"] == plan_id]
            return next(r["count_plan"] for r in of_plan if r["keyword"] == word)
        reading = self.results.corpus.readings[plan_id]
        body = reading.clean.text[reading.plan.start : reading.plan.end]
        at = round(float(row["place"]) * len(body) - len(word) / 2)
        assert body[at : at + len(word)] == word
        return (at + len(word) / 2) / len(body)

    def of_word_shift(self, row, name):
        uses = [self._count(p)[row["term"]] for p in self.results.corpus.shown]
        return sum(map(bool, uses)) if name == "towns" else sum(uses) - int(row["count_b"])

    def of_silhouettes(self, row, _):
        made = self.recomputed._grouping
        i = made.plan_ids.index(row["plan_id"])
        groups = {g: [j for j, cut in enumerate(made.cut) if cut == g and j != i]
                  for g in set(made.cut)}  # fmt: skip
        means = {g: np.mean(made.distances[i, rest]) for g, rest in groups.items() if rest}
        own = means.pop(made.cut[i], None)
        other = min(means.values())
        return 0 if own is None else (other - own) / max(own, other)

    def of_map(self, row, name):
        made = self.recomputed._grouping
        n = len(made.plan_ids)
        centre = np.eye(n) - 1 / n
        values, vectors = np.linalg.eigh(-0.5 * centre @ made.distances**2 @ centre)
        axis = {"axis_1": -1, "axis_2": -2}[name]
        place = abs(vectors[made.plan_ids.index(row["plan_id"]), axis]) * np.sqrt(values[axis])
        return place * np.sign(float(row[name]))


def check_elsewhere(one, held, results, texts, recomputed):
    """Return ``stated``, the recipe of the report that gives a number, or the figure's kind."""
    kind, row, name = one
    if kind in ALONE:
        made = Alone(held, results, recomputed).number(kind, row, name)
        assert float(row[name]) == pytest.approx(made, rel=1e-3, abs=1e-4), one
        return kind
    cells = find_cells(held, results, kind, row, name)
    assert cells, one
    told = check_number(cells[0], held, texts, recomputed)
    if told == "stated" and isinstance(cells[0].value, float | int):
        quoted, _, _, _, _, *value = held.data["quotes"][cells[0].row[cells[0].field["quote"]]]
        assert is_written(cells[0].value, held.data["quoted"][quoted][2][slice(*value)]), one
    return told


def test_every_figure_is_traced_here_or_said_to_be_elsewhere(figures):
    assert figures.keys() <= {*LINKS, *ALONE, *ELSEWHERE}
    assert {"targets", "attainment", "escalation", "themes", "coverage", *ALONE} <= figures.keys()


def test_a_hundred_numbers_of_figures_lead_to_what_they_are_made_of(
    figures, held, results, texts, recomputed
):
    rng = random.Random(20231)
    columns = {kind: LINKS[kind][2] if kind in LINKS else ALONE[kind] for kind in figures.keys()
               - ELSEWHERE}  # fmt: skip
    told = figures | {"escalation": [row for row in figures["escalation"] if row["gap_low"]]}
    pools = [list_numbers(kind, told[kind], columns[kind]) for kind in sorted(columns)]
    assert all(pools)
    drawn = rng.sample([one for pool in pools for one in pool], 40)
    drawn += [rng.choice(pools[n % len(pools)]) for n in range(60)]
    kinds = Counter(check_elsewhere(one, held, results, texts, recomputed) for one in drawn)
    assert sum(kinds.values()) == 100
    assert kinds["stated"] > 10
    assert len(kinds) > 12


def test_a_hundred_numbers_of_the_workbook_lead_to_what_they_are_made_of(
    workbook, held, results, texts, recomputed
):
    rng = random.Random(20232)
    in_report = {(row["plan_id"], row["term"]) for row in held.rows["terms"]}
    told = dict(workbook)
    told["terms"] = [r for r in told["terms"] if (r["plan_id"], r["term"]) in in_report]
    told["escalation"] = [r for r in told["escalation"] if r["gap_low"] is not None]
    pools = [list_numbers(kind, told[kind], LINKS[kind][2]) for kind in IN_WORKBOOK]
    assert all(pools)
    drawn = [rng.choice(pools[n % len(pools)]) for n in range(80)]
    kinds = Counter(check_elsewhere(one, held, results, texts, recomputed) for one in drawn)
    stated = rng.sample([row for row in workbook["targets"] if row["value_low"] is not None], 20)
    for row in stated:
        text, _ = texts[row["doc"]]
        figure = text[row["value_start"] : row["value_end"]]
        assert row["start"] <= row["value_start"] < row["value_end"] <= row["end"]
        assert is_written(row["value_low"], figure), row
    assert sum(kinds.values()) + len(stated) == 100
    assert len(kinds) > 10


def test_a_quote_in_a_figures_data_stands_in_its_document_and_holds_the_wording(figures, results):
    told = 0
    for row in (*figures["targets"], *figures["target_grid"]):
        if row["quote"]:
            reading = results.corpus.readings[row["plan_id"]]
            assert row["quote"] in reading.clean.text
            assert row["wording"] in row["quote"]
            told += 1
    assert told > 20
