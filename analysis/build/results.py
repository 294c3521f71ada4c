"""Documents -> what a study says: one corpus, its measures and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.build.gather import Corpus
from analysis.model import (
    CoverageCell,
    Grouping,
    KeywordCount,
    RunSummary,
    TargetRow,
    TermMatrix,
    ThemeShares,
)
from analysis.stats.coverage import measure_coverage
from analysis.stats.groups import GroupRecipe, group_plans
from analysis.stats.keywords import measure_keywords
from analysis.stats.targets import choose_indicator, line_up_targets
from analysis.stats.terms import TermRecipe, name_words, top_terms, weigh_terms
from analysis.stats.themes import measure_theme_shares
from analysis.tables import tabulate
from analysis.tables.frames import make_table
from analysis.text.tokens import merge_vocabularies

LEADING_TERMS = 30
CLOUD_TERMS = 100
_PLANS_FOR_RARE_TERMS = 10


@dataclass(frozen=True)
class Results:
    """What a study says."""

    corpus: Corpus
    matrix: TermMatrix
    keywords: tuple[KeywordCount, ...]
    shares: ThemeShares
    shown_shares: ThemeShares
    """The same for the plans that stand side by side."""
    grouping: Grouping
    coverage: tuple[CoverageCell, ...]
    indicator: str | None
    """The growth target most plans state; None when no plan states any."""
    target_rows: tuple[TargetRow, ...]
    summary: RunSummary | None = None

    @cached_property
    def leading_terms(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """Plan id -> its heaviest terms."""
        return {p: top_terms(self.matrix, p, LEADING_TERMS) for p in self.matrix.plan_ids}

    def cloud_terms(self, plan_id: str) -> tuple[tuple[str, float], ...]:
        """Return the heaviest terms of one plan, as many as a large word cloud holds."""
        return top_terms(self.matrix, plan_id, CLOUD_TERMS)

    def list_nearest(self, plan_id: str) -> list[tuple[str, float]]:
        """List the plans compared with one plan, the nearest first."""
        ids = self.grouping.plan_ids
        if plan_id not in ids or not len(self.grouping.distances):
            return []
        row = self.grouping.distances[ids.index(plan_id)]
        found = ((other, float(row[j])) for j, other in enumerate(ids) if other != plan_id)
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    def line_up(self, indicator: str) -> tuple[TargetRow, ...]:
        """Line up the growth targets of the shown plans for one indicator of the lexicon."""
        corpus = self.corpus
        return line_up_targets(corpus.claims, [corpus.plans[p] for p in corpus.shown], indicator)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of the codebook by name."""
        corpus, plans = self.corpus, self.corpus.plans
        rows: dict[str, Sequence[tabulate.Row]] = {
            "documents": tabulate.tabulate_documents(
                corpus.documents, corpus.quarantined, corpus.warnings
            ),
            "plans": tabulate.tabulate_plans(corpus.readings, corpus.doc_names, corpus.counts),
            "announced": tabulate.tabulate_announced(corpus.documents),
            "cuts": tabulate.tabulate_cuts(corpus.documents),
            "claims": tabulate.tabulate_claims(corpus.claims, plans, corpus.doc_names),
            "targets": tabulate.tabulate_claims(
                corpus.claims, plans, corpus.doc_names, only_targets=True
            ),
            "coverage": tabulate.tabulate_coverage(
                self.coverage,
                plans,
                corpus.lexicon,
                {
                    plan_id: {"plan_id": plan_id, "town": town, "year": corpus.year}
                    for plan_id, town in corpus.without_text.items()
                },
            ),
            "rejected": tabulate.tabulate_claims(
                {plan_id: part.rejected for plan_id, part in corpus.parts.items()},
                plans,
                corpus.doc_names,
            ),
            "numbers": tabulate.tabulate_numbers(
                {plan_id: part.numerals for plan_id, part in corpus.parts.items()}
            ),
            "corrections": tabulate.tabulate_corrections(corpus.people.corrections, corpus.stale),
            "growth_targets": tabulate.tabulate_growth_targets(
                self.target_rows, self.indicator or "", plans, corpus.lexicon
            ),
            "keywords": tabulate.tabulate_keywords(self.keywords, plans),
            "terms": tabulate.tabulate_terms(self.leading_terms, plans),
            "themes": tabulate.tabulate_themes(self.shares, plans, corpus.lexicon),
            "groups": tabulate.tabulate_groups(self.grouping, plans),
            "quarantine": tabulate.tabulate_quarantine(corpus.quarantined),
            "warnings": tabulate.tabulate_warnings(corpus.warnings),
        }
        return {name: make_table(name, table) for name, table in rows.items()}


def measure(corpus: Corpus) -> Results:
    """Compute everything that looks at more than one plan."""
    lexicon, plans = corpus.lexicon, corpus.plans
    tokens, vocabulary = merge_vocabularies(
        [(part.cut.tokens, part.cut.words) for part in corpus.parts.values()]
    )
    recipe = TermRecipe(
        min_plans=1 if len(plans) < _PLANS_FOR_RARE_TERMS else 2,
        stop_words=frozenset().union(*lexicon.stop_words.values()),
        names=name_words(list(plans.values()), lexicon.places["unit"]),
        counters=frozenset(lexicon.places["counter"]).union(
            lexicon.grammar["unit_count"], lexicon.grammar["unit_measure"]
        ),
        always=frozenset(lexicon.keywords),
    )
    matrix = weigh_terms(tokens, vocabulary, recipe)
    counts = list(corpus.counts.values())
    themes = [theme.key for theme in lexicon.themes]
    side_by_side = measure_theme_shares([corpus.counts[p] for p in corpus.shown], themes)
    claims = {plan_id: corpus.claims[plan_id] for plan_id in corpus.shown}
    indicator = choose_indicator(claims, "growth_rate", list(lexicon.indicators))
    results = Results(
        corpus=corpus,
        matrix=matrix,
        keywords=measure_keywords(counts, matrix, lexicon.keywords),
        shares=measure_theme_shares(counts, themes),
        shown_shares=side_by_side,
        grouping=group_plans(side_by_side, GroupRecipe(min_sentences=corpus.study.min_sentences)),
        coverage=measure_coverage(
            corpus.claims,
            list(plans.values()),
            list(lexicon.indicators),
            without_text=list(corpus.without_text),
        ),
        indicator=indicator,
        target_rows=(),
    )
    return replace(results, target_rows=results.line_up(indicator)) if indicator else results
