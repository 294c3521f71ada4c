"""New words: counted exactly, weighed as published, never across signs, digits or masks."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import replace

import pytest

from analysis.corpus.workbench import CandidateLimits
from analysis.text.new_words import find_new_words

LIMITS = CandidateLimits(2, 6, 4, 2, 1.0, 0.5, frozenset("的了"), frozenset("的在"))
SAID = [
    "村口的冷链仓今年扩两间，",
    "先把冷链车跑起来。",
    "供销社冷链点要有人管",
    "修好冷链，鱼才卖得远",
    "镇里建冷链园",
    "两户合买冷链柜",
    "鱼卖得远，路要修好",
    "今年先修路，再建仓",
    "人要管好车",
    "路好了车就跑",
]
TOWNS = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]


def find(texts=SAID, towns=TOWNS, limits=LIMITS, known=frozenset()):
    return {w.word: w for w in find_new_words(texts, towns, known.__contains__, limits)}


def weigh_by_hand(word, texts, towns):
    """Count, towns, PMI and entropies of one word, by string search and Counters."""
    runs = []
    for text, town in zip(texts, towns, strict=True):
        run = ""
        for char in text + "\n":
            if "\u3400" <= char <= "\u9fff":
                run += char
            else:
                runs.append((run, town))
                run = ""
    total = sum(len(run) for run, _ in runs)

    def count(piece):
        return sum(run.startswith(piece, i) for run, _ in runs for i in range(len(run)))

    left, right, held = Counter(), Counter(), set()
    for number, (run, town) in enumerate(runs):
        for i in range(len(run)):
            if run.startswith(word, i):
                held.add(town)
                left[run[i - 1] if i else ("edge", number)] += 1
                end = i + len(word)
                right[run[end] if end < len(run) else ("edge", number)] += 1
    pmi = min(
        math.log2(count(word) * total / (count(word[:k]) * count(word[k:])))
        for k in range(1, len(word))
    )

    def entropy(neighbours):
        n = sum(neighbours.values())
        return -sum(c / n * math.log2(c / n) for c in neighbours.values())

    return count(word), len(held), pmi, entropy(left), entropy(right)


def test_a_word_that_sticks_together_in_changing_company_is_found():
    assert find()["冷链"].count == 6
    assert find()["冷链"].towns == 4


def test_all_figures_equal_counting_by_hand():
    rng = random.Random(7)
    pieces = ["冷链", "尾水", "养鱼", "塘", "镇", "修", "路", "，", "12", "**", "村"]
    texts = ["".join(rng.choices(pieces, k=12)) for _ in range(60)]
    towns = [rng.randrange(5) for _ in texts]
    found = find(texts, towns, replace(LIMITS, pmi=0.3, entropy=0.3, count=3, longest=4))
    assert {"冷链", "尾水", "养鱼"} <= found.keys()
    for word, held in found.items():
        measured = (held.count, held.towns, held.pmi, held.entropy_left, held.entropy_right)
        assert measured == pytest.approx(weigh_by_hand(word, texts, towns)), word


def test_every_place_holds_the_word():
    for word, held in find().items():
        assert len(held.places) == held.count
        assert all(SAID[text].startswith(word, at) for text, at in held.places)


@pytest.mark.parametrize("sign", ["，", "8", "**", "XX", " ", "、", "○"])
def test_no_candidate_crosses_punctuation_numbers_or_masks(sign):
    texts = [f"{a}冷{sign}链{b}" for a, b in zip("甲乙丙丁戊", "己庚辛壬癸", strict=True)]
    assert find(texts, [0, 1, 2, 3, 4]) == {}
    assert "冷链" in find([text.replace(sign, "") for text in texts], [0, 1, 2, 3, 4])


def test_no_candidate_goes_from_one_sentence_into_the_next():
    assert "冷链" not in " ".join(find(["修冷", "链好"] * 6, [0, 1, 2] * 4))


def test_a_piece_of_a_longer_word_is_no_candidate():
    texts = [f"{a}老粮站{b}" for a, b in zip("甲乙丙丁戊", "己庚辛壬癸", strict=True)]
    assert set(find(texts, [0, 1, 2, 3, 4])) == {"老粮站"}


def test_words_that_a_dictionary_holds_are_left_out():
    assert "冷链" not in find(known=frozenset({"冷链"}))


def test_each_limit_keeps_words_out():
    held = find()["冷链"]
    assert "冷链" not in find(limits=replace(LIMITS, towns=held.towns + 1))
    assert "冷链" not in find(limits=replace(LIMITS, count=held.count + 1))
    assert "冷链" not in find(limits=replace(LIMITS, pmi=held.pmi + 0.01))
    lower = min(held.entropy_left, held.entropy_right)
    assert "冷链" not in find(limits=replace(LIMITS, entropy=lower + 0.01))
    assert "冷链" not in find(limits=replace(LIMITS, never_first=frozenset("冷")))
    assert "冷链" not in find(limits=replace(LIMITS, never_last=frozenset("链")))


def test_no_text_holds_no_word():
    assert find([], []) == {}
    assert find(["123，**。"], [0]) == {}


def test_the_order_of_the_texts_changes_no_figure():
    def weigh(order):
        found = find([SAID[i] for i in order], [TOWNS[i] for i in order])
        return {w: (h.count, h.towns, h.pmi, h.entropy_left) for w, h in found.items()}

    forward = weigh(range(len(SAID)))
    backward = weigh(range(len(SAID))[::-1])
    assert forward.keys() == backward.keys()
    for word, held in forward.items():
        assert held == pytest.approx(backward[word])


def test_the_most_frequent_come_first():
    counts = [w.count for w in find_new_words(SAID, TOWNS, lambda _: False, LIMITS)]
    assert counts == sorted(counts, reverse=True)
