"""The statements that a reader takes home, made again by other choices of method, on request.

Which choices stands in ``lexicon/words.toml``, each with its reason. What a choice cannot touch
(jieba's guesses no theme share) is not computed again for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from analysis.build.documents.anonymise import BLANK
from analysis.build.documents.gather import Corpus
from analysis.build.documents.stages import make_cutter
from analysis.build.measures.results import Results
from analysis.build.measures.stop_layers import list_stop_layers
from analysis.build.measures.words import find_key_terms, make_recipe
from analysis.build.progress import track
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.workbench import STOP
from analysis.model import PlanCounts, Reading, ThemeShares, Tokens
from analysis.stats.boilerplate import find_boilerplate
from analysis.stats.counts import count_plan, count_words
from analysis.stats.groups import GroupRecipe, choose_counts, group_plans
from analysis.stats.robustness import (
    ALL_TOWNS,
    Answer,
    Holding,
    Question,
    Variant,
    find_leaders,
    measure_robustness,
)
from analysis.stats.terms import TermRecipe, top_terms, weigh_terms
from analysis.stats.themes import measure_theme_shares
from analysis.text.tokens import Cutter, cut_plan, merge_vocabularies

T = TypeVar("T")
_LONGEST_NAME = 9
_TIED = 20
"""Terms looked at for ties with the heaviest one."""


def measure_statements(results: Results, *, progress: bool = True) -> tuple[Holding, ...]:
    """Ask in how many variants each headline statement of a study holds.

    Leading theme, heaviest key term and TF-IDF term of each town; the town that says each keyword
    most and the one with the largest share of each theme; the verdict on the groups. Statements
    on themes are made of plans that have enough plan sentences the study's own way.
    """
    corpus = results.corpus
    choices = corpus.lexicon.workbench.robustness.choices
    questions = _list_questions(_Variants(corpus), choices)
    return tuple(
        holding
        for question in track(questions, "稳健性 robustness", "问", show=progress)
        for holding in measure_robustness(question, choices)
    )


def _list_questions(variants: _Variants, choices: Sequence[str]) -> list[Question]:
    """List the kinds of statements, each with the choices that can touch it."""
    sentences = ("boilerplate", "review")
    themes = (*sentences, "weighting", "theme_words")
    words = (*sentences, "dictionary", "hmm", *(c for c in choices if c.startswith(STOP)))
    return [
        Question("leading_theme", themes, variants.lead_themes),
        Question("largest_share", themes, variants.lead_shares),
        Question("keyword", (*sentences, "weighting"), variants.lead_keywords),
        Question("keyness", words, variants.lead_key_terms),
        Question("tfidf", (*words, "weighting"), variants.lead_terms),
        Question("verdict", themes, variants.judge_groups),
    ]


class _Variants:
    """Measures a corpus in variants; what two of them have in common is computed once."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lexicon = corpus.lexicon
        self._kept: dict[tuple[object, ...], object] = {}
        shares = self._measure_shares(frozenset())
        enough = shares.n_sentences >= max(1, corpus.study.min_sentences)
        self._compared = np.flatnonzero(enough).tolist()

    def lead_themes(self, variant: Variant) -> Mapping[str, Answer]:
        """Plan -> its leading themes."""
        held = self._measure_shares(variant)
        return {
            held.plan_ids[i]: find_leaders(dict(zip(held.themes, row, strict=True)))
            for i, row in ((i, np.nan_to_num(held.shares[i]).tolist()) for i in self._compared)
        }

    def lead_shares(self, variant: Variant) -> Mapping[str, Answer]:
        """Theme -> the plans with its largest share."""
        held = self._measure_shares(variant)
        names = [held.plan_ids[i] for i in self._compared]
        columns = np.nan_to_num(held.shares[self._compared]).T.tolist()
        return {
            theme: find_leaders(dict(zip(names, column, strict=True)))
            for theme, column in zip(held.themes, columns, strict=True)
        }

    def lead_keywords(self, variant: Variant) -> Mapping[str, Answer]:
        """Keyword -> the plans that say it most."""
        counts = self._count(variant)
        plain = "weighting" in variant
        return {
            word: find_leaders(
                {
                    p: counts[p].keywords_plan[i] / (1 if plain else counts[p].chars_plan or 1)
                    for p in self._corpus.shown
                }
            )
            for i, word in enumerate(self._lexicon.keywords)
        }

    def lead_key_terms(self, variant: Variant) -> Mapping[str, Answer]:
        """Plan -> the terms that set it apart most."""
        tokens, vocabulary = self._cut(variant)
        found = find_key_terms(self._corpus, tokens, vocabulary, self._make_recipe(variant))
        return {p: find_leaders({key.term: key.z for key in keys}) for p, keys in found.items()}

    def lead_terms(self, variant: Variant) -> Mapping[str, Answer]:
        """Plan -> its heaviest terms."""
        matrix = weigh_terms(*self._cut(variant), self._make_recipe(variant))
        return {p: find_leaders(dict(top_terms(matrix, p, _TIED))) for p in self._corpus.shown}

    def judge_groups(self, variant: Variant) -> Mapping[str, Answer]:
        """Return the verdict on the groups of all towns."""
        least, boilerplate = self._corpus.study.min_sentences, frozenset({"boilerplate"})
        counts = self._count(variant - boilerplate)
        if not boilerplate <= variant:  # groups leave shared sentences out; the other way is in
            counts = choose_counts(counts, self._count(variant | boilerplate), least)
        themes = [theme.key for theme in self._lexicon.themes]
        shares = measure_theme_shares([counts[p] for p in self._corpus.shown], themes)
        return {ALL_TOWNS: (group_plans(shares, GroupRecipe(min_sentences=least)).verdict,)}

    def _once(self, make: Callable[[], T], *key: object) -> T:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]

    def _read(self, variant: Variant) -> Mapping[str, Reading]:
        """Return readings whose plan sentences are those that the variant counts."""
        variant &= {"review", "boilerplate"}
        return self._once(lambda: _choose_sentences(self._corpus, variant), "read", variant)

    def _count(self, variant: Variant) -> Mapping[str, PlanCounts]:
        variant &= {"review", "boilerplate", "theme_words", "weighting"}

        def count() -> Mapping[str, PlanCounts]:
            lexicon, main = self._choose_words(variant), "weighting" in variant
            return {
                p: count_plan(r, lexicon, main_only=main) for p, r in self._read(variant).items()
            }

        return self._once(count, "count", variant)

    def _measure_shares(self, variant: Variant) -> ThemeShares:
        counts = self._count(variant)
        themes = [theme.key for theme in self._lexicon.themes]
        return measure_theme_shares([counts[p] for p in self._corpus.shown], themes)

    def _choose_words(self, variant: Variant) -> Lexicon:
        if "theme_words" not in variant:
            return self._lexicon
        return self._once(lambda: _hide_leading_words(self._corpus), "words")

    def _cut(self, variant: Variant) -> tuple[tuple[Tokens, ...], tuple[str, ...]]:
        way = variant & {"dictionary", "hmm"}
        tokens, vocabulary = self._once(lambda: self._cut_anew(way), "cut", way)
        readings = self._read(variant)
        return tuple(_keep_sentences(t, readings[t.plan_id]) for t in tokens), vocabulary

    def _cut_anew(self, way: Variant) -> tuple[tuple[Tokens, ...], tuple[str, ...]]:
        parts = self._corpus.parts.values()
        if not way:
            return merge_vocabularies([(part.cut.tokens, part.cut.words) for part in parts])
        if "dictionary" in way:
            cutter = self._once(lambda: Cutter([]), "bare cutter")
        else:
            cutter = make_cutter(self._lexicon)
        if "hmm" in way:
            cutter = cutter.stop_guessing()
        return merge_vocabularies([cut_plan(part.reading, cutter) for part in parts])

    def _make_recipe(self, variant: Variant) -> TermRecipe:
        corpus = self._corpus
        recipe = make_recipe(self._lexicon, list(corpus.plans.values()), corpus.study)
        layers = list_stop_layers(
            self._lexicon, indicator_names=corpus.study.drop_indicator_names
        ).items()
        return replace(
            recipe,
            stop_words=frozenset().union(*(w for name, w in layers if STOP + name not in variant)),
            # the names of anonymised plans are blanked, and cut anew they look like words
            names=recipe.names | {BLANK * n for n in range(1, _LONGEST_NAME)},
            sublinear=recipe.sublinear != ("weighting" in variant),
        )


def _choose_sentences(corpus: Corpus, variant: Variant) -> Mapping[str, Reading]:
    readings = corpus.readings
    if "review" in variant:
        readings = {
            plan_id: replace(
                reading,
                sentences=tuple(
                    replace(s, role="other") if s.role == "review" else s for s in reading.sentences
                ),
            )
            for plan_id, reading in readings.items()
        }
    if "boilerplate" not in variant:
        return readings
    bench = corpus.lexicon.workbench
    said = find_boilerplate(list(readings.values()), bench.boilerplate, bench.background)
    shared = {s.sentence_id for held in said.values() for s in held if s.kind != "own"}
    return {
        plan_id: replace(
            reading, sentences=tuple(s for s in reading.sentences if s.sentence_id not in shared)
        )
        for plan_id, reading in readings.items()
    }


def _hide_leading_words(corpus: Corpus) -> Lexicon:
    """Let the most frequent word of each theme show nothing, and hide what stands inside it."""
    lexicon = corpus.lexicon
    sentences = (
        reading.clean.text[s.start : s.end]
        for reading in corpus.readings.values()
        for s in reading.sentences
        if s.role != "review"
    )
    words = [*(w for theme in lexicon.themes for w in theme.words), *lexicon.no_theme_words]
    uses = count_words("\n".join(sentences), words)
    leading = {max(theme.words, key=lambda w: (uses[w], w)) for theme in lexicon.themes}
    return replace(
        lexicon,
        themes=tuple(
            replace(theme, words=tuple(w for w in theme.words if w not in leading))
            for theme in lexicon.themes
        ),
        no_theme_words=(*lexicon.no_theme_words, *sorted(leading)),
    )


def _keep_sentences(tokens: Tokens, reading: Reading) -> Tokens:
    """Let those tokens count that stand in the plan sentences of a reading."""
    kept = sorted((s.start, s.end) for s in reading.sentences if s.role != "review")
    bounds = np.array([(-1, -1), *kept])
    place = np.searchsorted(bounds[:, 0], tokens.starts, side="right") - 1
    return replace(tokens, in_plan_part=tokens.starts < bounds[place, 1])
