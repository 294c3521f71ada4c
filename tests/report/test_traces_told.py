"""Numbers in captions, notes and descriptions: each is counted anew from the rows that give it."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from statistics import mean

import numpy as np
import pytest

from analysis.build.printing.tables import list_printed
from analysis.corpus.labels import EVERY, read_origins
from analysis.corpus.study import find_bundled
from analysis.figures.card import Told, card_bytes
from analysis.figures.dispersion import FEWEST_USES, PARTS
from analysis.figures.paging import caption_lines
from analysis.figures.style import page as paper
from analysis.figures.told import NUMBER, list_told
from analysis.figures.word_shift_rows import LARGEST_Q, LEAST_HELD, TERMS_A_SIDE
from analysis.stats import keyness, resampling
from analysis.stats.differences import LARGEST_P
from analysis.stats.groups import GroupRecipe
from analysis.stats.reuse import ReuseRecipe
from analysis.stats.trust import FEW_CODED, WEAK_F1
from tests.report.tracing import check_quote, read_data

GROUPS = GroupRecipe()
YEAR = 2023
ORIGINS = find_bundled() / "lexicon" / "told.toml"


@dataclass(frozen=True)
class Text:
    """Words below a figure or table, and the rows they speak of."""

    where: str
    lang: str
    words: str
    rows: list
    picture: object = None


@pytest.fixture(scope="module")
def told_texts(drawn, results):
    labels, found = results.corpus.lexicon.labels, []
    for lang, pictures in drawn.items():
        for name, picture in pictures.items():
            rows = read_data(picture)
            with paper("a4_full", lang, labels=labels):
                lines = caption_lines(picture.caption, picture.note, picture.sources)
            gap = {"zh": "", "en": " "}[lang]
            sources = gap.join(line for line, _, gid in lines if gid == "source")
            for words in (picture.caption[lang], picture.note, picture.alt[lang], sources):
                found.append(Text(name, lang, words, rows, picture))
        for table in list_printed(results, lang):
            rows = [{"cells": row} for row in table.rows]
            for words in (table.caption, table.note, table.sources):
                found.append(Text(f"print_{table.key}", lang, words, rows))
    return found


@pytest.fixture(scope="module")
def numbers(told_texts, results):
    labels = results.corpus.lexicon.labels
    told = [(n, text) for text in told_texts for n in list_told(text.words, text.lang, labels)]
    # another module may have frozen a baseline; tests/build/test_compose_groups.py counts for it
    return [(n, text) for n, text in told if n.label not in NEED_BASELINE]


def filled(column, **wanted):
    """Count a figure's rows with a value in a column, or with the values wanted."""

    def count(t):
        kept = [r for r in t.rows if all(r[k] == v for k, v in wanted.items())]
        return sum(r[column] != "" for r in kept)

    return count  # fmt: skip


def different(*columns):
    return lambda t: len({tuple(r[c] for c in columns) for r in t.rows})


def constant(value):
    return lambda _: value


def read(t, column):
    return [float(r[column]) for r in t.rows]


def middle(row, name):
    return (float(row[f"{name}_low"]) + float(row[f"{name}_high"])) / 2


def is_attained(row):
    return bool(row["promised_low"] and (row["achieved_low"] or row["target_low"]))


def pairs(rows):
    return [r for r in rows if r["achieved_low"] and r["target_low"]]


def outcome(state):
    def count(t):
        if t.text.picture is None:
            said = {"kept": "完成", "missed": "未完成"}, {"kept": "kept", "missed": "missed"}
            words = said[t.text.lang == "en"]
            cells = [row["cells"][-1] for row in t.rows]
            known = {k: sum(re.split("[，,]", c)[0] == w for c in cells) for k, w in words.items()}
            return known.get(state, len(cells) - sum(known.values()))
        return sum(is_attained(r) and r["outcome"] == state for r in t.rows)

    return count  # fmt: skip


def count_sure(text, side):
    """Count the words of one side, as the caption names them in turn, that can be claimed."""
    caption = text.picture.caption[text.lang]
    names = sorted({r["more_in"] for r in text.rows}, key=caption.index)
    return sum(r["sure"] == "True" for r in text.rows if r["more_in"] == names[side])


@dataclass(frozen=True)
class Case:
    """A number as it is written, the words it stands in, what the study says."""

    number: str
    text: Text
    own: object

    @property
    def rows(self):
        return self.text.rows


class Own:
    """What the report and the study say of plans and groups, for numbers that a figure lacks."""

    def __init__(self, held, results, recomputed, texts):
        self.held, self.results, self.texts = held, results, texts
        self.recomputed, self.study = recomputed, results.corpus.study
        self.plans = [r for r in held.rows["plans"] if r["year"] in (YEAR, None)]
        self.compared = [r for r in held.rows["groups"] if r["distance"] is not None]

    def count_others(self):
        return len(self.held.rows["plans"]) - len(self.plans)

    def list_jaccards(self):
        return {f"{r['jaccard']:.2f}" for r in self.compared}

    def weigh(self, rows):
        shown = {r["plan_id"] for r in rows}
        return sum(r["weight"] for r in self.held.rows["text_parts"] if r["plan_id"] in shown)

    def keep(self, rows):
        """Recompute the share of variance that the plane of a map keeps."""
        distances = self.recomputed._grouping.distances
        centre = np.eye(len(distances)) - 1 / len(distances)
        values = np.linalg.eigvalsh(-0.5 * centre @ distances**2 @ centre)
        share = 100 * values[-2:].sum() / values[values > 0].sum()
        told = float(rows[0]["kept_1_pct"]) + float(rows[0]["kept_2_pct"])
        assert share == pytest.approx(told, abs=0.02), "each axis is rounded to 0.01"
        return share

    def find_asked(self, t):
        return self.find_superiors(t)[0]["superior_low"]

    def find_superiors(self, t):
        indicator = self.results.indicator
        cells = [r for r in self.held.rows["escalation"] if r["indicator"] == indicator
                 and r["superior_low"] is not None]  # fmt: skip
        for row in cells:
            figure = check_quote(self.held, self.texts, row["superior_quote"])
            assert f"{row['superior_low']:g}" in figure, t.text
        return cells

    def count_reason(self, t):
        """Find the reason that stands before a count, and count the towns it keeps out."""
        text, number = t.text, t.number
        labels = self.results.corpus.lexicon.labels
        names = self.results.corpus.names_in(text.lang)
        listed = {row["cells"][0] for row in text.rows}
        cells = {r["plan_id"]: r["reason"] for r in self.held.rows["attainment"]
                 if (r["indicator"], r["kind"]) == ("gdp", "growth_rate")}  # fmt: skip
        kept_out = Counter(
            labels[f"open_{cells.get(r['plan_id']) or 'too_few'}"][text.lang]
            for r in self.plans if names[r["plan_id"]] not in listed
        )  # fmt: skip
        found = [n for reason, n in kept_out.items() if f"{reason}（{n}）" in text.words
                 or f"{reason} ({n})" in text.words]  # fmt: skip
        assert len(found) == len(kept_out) > 0
        return float(number) if float(number) in found else None

    def name_files(self, text):
        """Name the files of what a printed table tells of."""
        above = {p.reading.plan.doc_id for p in self.results.corpus.superiors.values()}
        names = {self.results.corpus.doc_names[doc] for doc in above}
        kinds = (YEAR, None, YEAR - 1) if "attainment" in text.where else (YEAR, None)
        files = {r["doc"] for r in self.held.rows["plans"] if r["year"] in kinds}
        return files - names


CHECKS = {
    (EVERY, "year"): constant(YEAR),
    (EVERY, "hash"): lambda t: t.own.results.corpus.lexicon.hashes["themes.toml"],
    ("other_years", "n"): lambda t: t.own.count_others(),
    ("and_others", "n"): lambda t: len(t.text.picture.sources),
    ("print_and_others", "n"): lambda t: len(t.own.name_files(t.text)),
    ("n_stated", "total"): lambda t: len(t.rows),
    ("n_stated", "n"): filled("target_low", state="stated"),
    ("alt_rates", "masked"): filled("state", state="masked"),
    ("note_superior", "value"): lambda t: t.own.find_asked(t),
    ("note_superior_said", "said"): lambda t: t.own.find_asked(t),
    ("note_superior_said", "n"): lambda t: len(t.own.find_superiors(t)),
    ("caption_target_grid", "panels"): different("indicator", "kind"),
    ("alt_grid", "n"): different("plan_id"),
    ("alt_coverage", "n"): different("plan_id"),
    ("alt_coverage", "indicators"): different("indicator"),
    ("alt_coverage", "stated"): filled("state", state="stated"),
    ("alt_coverage", "masked"): filled("state", state="masked"),
    ("n_attainment", "total"): lambda t: len(t.own.plans),
    ("n_attainment", "n"): lambda t: (
        len(t.rows) if t.text.picture is None else sum(map(is_attained, t.rows))),
    **{("n_attainment", state): outcome(state) for state in ("kept", "missed", "open")},
    ("n_one_year", "total"): lambda t: len(t.own.plans),
    ("n_one_year", "n"): lambda t: len(pairs(t.rows)),
    ("alt_one_year", "above"): lambda t: sum(
        middle(r, "target") > middle(r, "achieved") for r in pairs(t.rows)),
    ("n_escalation", "total"): lambda t: len(t.rows),
    ("n_escalation", "n"): filled("gap_low"),
    **{("n_escalation", way): filled("direction", direction=way)
       for way in ("above", "equal", "below")},
    ("state_count", "n"): lambda t: t.own.count_reason(t),
    ("note_keywords", "10,000"): constant(10_000),
    ("alt_keywords", "n"): lambda t: len(t.own.plans),
    ("note_few_tfidf", "n"): different("plan_id"),
    ("alt_terms", "n"): different("plan_id"),
    ("note_terms", "k"): lambda t: max(int(r["rank"]) for r in t.rows),
    ("note_dispersion", "parts"): constant(PARTS),
    ("note_dispersion", "fewest"): constant(FEWEST_USES),
    ("note_dispersion", "0"): constant(0),
    ("note_dispersion", "1"): constant(1),
    ("note_cut_off", "n"): lambda t: sum(r["truncated"] for r in t.own.plans),
    ("alt_dispersion", "n"): lambda t: len(t.own.plans),
    ("n_word_shift", "a"): lambda t: count_sure(t.text, 0),
    ("n_word_shift", "b"): lambda t: count_sure(t.text, 1),
    ("note_word_shift", "most"): constant(TERMS_A_SIDE),
    ("note_word_shift", "level"): constant(100 * keyness.LEVEL),
    ("note_word_shift", "draws"): constant(resampling.DRAWS),
    ("note_word_shift", "q"): constant(LARGEST_Q),
    ("note_word_shift", "held"): constant(100 * LEAST_HELD),
    ("note_least_towns", "least"): lambda t: (
        float(t.number) if min(int(r["towns"]) for r in t.rows) >= float(t.number) else None),
    ("note_few_towns", "n"): lambda t: len(t.own.plans),
    ("alt_themes", "n"): different("plan_id"),
    ("alt_themes", "themes"): different("theme"),
    ("note_differs", "0.05"): constant(LARGEST_P),
    ("note_weak", "0.5"): constant(WEAK_F1),
    ("note_weak", "20"): constant(FEW_CODED),
    ("note_print_few", "least"): lambda t: t.own.study.min_sentences,
    ("group_tests", "p"): lambda t: round(t.own.compared[0]["null_p"], 3),
    ("group_tests", "jaccards"): lambda t: (
        float(t.number) if t.number in t.own.list_jaccards() else None),
    ("group_tests", "n"): lambda t: len(t.own.compared),
    ("group_tests", "0.05"): constant(GROUPS.largest_p),
    ("group_tests", "0.75"): constant(GROUPS.least_jaccard),
    ("group_tests", "30"): constant(GROUPS.min_plans_types),
    ("note_support", "0.75"): constant(GROUPS.least_jaccard),
    ("too_few_plans", "3"): constant(GROUPS.min_plans_tree),
    ("no_cut_few", "least"): constant(GROUPS.min_plans_cut),
    ("alt_groups", "n"): lambda t: len(t.own.compared),
    ("caption_map", "kept"): lambda t: round(t.own.keep(t.rows)),
    ("alt_map", "n"): lambda t: len(t.rows),
    ("note_silhouettes", "n"): lambda t: len(t.rows),
    ("note_silhouettes", "below"): lambda t: sum(n < 0 for n in read(t, "silhouette")),
    ("note_silhouettes", "mean"): lambda t: round(mean(read(t, "silhouette")), 2),
    ("note_silhouettes", "1"): constant(1),
    ("note_silhouettes", "0"): constant(0),
    ("note_print_groups", "0"): constant(0),
    ("note_print_groups", "1"): constant(1),
    ("no_reuse", "n"): lambda t: len(t.own.plans),
    ("no_reuse", "25"): constant(ReuseRecipe().letters),
    ("note_reuse_matrix", "25"): constant(ReuseRecipe().letters),
    ("note_no_reuse", "n"): lambda t: (
        len(t.own.plans) - different("plan_id")(t)),
    ("alt_reuse_matrix", "n"): lambda t: len(t.own.plans),
    ("alt_reuse_matrix", "sharing"): different("plan_id"),
    ("note_effective", "n"): lambda t: len(t.rows),
    ("note_effective", "effective"): lambda t: round(t.own.weigh(t.rows), 1),
    ("alt_text_parts", "n"): lambda t: len(t.rows),
    ("alt_text_parts", "shared"): lambda t: sum(
        int(r["own"]) < int(r["letters"]) for r in t.rows),
    ("n_year_on_year", "n"): different("plan_id"),
    ("n_year_on_year", "tested"): lambda t: (
        len({r["plan_id"] for r in t.rows}) * len(t.own.recomputed.themes)),
    ("n_year_on_year", "claimed"): lambda t: sum(r["claimed"] != "" for r in t.rows),
    ("note_year_on_year", "90"): constant(90),
    ("note_year_on_year", "0.05"): constant(LARGEST_P),
    ("note_year_on_year", "0"): constant(0),
    ("note_most_changed", "total"): lambda t: len(t.own.recomputed.themes),
    ("note_most_changed", "n"): different("subject"),
    ("alt_card", "targets"): lambda t: len(
        {r["item"] for r in t.rows if r["part"] == "target"}),
    ("alt_card", "masked"): filled("part", part="target", state="masked"),
    ("card_few_sentences", "least"): lambda t: t.own.study.min_sentences,
    ("note_print_shortfall", "0"): constant(0),
    ("note_print_sources", "256"): constant(256),
    ("note_print_sources", "12"): lambda t: len(t.rows[0]["cells"][-1]),
}  # fmt: skip
"""Label and place -> the number, from what it is said of."""

NEED_BASELINE = {
    "n_stayed", "n_moved", "n_came", "n_left", "alt_before_after", "who_anew",
    "group_jaccard",  # the groups have names
}  # fmt: skip
SEEN_ELSEWHERE = NEED_BASELINE | {
    "note_weak", "note_cut_off", "too_few_plans", "no_cut_few", "no_cut_alike", "no_cut_one",
    "note_unnamed", "no_reuse", "note_rows", "note_few_towns", "note_print_few",
    "n_year_on_year", "card_few_sentences", "note_no_reuse",
}  # fmt: skip
"""Labels that this study has no reason to say; test_the_origins_are_of_labels... holds them."""


def find_check(label, place):
    """Return what recomputes a number; a label is checked as the one it is like."""
    told = tomllib.loads(ORIGINS.read_text("utf-8"))
    while (label, place) not in CHECKS and "like" in told.get(label, {}):
        label = told[label]["like"]
    return CHECKS.get((label, place)) or CHECKS.get((EVERY, place))


def read_number(told):
    return told.number if told.place == "hash" else float(told.number.replace(",", ""))


def hide_names(text, results):
    """Take out what is called by digits: towns, files, the study; they are no numbers."""
    corpus = results.corpus
    names = {*corpus.names_in(text.lang).values(), *corpus.doc_names.values()}
    names |= {corpus.study.name, corpus.study.name_en}
    said = text.words
    for name in sorted(filter(re.compile(r"\d").search, names), key=len, reverse=True):
        said = said.replace(name, "〓" * len(name))
    return said


def test_no_number_below_a_figure_or_table_is_without_its_origin(told_texts, results):
    labels, bare = results.corpus.lexicon.labels, []
    for text in told_texts:
        known = [n.span for n in list_told(text.words, text.lang, labels)]
        for found in re.finditer(NUMBER, hide_names(text, results)):
            if not any(begin <= found.start() and found.end() <= end for begin, end in known):
                bare.append((text.where, text.lang, found[0], text.words))
    assert len(told_texts) > 150
    assert bare == []


def test_every_number_below_a_figure_or_table_is_what_its_rows_give(
    numbers, held, results, texts, recomputed
):
    """Not a hundred at random: every one of more than four hundred."""
    own, told, wrong = Own(held, results, recomputed, texts), Counter(), []
    for number, text in numbers:
        check = find_check(number.label, number.place)
        assert check is not None, (number, text.words)
        made = check(Case(number.number, text, own))
        said = read_number(number)
        if not (made == said if isinstance(said, str) else made == pytest.approx(said, abs=1e-9)):
            wrong.append((text.where, text.lang, number, made))
        told[number.label, number.place] += 1
    assert wrong == []
    assert sum(told.values()) > 440
    assert len(told) > 80


def test_a_number_in_the_words_of_a_label_is_the_constant_that_the_code_goes_by():
    held = [(label, place) for label, place in CHECKS if re.fullmatch(NUMBER, place)]
    assert len(held) > 15
    for label, place in held:
        if (label, place) != ("note_print_sources", "12"):  # of rows, above
            assert CHECKS[label, place](None) == float(place.replace(",", "")), (label, place)


def test_a_number_that_is_changed_is_found_out(numbers, held, results, texts, recomputed):
    """The check above is not one that lets everything pass."""
    own, rng = Own(held, results, recomputed, texts), random.Random(20233)
    for number, text in rng.sample(numbers, 100):
        if number.place == "hash":
            continue
        made = find_check(number.label, number.place)(Case("98765", text, own))
        assert made != pytest.approx(read_number(number) + 1), number


def test_the_origins_are_of_labels_and_places_that_there_are_and_each_is_checked(results, numbers):
    labels, seen = results.corpus.lexicon.labels, {n.label for n, _ in numbers}
    for label, own in tomllib.loads(ORIGINS.read_text("utf-8")).items():
        if label == EVERY:
            continue
        for place in own.keys() - {"like"}:
            assert all(read_origins()[label][place].values())
            words = labels[label]["zh"] + labels[label]["en"]
            assert f"{{{place}}}" in words or place in words, (label, place)
            assert label in SEEN_ELSEWHERE or find_check(label, place), (label, place)
        assert (label in seen) or label in SEEN_ELSEWHERE, label
    assert not {name for name in SEEN_ELSEWHERE if name not in labels}


def test_the_cards_of_figures_and_tables_say_what_gives_each_number(drawn, results):
    picture = next(p for name, p in drawn["zh"].items() if name.startswith("targets_"))
    with paper("a4_full", "zh", labels=results.corpus.lexicon.labels):
        told = Told(picture.caption, picture.note, picture.data, picture.sources, picture.alt)
        card = json.loads(card_bytes("t", told, inputs={}, n=1, files={}, by="t"))
    said = {(n["number"], n["from"]["en"]) for n in card["numbers"]}
    assert ("9", "rows of this figure's data with a number in target_low") in said
    assert {str(YEAR), "11", "8", "3", "1"} <= {number for number, _ in said}
