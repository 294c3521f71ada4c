"""A tree of words finds what a plain list of them would find, the longest first."""

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.text.alternatives import any_of

WORDS = st.lists(st.text("稳中有进增+", min_size=1, max_size=5), min_size=1, max_size=8)


@given(WORDS, st.text("稳中有进增+", max_size=30))
def test_the_longest_word_wins_at_each_place(words, text):
    plain = "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w))))
    assert re.findall(any_of(words), text) == re.findall(plain, text)


@given(WORDS, st.text("稳中有进增+", max_size=30))
def test_a_word_counts_only_before_what_must_follow_it(words, text):
    behind = dict.fromkeys(words[::2], "(?!增)")
    longest = sorted(set(words), key=lambda w: (-len(w), w))
    plain = "|".join(re.escape(w) + behind.get(w, "") for w in longest)
    assert re.findall(any_of(words, behind), text) == re.findall(plain, text)


def test_no_words_match_nowhere():
    assert re.search(any_of(()), "稳") is None
