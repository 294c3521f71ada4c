"""Documents -> what a study says: one corpus, its measures and its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.build.documents.gather import Corpus
from analysis.build.measures.attaining import (
    Attaining,
    measure_attaining,
    tabulate_attaining,
    tabulate_every_claim,
)
from analysis.build.measures.second_views import (
    SecondViews,
    measure_second_views,
    tabulate_second_views,
)
from analysis.build.measures.sources import tabulate_sources
from analysis.build.measures.standing import (
    LastingGroups,
    find_lasting,
    tabulate_lasting,
    take_lasting,
)
from analysis.build.measures.tones import Tones, measure_tones, tabulate_tones
from analysis.build.measures.traits import choose_templates, list_traits
from analysis.build.measures.trust import measure_trust
from analysis.build.measures.words import find_key_terms, make_recipe, read_coded_themes
from analysis.model import (
    CoverageCell,
    Grouping,
    KeywordCount,
    RunSummary,
    TargetRow,
    TermMatrix,
    ThemeShares,
)
from analysis.stats.attrition import Attrition, measure_attrition
from analysis.stats.boilerplate import Boilerplate, measure_boilerplate
from analysis.stats.controls import Control, hold_against
from analysis.stats.correction import ShareIntervals, correct_shares
from analysis.stats.coverage import measure_coverage
from analysis.stats.groups import GroupRecipe, choose_counts, group_plans
from analysis.stats.keyness import KeyTerm
from analysis.stats.keywords import measure_keywords
from analysis.stats.leaks import Leak, find_leaks
from analysis.stats.reuse import Reuse, find_reuse
from analysis.stats.stray_years import find_stray_years
from analysis.stats.targets import choose_indicator, line_up_targets
from analysis.stats.terms import top_terms, weigh_terms
from analysis.stats.themes import measure_theme_shares
from analysis.stats.trust import ThemeTrust
from analysis.stats.typology import RuleType, apply_rule
from analysis.tables import tabulate
from analysis.tables import tabulate_claims as stated
from analysis.tables import tabulate_reuse as sharing
from analysis.tables import tabulate_themes as themed
from analysis.tables import tabulate_words as words
from analysis.tables.frames import make_table
from analysis.tables.tabulate_tone import tabulate_targets
from analysis.text.tokens import merge_vocabularies

LEADING_TERMS = 30
CLOUD_TERMS = 100


@dataclass(frozen=True)
class Results:
    """What a study says."""

    corpus: Corpus
    matrix: TermMatrix
    keywords: tuple[KeywordCount, ...]
    shares: ThemeShares
    shown_shares: ThemeShares
    """The same for the plans that stand side by side."""
    grouped_shares: ThemeShares
    """What they were grouped by: without the sentences that many towns share."""
    intervals: ShareIntervals
    """Of `shares`, raw and corrected by coded sentences."""
    trust: ThemeTrust
    """How far `shares` can be believed, and where the plans side by side differ."""
    key_terms: Mapping[str, tuple[KeyTerm, ...]]
    """Plan id -> what sets it apart from the other towns, of the plans side by side."""
    attrition: tuple[Attrition, ...]
    boilerplate: Boilerplate
    grouping: Grouping
    """By the lasting groups, where a baseline keeps any."""
    lasting: LastingGroups
    """Where each plan stands among the baseline's groups."""
    types: tuple[RuleType, ...]
    """By the lexicon's rule, of the plans side by side."""
    controls: tuple[Control, ...]
    """What the groups were held against."""
    views: SecondViews
    """The same plans grouped in other ways."""
    reuse: Reuse
    leaks: tuple[Leak, ...]
    coverage: tuple[CoverageCell, ...]
    tones: Tones
    attaining: Attaining
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
        texts = {d.document.doc_id: d.document.text for d in corpus.documents}
        rows: dict[str, Sequence[tabulate.Row]] = {
            "documents": tabulate.tabulate_documents(
                corpus.documents, corpus.quarantined, corpus.warnings
            ),
            "plans": tabulate.tabulate_plans(corpus.readings, corpus.doc_names, corpus.counts),
            "announced": tabulate.tabulate_announced(corpus.documents),
            "cuts": tabulate.tabulate_cuts(corpus.documents),
            "claims": tabulate_every_claim(corpus),
            "targets": tabulate_targets(
                corpus.claims, plans, corpus.doc_names, corpus.lexicon.tone
            ),
            **tabulate_tones(self.tones, corpus),
            **tabulate_attaining(self.attaining, corpus),
            "coverage": stated.tabulate_coverage(
                self.coverage,
                plans,
                corpus.lexicon,
                {
                    plan_id: {"plan_id": plan_id, "town": town, "year": corpus.year}
                    for plan_id, town in corpus.without_text.items()
                },
            ),
            "rejected": stated.tabulate_claims(
                {plan_id: part.rejected for plan_id, part in corpus.parts.items()},
                plans,
                corpus.doc_names,
            ),
            "numbers": stated.tabulate_numbers(
                {plan_id: part.numerals for plan_id, part in corpus.parts.items()}
            ),
            "corrections": stated.tabulate_corrections(corpus.people.corrections, corpus.stale),
            "growth_targets": stated.tabulate_growth_targets(
                self.target_rows, self.indicator or "", plans, corpus.lexicon
            ),
            "keywords": tabulate.tabulate_keywords(self.keywords, plans),
            "terms": tabulate.tabulate_terms(self.leading_terms, plans),
            "keyness": words.tabulate_keyness(self.key_terms, plans),
            "attrition": words.tabulate_attrition(self.attrition, plans),
            "boilerplate": words.tabulate_boilerplate(
                self.boilerplate, corpus.counts, plans, corpus.lexicon
            ),
            "themes": themed.tabulate_themes(
                self.shares, self.intervals, self.trust, plans, corpus.lexicon
            ),
            "theme_measures": themed.tabulate_theme_measures(self.trust, corpus.lexicon),
            "theme_controls": themed.tabulate_theme_controls(self.trust.controls, corpus.lexicon),
            "groups": tabulate.tabulate_groups(
                self.grouping, self.types, plans, corpus.lexicon, tabulate_lasting(self.lasting)
            ),
            "group_controls": sharing.tabulate_controls(self.controls, corpus.lexicon.labels),
            **tabulate_second_views(self.views, self.grouping, corpus),
            "text_parts": sharing.tabulate_text_parts(
                self.reuse.parts, choose_templates(self.reuse), plans
            ),
            "reuse": sharing.tabulate_reuse(self.reuse.pairs, plans),
            "passages": sharing.tabulate_passages(self.reuse.pairs, plans, texts),
            "templates": sharing.tabulate_templates(self.reuse.templates, plans, texts),
            "leaks": sharing.tabulate_leaks(self.leaks, plans, texts),
            "sources": tabulate_sources(corpus),
            "quarantine": tabulate.tabulate_quarantine(corpus.quarantined),
            "warnings": tabulate.tabulate_warnings(corpus.warnings),
        }
        return {name: make_table(name, table) for name, table in rows.items()}


def measure(corpus: Corpus, *, disguised: bool = False) -> Results:
    """Compute everything that looks at more than one plan; `disguised` ones have other names."""
    lexicon, plans = corpus.lexicon, corpus.plans
    tokens, vocabulary = merge_vocabularies(
        [(part.cut.tokens, part.cut.words) for part in corpus.parts.values()]
    )
    recipe = make_recipe(lexicon, list(plans.values()), corpus.study)
    matrix = weigh_terms(tokens, vocabulary, recipe)
    counts = list(corpus.counts.values())
    themes = [theme.key for theme in lexicon.themes]
    shares = measure_theme_shares(counts, themes)
    side_by_side = measure_theme_shares([corpus.counts[p] for p in corpus.shown], themes)
    claims = {plan_id: corpus.claims[plan_id] for plan_id in corpus.shown}
    indicator = choose_indicator(claims, "growth_rate", list(lexicon.indicators))
    least = corpus.study.min_sentences
    boilerplate = measure_boilerplate(corpus.readings, corpus.counts, lexicon)
    grouped = choose_counts(corpus.counts, boilerplate.own_counts, least)
    own_shares = measure_theme_shares([grouped[p] for p in corpus.shown], themes)
    made_by = GroupRecipe(min_sentences=least)
    cut_today = group_plans(own_shares, made_by)
    lasting = find_lasting(corpus.study, own_shares, cut_today, lexicon, disguised=disguised)
    grouping = take_lasting(cut_today, own_shares, lasting, made_by)
    reuse = find_reuse(list(corpus.readings.values()))
    results = Results(
        corpus=corpus,
        matrix=matrix,
        keywords=measure_keywords(counts, matrix, lexicon.keywords),
        shares=shares,
        shown_shares=side_by_side,
        grouped_shares=own_shares,
        trust=measure_trust(corpus, reuse, shares, side_by_side),
        intervals=correct_shares(
            counts, len(themes), read_coded_themes(corpus.study, lexicon), min_sentences=least
        ),
        key_terms=find_key_terms(corpus, tokens, vocabulary, recipe),
        attrition=measure_attrition(tokens, vocabulary, corpus.counts, recipe),
        boilerplate=boilerplate,
        grouping=grouping,
        lasting=lasting,
        types=apply_rule(side_by_side, lexicon.typology, min_sentences=least),
        controls=hold_against(grouping.cut, list_traits(corpus, reuse, grouping.plan_ids)),
        views=measure_second_views(corpus, reuse, own_shares, grouping, matrix),
        reuse=reuse,
        leaks=_find_leaks(corpus, reuse),
        coverage=measure_coverage(
            corpus.claims,
            list(plans.values()),
            list(lexicon.indicators),
            without_text=list(corpus.without_text),
        ),
        tones=measure_tones(corpus),
        attaining=measure_attaining(corpus),
        indicator=indicator,
        target_rows=(),
    )
    return replace(results, target_rows=results.line_up(indicator)) if indicator else results


def _find_leaks(corpus: Corpus, reuse: Reuse) -> tuple[Leak, ...]:
    places = corpus.lexicon.places
    ahead, behind = places.get("year_ahead", ()), places.get("year_behind", ())
    return (
        *find_leaks(reuse, corpus.readings, _list_towns(corpus), places["unit"]),
        *find_stray_years(reuse, corpus.readings, ahead, behind),
    )


def _list_towns(corpus: Corpus) -> set[str]:
    """Every town that plans, register or frame name."""
    towns = {plan.town for plan in (*corpus.plans.values(), *corpus.left_out)}
    towns |= {row.town for row in corpus.people.register.rows if row.town}
    return towns | {town.town for town in corpus.people.frame.towns}
