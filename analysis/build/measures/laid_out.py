"""The tables of a study by name, each laid out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from analysis.build.documents.gather import Corpus
from analysis.build.measures.attaining import tabulate_every_claim
from analysis.build.measures.of_targets import TargetMeasures
from analysis.build.measures.second_views import tabulate_checks, tabulate_clusters
from analysis.build.measures.sources import tabulate_sources
from analysis.build.measures.standing import tabulate_lasting
from analysis.build.measures.traits import choose_templates
from analysis.tables import tabulate, tabulate_attainment
from analysis.tables import tabulate_claims as stated
from analysis.tables import tabulate_reuse as sharing
from analysis.tables import tabulate_themes as themed
from analysis.tables import tabulate_tone as tone
from analysis.tables import tabulate_words as words
from analysis.tables.exchange import EXCHANGE
from analysis.tables.frames import make_table

LayOut = Callable[[], Sequence[tabulate.Row]]


class Tables(Mapping[str, pd.DataFrame]):
    """Tables of the codebook; what is made once is kept."""

    def __init__(self, rows: Mapping[str, LayOut]) -> None:
        self._rows = rows
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table."""
        if name not in self._made:
            self._made[name] = make_table(name, self._rows[name]())
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """List their names."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Count them."""
        return len(self._rows)


def lay_out(said: TargetMeasures) -> Tables:
    """Return every table that a run writes, in the order of the workbook."""
    corpus = said.corpus
    return Tables(
        {
            **_list_documents(corpus),
            **_list_claims(said, corpus),
            **_list_words(said, corpus),
            **_list_groups(said, corpus),
            **_list_shared_text(said, corpus),
            "sources": lambda: tabulate_sources(corpus),
            "quarantine": lambda: tabulate.tabulate_quarantine(corpus.quarantined),
            "warnings": lambda: tabulate.tabulate_warnings(corpus.warnings),
        }
    )


def _list_documents(corpus: Corpus) -> dict[str, LayOut]:
    return {
        "documents": lambda: tabulate.tabulate_documents(
            corpus.documents, corpus.quarantined, corpus.warnings
        ),
        "plans": lambda: tabulate.tabulate_plans(corpus.readings, corpus.doc_names, corpus.counts),
        "announced": lambda: tabulate.tabulate_announced(corpus.documents),
        "cuts": lambda: tabulate.tabulate_cuts(corpus.documents),
    }


def _list_claims(said: TargetMeasures, corpus: Corpus) -> dict[str, LayOut]:
    plans, names, lexicon, parts = corpus.plans, corpus.doc_names, corpus.lexicon, corpus.parts
    indicators, labels = lexicon.indicators, lexicon.labels
    return {
        "claims": lambda: tabulate_every_claim(corpus),
        "targets": lambda: tone.tabulate_targets(corpus.claims, plans, names, lexicon.tone),
        EXCHANGE: lambda: tone.tabulate_exchange(
            corpus.claims,
            corpus.readings,
            names,
            {plan_id: part.row.code for plan_id, part in parts.items() if part.row},
            lexicon,
        ),
        "commitment": lambda: tone.tabulate_commitment(said.tones.counts, plans),
        "commitment_scores": lambda: tone.tabulate_tone_scores(said.tones.scores, plans),
        "commitment_agreement": lambda: tone.tabulate_tone_agreement(said.tones.agreement),
        "attainment": lambda: tabulate_attainment.tabulate_attainment(
            said.attaining.attainment, plans, indicators, labels
        ),
        "conflicts": lambda: tabulate_attainment.tabulate_conflicts(
            said.attaining.conflicts, plans, indicators
        ),
        "escalation": lambda: tabulate_attainment.tabulate_escalation(
            said.attaining.escalation,
            plans,
            indicators,
            {key: part.reading.plan.town for key, part in corpus.superiors.items()},
            labels,
        ),
        "coverage": lambda: stated.tabulate_coverage(
            said.coverage,
            plans,
            lexicon,
            {
                plan_id: {"plan_id": plan_id, "town": town, "year": corpus.year}
                for plan_id, town in corpus.without_text.items()
            },
        ),
        "rejected": lambda: stated.tabulate_claims(
            {plan_id: part.rejected for plan_id, part in parts.items()}, plans, names
        ),
        "numbers": lambda: stated.tabulate_numbers(
            {plan_id: part.numerals for plan_id, part in parts.items()}
        ),
        "corrections": lambda: stated.tabulate_corrections(corpus.people.corrections, corpus.stale),
        "growth_targets": lambda: stated.tabulate_growth_targets(
            said.target_rows, said.indicator or "", plans, lexicon
        ),
    }


def _list_words(said: TargetMeasures, corpus: Corpus) -> dict[str, LayOut]:
    plans, lexicon = corpus.plans, corpus.lexicon
    return {
        "keywords": lambda: tabulate.tabulate_keywords(said.keywords, plans),
        "terms": lambda: tabulate.tabulate_terms(said.leading_terms, plans),
        "keyness": lambda: words.tabulate_keyness(said.key_terms, plans),
        "attrition": lambda: words.tabulate_attrition(said.attrition, plans),
        "boilerplate": lambda: words.tabulate_boilerplate(
            said.boilerplate, corpus.counts, plans, lexicon
        ),
        "themes": lambda: themed.tabulate_themes(
            said.shares, said.intervals, said.trust, plans, lexicon
        ),
        "theme_measures": lambda: themed.tabulate_theme_measures(said.trust, lexicon),
        "theme_controls": lambda: themed.tabulate_theme_controls(said.trust.controls, lexicon),
    }


def _list_groups(said: TargetMeasures, corpus: Corpus) -> dict[str, LayOut]:
    plans, lexicon = corpus.plans, corpus.lexicon
    return {
        "groups": lambda: tabulate.tabulate_groups(
            said.grouping, said.types, plans, lexicon, tabulate_lasting(said.lasting)
        ),
        "group_controls": lambda: sharing.tabulate_controls(said.controls, lexicon.labels),
        "group_checks": lambda: tabulate_checks(said.views.checks, lexicon.labels),
        "kmeans": lambda: tabulate_clusters(said.views.clusters, said.grouping, plans),
        "kmeans_controls": lambda: sharing.tabulate_controls(said.views.controls, lexicon.labels),
    }


def _list_shared_text(said: TargetMeasures, corpus: Corpus) -> dict[str, LayOut]:
    plans = corpus.plans
    texts = {d.document.doc_id: d.document.text for d in corpus.documents}
    return {
        "text_parts": lambda: sharing.tabulate_text_parts(
            said.reuse.parts, choose_templates(said.reuse), plans
        ),
        "reuse": lambda: sharing.tabulate_reuse(said.reuse.pairs, plans),
        "passages": lambda: sharing.tabulate_passages(said.reuse.pairs, plans, texts),
        "templates": lambda: sharing.tabulate_templates(said.reuse.templates, plans, texts),
        "leaks": lambda: sharing.tabulate_leaks(said.leaks, plans, texts),
    }
