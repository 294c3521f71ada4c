"""Which plans of a corpus resemble each other, by themes, by words and by shared text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.build.documents.gather import Corpus
from analysis.build.measures.of_words import WordMeasures
from analysis.build.measures.second_views import SecondViews, measure_second_views
from analysis.build.measures.standing import LastingGroups, find_lasting, take_lasting
from analysis.build.measures.traits import list_traits
from analysis.build.measures.trust import measure_trust
from analysis.model import Grouping
from analysis.stats.controls import Control, hold_against
from analysis.stats.groups import GroupRecipe, group_plans
from analysis.stats.leaks import Leak, find_leaks
from analysis.stats.reuse import Reuse, find_reuse
from analysis.stats.stray_years import find_stray_years
from analysis.stats.trust import ThemeTrust
from analysis.stats.typology import RuleType, apply_rule


@dataclass(eq=False)
class GroupMeasures(WordMeasures):
    """Groups of plans and what they share, each measure computed when it is first asked for.

    A baseline is read then, and is a StudyError where it is damaged.
    """

    disguised: bool = False
    """The plans go by other names, which no baseline knows."""

    @cached_property
    def reuse(self) -> Reuse:
        """What plans have in common word for word."""
        return find_reuse(list(self.corpus.readings.values()))

    @cached_property
    def leaks(self) -> tuple[Leak, ...]:
        """Names and years that a text was not rid of when it was taken over."""
        corpus, places = self.corpus, self.corpus.lexicon.places
        ahead, behind = places.get("year_ahead", ()), places.get("year_behind", ())
        return (
            *find_leaks(self.reuse, corpus.readings, _list_towns(corpus), places["unit"]),
            *find_stray_years(self.reuse, corpus.readings, ahead, behind),
        )

    @cached_property
    def trust(self) -> ThemeTrust:
        """How far `shares` can be believed, and where the plans side by side differ."""
        return measure_trust(self.corpus, self.reuse, self.shares, self.shown_shares)

    @cached_property
    def _recipe_of_groups(self) -> GroupRecipe:
        return GroupRecipe(min_sentences=self.corpus.study.min_sentences)

    @cached_property
    def _cut_today(self) -> Grouping:
        """The tree and its cut, whatever a baseline holds."""
        return group_plans(self.grouped_shares, self._recipe_of_groups)

    @cached_property
    def lasting(self) -> LastingGroups:
        """Where each plan stands among the baseline's groups."""
        study, lexicon = self.corpus.study, self.corpus.lexicon
        return find_lasting(
            study, self.grouped_shares, self._cut_today, lexicon, disguised=self.disguised
        )

    @cached_property
    def grouping(self) -> Grouping:
        """By the lasting groups, where a baseline keeps any."""
        return take_lasting(
            self._cut_today, self.grouped_shares, self.lasting, self._recipe_of_groups
        )

    def list_nearest(self, plan_id: str) -> list[tuple[str, float]]:
        """List the plans compared with one plan, the nearest first."""
        ids = self.grouping.plan_ids
        if plan_id not in ids or not len(self.grouping.distances):
            return []
        row = self.grouping.distances[ids.index(plan_id)]
        found = ((other, float(row[j])) for j, other in enumerate(ids) if other != plan_id)
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    @cached_property
    def types(self) -> tuple[RuleType, ...]:
        """By the lexicon's rule, of the plans side by side."""
        rule, least = self.corpus.lexicon.typology, self.corpus.study.min_sentences
        return apply_rule(self.shown_shares, rule, min_sentences=least)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """What the groups were held against."""
        traits = list_traits(self.corpus, self.reuse, self.grouping.plan_ids)
        return hold_against(self.grouping.cut, traits)

    @cached_property
    def views(self) -> SecondViews:
        """The same plans grouped in other ways."""
        return measure_second_views(
            self.corpus, self.reuse, self.grouped_shares, self.grouping, self.matrix
        )


def _list_towns(corpus: Corpus) -> set[str]:
    """Every town that plans, register or frame name."""
    towns = {plan.town for plan in (*corpus.plans.values(), *corpus.left_out)}
    towns |= {row.town for row in corpus.people.register.rows if row.town}
    return towns | {town.town for town in corpus.people.frame.towns}
