"""Keywords and themes counted in one plan, by characters and sentences.

Words are counted as characters of the cleaned text and not as tokens, so that no word
cutter can lose 乡村振兴.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.corpus.lexicon import Lexicon
from analysis.model import PlanCounts, Reading


@dataclass(frozen=True, slots=True)
class Heard:
    """What one sentence says in listed words; `words` and `themes` run side by side."""

    words: tuple[str, ...]
    """Words of themes, as they are met."""
    themes: tuple[int, ...]
    named: frozenset[int | None]
    """Themes of the indicators it names, None for a listed word that never shows one."""


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


def count_plan(reading: Reading, lexicon: Lexicon, *, main_only: bool = False) -> PlanCounts:
    """Count the lexicon's keywords and themes in one plan.

    Keywords are counted each by itself, in the whole body and in the plan sentences (every
    role but review). Themes are counted in plan sentences only: a sentence counts once, split
    evenly over the themes it shows (see `find_themes`); with `main_only` over those alone that it
    has most words of.
    """
    text, plan = reading.clean.text, reading.plan
    body = text[plan.start : plan.end]
    sentences = [text[s.start : s.end] for s in reading.sentences if s.role != "review"]
    heard = [(held.themes, held.named) for held in hear_sentences(sentences, lexicon)]
    if main_only:
        heard = [(_keep_main(themes), named) for themes, named in heard]
    said = Counter(theme for themes, _ in heard for theme in themes)
    shown = Counter(settle_themes(themes, named, lexicon.passing) for themes, named in heard)
    theme_sets = tuple(sorted(shown.items()))
    return PlanCounts(
        plan_id=plan.plan_id,
        chars_document=_count_chars(body),
        chars_plan=sum(map(_count_chars, sentences)),
        keywords_document=tuple(body.count(word) for word in lexicon.keywords),
        keywords_plan=tuple(sum(s.count(word) for s in sentences) for word in lexicon.keywords),
        n_plan_sentences=len(sentences),
        theme_sentences=_split_over_themes(theme_sets, len(lexicon.themes)),
        theme_sets=theme_sets,
        theme_words=tuple(said[i] for i in range(len(lexicon.themes))),
    )


def find_themes(sentences: Sequence[str], lexicon: Lexicon) -> list[tuple[int, ...]]:
    """Find the themes that each sentence shows, as places in the lexicon's order.

    A word of the lexicon's `no_theme_words` shows none and hides the theme words inside it. A
    sentence without any word of a theme shows that of the indicators it names, if they are all
    of one (`alone`). A theme that another one outnumbers by `passing` to one is only mentioned.
    """
    return [
        settle_themes(held.themes, held.named, lexicon.passing)
        for held in hear_sentences(sentences, lexicon)
    ]


def hear_sentences(sentences: Sequence[str], lexicon: Lexicon) -> list[Heard]:
    """Find the listed words of each sentence."""
    theme_of = {word: i for i, theme in enumerate(lexicon.themes) for word in theme.words}
    place = {theme.key: i for i, theme in enumerate(lexicon.themes)}
    named = {w: place.get(lexicon.alone.get(w, "")) for w in lexicon.no_theme_words}
    by_first = _sort_words((*theme_of, *named))
    heard = []
    for sentence in sentences:
        met = list(_walk(sentence, by_first))
        words = tuple(word for word in met if word in theme_of)
        themes = tuple(theme_of[word] for word in words)
        heard.append(Heard(words, themes, frozenset(named[w] for w in met if w in named)))
    return heard


def settle_themes(
    themes: Sequence[int], named: frozenset[int | None], passing: int
) -> tuple[int, ...]:
    """Tell which themes a sentence counts for, ascending; see `find_themes`."""
    if not themes:
        return tuple(i for i in named if i is not None) if len(named) == 1 else ()
    words = Counter(themes)
    most = max(words.values())
    return tuple(sorted(t for t, n in words.items() if not passing or n * passing > most))


def _keep_main(themes: Sequence[int]) -> tuple[int, ...]:
    """Keep the words of the themes that have most of them."""
    words = Counter(themes)
    most = max(words.values(), default=0)
    return tuple(theme for theme in themes if words[theme] == most)


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
    return list(_walk(text, _sort_words(words)))


def _walk(text: str, by_first: Mapping[str, Sequence[str]]) -> Iterator[str]:
    at = 0
    while at < len(text):
        fitting = (word for word in by_first.get(text[at], ()) if text.startswith(word, at))
        found = next(fitting, "")
        if found:
            yield found
        at += len(found) or 1


@lru_cache(maxsize=32)
def _sort_words(words: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Words by their first character, the longest first."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        by_first.setdefault(word[0], []).append(word)
    return by_first


def _count_chars(text: str) -> int:
    """Characters, blanks apart."""
    return sum(map(len, text.split()))
