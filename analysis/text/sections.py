"""A plan's body -> what is review, what is announced as target, what is this year's work.

Roles follow headings by position, because a border can lie inside what looks like a
sentence: compilations are often pasted as one line without a break. Words that give a
heading its role live in ``lexicon/headings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analysis.model import Role, Section

Headings = Mapping[str, tuple[str, ...]]

_HAN = "一二三四五六七八九十"
# 一、二、三产业 counts industries and opens no section.
_MARK = re.compile(
    rf"(?:^|(?<=[\n。！？；：!?;:%）)\s]))[ \t\u3000]*(?:"
    rf"(?P<part>第[{_HAN}]{{1,3}}(?:部分|章|篇))"
    rf"|(?P<top>[{_HAN}]{{1,3}}[、.．](?![{_HAN}]{{1,3}}(?:、|产|是)))"
    rf"|(?P<sub>[（(][{_HAN}]{{1,3}}[）)]))[ \t]*"
)
_LINE = re.compile(r"[^\n]+")
_HEADING_END = re.compile(r"[\n。！？；：!?;:]")
_HEADING_CHARS = 40
_LINE_HEADING_CHARS = 30
_NO_HEADING_LINE = re.compile(r"[，,。；;！!\t|]|[\d*]+(?:\.\d+)?(?:%|亿|万|家|个)")
_OPENS_SENTENCE = r"(?:^|(?<=[\n。！？]))[ \t]*"
_LIST_ITEM = re.compile(
    r"\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[）)]|[①-⑳●•·▪]|——?|表\d)|[^\n]*[\t|｜]"
)
_FIGURE = re.compile(r"[\d*＊×%‰]|[xX]{1,3}[.%亿万]|增长|同步|分之|下降|减少|提高|\n")
_FINISHED = re.compile(r"完成|实现了|确定的|超额|年初|对照")
# 发展基础性作用 and 基础设施 are no 发展基础.
_NO_LONGER = "(?![性设])"
_FIGURE_REACH = 80
_SENTENCE_REACH = 200
_LEVELS = {"part": 0, "top": 1, "sub": 2}
_INLINE = 9


@dataclass(frozen=True, slots=True)
class _Heading:
    """A place where the role may change; `_INLINE` marks a cue inside a paragraph."""

    start: int
    level: int
    kind: Literal["heading", "opens_targets", "closes_targets", "review_cue", "tasks_cue"]
    role: Role | None
    words: str


def read_sections(clean_text: str, start: int, end: int, headings: Headings) -> tuple[Section, ...]:
    """Cut ``clean_text[start:end]`` into sections by heading position.

    Parameters
    ----------
    clean_text
        Repaired text of the document; it may be one single line.
    start, end
        The plan's body, clean offsets.
    headings
        Word classes of ``lexicon/headings.toml``.

    Returns
    -------
    Sections that cover the body without gap or overlap. Without heading or cue there is one,
    `tasks`, `assumed`.
    """
    rules = _compile(tuple(sorted(headings.items())))
    places = sorted(_find_places(clean_text, start, end, rules), key=lambda h: (h.start, h.level))
    has_heading = any(p.kind == "heading" for p in places)
    role: Role = "other" if has_heading else "tasks"
    assumed, since, words, level = not has_heading, start, "", _INLINE
    sections: list[Section] = []
    for place in places:
        if place.kind == "review_cue" and has_heading and role != "other":
            continue
        change = _change(place, role, level)
        if change is None:
            continue
        if place.start > since:
            sections.append(Section(role, since, place.start, words, assumed))
        role, level = change
        since, words = place.start, place.words
        assumed = not has_heading and place.kind == "closes_targets"
    if end > since or not sections:
        sections.append(Section(role, since, end, words, assumed))
    return tuple(sections)


def _change(place: _Heading, role: Role, level: int) -> tuple[Role, int] | None:
    """Return the new role and its level, or None where the place changes nothing."""
    if place.kind == "heading":
        return _heading_change(place, role, level)
    inline = level == _INLINE
    asked: dict[str, tuple[Role, bool]] = {
        "opens_targets": ("targets", role != "targets"),
        "closes_targets": ("tasks", role == "targets"),
        "review_cue": ("review", role == "other" or (inline and role == "tasks")),
        "tasks_cue": ("tasks", role == "review" and inline),
    }
    new, holds = asked[place.kind]
    return (new, _INLINE) if holds else None


def _heading_change(place: _Heading, role: Role, level: int) -> tuple[Role, int] | None:
    """Return what a heading changes: nothing inside a block or below the heading that rules.

    A heading without a role ends a review that a heading of its own rank opened, not one that
    only a sentence opened.
    """
    inside = role == "targets" and place.level > level
    if inside and place.role in (None, "tasks"):
        return None
    if place.role is not None:
        return place.role, place.level
    if place.level > level or place.level == _LEVELS["sub"]:
        return ("tasks", place.level) if role == "targets" else None
    keeps = role == "review" and level == _INLINE
    return (role, level) if keeps else ("tasks", place.level)


@dataclass(frozen=True, slots=True)
class _Rules:
    roles: tuple[tuple[Role, re.Pattern[str]], ...]
    opens: re.Pattern[str]
    closes: re.Pattern[str]
    review: re.Pattern[str]
    tasks: re.Pattern[str]


@lru_cache(maxsize=8)
def _compile(headings: tuple[tuple[str, tuple[str, ...]], ...]) -> _Rules:
    words = dict(headings)

    def any_of(*names: str) -> str:
        found = {word for name in names for word in words.get(name, ())}
        return "|".join(map(re.escape, sorted(found, key=lambda w: (-len(w), w)))) or r"(?!)"

    roles: list[tuple[Role, re.Pattern[str]]] = [
        (role, re.compile(f"(?:{any_of(role)}){_NO_LONGER}"))
        for role in ("targets", "tasks", "review", "other")
    ]
    opens = (
        rf"(?:(?:{any_of('targets', 'targets_inline')})(?:任务|指标)?"
        r"(?:建议|初步|确定|安排|设定|拟|定)*"
        r"(?:是|为|如下|[：:])|目标[是为][：:])[：:]?"
    )
    return _Rules(
        tuple(roles),
        re.compile(opens),
        re.compile(_OPENS_SENTENCE + rf"(?:{any_of('targets_close')})"),
        re.compile(_OPENS_SENTENCE + rf"(?:各位代表[，,：:！!])?(?:{any_of('review_inline')})"),
        re.compile(_OPENS_SENTENCE + rf"(?:{any_of('tasks_inline')})"),
    )


def _find_places(text: str, start: int, end: int, rules: _Rules) -> Iterator[_Heading]:
    for mark in _MARK.finditer(text, start, end):
        name = str(mark.lastgroup)
        words = _heading_words(text, mark.end(), end)
        role = _role_of(words, rules)
        if name == "sub" and role != "targets":
            role = None
        yield _Heading(mark.start(), _LEVELS[name], "heading", role, words)
    title_end = _title_end(text, start, end)
    for line in _LINE.finditer(text, start, end):
        words = line[0].strip()
        if len(words) > _LINE_HEADING_CHARS or _NO_HEADING_LINE.search(words):
            continue
        role = _role_of(words, rules)
        if role == "review" or (role and line.start() >= title_end):
            if _MARK.match(text, line.start()):
                continue
            yield _Heading(line.start(), _LEVELS["part"], "heading", role, words)
    opened = [
        list(_opened_block(text, o, start, end)) for o in rules.opens.finditer(text, start, end)
    ]
    openings = {block[0].start for block in opened if block}
    for block in opened:
        yield from block
    for kind, pattern in (
        ("closes_targets", rules.closes),
        ("review_cue", rules.review),
        ("tasks_cue", rules.tasks),
    ):
        for found in pattern.finditer(text, start, end):
            if found.start() not in openings:
                yield _Heading(found.start(), _INLINE, kind, None, found[0].strip())  # type: ignore[arg-type]


def _opened_block(text: str, found: re.Match[str], start: int, end: int) -> Iterator[_Heading]:
    """Yield the opening of a headline block and the line end that closes it."""
    reach = max(start, found.start() - _SENTENCE_REACH)
    opening = max(reach, 1 + max(text.rfind(stop, reach, found.start()) for stop in "。！？\n"))
    for mark in _MARK.finditer(text, opening, found.start()):
        opening = mark.start()
    if _FINISHED.search(text, opening, found.start()):
        return
    if not _FIGURE.search(text, found.end(), min(end, found.end() + _FIGURE_REACH)):
        return
    yield _Heading(opening, _INLINE, "opens_targets", "targets", found[0])
    close = text.find("\n", found.end(), end)
    while close != -1 and (
        text[max(start, close - 8) : close].rstrip(" \t")[-1:] in tuple("：:；;，,、")
        or _LIST_ITEM.match(text, close + 1)
    ):
        close = text.find("\n", close + 1, end)
    if close != -1 and close + 1 < end:
        yield _Heading(close + 1, _INLINE, "closes_targets", None, "")


def _title_end(text: str, start: int, end: int) -> int:
    """Return where the first line ends: a plan's title (工作计划) opens no section."""
    title = re.compile(r"\s*[^\n]+").match(text, start, end)
    return title.end() if title else end


def _heading_words(text: str, start: int, end: int) -> str:
    stop = _HEADING_END.search(text, start, min(end, start + _HEADING_CHARS))
    return text[start : stop.start() if stop else min(end, start + _HEADING_CHARS)].strip()


def _role_of(words: str, rules: _Rules) -> Role | None:
    """Return the role a heading's words give; None without one, and for a title that has both."""
    rest, found = words, set()
    for role, pattern in rules.roles:
        if pattern.search(rest):
            found.add(role)
            rest = pattern.sub("\n", rest)
    if {"review", "tasks"} <= found:
        return None
    for role in ("tasks", "targets", "review", "other"):
        if role in found:
            return role
    return None
