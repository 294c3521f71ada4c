"""Documents -> what a study says: one corpus, its measures and its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.build.stages import CutPlan, DocumentResult
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.model import (
    Claim,
    CoverageCell,
    DocumentReading,
    DocumentWarning,
    Grouping,
    KeywordCount,
    Plan,
    PlanCounts,
    Quarantined,
    Reading,
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
from analysis.text.reading import name_plan
from analysis.text.tokens import merge_vocabularies

LEADING_TERMS = 30
CLOUD_TERMS = 100
_PLANS_FOR_RARE_TERMS = 10
_SHOWN_DIGITS = 4
"""How much of a document's id stands in a figure for a town without a name."""


@dataclass(frozen=True)
class Corpus:
    """All documents of a study under final plan ids; mappings go by plan id, sorted."""

    study: Study
    lexicon: Lexicon
    documents: tuple[DocumentReading, ...]
    quarantined: tuple[Quarantined, ...]
    warnings: tuple[DocumentWarning, ...]
    readings: Mapping[str, Reading]
    claims: Mapping[str, tuple[Claim, ...]]
    cut: Mapping[str, CutPlan]
    counts: Mapping[str, PlanCounts]

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """Plan id -> plan."""
        return {plan_id: reading.plan for plan_id, reading in self.readings.items()}

    @cached_property
    def doc_names(self) -> dict[str, str]:
        """Document id -> file name."""
        return {d.document.doc_id: d.document.path for d in self.documents}

    @cached_property
    def year(self) -> int | None:
        """The study's year: as chosen, else the most frequent stated one, the later of equals."""
        if self.study.year is not None:
            return self.study.year
        years = Counter(p.stated_year for p in self.plans.values() if p.stated_year is not None)
        return max(years, key=lambda year: (years[year], year), default=None)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Plans that stand side by side: those of the study's year and those without a year."""
        return tuple(
            plan_id for plan_id, plan in self.plans.items() if plan.stated_year in (self.year, None)
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Plan id -> what figures call it."""
        towns = Counter(self.plans[plan_id].town for plan_id in self.shown)
        return {plan_id: _name(plan, towns[plan.town]) for plan_id, plan in self.plans.items()}


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
            "coverage": tabulate.tabulate_coverage(self.coverage, plans, corpus.lexicon),
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


def gather(
    study: Study,
    lexicon: Lexicon,
    results: Sequence[DocumentResult],
    quarantined: Sequence[Quarantined],
    warnings: Sequence[DocumentWarning],
) -> Corpus:
    """Bring documents together: the study's county where a plan names none, one id a plan."""
    found: list[tuple[Reading, tuple[Claim, ...], CutPlan, PlanCounts]] = []
    taken: Counter[str] = Counter()
    documents = []
    for result in sorted(results, key=lambda r: r.reading.document.path):
        renamed = {}
        for reading, claims, cut, counts in zip(
            result.reading.readings, result.claims, result.cut, result.counts, strict=True
        ):
            plan = reading.plan
            county = plan.county or study.county
            base = name_plan(county, plan.town, plan.stated_year or plan.content_year)
            taken[base] += 1
            plan_id = base if taken[base] == 1 else f"{base}-{taken[base]}"
            renamed[plan.plan_id] = plan_id
            found.append(
                (
                    _rename(reading, plan_id, county),
                    tuple(replace(claim, plan_id=plan_id) for claim in claims),
                    replace(cut, tokens=replace(cut.tokens, plan_id=plan_id)),
                    replace(counts, plan_id=plan_id),
                )
            )
        documents.append(_rename_in(result.reading, renamed))
    found.sort(key=lambda parts: parts[0].plan.plan_id)
    ids = [reading.plan.plan_id for reading, *_ in found]
    every = [*warnings, *(w for d in documents for w in d.warnings)]
    return Corpus(
        study=study,
        lexicon=lexicon,
        documents=tuple(documents),
        quarantined=tuple(quarantined),
        warnings=tuple(sorted(every, key=lambda w: (w.path, w.code, w.message))),
        readings=dict(zip(ids, (parts[0] for parts in found), strict=True)),
        claims=dict(zip(ids, (parts[1] for parts in found), strict=True)),
        cut=dict(zip(ids, (parts[2] for parts in found), strict=True)),
        counts=dict(zip(ids, (parts[3] for parts in found), strict=True)),
    )


def measure(corpus: Corpus) -> Results:
    """Compute everything that looks at more than one plan."""
    lexicon, plans = corpus.lexicon, corpus.plans
    tokens, vocabulary = merge_vocabularies([(c.tokens, c.words) for c in corpus.cut.values()])
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
        coverage=measure_coverage(corpus.claims, list(plans.values()), list(lexicon.indicators)),
        indicator=indicator,
        target_rows=(),
    )
    return replace(results, target_rows=results.line_up(indicator)) if indicator else results


def _name(plan: Plan, namesakes: int) -> str:
    name = plan.town.removesuffix(plan.doc_id[_SHOWN_DIGITS:])
    if namesakes > 1 and plan.county:
        name = plan.county + name
    if plan.stated_year is None:
        return f"{name}（年份不详）"
    if plan.content_year is not None and plan.content_year != plan.stated_year:
        return f"{name}（{plan.stated_year}？）"
    return name


def _rename(reading: Reading, plan_id: str, county: str | None) -> Reading:
    old = reading.plan.plan_id
    return replace(
        reading,
        plan=replace(reading.plan, plan_id=plan_id, county=county),
        sentences=tuple(
            replace(s, sentence_id=plan_id + s.sentence_id.removeprefix(old))
            for s in reading.sentences
        ),
    )


def _rename_in(reading: DocumentReading, renamed: Mapping[str, str]) -> DocumentReading:
    def put(message: str) -> str:
        for old, new in renamed.items():
            message = message.replace(old, new)
        return message

    return replace(
        reading,
        announced=tuple(
            replace(a, plan_id=renamed[a.plan_id]) if a.plan_id else a for a in reading.announced
        ),
        warnings=tuple(replace(w, message=put(w.message)) for w in reading.warnings),
    )
