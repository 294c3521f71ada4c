"""Two sets of plans held against each other by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.build.documents.gather import Corpus
from analysis.build.measures.results import Results
from analysis.build.measures.words import make_recipe
from analysis.corpus.files import write_if_changed
from analysis.errors import StudyError
from analysis.stats.keyness import LEVEL, KeyTerm, measure_keyness
from analysis.stats.resampling import DRAWS, count_by_sentence, measure_held
from analysis.stats.terms import count_terms
from analysis.tables.frames import make_table, to_csv
from analysis.tables.tabulate_words import tabulate_comparison
from analysis.text.tokens import merge_vocabularies

FEW_TOWNS = 10
"""Fewer towns than this in both sets together, and half as many must use a term."""


def compare_terms(
    results: Results,
    plans_a: Sequence[str],
    plans_b: Sequence[str] = (),
    *,
    year: int | None = None,
    min_towns: int | None = None,
) -> pd.DataFrame:
    """Hold the words of two sets of plans against each other.

    Log-odds with an informative prior and their interval, q after Benjamini and Hochberg, and
    `held`: the share of bootstrap draws of whole sentences in which the sign holds. Ordered by z:
    words that A uses more first, those that B uses more last.

    Parameters
    ----------
    plans_a, plans_b
        Towns or plan ids; without `plans_b` all other towns.
    year
        The plans of this year; the study's year by default.
    min_towns
        A term must stand in plans of so many towns of both sets (``lexicon/words.toml``).

    Returns
    -------
    A table whose ``attrs["recipe"]`` says what was held against what; empty where there is no
    other town.

    Raises
    ------
    StudyError
        A town is not known or has no plan of that year, or stands on both sides.
    """
    held = hold_sets(results, plans_a, plans_b, year=year, min_towns=min_towns)
    if held is None:
        frame = make_table("comparison", [])
        frame.attrs["recipe"] = "没有别的镇可比 there is no other town"
        return frame
    a, b, n_plans = held.a, held.b, len(held.a) + len(held.b)
    frame = make_table("comparison", tabulate_comparison(held.found, held.held))
    frame.attrs["recipe"] = (
        f"甲 A {len(a)} 份 plans, 乙 B {len(b)} 份 plans, {held.n_towns} 镇 towns; log-odds, "
        f"Dirichlet prior of {held.prior:.0f} words, {LEVEL:.0%} interval; terms of >= "
        f"{held.least} towns; q BH over {len(held.found)} terms; held: {DRAWS} draws of sentences"
        + ("" if n_plans >= FEW_TOWNS else "; 探索性 exploratory: few plans")
    )
    return frame


@dataclass(frozen=True, slots=True)
class HeldSets:
    """Two sets of plans held against each other."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    found: tuple[KeyTerm, ...]
    """A against B, the highest z first."""
    held: Mapping[str, float]
    """Term -> share of the draws of sentences in which the sign of its log-odds holds."""
    prior: float
    n_towns: int
    least: int
    """Towns of both sets that a term must stand in."""


def hold_sets(
    results: Results,
    plans_a: Sequence[str],
    plans_b: Sequence[str] = (),
    *,
    year: int | None = None,
    min_towns: int | None = None,
) -> HeldSets | None:
    """Hold two sets of plans against each other, as `compare_terms` lays out.

    Returns
    -------
    None where no second set is named and there is no other town.

    Raises
    ------
    StudyError
        As `compare_terms` does.
    """
    corpus = results.corpus
    a = choose_plans(corpus, plans_a, year)
    b = choose_plans(corpus, plans_b, year) if plans_b else _list_others(corpus, a, year)
    if not b and not plans_b:
        return None
    doubled = sorted(set(a) & set(b))
    if doubled or not a:
        raise StudyError(
            "E-WRD-03",
            f"{'、'.join(doubled)} on both sides" if doubled else "the first set is empty",
            where="keyness",
            fix="name each town once; without the second set it is all other towns",
        )
    tokens, vocabulary = merge_vocabularies(
        [(part.cut.tokens, part.cut.words) for part in corpus.parts.values()]
    )
    counts = count_terms(
        tokens,
        vocabulary,
        make_recipe(corpus.lexicon, list(corpus.plans.values()), corpus.study),
    )
    row = {plan.plan_id: i for i, plan in enumerate(tokens)}
    towns = _number_towns(corpus)
    n_towns = len({towns[row[p]] for p in (*a, *b)})
    least = corpus.lexicon.workbench.keyness_towns if min_towns is None else min_towns
    if min_towns is None and n_towns < FEW_TOWNS:
        least = max(1, least // 2)
    rows_a, rows_b = [row[p] for p in a], [row[p] for p in b]
    used = sorted(set(counts[[*rows_a, *rows_b]].indices.tolist()))
    said_a, said_b = (
        count_by_sentence([corpus.readings[p] for p in side], [tokens[row[p]] for p in side], used)
        for side in (a, b)
    )
    prior = counts[[*rows_a, *rows_b]].sum() / (len(a) + len(b))
    held = measure_held(said_a, said_b, prior).tolist()
    return HeldSets(
        a=a,
        b=b,
        found=measure_keyness(counts, vocabulary, rows_a, rows_b, min_plans=least, towns=towns),
        held=dict(zip((vocabulary[i] for i in used), held, strict=True)),
        prior=float(prior),
        n_towns=n_towns,
        least=least,
    )


def save_table(frame: pd.DataFrame, path: Path) -> str:
    """Write a table as CSV and say so."""
    write_if_changed(path, to_csv(frame))
    return f"{len(frame)} 行 rows: {path}"


def choose_plans(corpus: Corpus, names: Sequence[str], year: int | None) -> tuple[str, ...]:
    """Find plans by town, county-town or plan id, each once, in the order of ids.

    Raises
    ------
    StudyError
        A name fits no plan of the year, or towns of two counties.
    """
    usable = _list_usable(corpus, year)
    found: dict[str, None] = {}
    for name in names:
        fits = [name] if name in corpus.plans else [p for p in usable if name in _call(corpus, p)]
        places = {(corpus.plans[p].county, corpus.plans[p].town) for p in fits}
        if len(places) != 1:
            called = Counter(corpus.plans[p].town for p in usable)
            known = [t if n == 1 else f"县名-{t}" for t, n in sorted(called.items())]
            raise StudyError(
                "E-WRD-02",
                f"{len(places)} towns with a plan of {year or corpus.year} are called {name}",
                where="keyness",
                fix=f"use one of {'、'.join(known)}, or a plan id",
            )
        found |= dict.fromkeys(fits)
    return tuple(sorted(found))


def _list_usable(corpus: Corpus, year: int | None) -> tuple[str, ...]:
    if year is None:
        return corpus.shown
    return tuple(p for p, plan in corpus.plans.items() if plan.stated_year == year)


def _list_others(corpus: Corpus, plans: Sequence[str], year: int | None) -> tuple[str, ...]:
    own = {(corpus.plans[p].county, corpus.plans[p].town) for p in plans}
    usable = _list_usable(corpus, year)
    return tuple(p for p in usable if (corpus.plans[p].county, corpus.plans[p].town) not in own)


def _call(corpus: Corpus, plan_id: str) -> Iterator[str]:
    plan = corpus.plans[plan_id]
    return iter((plan.town, f"{plan.county}-{plan.town}", f"{plan.county}{plan.town}"))


def _number_towns(corpus: Corpus) -> list[int]:
    numbers: dict[tuple[str | None, str], int] = {}
    return [
        numbers.setdefault((plan.county, plan.town), len(numbers)) for plan in corpus.plans.values()
    ]
