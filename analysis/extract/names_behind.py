"""The name behind a figure: 十家规上企业, 8%的GDP增长目标."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extract.describing import clause_end
from analysis.extract.names import Name, fits, is_head, is_noun_verb, name_phrase, trim
from analysis.extract.stream import Stream, Token
from analysis.extract.values import unit_class
from analysis.extract.vocabulary import Vocabulary

_NAME_CHARS = 24
_NOTHING: frozenset[str] = frozenset()
_DEADLINES = ("年底前", "到年底", "至年底", "年底", "年内", "年末", "全部", "今年")


def name_after(stream: Stream, place: int, words: Vocabulary, *, grows: bool) -> Name | None:
    """Return the name behind a figure (10家规上企业, 8%的GDP增长目标); None without one."""
    text, figure = stream.text, stream.tokens[place].figure
    if figure is None or unit_class(words.figures, figure.unit) == "none":
        return None
    start, inside = _behind_neighbours(stream, place)
    start += text.startswith("的", start)
    if unit_class(words.figures, figure.unit) == "rate" and _is_spent(text, start, words):
        return name_phrase(text, trim(text, start, clause_end(text, start)), (), words)
    stop = len(inside)
    stop = next((i for i, t in enumerate(inside) if _stops_name(stream, inside, i, words)), stop)
    end = inside[stop].start if stop < len(inside) else len(text)
    first, last = trim(text, start, min(end, start + _NAME_CHARS))
    if last - first < 2 or words.patterns["not_counted"].match(text, first):
        return None
    if any(t.start == first and _opens_clause(t, last) for t in inside[: max(stop, 1)]):
        return None
    grown = grows or any("grow" in t.classes for t in inside)
    for token in inside[:stop]:
        listed = token.kind == "indicator" and token.end <= last
        if listed and words.indicators[token.key].direction == "na":
            listed = is_head(text, token, last, words)
        if listed and fits(token.key, figure.unit, words, grows=grown):
            return Name(token.key, text[first:last], first, last)
    counted = _is_thing(text[first:last], unit_class(words.figures, figure.unit), words)
    return name_phrase(text, (first, last), (), words) if counted else None


def _is_spent(text: str, start: int, words: Vocabulary) -> bool:
    """Tell a share by what it is spent on (六成以上用于产业)."""
    found = words.patterns["spent"].match(text, start)
    return bool(found and found[0])


def _is_thing(plain: str, kind: str, words: Vocabulary) -> bool:
    """Tell a thing that can be counted."""
    if kind in ("money", "rate") or words.classes.get(plain, _NOTHING) & {"neutral", "filler"}:
        return False
    return not words.patterns["tail"].fullmatch(plain) or plain in words.words["bare_noun"]


def _opens_clause(token: Token, last: int) -> bool:
    """Tell 五栋年底修完 and 三公里开工, where no thing stands behind the count."""
    if token.kind == "name" or token.classes & {"now", "past", "horizon"}:
        return True
    if token.classes & {"doing", "filler"} and token.end - token.start > 1:
        return True
    verb = token.kind != "indicator" and token.classes & {"lead", "reach"}
    return bool(verb) and token.end >= last


def _behind_neighbours(stream: Stream, place: int) -> tuple[int, Sequence[Token]]:
    """Return where a name may begin behind a figure and those that touch it (52户149人...)."""
    start, beside = stream.tokens[place].end, place + 1
    while beside < len(stream.tokens):
        token = stream.tokens[beside]
        if token.start != start or token.kind not in ("figure", "name", "size"):
            break
        start, beside = token.end, beside + 1
    return start, stream.tokens[beside:]


def _stops_name(stream: Stream, tokens: Sequence[Token], i: int, words: Vocabulary) -> bool:
    token, text = tokens[i], stream.text
    if token.kind in ("figure", "punct", "bare") or text[token.start : token.end] == "、":
        return True
    if token.classes & {"ensure", "strive", "past", "now", "horizon"}:
        return True
    if "enum" in token.classes and i + 1 < len(tokens) and tokens[i + 1].kind == "figure":
        return True
    if i > 0 and ("each" in token.classes or text[token.start : token.end] in _DEADLINES):
        return True
    verb = token.classes & {"lead", "reach", "done"}
    return bool(verb) and not is_noun_verb(text, token, words)
