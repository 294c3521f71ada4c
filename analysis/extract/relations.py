"""Targets without a number of their own: ties to another figure, to a task, to a direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.extract.stream import Stream, Token
from analysis.extract.names import Name, merge_names, name_before
from analysis.extract.values import Figure
from analysis.extract.vocabulary import Vocabulary

_COMPARISONS = ("not_below", "not_above", "faster", "higher")
_RELATION_OF = {"faster": "faster_than", "higher": "higher_than"}
_BENCHMARK_TAIL = re.compile(
    r"(?:人均)?(?:可支配|纯)?(?:收入)?(?:的)?(?:平均)?(?:增长|增速|增幅|水平|速度|涨幅|平均)*"
)
_MORE = re.compile(r"(?:要|再)?(?:高出|高|快|多)(?=\d)")
_IN_GROUP = re.compile(r"在[^，,。；;、]{1,12}[里中内]$")
_DIRECTIONS = (
    "not_increase", "no_increase", "zero", "full_coverage", "reasonable_range",
    "positive_growth", "steady_growth", "decrease", "increase",
)  # fmt: skip
# Directions that count outside a headline block too; plans improve everything everywhere.
STRONG = frozenset({
    "in_step_with", "faster_than", "higher_than", "not_below", "not_above", "reasonable_range",
    "positive_growth", "zero", "not_increase", "no_increase", "meet_assigned", "rank_front",
    "rank_top", "full_coverage",
})  # fmt: skip
# 完成国家下达任务 may lean on a name before it; a longer one names its own thing.
_LONGEST_BARE_TASK = 12
_WEAK = ("decrease", "increase", "steady_growth", "positive_growth")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_BEFORE_RELATION = frozenset({
    "grow", "gain", "fall", "reach", "cap", "ensure", "strive", "each", "filler", "neutral",
    "enum", "now", "dist", "about",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation in a sentence; `place` tokens of the stream stand before it."""

    place: int
    start: int
    end: int
    relation: str
    benchmark: str | None
    names: tuple[Name, ...]
    may_elide: bool
    margins: tuple[int, ...] = ()
    margin: Figure | None = None

    @property
    def full(self) -> str:
        """The relation with its benchmark, as the ledger writes it."""
        return f"{self.relation}:{self.benchmark}" if self.benchmark else self.relation


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    relation: str
    benchmark: str | None = None


def find_relations(stream: Stream, words: Vocabulary) -> list[Relation]:
    """Return the relations of a sentence, in order, each with the names before it."""
    inside = {i for t in stream.tokens if t.key for i in range(t.start + 1, t.end)}
    matches = sorted(_find_matches(stream, words), key=lambda m: (m.start, -m.end))
    matches = [m for m in matches if m.start not in inside]  # 社零增长 holds no 零增长
    found: list[Relation] = []
    last = 0
    for match in matches:
        if match.start < last:
            continue
        if relation := _with_names(match, stream, words, last):
            found.append(relation)
            last = relation.end
    return found


def _find_matches(stream: Stream, words: Vocabulary) -> Iterator[_Match]:
    yield from _compared(stream, words)
    yield from _in_step(stream, words)
    yield from _assigned(stream, words)
    yield from _prevented(stream, words)
    text = stream.text
    for name in _DIRECTIONS:
        for found in words.patterns[name].finditer(text):
            if found[0] and (name != "increase" or _ends_clause(text, found.end())):
                if name == "decrease" and not _ends_clause(text, found.end()):
                    continue
                yield _Match(found.start(), found.end(), name)
    for found in words.patterns["rank"].finditer(text):
        number = found["top"] or found["nth"]
        if number:
            n = int(number) if number.isdigit() else _HAN.get(number[-1], 0)
            yield _Match(found.start(), found.end(), "rank_top", str(n))
        else:
            yield _Match(found.start(), found.end(), "rank_front")


def _ends_clause(text: str, place: int) -> bool:
    while place < len(text) and text[place] in "\u3000 ":
        place += 1
    return place >= len(text) or text[place] in "，,。；;、）)\n"


def _benchmark_at(stream: Stream, words: Vocabulary, place: int) -> tuple[str, int] | None:
    """Return what stands at `place` as a benchmark, and where it ends."""
    token = next(
        (t for t in stream.tokens if t.start == place and t.kind in ("indicator", "shared")), None
    )
    found = words.patterns["reference"].match(stream.text, place)
    if found and found[0] and (token is None or found.end() >= token.end):
        return words.references[found[0]], found.end()
    return (token.key, token.end) if token else None


def _compared(stream: Stream, words: Vocabulary) -> Iterator[_Match]:
    for found in re.finditer("[比较]", stream.text):
        benchmark = _benchmark_at(stream, words, found.end())
        if benchmark is None or benchmark[0] == "last_year":
            continue
        tail = _BENCHMARK_TAIL.match(stream.text, benchmark[1])
        more = _MORE.match(stream.text, tail.end() if tail else benchmark[1])
        if more:
            yield _Match(found.start(), more.end(), "higher_than", benchmark[0])
    for found in words.patterns["comparison"].finditer(stream.text):
        if not found[0]:
            continue
        place = found.end()
        while stream.text[place : place + 2] in ("同期", "当年"):
            place += 2
        benchmark = _benchmark_at(stream, words, place)
        if benchmark is None:
            continue
        name = next(n for n in _COMPARISONS if words.patterns[n].fullmatch(found[0]))
        tail = _BENCHMARK_TAIL.match(stream.text, benchmark[1])
        end = tail.end() if tail else benchmark[1]
        yield _Match(found.start(), end, _RELATION_OF.get(name, name), benchmark[0])


def _in_step(stream: Stream, words: Vocabulary) -> Iterator[_Match]:
    text = stream.text
    for found in words.patterns["with"].finditer(text):
        benchmark = _benchmark_at(stream, words, found.end()) if found[0] else None
        if benchmark is None:
            continue
        step = words.patterns["in_step"].search(text, benchmark[1], benchmark[1] + 12)
        if step and not re.search("[，,。；;、]", text[benchmark[1] : step.start()]):
            yield _Match(found.start(), step.end(), "in_step_with", benchmark[0])
    for found in re.finditer("(?:保持在?|处于|在)", text):
        benchmark = _benchmark_at(stream, words, found.end())
        if benchmark and (
            above := re.compile("(?:水平|增速)*(?:及)?以上").match(text, benchmark[1])
        ):
            yield _Match(found.start(), above.end(), "not_below", benchmark[0])


def _assigned(stream: Stream, words: Vocabulary) -> Iterator[_Match]:
    """Find 完成上级下达任务 and its kin: verb, giver and thing, no number between."""
    text, by = stream.text, words.patterns["assigned_by"]
    for verb in words.patterns["assigned_verb"].finditer(text):
        if not verb[0]:
            continue
        clause = re.compile(r"[^，,。；;、\d*%：:\n]{0,24}").match(text, verb.end())
        reach = clause.end() if clause else verb.end()
        giver = by.search(text, verb.end(), reach)
        if not giver or giver.start() > verb.end() + 6:
            continue
        things = list(words.patterns["assigned_thing"].finditer(text, giver.end(), reach))
        if things and _ends_clause(text.replace("内", "，").replace("以", "，"), things[-1].end()):
            yield _Match(verb.start(), things[-1].end(), "meet_assigned")


def _prevented(stream: Stream, words: Vocabulary) -> Iterator[_Match]:
    """Find 不发生较大以上事故: the thing that must not happen stands behind the verb."""
    for found in words.patterns["prevent"].finditer(stream.text):
        for token in stream.tokens:
            near = found.end() <= token.start <= found.end() + 6
            if found[0] and near and token.kind == "indicator" and _goes_down(token, words):
                yield _Match(found.start(), token.end, "zero")
                break


def _goes_down(token: Token, words: Vocabulary) -> bool:
    listed = words.indicators.get(token.key)
    return listed is not None and listed.direction in ("down", "cap")


def _with_names(match: _Match, stream: Stream, words: Vocabulary, last: int) -> Relation | None:
    tokens = stream.tokens
    place = next((i for i, t in enumerate(tokens) if t.end > match.start), len(tokens))
    clause = place
    while clause > 0 and not (
        tokens[clause - 1].kind == "punct"
        or (tokens[clause - 1].kind == "figure" and not _qualifies(stream, clause - 1, match))
        or tokens[clause - 1].end <= last
    ):
        clause -= 1
    edge = tokens[clause - 1].end if clause else 0
    edge = max(edge, last)
    parts = [t for t in tokens[clause:] if edge <= t.start and t.end <= match.start]
    if match.relation in _WEAK and any(
        t.kind == "figure" and t.start < match.end + 4 and t.start >= match.start for t in tokens
    ):
        return None
    if match.relation in _WEAK and place and _says_growth(tokens, place, match.start):
        return None
    names = _names(stream.text, parts, edge, match, words)
    if not names:
        names = _label_names(stream, clause, parts, match, words)
    region = stream.text[edge : match.start]
    if match.relation in ("meet_assigned", "zero"):
        inner = [t for t in tokens if t.kind == "indicator" and match.start <= t.start < match.end]
        if inner and not names:
            names = [Name(t.key, stream.text[t.start : t.end], t.start, t.end) for t in inner]
        elif (
            not names
            and match.relation == "meet_assigned"
            and match.end - match.start > _LONGEST_BARE_TASK
        ):
            return None
    if group := _IN_GROUP.search(region):
        parts = [t for t in parts if t.end <= edge + group.start()]
        region = region[: group.start()]
    bare = not names and all(t.classes & _BEFORE_RELATION for t in parts)
    covered = sum(t.end - t.start for t in parts) + 1 >= len(region.strip("\u3000 、"))
    margin = next((i for i, t in enumerate(tokens) if t.figure and t.start == match.end), None)
    figure = tokens[margin].figure if margin is not None else None
    if figure is not None and figure.unit not in ("百分点", "%", "元"):
        margin, figure = None, None
    if not names and not (bare and covered):
        return None
    return Relation(
        place=place,
        start=match.start,
        end=figure.bound_end if figure else match.end,
        relation=match.relation,
        benchmark=match.benchmark,
        names=tuple(names),
        may_elide=bare and covered,
        margins=(margin,) if margin is not None and figure else (),
        margin=figure,
    )


def _names(
    text: str, parts: list[Token], edge: int, match: _Match, words: Vocabulary
) -> list[Name]:
    """Return the listed indicators before a relation; only 归零 takes an unlisted rate."""
    listed = [t for t in parts if t.kind in ("indicator", "shared")]
    if not listed:
        name = name_before(text, parts, (edge, match.start), None, words, grows=True)
        return [name] if name and match.relation == "zero" else []
    if match.relation == "zero" and any(t.kind == "figure" for t in parts):
        listed = listed[:1]
    names = [
        Name(key, text[t.start : t.end], t.start, t.end)
        for t in listed
        if t is listed[-1] or _is_listed_with_next(text, t, words)
        for key in (t.shared.keys if t.shared and t.key == "other" else (t.key,))
    ]
    names = merge_names(text, names)
    gap = "" if any(t.figure for t in parts) else text[listed[-1].end : match.start]
    for token in parts:
        if token.start >= listed[-1].end and token.classes & (_BEFORE_RELATION | {"lead"}):
            gap = gap.replace(text[token.start : token.end], "", 1)
    gap = words.patterns["tail"].sub("", gap).strip("\u3000 的、，”")
    loose = match.relation in ("rank_front", "rank_top", "meet_assigned", "zero")
    return names if len(gap) <= (12 if loose else 1) else []


def _label_names(
    stream: Stream, clause: int, parts: list[Token], match: _Match, words: Vocabulary
) -> list[Name]:
    """Return the indicator of the label that a relation follows (财政收入：稳中有增)."""
    tokens = stream.tokens
    if clause == 0 or stream.text[tokens[clause - 1].start] not in "：:\t":
        return []
    if not all(t.classes & (_BEFORE_RELATION | {"lead"}) for t in parts):
        return []
    start = clause - 1
    while start > 0 and tokens[start - 1].kind not in ("punct", "figure"):
        start -= 1
    return _names(
        stream.text, list(tokens[start : clause - 1]), tokens[start].start,
        _Match(tokens[clause - 1].start, match.end, match.relation), words,
    )  # fmt: skip


def _qualifies(stream: Stream, place: int, match: _Match) -> bool:
    """Tell the figure of 收入十万元以下的村清零, which says which villages are meant."""
    figure = stream.tokens[place].figure
    return match.relation == "zero" and bool(
        figure and stream.text.startswith(("的村", "的社区", "的户"), figure.bound_end)
    )


def _says_growth(tokens: tuple[Token, ...], place: int, start: int) -> bool:
    """Tell 两位数增长, where the figure before the word is the target."""
    before = tokens[place - 1]
    return before.kind == "figure" and before.end == start


def _is_listed_with_next(text: str, token: Token, words: Vocabulary) -> bool:
    """Tell an indicator that a list goes on behind (增速、 ... 等)."""
    tail = words.patterns["tail"].match(text, token.end)
    end = tail.end() if tail else token.end
    return text[end : end + 1] in "、和及与以"
