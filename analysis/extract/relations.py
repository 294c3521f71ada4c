"""Targets without a number of their own: ties to another figure, to a task, to a direction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.extract.names import Name, merge_names, name_before
from analysis.extract.relation_words import Match, find_matches
from analysis.extract.stream import Stream, Token
from analysis.extract.values import Figure
from analysis.extract.vocabulary import Vocabulary

# Directions that count outside a headline block too; plans improve everything everywhere.
STRONG = frozenset({
    "in_step_with", "faster_than", "higher_than", "not_below", "not_above", "reasonable_range",
    "positive_growth", "zero", "not_increase", "no_increase", "meet_assigned", "rank_front",
    "rank_top", "full_coverage",
})  # fmt: skip
_IN_GROUP = re.compile(r"在[^，,。；;、]{1,12}[里中内]$")
# 完成国家下达任务 may lean on a name before it; a longer one names its own thing.
_LONGEST_BARE_TASK = 12
_FROM_PLACE = re.compile(r"[由从][^，,。；;、]{0,8}第[\d一二三四五六七八九十]{1,3}[位名]?前?$")
# How many other characters may stand between a name and its relation: 外资准入限制清零 is of no
# foreign capital.
_LOOSEST_GAP = {"rank_front": 12, "rank_top": 12, "meet_assigned": 12, "zero": 3}
_MAY_BE_UNLISTED = ("zero", "no_increase", "not_increase", "full_coverage")
_RATE = re.compile("(?:率|比|比例|比重|占比)$")
_OF_EACH = ("no_increase", "not_increase")  # 单位GDP能耗、用水量只降不升
_WEAK = ("decrease", "increase", "steady_growth", "positive_growth")
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
    is_firm: bool = False
    margins: tuple[int, ...] = ()
    margin: Figure | None = None

    @property
    def full(self) -> str:
        """The relation with its benchmark, as the ledger writes it."""
        return f"{self.relation}:{self.benchmark}" if self.benchmark else self.relation


def find_relations(stream: Stream, words: Vocabulary) -> list[Relation]:
    """Return the relations of a sentence, in order, each with the names before it."""
    matches = sorted(find_matches(stream, words), key=lambda m: (m.start, -m.end))
    if not matches:
        return []
    inside = {i for t in stream.tokens if t.key for i in range(t.start + 1, t.end)}
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


def _with_names(match: Match, stream: Stream, words: Vocabulary, last: int) -> Relation | None:
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
    told = match.relation == "positive_growth" and stream.text.startswith(("，", "、"), match.end)
    if (
        match.relation in _WEAK
        and not told
        and any(
            t.kind == "figure" and t.start < match.end + 4 and t.start >= match.start
            for t in tokens
        )
    ):
        return None
    if match.relation in _WEAK and place and _says_growth(stream, place, match.start):
        return None
    named = match
    if match.relation.startswith("rank") and (
        origin := _FROM_PLACE.search(stream.text, edge, match.start)
    ):
        named = replace(match, start=origin.start())
        parts = [t for t in parts if t.end <= named.start]
    names = _names(stream.text, parts, edge, named, words)
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
        is_firm=match.firm or match.relation in STRONG,
        margins=(margin,) if margin is not None and figure else (),
        margin=figure,
    )


def _names(text: str, parts: list[Token], edge: int, match: Match, words: Vocabulary) -> list[Name]:
    """Return the listed indicators before a relation; 归零 and 零增长 take an unlisted thing."""
    listed = [t for t in parts if t.kind in ("indicator", "shared")]
    if listed and match.relation == "full_coverage" and listed[-1].key in words.counted_by_income:
        parts = [t for t in parts if t.end <= listed[-1].start]  # 积分超市实现行政村全覆盖
        return _unlisted(text, parts, (edge, listed[-1].start), match, words)
    if not listed or _is_assessed(text, listed[-1], match, words):
        return _unlisted(text, parts, (edge, match.start), match, words)
    if match.relation == "zero" and any(t.kind == "figure" for t in parts):
        listed = listed[:1]
    names = [
        Name(key, text[t.start : t.end], t.start, t.end)
        for t in listed
        if t is listed[-1] or _is_listed_with_next(text, t, words)
        for key in (t.shared.keys if t.shared and t.key == "other" else (t.key,))
    ]
    if not (match.firm or match.relation == "zero"):  # 起数、人数双下降 tells of each
        names = merge_names(text, names)
    gap = "" if any(t.figure for t in parts) else text[listed[-1].end : match.start]
    for token in parts:
        dated = token.kind == "name" or token.classes & (_BEFORE_RELATION | {"lead"})
        if token.start >= listed[-1].end and dated:
            gap = gap.replace(text[token.start : token.end], "", 1)
    gap = words.patterns["tail"].sub("", gap).strip("\u3000 的、，“”")
    loosest = _LOOSEST_GAP.get(match.relation, 1)
    who = listed[-1].key in words.counted_by_income and match.relation == "zero"
    if gap and (who or (len(gap) > loosest and match.relation == "full_coverage")):
        return _unlisted(text, parts, (edge, match.start), match, words)
    listed_too = match.relation in _OF_EACH and text.startswith("、", listed[-1].end)
    return names if len(gap) <= loosest or listed_too else []


def _unlisted(
    text: str, parts: list[Token], region: tuple[int, int], match: Match, words: Vocabulary
) -> list[Name]:
    """Return the thing no indicator names where such a thing can have the relation."""
    end = region[1]
    for token in reversed(parts):
        dated = token.kind == "name" or token.classes & _BEFORE_RELATION
        if token.end != end or not dated:
            break
        end = token.start
    name = name_before(text, parts, (region[0], end), None, words, grows=True)
    if name and match.relation == "rank_top" and name.text.endswith(words.words["ranked"]):
        return [replace(name, key="ranking")]
    measured = match.relation == "meet_assigned" and name and _RATE.search(name.text)
    return [name] if name and (match.relation in _MAY_BE_UNLISTED or measured) else []


def _is_assessed(text: str, named: Token, match: Match, words: Vocabulary) -> bool:
    """Tell the rank in 乡村振兴实绩考核, which is none of the villages in its name."""
    between = text[named.end : match.start]
    told = any(word in between for word in words.words["assessed"])
    return told and match.relation.startswith("rank") and named.key != "ranking"


def _label_names(
    stream: Stream, clause: int, parts: list[Token], match: Match, words: Vocabulary
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
        Match(tokens[clause - 1].start, match.end, match.relation), words,
    )  # fmt: skip


def _qualifies(stream: Stream, place: int, match: Match) -> bool:
    """Tell the figure of 收入十万元以下的村清零, which says which villages are meant."""
    figure = stream.tokens[place].figure
    return match.relation == "zero" and bool(
        figure and stream.text.startswith(("的村", "的社区", "的户"), figure.bound_end)
    )


def _says_growth(stream: Stream, place: int, start: int) -> bool:
    """Tell 两位数增长 and 8%的增长, where the figure before the word is the target."""
    before = stream.tokens[place - 1]
    return before.kind == "figure" and stream.text[before.end : start] in ("", "的")


def _is_listed_with_next(text: str, token: Token, words: Vocabulary) -> bool:
    """Tell an indicator that a list goes on behind (增速、 ... 等)."""
    tail = words.patterns["tail"].match(text, token.end)
    end = tail.end() if tail else token.end
    return text[end : end + 1] in "、和及与以"
