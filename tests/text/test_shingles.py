"""What two texts share, against a count by plain sets."""

import random

import pytest

from analysis.text.shingles import (
    hash_windows,
    keep_letters,
    may_overlap,
    measure_overlap,
    shingle,
)


def plain_jaccard(one, other, length):
    sets = []
    for text in (one, other):
        kept = "".join(c for c in text if c.isalnum())
        sets.append({kept[i : i + length] for i in range(len(kept) - length + 1)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@pytest.mark.parametrize("seed", range(5))
def test_the_overlap_is_that_of_plain_sets(seed):
    rng = random.Random(seed)
    one = "".join(rng.choices("修渠三里架桥两座，栽树千株。𠮷12%", k=400))
    other = one[:300] + "".join(rng.choices("田土水路，。", k=100))
    found = measure_overlap(shingle(one, 5), shingle(other, 5))
    assert found == pytest.approx(plain_jaccard(one, other, 5))


def test_blanks_width_and_line_ends_make_no_other_text():
    one, other = "今年修渠３里，架桥2座。", "今年 修渠3里,\r\n架桥２座"
    assert measure_overlap(shingle(one, 5), shingle(other, 5)) == 1


def test_a_text_is_itself_and_shares_nothing_with_an_empty_one():
    held = shingle("架桥", 5)
    assert measure_overlap(held, held) == 1
    assert measure_overlap(held, shingle("，。", 5)) == 0
    assert measure_overlap(shingle("", 5), shingle("", 5)) == 0


@pytest.mark.parametrize("seed", range(20))
def test_the_quick_look_never_turns_a_near_twin_away(seed):
    rng = random.Random(seed)
    one = rng.choices("修渠三里架桥两座栽树千株清淤铺管种粮育苗", k=rng.choice([40, 300, 3000]))
    other = list(one)
    for at in rng.sample(range(len(one)), len(one) // 60):
        other[at] = "改"
    held = [shingle("".join(text), 5) for text in (one, other)]
    assert may_overlap(*held, measure_overlap(*held))


def test_the_quick_look_turns_unlike_texts_away():
    rng = random.Random(1)
    one, other = ("".join(rng.choices("修渠三里架桥两座栽树千株", k=2000)) for _ in range(2))
    assert not may_overlap(shingle(one, 5), shingle(other, 5), 0.9)
    assert not may_overlap(shingle(one, 5), shingle(one[:1000], 5), 0.9)


def test_letters_know_where_they_stand_and_come_in_normal_width():
    text = "修渠３里，㎡ 架桥。𠮷"
    letters, places = keep_letters(text)
    assert letters == "修渠3里m2架桥𠮷"
    assert [text[i] for i in places] == list("修渠３里㎡㎡架桥𠮷")


def test_windows_are_hashed_in_the_order_of_the_text_and_alike_only_where_letters_are():
    letters = "今年修渠今年修渠今年架桥"
    hashes = hash_windows(letters, 4).tolist()
    said = [letters[i : i + 4] for i in range(len(letters) - 3)]
    assert len(hashes) == len(said)
    assert [hashes.index(h) for h in hashes] == [said.index(s) for s in said]
    assert len(hash_windows("修渠", 4)) == 0
