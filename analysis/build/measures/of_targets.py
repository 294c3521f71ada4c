"""What the plans of a corpus promise, how firmly, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.build.measures.attaining import Attaining, measure_attaining
from analysis.build.measures.of_groups import GroupMeasures
from analysis.build.measures.tones import Tones, measure_tones
from analysis.model import CoverageCell, TargetRow
from analysis.stats.coverage import measure_coverage
from analysis.stats.targets import choose_indicator, line_up_targets


@dataclass(eq=False)
class TargetMeasures(GroupMeasures):
    """Targets and results, each measure computed when it is first asked for."""

    @cached_property
    def coverage(self) -> tuple[CoverageCell, ...]:
        """The state of every indicator in every plan."""
        corpus = self.corpus
        return measure_coverage(
            corpus.claims,
            list(corpus.plans.values()),
            list(corpus.lexicon.indicators),
            without_text=list(corpus.without_text),
        )

    @cached_property
    def tones(self) -> Tones:
        """How firmly targets are promised."""
        return measure_tones(self.corpus)

    @cached_property
    def attaining(self) -> Attaining:
        """What became of targets, and what superiors ask."""
        return measure_attaining(self.corpus)

    @cached_property
    def indicator(self) -> str | None:
        """The growth target most plans state; None when no plan states any."""
        claims = {plan_id: self.corpus.claims[plan_id] for plan_id in self.corpus.shown}
        return choose_indicator(claims, "growth_rate", list(self.corpus.lexicon.indicators))

    @cached_property
    def target_rows(self) -> tuple[TargetRow, ...]:
        """The plans side by side with their targets for `indicator`."""
        return self.line_up(self.indicator) if self.indicator else ()

    def line_up(self, indicator: str) -> tuple[TargetRow, ...]:
        """Line up the growth targets of the shown plans for one indicator of the lexicon."""
        corpus = self.corpus
        return line_up_targets(corpus.claims, [corpus.plans[p] for p in corpus.shown], indicator)
