"""Words in context over a study: as a table for notebooks, as lines for a screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.build.measures.results import Results
from analysis.corpus.dictionaries import read_dictionary
from analysis.corpus.lexicon import Lexicon, Theme
from analysis.errors import StudyError
from analysis.model import Reading
from analysis.stats.counts import find_themes
from analysis.tables.frames import make_table
from analysis.tables.tabulate_words import tabulate_kwic
from analysis.text.concordance import ContextLine, align_lines, find_in_context


def kwic(
    results: Results,
    word: str = "",
    *,
    theme: str | None = None,
    dictionary: str | Path | None = None,
    year: int | None = None,
    with_review: bool = False,
) -> pd.DataFrame:
    """Show a word, or all words of a theme, in the plan sentences that hold them.

    Parameters
    ----------
    theme
        A theme's key or Chinese name: its words in the sentences that count for it, words of
        other themes and of `no_theme` hiding those inside them.
    dictionary
        A dictionary of others (quanteda, LIWC, WordStat, CSV) in which `theme` is looked up.
    year
        Only plans of this year; every plan by default.
    with_review
        Look into the review of last year too.

    Raises
    ------
    StudyError
        There is no such theme, or neither a word nor a theme is named.
    """
    lines = find_lines(
        results, word, theme=theme, dictionary=dictionary, year=year, with_review=with_review
    )
    return tabulate_lines(results, lines)


def tabulate_lines(results: Results, lines: Sequence[ContextLine]) -> pd.DataFrame:
    """Return occurrences as the table `kwic`."""
    return make_table("kwic", tabulate_kwic(lines, results.corpus.plans, results.corpus.doc_names))


def print_kwic(results: Results, lines: Sequence[ContextLine], width: int = 40) -> str:
    """Lay out occurrences below one another: town, year, role, context, received offsets."""
    corpus = results.corpus
    told = []
    for line in lines:
        plan = corpus.plans[line.plan_id]
        head = f"{plan.town} {plan.stated_year or '年份不详'} {line.role}"
        told.append((head, line, f"{corpus.doc_names[plan.doc_id]}:{line.start}-{line.end}"))
    plans = len({line.plan_id for line in lines})
    total = f"{len(lines)} 处 occurrences, {plans} 份计划 plans"
    return "\n".join([*align_lines(told, width), total])


def find_lines(
    results: Results,
    word: str,
    *,
    theme: str | None = None,
    dictionary: str | Path | None = None,
    year: int | None = None,
    with_review: bool = False,
) -> tuple[ContextLine, ...]:
    """Find what `kwic` shows, as lines."""
    corpus = results.corpus
    if not word and theme is None:
        raise StudyError(
            "E-WRD-01", "no word is named", where="kwic", fix="name a word, or a theme with --theme"
        )
    words = [word] if word else []
    hiding: list[str] = []
    chosen = None
    if theme is not None:
        themes = read_dictionary(Path(dictionary)) if dictionary else corpus.lexicon.themes
        chosen = choose_theme(themes, theme)
        words += [w for w in chosen.words if w not in words]
        if not dictionary:
            words += [w for w, key in corpus.lexicon.alone.items() if key == chosen.key]
        hiding += list_hiding(themes, chosen, () if dictionary else corpus.lexicon.no_theme_words)
    readings = [
        reading
        for plan_id, reading in corpus.readings.items()
        if year is None or corpus.plans[plan_id].stated_year == year
    ]
    lines = find_in_context(readings, words, hiding=hiding, with_review=with_review)
    if chosen is None or dictionary:
        return lines
    counted = _find_counted(readings, corpus.lexicon, chosen)
    return tuple(line for line in lines if line.word == word or line.sentence_id in counted)


def _find_counted(readings: Sequence[Reading], lexicon: Lexicon, theme: Theme) -> set[str]:
    """Return the sentences that count for a theme."""
    place = lexicon.themes.index(theme)
    counted: set[str] = set()
    for reading in readings:
        texts = [reading.clean.text[s.start : s.end] for s in reading.sentences]
        found = find_themes(texts, lexicon)
        counted.update(
            s.sentence_id
            for s, shown in zip(reading.sentences, found, strict=True)
            if place in shown
        )
    return counted


def list_hiding(themes: Sequence[Theme], chosen: Theme, no_theme: Sequence[str]) -> list[str]:
    """List the words that are none of a theme's and hide those inside them."""
    return [w for other in themes if other is not chosen for w in other.words] + list(no_theme)


def choose_theme(themes: Sequence[Theme], name: str) -> Theme:
    """Find a theme by its key or Chinese name; raise StudyError where there is none."""
    chosen = next((t for t in themes if name in (t.key, t.zh)), None)
    if chosen is None:
        raise StudyError(
            "E-WRD-04",
            f"there is no theme called {name}",
            where="kwic",
            fix="use one of " + ", ".join(f"{t.key} {t.zh}" for t in themes),
        )
    return chosen
