"""What the plans of a corpus say: their words and their themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.build.documents.gather import Corpus
from analysis.build.measures.words import find_key_terms, make_recipe, read_coded_themes
from analysis.model import KeywordCount, TermMatrix, ThemeShares, Tokens
from analysis.stats.attrition import Attrition, measure_attrition
from analysis.stats.boilerplate import Boilerplate, measure_boilerplate
from analysis.stats.correction import ShareIntervals, correct_shares
from analysis.stats.groups import choose_counts
from analysis.stats.keyness import KeyTerm
from analysis.stats.keywords import measure_keywords
from analysis.stats.terms import TermRecipe, top_terms, weigh_terms
from analysis.stats.themes import measure_theme_shares
from analysis.text.tokens import merge_vocabularies

LEADING_TERMS = 30
CLOUD_TERMS = 100


@dataclass(eq=False)
class WordMeasures:
    """Words and themes of a corpus, each measure computed when it is first asked for.

    What a measure looks into besides the corpus (coded sentences, a list of terms) is read then,
    and is a StudyError where it is wrong.
    """

    corpus: Corpus

    @cached_property
    def _cut(self) -> tuple[tuple[Tokens, ...], tuple[str, ...]]:
        """Every plan's tokens, and the vocabulary they share."""
        parts = self.corpus.parts.values()
        return merge_vocabularies([(part.cut.tokens, part.cut.words) for part in parts])

    @cached_property
    def _recipe(self) -> TermRecipe:
        corpus = self.corpus
        return make_recipe(corpus.lexicon, list(corpus.plans.values()), corpus.study)

    @cached_property
    def matrix(self) -> TermMatrix:
        """Weights of the terms of every plan."""
        return weigh_terms(*self._cut, self._recipe)

    @cached_property
    def keywords(self) -> tuple[KeywordCount, ...]:
        """The lexicon's keywords in every plan."""
        counts = list(self.corpus.counts.values())
        return measure_keywords(counts, self.matrix, self.corpus.lexicon.keywords)

    @cached_property
    def leading_terms(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """Plan id -> its heaviest terms."""
        return {p: top_terms(self.matrix, p, LEADING_TERMS) for p in self.matrix.plan_ids}

    def cloud_terms(self, plan_id: str) -> tuple[tuple[str, float], ...]:
        """Return the heaviest terms of one plan, as many as a large word cloud holds."""
        return top_terms(self.matrix, plan_id, CLOUD_TERMS)

    @cached_property
    def key_terms(self) -> Mapping[str, tuple[KeyTerm, ...]]:
        """Plan id -> what sets it apart from the other towns, of the plans side by side."""
        return find_key_terms(self.corpus, *self._cut, self._recipe)

    @cached_property
    def attrition(self) -> tuple[Attrition, ...]:
        """What became of every plan's tokens."""
        return measure_attrition(*self._cut, self.corpus.counts, self._recipe)

    @cached_property
    def _themes(self) -> list[str]:
        return [theme.key for theme in self.corpus.lexicon.themes]

    @cached_property
    def shares(self) -> ThemeShares:
        """What every plan speaks of."""
        return measure_theme_shares(list(self.corpus.counts.values()), self._themes)

    @cached_property
    def shown_shares(self) -> ThemeShares:
        """The same for the plans that stand side by side."""
        counts = self.corpus.counts
        return measure_theme_shares([counts[p] for p in self.corpus.shown], self._themes)

    @cached_property
    def intervals(self) -> ShareIntervals:
        """Of `shares`, raw and corrected by coded sentences."""
        corpus = self.corpus
        return correct_shares(
            list(corpus.counts.values()),
            len(self._themes),
            read_coded_themes(corpus.study, corpus.lexicon),
            min_sentences=corpus.study.min_sentences,
        )

    @cached_property
    def boilerplate(self) -> Boilerplate:
        """Sentences that many towns share."""
        corpus = self.corpus
        return measure_boilerplate(corpus.readings, corpus.counts, corpus.lexicon)

    @cached_property
    def grouped_shares(self) -> ThemeShares:
        """What they were grouped by: without the sentences that many towns share."""
        corpus = self.corpus
        own = self.boilerplate.own_counts
        counts = choose_counts(corpus.counts, own, corpus.study.min_sentences)
        return measure_theme_shares([counts[p] for p in corpus.shown], self._themes)
