"""Numbers in captions and notes -> what gives each, by the labels they were written with."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from analysis.corpus.labels import EVERY, read_origins

Labels = Mapping[str, Mapping[str, str]]
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FOUND = re.compile(rf"(?<![\d.]){NUMBER}")
_WIDE = frozenset({"jaccards", "said"})
"""Places that hold more than one number: lists, wordings."""
_YEAR = r"(?:\d{4}年?|[^\d；;]*?)"
_HASH = re.compile(r"[0-9a-f]{12}")
_NUMERIC = rf"(?<![\d.])(?:{_HASH.pattern}|{NUMBER}%?)"
_BEGIN = r"(?:^|(?<=[；;、：:（(，, ]))"
_END = r"(?=$|[；;。.、，,）)])"
_NAMES: Mapping[str, str] = MappingProxyType({"zh": r"[^；]*?", "en": r"[^;]*?"})


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of a text: the label and the place it fills, the words it stands in, where."""

    label: str
    place: str
    number: str
    said: str
    span: tuple[int, int]

    @property
    def origin(self) -> Mapping[str, str]:
        """What gives it, in Chinese and English."""
        origins = read_origins()
        return origins.get(self.label, {}).get(self.place) or origins[EVERY][self.place]


def list_told(text: str, lang: str, labels: Labels) -> list[ToldNumber]:
    """Find the numbers of a caption or note whose origin is known, in the order of the text."""
    found: dict[tuple[int, int], ToldNumber] = {}
    # the label that says most itself goes first: most words would fit into the places of others
    told = sorted(labels.items(), key=lambda item: -_count_words(item[1][lang]))
    for label, entry in told:
        places = _list_places(label, entry[lang])
        if not places or not _count_words(entry[lang]):
            continue
        # a long list of towns without these words would hold the pattern up
        if not all(said in text for said in _list_words(entry[lang])):
            continue
        for match in _compile(entry[lang], lang, tuple(places)).finditer(text):
            for number in _read_match(label, match, places):
                found.setdefault(number.span, number)
    return [found[span] for span in sorted(found)]


def tell_origins(text: str, lang: str, labels: Labels) -> list[dict[str, object]]:
    """Return what a card says of the numbers in a text: the number, its words, what gives it."""
    return [
        {"number": told.number, "said": told.said, "from": dict(told.origin)}
        for told in list_told(text, lang, labels)
    ]


def _list_places(label: str, template: str) -> list[str]:
    """Name the places and numbers of a label that have an origin."""
    origins = read_origins()
    own = origins.get(label, {})
    slots = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    every = [place for place in origins[EVERY] if place in slots and place not in own]
    return [*own, *every]


@lru_cache(maxsize=4000)
def _count_words(template: str) -> int:
    """Count the characters that a label says itself, its places apart."""
    return sum(len(said.strip()) for said in _list_words(template))


@lru_cache(maxsize=4000)
def _list_words(template: str) -> tuple[str, ...]:
    """List what a label says itself between its places."""
    return tuple(said for said, *_ in string.Formatter().parse(template))


@lru_cache(maxsize=1000)
def _compile(template: str, lang: str, places: tuple[str, ...]) -> re.Pattern[str]:
    """Turn a label into the pattern of its texts; a place without an origin holds a name."""
    parts, seen = [], set()
    for literal, name, _, _ in string.Formatter().parse(template):
        parts.append(re.escape(literal))
        if name and name in seen:
            parts.append(f"(?P={name})")
        elif name:
            bare = name in places and name not in _WIDE
            held = _YEAR if name == "year" else _NUMERIC if bare else _NAMES[lang]
            parts.append(f"(?P<{name}>{held})")
            seen.add(name)
    begins, ends = template.startswith("{"), template.endswith("}")
    return re.compile((_BEGIN if begins else "") + "".join(parts) + (_END if ends else ""))


def _read_match(label: str, match: re.Match[str], places: list[str]) -> Iterator[ToldNumber]:
    filled = match.groupdict()
    taken: list[tuple[int, int]] = []
    for place in places:
        if place not in filled:
            continue
        begin = match.start(place)
        whole = _HASH.fullmatch(filled[place])
        for number in [whole] if whole else _FOUND.finditer(filled[place]):
            span = begin + number.start(), begin + number.end()
            taken.append(span)
            yield ToldNumber(label, place, number[0], match[0], span)
    names = [match.span(name) for name in filled]
    for number in _FOUND.finditer(match[0]):
        span = match.start() + number.start(), match.start() + number.end()
        inside = any(begin <= span[0] and span[1] <= end for begin, end in names)
        if not inside and number[0] in places:
            yield ToldNumber(label, number[0], number[0], match[0], span)
