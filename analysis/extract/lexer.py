"""One sentence -> its typed stream: indicators, figures, names, word classes, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle

from analysis.extract.durations import read_duration, was_duration
from analysis.extract.naming import settle
from analysis.extract.stream import Stream, Token
from analysis.extract.values import read_figure
from analysis.extract.vocabulary import Vocabulary

_GLOSS = re.compile(r"[（(【\[][^（）()【】\[\]\n]{0,80}[）)】\]]")
_LIST_MARK = re.compile(
    r"\s*(?:\d{1,2}[.、．)）](?!\d)|[①-⑳●•·▪◆■]|"
    r"[一二三四五六七八九十]{1,3}[、.．是要](?![一二三四五六七八九十](?:、|产))(?=[\u4e00-\u9fff“])|——)"
)
# 在去年12万人次的基础上翻一番: what the change starts from.
_ON_THE_BASIS = re.compile(r"在[^，,。；;、\n]{1,24}(?:基础上|底子上|之后)")
# Dots that lead from a name to its figure (地区生产总值……41.5亿元) hide nothing.
_LEADERS = re.compile(
    r"(?<=[\u4e00-\u9fff）)])(?:…+|[.．·]{3,}|—{2,})"
    r"(?=[ \u3000]*(?:[≥≤>＞<＜+＋]?\d|确保|力争|增速|增长|降|零))"
)
# 41.5亿元（+7%）: what stands in the brackets is promised too.
_GROWTH = re.compile(
    r"(?:同比|比上年|较上年|可比)?(?:增长|增速|增幅|增|[+＋])[^，,；;、（）()]{0,4}\d[^，,；;、（）()]{0,8}"
)
_LETTER = re.compile(r"[^\W\d_]")
_BLANK = "\u3000"
_LONGEST_HELD = 1500


def read_stream(sentence: str, vocabulary: Vocabulary) -> Stream:
    """Cut a sentence into typed tokens; what no class knows stays between them."""
    text, offsets = _prepare(sentence, vocabulary)
    return _cut(text, offsets, vocabulary)


def read_if_stated(sentence: str, vocabulary: Vocabulary) -> Stream | None:
    """Return the stream of a sentence that may hold a figure or a relation: most hold none.

    A line of digits and marks alone names nothing.
    """
    if not _LETTER.search(sentence):
        return None
    text, offsets = _prepare(sentence, vocabulary)
    if vocabulary.scan.has_number(text) or vocabulary.relates.search(text):
        return _cut(text, offsets, vocabulary)
    return None


def _prepare(sentence: str, vocabulary: Vocabulary) -> tuple[str, tuple[int, ...]]:
    mended, offsets = _mend(_curl(sentence), vocabulary)
    return _mute(mended, vocabulary), offsets


def _cut(text: str, offsets: tuple[int, ...], vocabulary: Vocabulary) -> Stream:
    if len(text) > _LONGEST_HELD:
        return _cut_anew(text, offsets, vocabulary)
    return _cut_once(text, offsets, vocabulary)


def _cut_anew(text: str, offsets: tuple[int, ...], vocabulary: Vocabulary) -> Stream:
    tokens = list(_scan(text, vocabulary))
    return Stream(text, tuple(settle(text, tokens, vocabulary)), offsets)


# A plan's numerals are told after its claims, in the same sentences.
_cut_once = lru_cache(maxsize=512)(_cut_anew)


def _curl(sentence: str) -> str:
    """Read straight quotation marks as the curled ones that plans are written with."""
    if '"' not in sentence:
        return sentence
    marks = cycle("“”")
    return "".join(next(marks) if letter == '"' else letter for letter in sentence)


def _mend(sentence: str, vocabulary: Vocabulary) -> tuple[str, tuple[int, ...]]:
    """Put known slips right (收如, 规摸); a slip and its cure have the same length."""
    offsets: list[int] = []

    def mend(slip: re.Match[str]) -> str:
        offsets.extend(range(*slip.span()))
        return vocabulary.slips[slip[0]]

    mended = vocabulary.patterns["slips"].sub(mend, sentence)
    if vocabulary.patterns["wrong_letter"].search(mended):
        mended = vocabulary.patterns["mistaken"].sub(mend, mended)
    return mended, tuple(offsets)


def _mute(sentence: str, vocabulary: Vocabulary) -> str:
    """Blank list marks, and glosses that hold no target of their own (可比价; 总投资3亿元)."""
    text = sentence
    for unsaid in (_LEADERS, _ON_THE_BASIS):
        text = unsaid.sub(lambda found: _BLANK * len(found[0]), text)
    if mark := _LIST_MARK.match(text):
        text = _BLANK * mark.end() + text[mark.end() :]

    def blank(gloss: re.Match[str]) -> str:
        inner = gloss[0][1:-1]
        if len(inner) == 1 and _names_unit(sentence, gloss, vocabulary):
            return gloss[0]
        own = re.search(r"\d|[*xX]", inner) and any(
            word in inner for word in vocabulary.words["strive"] + vocabulary.words["ensure"]
        )
        part = re.match(r"(?:其中|含|包括).*\d", inner)
        said = own or part or _GROWTH.fullmatch(inner)
        return gloss[0] if said or not inner else _BLANK * len(gloss[0])

    return _GLOSS.sub(blank, text)


def _names_unit(sentence: str, gloss: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Tell the gloss of 12万人（次）, which belongs to the unit."""
    return sentence[gloss.start() - 1 : gloss.end()] in vocabulary.figures.classes


def _scan(text: str, vocabulary: Vocabulary) -> Iterator[Token]:
    position = 0
    for start in vocabulary.scan.places(text):
        piece = vocabulary.scan.match(text, start) if start >= position else None
        if piece is None:
            continue
        kind, position = piece
        match kind:
            case "word":
                yield Token(kind, start, position, vocabulary.classes[text[start:position]])
            case "punct" | "bare":
                yield Token(kind, start, position)
            case "indicator":
                key = vocabulary.keys[text[start:position]]
                yield Token(kind, start, position, key=key)
            case "shared":
                said = text[start:position]
                shared = next(s for p, s in vocabulary.shared if p.fullmatch(said))
                key = vocabulary.keys.get(said, "other")
                yield Token(kind, start, position, key=key, shared=shared)
            case "crossing":
                yield Token("word", start, position, frozenset({"at_least"}))
                figure = read_figure(vocabulary.figures, text, position, "round")
                position = figure.bound_end
                yield Token("figure", figure.start, position, figure=figure)
            case _:
                token = _number(text, start, position, kind, vocabulary)
                position = token.end
                yield token


def _number(text: str, start: int, end: int, kind: str, vocabulary: Vocabulary) -> Token:
    """Return a figure (`kind` is its form then) or what only looks like one."""
    figure = read_duration(text, start, vocabulary)
    if figure is None and kind != "name":
        figure = read_figure(vocabulary.figures, text, start, kind)
    if figure is not None:
        return Token("figure", start, figure.bound_end, figure=figure)
    began = was_duration(text, start, end, vocabulary)
    return Token("name", start, end, frozenset({"origin"}) if began else frozenset())
