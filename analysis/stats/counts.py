"""Keywords and themes counted in one plan, by characters and sentences.

Words are counted as characters of the cleaned text and not as tokens, so that no word
cutter can lose 乡村振兴.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from analysis.corpus.lexicon import Lexicon
from analysis.model import PlanCounts, Reading


def count_words(text: str, words: Sequence[str]) -> dict[str, int]:
    """Occurrences of each word, none overlapping another.

    The text is read once from left to right; where several words begin at one character the
    longest counts, and the characters it covers count for no other word.

    Parameters
    ----------
    text
        Cleaned characters.
    words
        The words to count; every one of them is a key of the result, absent words with 0.
    """
    counts = dict.fromkeys(words, 0)
    for word in _find_words(text, tuple(counts)):
        counts[word] += 1
    return counts


def count_plan(reading: Reading, lexicon: Lexicon) -> PlanCounts:
    """Count the lexicon's keywords and themes in one plan.

    Keywords are counted each by itself, in the whole body and in the plan sentences (every
    role but review). Themes are counted in plan sentences only: a sentence counts once, split
    evenly over the themes it shows.
    """
    text, plan = reading.clean.text, reading.plan
    body = text[plan.start : plan.end]
    sentences = [text[s.start : s.end] for s in reading.sentences if s.role != "review"]
    theme_sets = tuple(sorted(Counter(find_themes(sentences, lexicon)).items()))
    return PlanCounts(
        plan_id=plan.plan_id,
        chars_document=_count_chars(body),
        chars_plan=sum(map(_count_chars, sentences)),
        keywords_document=tuple(body.count(word) for word in lexicon.keywords),
        keywords_plan=tuple(sum(s.count(word) for s in sentences) for word in lexicon.keywords),
        n_plan_sentences=len(sentences),
        theme_sentences=_split_over_themes(theme_sets, len(lexicon.themes)),
        theme_sets=theme_sets,
    )


def find_themes(sentences: Sequence[str], lexicon: Lexicon) -> list[tuple[int, ...]]:
    """Find the themes that each sentence shows, as places in the lexicon's order.

    A word of the lexicon's `no_theme_words` shows none and hides the theme words inside it.
    """
    theme_of = {word: i for i, theme in enumerate(lexicon.themes) for word in theme.words}
    words = (*theme_of, *lexicon.no_theme_words)
    return [
        tuple(sorted({theme_of[w] for w in _find_words(s, words) if w in theme_of}))
        for s in sentences
    ]


def _split_over_themes(
    theme_sets: Sequence[tuple[tuple[int, ...], int]], n_themes: int
) -> tuple[float, ...]:
    """Sentences per theme, in the lexicon's order."""
    totals = [0.0] * n_themes
    for themes, sentences in theme_sets:
        for theme in themes:
            totals[theme] += sentences / len(themes)
    return tuple(totals)


def _find_words(text: str, words: tuple[str, ...]) -> list[str]:
    return _pattern(words).findall(text) if words else []


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One alternation, longest word first; words that begin alike share the test of it."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile(
        "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    )


def _count_chars(text: str) -> int:
    """Characters, blanks apart."""
    return sum(map(len, text.split()))
