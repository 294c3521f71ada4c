"""A corpus -> targets against results and against the superior's targets."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.build.documents.gather import Corpus
from analysis.corpus.cells import read_register_words
from analysis.corpus.matching import find_superior
from analysis.model import Attainment, Claim, Conflict, Escalation
from analysis.stats.attainment import measure_attainment
from analysis.stats.conflicts import find_conflicts
from analysis.stats.escalation import measure_escalation
from analysis.tables.tabulate import Row
from analysis.tables.tabulate_claims import tabulate_claims


@dataclass(frozen=True)
class Attaining:
    """What became of targets, what contradicts itself, and what the superior asks."""

    attainment: tuple[Attainment, ...]
    conflicts: tuple[Conflict, ...]
    escalation: tuple[Escalation, ...]


def measure_attaining(corpus: Corpus) -> Attaining:
    """Hold every plan's figures against the plan before and against its superior's paper."""
    lexicon, plans = corpus.lexicon, list(corpus.plans.values())
    texts = {d.document.doc_id: d.document.text for d in corpus.documents}
    partial = (*lexicon.grammar["part_year"], *lexicon.comparing["many_years"])
    words = read_register_words(corpus.study.lexicon)
    papers = {
        key: (part.row, part.reading.plan.stated_year)
        for key, part in corpus.superiors.items()
        if part.row is not None
    }
    return Attaining(
        attainment=measure_attainment(
            corpus.claims, plans, lexicon.indicators, texts=texts, partial=partial
        ),
        conflicts=find_conflicts(
            corpus.claims,
            plans,
            lexicon.indicators,
            other_prices=lexicon.comparing["constant_prices"],
            texts=texts,
            partial=partial,
        ),
        escalation=measure_escalation(
            {**corpus.claims, **{key: part.claims for key, part in corpus.superiors.items()}},
            plans,
            lexicon.indicators,
            {
                plan_id: find_superior(part.row, part.reading.plan.stated_year, papers, words)
                for plan_id, part in corpus.parts.items()
            },
            papers=list(papers),
            per_head=lexicon.comparing["per_head"],
        ),
    )


def find_asked(attaining: Attaining, corpus: Corpus, indicator: str) -> tuple[Claim, int] | None:
    """Find the one growth target that superiors set the plans side by side, and for how many.

    None where no superior states one number for it, or several superiors state several.
    """
    shown = set(corpus.shown)
    asked = [
        row.superior
        for row in attaining.escalation
        if row.plan_id in shown
        and row.indicator == indicator
        and row.superior is not None
        and row.kind == "growth_rate"
        and row.reason not in ("superior_relative", "superior_masked", "superior_doubtful")
    ]
    one = {claim.evidence for claim in asked}
    return (asked[0], len(asked)) if len(one) == 1 else None


def tabulate_every_claim(corpus: Corpus) -> list[Row]:
    """Lay out the claims of all plans, then those of the superiors' papers, marked as such."""
    rows: list[Row] = []
    for parts, is_superior in ((corpus.parts, False), (corpus.superiors, True)):
        claims = {key: part.claims for key, part in parts.items()}
        plans = {key: part.reading.plan for key, part in parts.items()}
        rows += [
            {**row, "is_superior": is_superior}
            for row in tabulate_claims(claims, plans, corpus.doc_names)
        ]
    return rows
