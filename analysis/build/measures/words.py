"""What a corpus says in words: key terms, coded sentences, the lexicon against its coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.build.documents.gather import Corpus
from analysis.build.measures.stop_layers import list_stop_layers
from analysis.corpus.background import read_background
from analysis.corpus.gold import CodedSentence, find_gold, read_gold
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.model import Plan, Tokens
from analysis.stats.correction import CodedThemes, split_evenly
from analysis.stats.counts import find_themes
from analysis.stats.keyness import KeyTerm, measure_each
from analysis.stats.terms import TermRecipe, count_terms, name_words
from analysis.stats.validity import ThemeQuality, measure_themes

KEY_TERMS = 30
_PLANS_FOR_RARE_TERMS = 10


def make_recipe(lexicon: Lexicon, plans: Sequence[Plan], study: Study | None = None) -> TermRecipe:
    """Tell what counts as a term of these plans.

    Parameters
    ----------
    study
        What its researcher chose: a frozen list of terms and documents, which idf is then taken
        from, and whether names of indicators are terms.

    Raises
    ------
    StudyError
        The list cannot be read or is wrong.
    """
    background = study.background if study else None
    layers = list_stop_layers(lexicon, indicator_names=study is None or study.drop_indicator_names)
    return TermRecipe(
        min_plans=1 if len(plans) < _PLANS_FOR_RARE_TERMS else 2,
        stop_words=frozenset().union(*layers.values()),
        names=name_words(plans, lexicon.places["unit"]),
        counters=frozenset(lexicon.places["counter"]).union(
            lexicon.grammar["unit_count"], lexicon.grammar["unit_measure"]
        ),
        always=frozenset(lexicon.keywords),
        background=read_background(background) if background else None,
    )


def find_key_terms(
    corpus: Corpus, tokens: Sequence[Tokens], vocabulary: Sequence[str], recipe: TermRecipe
) -> Mapping[str, tuple[KeyTerm, ...]]:
    """Hold each plan that stands side by side with others against those of the other towns."""
    counts = count_terms(tokens, vocabulary, recipe)
    row_of = {plan.plan_id: i for i, plan in enumerate(tokens)}
    shown = [corpus.plans[plan_id] for plan_id in corpus.shown]
    listed = measure_each(
        counts,
        vocabulary,
        [row_of[plan.plan_id] for plan in shown],
        [(plan.county, plan.town) for plan in shown],
        KEY_TERMS,
        min_plans=recipe.min_plans,
    )
    return dict(zip(corpus.shown, listed, strict=True))


def read_coded_themes(study: Study, lexicon: Lexicon) -> CodedThemes | None:
    """Read the coded plan sentences that shares are corrected by; locked texts stay out.

    None where there are none, or where they were coded by other themes than the lexicon's.
    """
    folder = find_gold(study)
    if folder is None:
        return None
    places = {theme.key: i for i, theme in enumerate(lexicon.themes)}
    gold = [s for s in read_gold(folder) if not s.locked and s.role != "review"]
    if not gold or not frozenset().union(*(s.themes for s in gold)) <= places.keys():
        return None
    found = find_themes([s.sentence for s in gold], lexicon)
    coded = [sorted(places[theme] for theme in s.themes) for s in gold]
    return CodedThemes(split_evenly(found, len(places)), split_evenly(coded, len(places)))


def judge_lexicon(gold: Sequence[CodedSentence], lexicon: Lexicon) -> ThemeQuality:
    """Measure how well the lexicon finds what people coded."""
    keys = [theme.key for theme in lexicon.themes]
    found = find_themes([s.sentence for s in gold], lexicon)
    return measure_themes([{keys[i] for i in f} for f in found], [s.themes for s in gold], keys)
