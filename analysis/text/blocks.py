"""The headline block of a plan: what a heading or an opening sentence announces as its targets.

A block lasts to the next heading; inside a long section without headings, to the end of the lines
that go on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.text.headings import (
    LEVELS,
    MARK,
    NAMED_FIGURE,
    Heading,
    Headings,
    any_word,
    compile_roles,
    find_role,
)

_LIST_ITEM = re.compile(
    r"\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[）)]|[①-⑳●•·▪]|——?|表\d)|[^\n]*[\t|｜]"
    rf"|{NAMED_FIGURE}"
)
_FIGURE = re.compile(
    r"[\d*＊×%‰]|[xX]{1,3}[.%亿万]|增长|增速|同步|分之|下降|减少|提高|不低于|高于|稳中|\n"
)
_POINT = re.compile(r"(?m)^[ \t]*\d{1,2}[.．、](?!\d)[ \t]*(?P<words>[^\n。：:，,]{2,14})")
_FINISHED = re.compile(r"完成|实现了|确定的|超额|年初|对照|围绕|聚焦|紧扣|针对")
_FIGURE_REACH = 80
_SENTENCE_REACH = 200
_TOLD_CHARS = 20
_FINISHED_REACH = 12
_BLOCK_CHARS = 500
"""A block goes on to the next heading unless that is further away than this."""


@lru_cache(maxsize=8)
def _compile(items: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that open and that close a block."""
    words = dict(items)
    opens = (
        rf"(?:{any_word(words, 'targets', 'targets_inline')})(?:"
        rf"[^。；;，,\n\d]{{0,{_TOLD_CHARS}}}?(?:是|为(?!了)|如下|[：:])"
        rf"|[^。；;\n\d]{{0,{_TOLD_CHARS}}}?[：:]"
        rf"|[^。；;，,\n\d]{{0,{_TOLD_CHARS}}}(?:{any_word(words, 'targets_told')})[。，,])"
        r"[：:]?|目标[是为][：:]"
    )
    closes = rf"[\n。！？][ \t]*(?:{any_word(words, 'targets_close')})"
    return re.compile(opens), re.compile(closes)


def find_blocks(
    text: str, start: int, end: int, found: Sequence[Heading], headings: Headings
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, words that announce it) of each block; `found` are the headings."""
    opens, closing = _compile(tuple(sorted(headings.items())))
    closes = [m.start() + 1 for m in closing.finditer(text, start, end)]
    for i, heading in enumerate(found):
        if heading.role == "targets":
            after = [h.start for h in found[i + 1 :] if _ends_block(heading, h)]
            stop = min([*after[:1], *(c for c in closes if c > heading.start), end])
            yield heading.start, stop, heading.words
    yield from _find_numbered(text, start, end, headings)
    for told in opens.finditer(text, start, end):
        opening = _find_opening(text, told, start)
        if opening is None or not _FIGURE.search(
            text, told.end(), min(end, told.end() + _FIGURE_REACH)
        ):
            continue
        close = _find_line_end(text, told.end(), start, end)
        after = [h.start for h in found if h.start > told.start()]
        if after and close < after[0] <= close + _BLOCK_CHARS:
            close = after[0]
        yield (
            opening,
            min([close, *after[:1], *(c for c in closes if c > told.start())]),
            told[0],
        )


def _find_numbered(
    text: str, start: int, end: int, headings: Headings
) -> Iterator[tuple[int, int, str]]:
    """Yield the points of a numbered plan that are headed as targets (2.目标任务。)."""
    points = list(_POINT.finditer(text, start, end))
    rules = compile_roles(headings)
    for i, point in enumerate(points):
        following = points[i + 1].start() if i + 1 < len(points) else end
        if find_role(point["words"], rules, None) == "targets":
            yield point.start(), following, point["words"]


def _ends_block(opened: Heading, following: Heading) -> bool:
    if following.role is None and not following.marked:
        return not opened.marked
    level = opened.level if opened.marked else LEVELS["top"]
    return following.level <= level or following.role in ("review", "other")


def _find_opening(text: str, found: re.Match[str], start: int) -> int | None:
    """Return where the sentence of an opening begins; None when it tells of targets gone by."""
    reach = max(start, found.start() - _SENTENCE_REACH)
    opening = max(reach, 1 + max(text.rfind(stop, reach, found.start()) for stop in "。！？\n"))
    for mark in MARK.finditer(text, opening, found.start()):
        opening = mark.start()
    near = max(opening, found.start() - _FINISHED_REACH)
    near = max(near, *(1 + text.rfind(stop, near, found.start()) for stop in "，,"))
    return None if _FINISHED.search(text, near, found.start()) else opening


def _find_line_end(text: str, at: int, start: int, end: int) -> int:
    """Return the end of a block's lines: a list goes on below the line that opens it."""
    close = text.find("\n", at, end)
    while close != -1 and (
        text[max(start, close - 8) : close].rstrip(" \t")[-1:] in tuple("：:；;，,、")
        or _LIST_ITEM.match(text, close + 1)
    ):
        close = text.find("\n", close + 1, end)
    return end if close == -1 else close + 1
