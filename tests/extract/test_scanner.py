"""Words, numbers and marks of a sentence: which of several that begin at a place wins."""

import pytest

from analysis.extract.scanner import Scanner


@pytest.fixture(scope="module")
def scan():
    scanner = Scanner(
        shared=("梨和桃", "梨"),
        indicators=["梨", "梨园面积", "桃园"],
        words=["梨园面积之外", "桃园里", "要", "跨上", "桃", "十个头"],
        numbers="(?P<name>十月)|(?P<spelled>十个?)",
        opens_number="十",
        behind={"跨上": "(?=[0-9])"},
    )

    def scan(text):
        position, found = 0, []
        for place in scanner.places(text):
            piece = scanner.match(text, place) if place >= position else None
            if piece:
                kind, position = piece
                found.append(f"{kind} {text[place:position]}")
        return found

    return scan


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("梨园面积之外", ["indicator 梨园面积"]),  # an indicator before any word
        ("梨园", ["indicator 梨"]),  # a single letter where no longer word goes on
        ("梨和桃园", ["shared 梨和桃"]),
        ("桃园里", ["indicator 桃园"]),
        ("桃树", ["word 桃"]),
        ("桃", ["word 桃"]),  # the text ends within longer words
        ("十个头", ["spelled 十个"]),  # a number before a word
        ("十月要", ["name 十月", "word 要"]),
        ("跨上3级", ["word 跨上"]),
        ("跨上去，", ["punct ，"]),
    ],
)
def test_the_longest_name_comes_before_numbers_and_numbers_before_words(scan, text, found):
    assert scan(text) == found
