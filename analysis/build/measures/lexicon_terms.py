"""The theme lists against a study: what each word does, and which words no theme claims."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.build.measures.kwic import choose_theme
from analysis.build.measures.results import Results
from analysis.build.measures.words import make_recipe
from analysis.corpus.gold import find_gold, read_gold
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.stats.counts import find_themes, hear_sentences
from analysis.stats.influence import measure_influence
from analysis.stats.near_terms import find_near_terms
from analysis.stats.resampling import count_by_sentence
from analysis.stats.terms import is_term
from analysis.tables.frames import make_table
from analysis.tables.tabulate_words import tabulate_near_terms, tabulate_theme_words
from analysis.text.tokens import merge_vocabularies

_NEAR = 30


def theme_words(results: Results, theme: str | None = None) -> pd.DataFrame:
    """Show each word of the themes that the plans side by side use, and what leaving it out moves.

    Parameters
    ----------
    theme
        A theme's key or Chinese name; all themes by default.

    Raises
    ------
    StudyError
        There is no such theme.
    """
    corpus, lexicon = results.corpus, results.corpus.lexicon
    heard = {}
    for plan_id in corpus.shown:
        reading = corpus.readings[plan_id]
        said = [s for s in reading.sentences if s.role != "review"]
        texts = [reading.clean.text[s.start : s.end] for s in said]
        heard[plan_id] = hear_sentences(texts, lexicon)
    found = measure_influence(heard, len(lexicon.themes), lexicon.passing) if heard else ()
    if theme is not None:
        place = lexicon.themes.index(choose_theme(lexicon.themes, theme))
        found = tuple(word for word in found if word.theme == place)
    coded = _judge_words(corpus.study, lexicon)
    return make_table("theme_words", tabulate_theme_words(found, coded, corpus.plans, lexicon))


def near_terms(results: Results, theme: str) -> pd.DataFrame:
    """Show the terms that stand in a theme's sentences rather than in others and belong to none.

    Plan sentences of the plans side by side that count for the theme are held against the rest
    (log-odds); `unclaimed` are sentences with the term that show no theme at all.

    Raises
    ------
    StudyError
        There is no such theme.
    """
    corpus, lexicon = results.corpus, results.corpus.lexicon
    place = lexicon.themes.index(choose_theme(lexicon.themes, theme))
    parts = [corpus.parts[plan_id] for plan_id in corpus.shown]
    readings = [corpus.readings[plan_id] for plan_id in corpus.shown]
    tokens, vocabulary = merge_vocabularies([(part.cut.tokens, part.cut.words) for part in parts])
    recipe = make_recipe(lexicon, list(corpus.plans.values()), corpus.study)
    listed = {word for held in lexicon.themes for word in held.words}
    columns = [
        i for i, word in enumerate(vocabulary) if word not in listed and is_term(word, recipe)
    ]
    counts = count_by_sentence(readings, tokens, columns)
    texts, towns = [], []
    for reading in readings:
        said = [s for s in reading.sentences if s.role != "review"]
        texts += [reading.clean.text[s.start : s.end] for s in said]
        towns += [(reading.plan.county, reading.plan.town)] * len(said)
    found = find_near_terms(
        counts,
        [vocabulary[i] for i in columns],
        find_themes(texts, lexicon),
        place,
        towns,
        min_towns=min(lexicon.workbench.keyness_towns, len(corpus.shown)),
    )
    return make_table("near_terms", tabulate_near_terms(found[:_NEAR]))


def _judge_words(study: Study, lexicon: Lexicon) -> dict[str, tuple[int, int]]:
    """Tell of each word how many open coded sentences hold it, and how many people gave its theme.

    Empty where there are no coded sentences; locked ones are left alone.
    """
    folder = find_gold(study)
    gold = [s for s in read_gold(folder) if not s.locked] if folder else []
    held: Counter[str] = Counter()
    right: Counter[str] = Counter()
    heard = hear_sentences([s.sentence for s in gold], lexicon)
    for sentence, said in zip(gold, heard, strict=True):
        for word, theme in set(zip(said.words, said.themes, strict=True)):
            held[word] += 1
            right[word] += lexicon.themes[theme].key in sentence.themes
    return {word: (n, right[word]) for word, n in held.items()}
