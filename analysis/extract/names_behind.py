"""The name behind a figure: 十家规上企业, 8%的GDP增长目标."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.extract.describing import clause_end
from analysis.extract.names import Name, fits, is_head, is_noun_verb, name_phrase, trim
from analysis.extract.stream import Stream, Token
from analysis.extract.values import unit_class
from analysis.extract.vocabulary import Vocabulary

_NAME_CHARS = 24
_SAID = frozenset({"lead", "filler", "doing", "done", "each", "now", "reach", "fall", "gain"})
_SHORT_DEED = 2
_ALL_OF_THEM = re.compile(r"\u3000*(?:都|均|全部|基本|要)?")
_FEW_WORDS = 10
_NO_THING = frozenset({"neutral", "filler", "lead", "doing", "done"})
_NOTHING: frozenset[str] = frozenset()
_DATE = re.compile(r"[年月日][底初末份]?前|[年月][底末]")


def name_after(stream: Stream, place: int, words: Vocabulary, *, grows: bool) -> Name | None:
    """Return the name behind a figure (10家规上企业, 8%的GDP增长目标); None without one."""
    text, figure = stream.text, stream.tokens[place].figure
    if figure is None or unit_class(words.figures, figure.unit) == "none":
        return None
    start, inside = _behind_neighbours(stream, place, words)
    start += text.startswith("的", start)
    if inside and inside[0].start == start and "reach" in inside[0].classes:
        start, inside = _behind_clause(text, start, inside)
    rate = unit_class(words.figures, figure.unit) == "rate"
    if rate and (_is_spent(text, start, words) or _attains(text, start, words)):
        return name_phrase(text, trim(text, start, clause_end(text, start)), (), words)
    stop = len(inside)
    stop = next(
        (i for i in range(stop) if _stops_name(stream, inside, i, words, start=start)), stop
    )
    end = inside[stop].start if stop < len(inside) else len(text)
    first, last = trim(text, start, min(end, start + _NAME_CHARS))
    crossed = stop + 1 < len(inside) and inside[stop + 1].kind == "size"
    named = last - first > 1 or (crossed and text[first:last] in words.keys)  # 3个村突破50万元
    if not named or words.patterns["not_counted"].match(text, first):
        return None
    if any(t.start == first and _opens_clause(t, last) for t in inside[: max(stop, 1)]):
        return None
    grown = grows or any("grow" in t.classes for t in inside[:stop])
    for token in inside[:stop]:
        listed = token.kind == "indicator" and token.end <= last
        if listed and _must_be_head(token, words):
            listed = is_head(text, token, last, words)
        if listed and fits(token.key, figure.unit, words, grows=grown):
            loose = _goes_on(stream, token, last, words)
            return Name(token.key, text[first:last], first, last, is_loose=loose)
    kind = "count" if _is_cut(stream, place, words) else unit_class(words.figures, figure.unit)
    counted = _is_thing(text[first:last], kind, words)
    return name_phrase(text, (first, last), (), words) if counted else None


def _is_cut(stream: Stream, place: int, words: Vocabulary) -> bool:
    """Tell the share that a verb takes off what stands behind it (砍掉两成检查评比)."""
    before, here = stream.tokens[place - 1], stream.tokens[place]
    rate = here.figure is not None and unit_class(words.figures, here.figure.unit) == "rate"
    return place > 0 and rate and before.end == here.start and "fall" in before.classes


def _must_be_head(token: Token, words: Vocabulary) -> bool:
    """Tell attributes and one-letter names: 50个农村供水工程 counts no villages."""
    single = token.end - token.start == 1
    return single or words.indicators[token.key].direction == "na"


def _goes_on(stream: Stream, token: Token, last: int, words: Vocabulary) -> bool:
    """Tell 30家规上企业数字化改造, which counts more than the indicator's own name says."""
    if is_head(stream.text, token, last, words):
        return False
    behind = next((t for t in stream.tokens if t.start >= token.end), None)
    touches = behind is not None and behind.start == token.end
    said = touches and behind and (behind.kind in ("name", "bare") or behind.classes & _SAID)
    return not said and not words.patterns["says_on"].match(stream.text, token.end)


def _is_spent(text: str, start: int, words: Vocabulary) -> bool:
    """Tell a share by what it is spent on (六成以上用于产业)."""
    found = words.patterns["spent"].match(text, start)
    return bool(found and found[0])


def _attains(text: str, start: int, words: Vocabulary) -> bool:
    """Tell what a share of many is to reach (六成的村建成老年食堂)."""
    stop = min(clause_end(text, start), start + _FEW_WORDS)
    for who in words.patterns["many"].finditer(text, start, stop):
        all_of_them = _ALL_OF_THEM.match(text, who.end())
        if all_of_them and words.patterns["attains"].match(text, all_of_them.end()):
            return True
    return False


def _is_thing(plain: str, kind: str, words: Vocabulary) -> bool:
    """Tell a thing that can be counted."""
    if kind in ("money", "rate") or words.classes.get(plain, _NOTHING) & _NO_THING:
        return False
    if plain.endswith("完") and len(plain) <= _SHORT_DEED:
        return False  # 207户签完
    return not words.patterns["tail"].fullmatch(plain) or plain in words.words["bare_noun"]


def _opens_clause(token: Token, last: int) -> bool:
    """Tell 五栋年底修完 and 三公里开工, where no thing stands behind the count."""
    if token.kind == "name" or token.classes & {"now", "past", "horizon", "part_year"}:
        return True
    if token.classes & {"doing", "filler"} and token.end - token.start > 1:
        return True
    verb = token.kind != "indicator" and token.classes & {"lead", "reach"}
    return bool(verb) and token.end >= last


def _behind_neighbours(
    stream: Stream, place: int, words: Vocabulary
) -> tuple[int, Sequence[Token]]:
    """Return where a name may begin behind a figure and those that touch it (52户149人...)."""
    start, beside = stream.tokens[place].end, place + 1
    while beside < len(stream.tokens):
        token = stream.tokens[beside]
        if token.start != start or token.kind not in ("figure", "name", "size"):
            break
        start, beside = token.end, beside + 1
    if beside < len(stream.tokens):
        token = stream.tokens[beside]
        said = stream.text[token.start : token.end]
        if token.start == start and said in words.words["under_way"]:
            start, beside = token.end, beside + 1
    return start, stream.tokens[beside:]


def _behind_clause(text: str, start: int, tokens: Sequence[Token]) -> tuple[int, Sequence[Token]]:
    """Return where the name begins behind a clause of its own (2所达到二级标准的卫生院)."""
    last = text.rfind("的", start, clause_end(text, start)) + 1
    if not last or last == clause_end(text, start):
        return start, tokens
    return last, [t for t in tokens if t.start >= last]


def _stops_name(
    stream: Stream, tokens: Sequence[Token], i: int, words: Vocabulary, *, start: int
) -> bool:
    token, text = tokens[i], stream.text
    if token.kind in ("figure", "punct", "bare") or text[token.start : token.end] == "、":
        return True
    if token.classes & {"ensure", "strive", "past", "now", "horizon"}:
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following and (
        ("enum" in token.classes and following.kind == "figure")
        or ("at_least" in token.classes and _closes(text, following))
    ):
        return True
    if token.start > start and _is_deadline(text, token, words):
        return True
    if i > 0 and "each" in token.classes:
        return True
    verb = token.classes & {"lead", "reach", "done"}
    return bool(verb) and not is_noun_verb(text, token, words)


def _closes(text: str, size: Token) -> bool:
    """Tell the sum that closes 3个村突破50万元 from the size of 3家超亿元企业."""
    return size.kind == "size" and text[size.end : size.end + 1] in ("", *"，,；;。、")


def _is_deadline(text: str, token: Token, words: Vocabulary) -> bool:
    dated = token.kind == "name" and _DATE.search(text, token.start, token.end)
    return bool(dated) or text[token.start : token.end] in words.words["deadlines"]
