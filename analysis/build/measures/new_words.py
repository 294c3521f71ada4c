"""New words of a study: what the plans hold, what people decided, what their decisions moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.build.documents.gather import Corpus
from analysis.build.documents.stages import make_cutter
from analysis.build.measures.of_words import LEADING_TERMS
from analysis.build.measures.results import Results
from analysis.build.measures.words import make_recipe
from analysis.corpus.files import write_if_changed
from analysis.corpus.lexicon import Lexicon
from analysis.model import Sentence, TermMatrix
from analysis.stats.terms import top_terms, weigh_terms
from analysis.tables.frames import make_table, to_csv
from analysis.tables.tabulate_words import tabulate_new_words
from analysis.text.new_words import NewWord, find_new_words
from analysis.text.tokens import cut_plan, merge_vocabularies

_EXAMPLES = 3
_NEVER = 10**9


def new_words(results: Results, *, min_towns: int | None = None) -> pd.DataFrame:
    """List character runs of the plan sentences that behave like words and are in no dictionary.

    Words of ours and of jieba's dictionary, stop words, indicators and the study's own names are
    left out; words that people accepted stay in the list, with their decision.

    Parameters
    ----------
    min_towns
        Towns that must use a candidate, instead of the number in ``lexicon/words.toml``.
    """
    corpus = results.corpus
    said, towns = _list_sentences(corpus)
    texts = [corpus.readings[p].clean.text[s.start : s.end] for p, s in said]
    limits = corpus.lexicon.workbench.candidates
    if min_towns is not None:
        limits = replace(limits, towns=min_towns)
    found = find_new_words(texts, towns, _Known(corpus), limits)
    judged = {held.word: held for held in corpus.lexicon.workbench.judged}
    examples = {
        word.word: [said[i][1].sentence_id for i in _choose_examples(word, towns)] for word in found
    }
    return make_table("new_words", tabulate_new_words(found, judged, examples))


def write_new_words(results: Results, *, min_towns: int | None = None) -> tuple[pd.DataFrame, Path]:
    """List the new words and write them to the study's tables."""
    frame = new_words(results, min_towns=min_towns)
    path = results.corpus.study.derived / "tables" / "new_words.csv"
    write_if_changed(path, to_csv(frame))
    return frame, path


def tell_acceptance(results: Results) -> pd.DataFrame:
    """Tell what the accepted new words moved in the table of leading TF-IDF terms.

    Every plan is cut once more without them.

    Returns
    -------
    One row a plan and term that came into the plan's leading terms or left them: `plan_id`,
    `town`, `term`, `what` (appeared, left), `rank` with the accepted words and `rank_without`,
    empty where the term is not among the plan's terms.
    """
    corpus = results.corpus
    cutter = make_cutter(_forget_accepted(corpus.lexicon))
    tokens, vocabulary = merge_vocabularies(
        [cut_plan(reading, cutter) for reading in corpus.readings.values()]
    )
    recipe = make_recipe(corpus.lexicon, list(corpus.plans.values()), corpus.study)
    without = weigh_terms(tokens, vocabulary, recipe)
    rows = []
    for plan_id in results.matrix.plan_ids:
        now, then = (_rank_terms(matrix, plan_id) for matrix in (results.matrix, without))
        moved = {
            term
            for term in now.keys() | then.keys()
            if (now.get(term, _NEVER) <= LEADING_TERMS) != (then.get(term, _NEVER) <= LEADING_TERMS)
        }
        rows += [
            {
                "plan_id": plan_id,
                "town": corpus.plans[plan_id].town,
                "term": term,
                "what": "appeared" if now.get(term, _NEVER) <= LEADING_TERMS else "left",
                "rank": now.get(term),
                "rank_without": then.get(term),
            }
            for term in sorted(moved, key=lambda t: (now.get(t, _NEVER), t))
        ]
    frame = pd.DataFrame(rows, columns=["plan_id", "town", "term", "what", "rank", "rank_without"])
    return frame.astype({"rank": "Int64", "rank_without": "Int64"})


def _rank_terms(matrix: TermMatrix, plan_id: str) -> dict[str, int]:
    ranked = top_terms(matrix, plan_id, len(matrix.terms))
    return {term: rank for rank, (term, _) in enumerate(ranked, 1)}


class _Known:
    """Knows the words that nobody needs to be shown."""

    def __init__(self, corpus: Corpus) -> None:
        lexicon = corpus.lexicon
        self._cutter = make_cutter(_forget_accepted(lexicon))
        named = (name for i in lexicon.indicators.values() for name in (i.zh, *i.synonyms))
        self._listed = frozenset(named).union(*lexicon.stop_words.values())
        plans = [*corpus.plans.values(), *corpus.left_out]
        self._names = {name for plan in plans for name in (plan.town, plan.county) if name}

    def __call__(self, word: str) -> bool:
        if word in self._listed or self._cutter.knows(word):
            return True
        return any(word in name or name in word for name in self._names)


def _forget_accepted(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon without the words that people accepted."""
    return replace(lexicon, workbench=replace(lexicon.workbench, judged=()))


def _list_sentences(corpus: Corpus) -> tuple[list[tuple[str, Sentence]], list[int]]:
    """List the plan sentences with their plans, and a number for each one's town."""
    numbers: dict[tuple[str | None, str], int] = {}
    said, towns = [], []
    for plan_id, reading in corpus.readings.items():
        town = (reading.plan.county, reading.plan.town)
        for sentence in reading.sentences:
            if sentence.role != "review":
                said.append((plan_id, sentence))
                towns.append(numbers.setdefault(town, len(numbers)))
    return said, towns


def _choose_examples(word: NewWord, towns: Sequence[int]) -> list[int]:
    """Choose sentences of as many towns as there are, in their order."""
    of_town: dict[int, int] = {}
    for sentence, _ in word.places:
        of_town.setdefault(towns[sentence], sentence)
    first = list(of_town.values())
    rest = [s for s in dict.fromkeys(s for s, _ in word.places) if s not in first]
    return sorted([*first, *rest][:_EXAMPLES])
