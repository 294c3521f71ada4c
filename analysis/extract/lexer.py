"""One sentence -> its typed stream: indicators, figures, names, word classes, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analysis.extract.values import Figure, read_figure, unit_class
from analysis.extract.vocabulary import Shared, Vocabulary

Kind = Literal["indicator", "shared", "figure", "bare", "name", "size", "word", "punct"]

_GLOSS = re.compile(r"[（(【\[][^（）()【】\[\]\n]{0,80}[）)】\]]")
_LIST_MARK = re.compile(
    r"\s*(?:\d{1,2}[.、．)）](?!\d)|[①-⑳●•·▪◆■]|"
    r"[一二三四五六七八九十]{1,3}[、.．是要](?![一二三四五六七八九十](?:、|产))(?=[\u4e00-\u9fff“])|——)"
)
_BLANK = "\u3000"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence; offsets are counted in the sentence.

    `classes` are a word's classes; `key` an indicator; `figure` a number with its unit.
    """

    kind: Kind
    start: int
    end: int
    classes: frozenset[str] = frozenset()
    key: str = ""
    shared: Shared | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A sentence with list marks and glosses blanked (same length), and its tokens."""

    text: str
    tokens: tuple[Token, ...]


_NO_CLASS: frozenset[str] = frozenset()


def read_stream(sentence: str, vocabulary: Vocabulary) -> Stream:
    """Cut a sentence into typed tokens; what no class knows stays between them."""
    text = _mute(sentence, vocabulary)
    tokens = list(_scan(text, vocabulary))
    return Stream(text, tuple(_settle(text, tokens, vocabulary)))


def _mute(sentence: str, vocabulary: Vocabulary) -> str:
    """Blank list marks, and glosses that hold no target of their own (可比价; 总投资3亿元)."""
    text = sentence
    if mark := _LIST_MARK.match(text):
        text = _BLANK * mark.end() + text[mark.end() :]

    def blank(gloss: re.Match[str]) -> str:
        inner = gloss[0][1:-1]
        own = re.search(r"\d|[*xX]", inner) and any(
            word in inner for word in vocabulary.words["strive"] + vocabulary.words["ensure"]
        )
        return gloss[0] if own or not inner else _BLANK * len(gloss[0])

    return _GLOSS.sub(blank, text)


def _scan(text: str, vocabulary: Vocabulary) -> Iterator[Token]:
    position = 0
    while found := vocabulary.scan.search(text, position):
        start, end = found.span()
        position = end
        match found.lastgroup:
            case "indicator":
                yield Token("indicator", start, end, key=vocabulary.keys[found[0]])
            case "shared":
                shared = next(s for p, s in vocabulary.shared if p.fullmatch(found[0]))
                key = vocabulary.keys.get(found[0], "other")
                yield Token("shared", start, end, key=key, shared=shared)
            case "crossing":
                yield Token("word", start, end, classes=frozenset({"at_least"}))
                figure = read_figure(vocabulary.figures, text, end, crossing=True)
                position = figure.bound_end
                yield Token("figure", end, figure.bound_end, figure=figure)
            case "figure":
                figure = read_figure(vocabulary.figures, text, start)
                position = figure.bound_end
                yield Token("figure", start, figure.bound_end, figure=figure)
            case "word":
                yield Token("word", start, end, classes=vocabulary.classes[found[0]])
            case "bare" | "name" | "punct":
                yield Token(found.lastgroup, start, end)


def _settle(text: str, tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Token]:
    """Turn figures that only name something (5000万元以上项目; 由58%) into names."""
    for place, token in enumerate(tokens):
        if token.kind == "figure" and _is_origin(text, tokens, place):
            yield Token("name", token.start, token.end)
        elif token.kind == "figure" and _is_size(text, tokens, place, vocabulary):
            yield Token("size", token.start, token.end)
        elif token.figure is None or not _is_manner(text, token.figure):
            yield token


def _is_manner(text: str, figure: Figure) -> bool:
    """Tell a way of speaking (四个意识, “十条”) from a count that ends its item (企业两家)."""
    if figure.low is None or not re.match("[一二两三四五六七八九十]", text[figure.start]):
        return False
    if text[max(0, figure.start - 1)] == "“" or text[figure.end : figure.end + 1] == "”":
        return True
    ends = figure.bound_end >= len(text) or text[figure.bound_end] in "，,。；;、：:）)\n"
    once = text[figure.start] == "一" and figure.unit in ("件", "个", "步", "年", "户", "人")
    return figure.spelled and (
        once or not ends or figure.unit in ("次", "期", "批", "项", "张", "条")
    )


def _is_origin(text: str, tokens: list[Token], place: int) -> bool:
    """Tell the first figure of 由58%提高到63%."""
    before = text[max(0, tokens[place].start - 12) : tokens[place].start]
    if not re.search(r"[由从自](?:[^，,。；;、]{0,8}的)?$", before):
        return False
    following = tokens[place + 1 : place + 4]
    change = next((t for t in following if t.kind == "figure"), None)
    between = text[tokens[place].end : change.start if change else tokens[place].end + 8]
    return len(between) <= 10 and bool(re.search(r"[到至为]", between))


def _is_size(text: str, tokens: list[Token], place: int, vocabulary: Vocabulary) -> bool:
    """Tell a bound that belongs to a name: 50万元以上的村9个, 超10亿元项目1个."""
    token, following = tokens[place], tokens[place + 1 :]
    assert token.figure is not None
    bounded = token.figure.bound_end > token.figure.end or (
        place > 0
        and tokens[place - 1].end == token.start
        and "at_least" in tokens[place - 1].classes
    )
    kind = unit_class(vocabulary.figures, token.figure.unit)
    person = token.figure.unit in vocabulary.words["unit_person"]
    if not bounded or not (kind == "money" or kind.startswith("measure") or person):
        return False
    for other in following:
        if other.kind == "punct" or "enum" in other.classes:
            return False
        if other.kind in ("figure", "bare"):
            gap = text[token.end : other.start].lstrip("的")
            counted = other.figure and unit_class(vocabulary.figures, other.figure.unit) in (
                "count",
                "rate",
            )
            return bool(counted and gap)
    return False
