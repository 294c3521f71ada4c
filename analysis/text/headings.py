"""Where the headings of a plan stand, and the role their words give.

A heading is a numbered mark (一、 （一） 第一部分) wherever it stands, because compilations are
often pasted as one line, or a short line of its own. Its words give a role by
``lexicon/headings.toml``, or by the time they name: the year before the plan's is a review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.model import Role
from analysis.text.alternatives import any_of

Headings = Mapping[str, tuple[str, ...]]

_HAN = "一二三四五六七八九十"
# 一、二、三产业 counts industries and opens no section.
MARK = re.compile(
    rf"(?=[ \t\u3000第上中下{_HAN}（(])"
    rf"(?:^|(?<=[\n。！？；：!?;:%）)\s]))(?:(?<![ \t\u3000]{{2}})|(?![ \t\u3000]))[ \t\u3000]*(?:"
    rf"(?P<part>第[{_HAN}]{{1,3}}(?:部分|章|篇)|[上中下]篇)"
    rf"|(?P<top>[{_HAN}]{{1,3}}[、.．](?![{_HAN}]{{1,3}}(?:、|产|是)))"
    rf"|(?P<sub>[（(][{_HAN}]{{1,3}}[）)]))[ \t]*"
)
LEVELS = {"part": 0, "top": 1, "sub": 2}
_LINE = re.compile(r"[^\n]+")
_HEADING_END = re.compile(r"[\n。！？；：!?;:]")
_HEADING_CHARS = 40
_LINE_HEADING_CHARS = 30
_ORNAMENTS = " \t\u3000【】〖〗■◆●◇▪*#"
_BARE_HEADING_CHARS = 16
_NO_HEADING_LINE = re.compile(r"[，,。；;！!\t|]|[\d*]+(?:\.\d+)?(?:%|亿|万|家|个)")
# A line that names an indicator and gives its figure behind a colon.
NAMED_FIGURE = (
    r"[ \t\u3000]*(?:\d{1,2}[.、．)）])?[^\n：:，,。；;\d]{2,16}[：:][^\n：:]{0,8}[\d*＊×○]"
)
_LISTED = re.compile(rf"\n+(?:{NAMED_FIGURE})")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?![\d年]*\d{0,2}月)(?!\d)")
_HAN_YEAR = re.compile(
    r"二[〇○零Ｏ0]([〇○零Ｏ0一二三四五六七八九])([〇○零Ｏ0一二三四五六七八九])年(?!.{1,3}月)"
)
_HAN_DIGIT = {c: d for d, cs in enumerate(["〇○零Ｏ0", *"一二三四五六七八九"]) for c in cs}
# 二、明年往哪儿奔: in such a plan 今年 is the year that ends.
_NEXT_YEAR = re.compile("明年|来年")
_A_PAIR = 2
_FIRST: tuple[Role, ...] = ("tasks", "targets", "review", "other")
_JOINED = re.compile(r"[和及与暨、，,]|以及")
# 发展基础性作用 and 基础设施 are no 发展基础.
_NO_LONGER = "(?![性设])"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at clean offset `start`; `level` is smaller for higher ranks."""

    start: int
    level: int
    role: Role | None
    words: str
    marked: bool
    """Numbered (一、), not a line of its own only."""


def find_headings(
    text: str, start: int, end: int, headings: Headings, year: int | None
) -> Iterator[Heading]:
    """Yield the headings of ``text[start:end]``; `year` is the plan's."""
    rules = compile_roles(headings)
    plans_next = any(
        _NEXT_YEAR.search(_heading_words(text, mark.end(), end))
        for mark in MARK.finditer(text, start, end)
    )
    above: Role | None = None
    for mark in MARK.finditer(text, start, end):
        name = str(mark.lastgroup)
        words = _heading_words(text, mark.end(), end)
        timed = words.replace("今年", "去年") if plans_next else words
        role = find_role(timed, rules, year)
        if name == "sub" and (role != "targets" or _is_reviewed(timed, above, rules, year)):
            role = None
        above = above if name == "sub" else role
        yield Heading(mark.start(), LEVELS[name], role, words, marked=True)
    title_end = _title_end(text, start, end)
    for line in _LINE.finditer(text, start, end):
        words = line[0].strip(_ORNAMENTS)
        if len(words) > _LINE_HEADING_CHARS or _NO_HEADING_LINE.search(words):
            continue
        in_title = line.start() < title_end
        role = find_role(words, rules, None if in_title or rules.title.search(words) else year)
        announces = role == "targets" and words.endswith(("：", ":"))
        listed = role == "targets" and _LISTED.match(text, line.end()) is not None
        opens = not in_title or role == "review" or listed
        if announces or MARK.match(text, line.start()) or not opens:
            continue
        if role is None and (len(words) > _BARE_HEADING_CHARS or not _followed(text, line.end())):
            continue
        yield Heading(line.start(), LEVELS["part"], role, words, marked=False)


def _is_reviewed(words: str, above: Role | None, rules: Roles, year: int | None) -> bool:
    """Tell （一）主要指标 inside a review, which tells what became of them."""
    return above == "review" and _time_of(words, rules, year) != "tasks"


def find_heading_year(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Return the plan's year where its numbered headings name two years, this one the second.

    ``一、2021年：… 三、2022年：…`` is a plan for 2022, whatever year its title bears. The year
    comes with the offsets of the heading that names it.
    """
    named: list[tuple[int, int, int]] = []
    for mark in MARK.finditer(text, start, end):
        if mark.lastgroup == "sub":
            continue
        words = _heading_words(text, mark.end(), end)
        years = {int(year) for year in _YEAR.findall(words)}
        if len(years) == 1:
            named.append((years.pop(), mark.end(), mark.end() + len(words)))
    told = [year for year, _, _ in named]
    ordered = told == sorted(told) and len(set(told)) == _A_PAIR
    return named[-1] if ordered and told[-1] - told[0] == 1 else None


def _followed(text: str, at: int) -> bool:
    """Tell whether a longer line comes next, as it does below a heading."""
    after = _LINE.search(text, at)
    return after is not None and len(after[0].strip()) > _LINE_HEADING_CHARS


@dataclass(frozen=True, slots=True)
class Roles:
    """Patterns of the words that give a role."""

    words: tuple[tuple[Role, re.Pattern[str]], ...]
    past: re.Pattern[str]
    future: re.Pattern[str]
    title: re.Pattern[str]
    ends_targets: re.Pattern[str]


def any_word(headings: Headings, *names: str) -> str:
    """Return a pattern for any word of some classes, longest first."""
    return any_of(word for name in names for word in headings.get(name, ()))


def compile_roles(headings: Headings) -> Roles:
    """Compile the classes of ``lexicon/headings.toml`` that give headings their role."""
    return _compile_roles(tuple(sorted(headings.items())))


@lru_cache(maxsize=8)
def _compile_roles(items: tuple[tuple[str, tuple[str, ...]], ...]) -> Roles:
    headings = dict(items)
    order: tuple[Role, ...] = ("targets", "tasks", "review", "other")
    return Roles(
        tuple((r, re.compile(f"(?:{any_word(headings, r)}){_NO_LONGER}")) for r in order),
        re.compile(any_word(headings, "past_time")),
        re.compile(any_word(headings, "future_time")),
        re.compile(any_word(headings, "title_words")),
        re.compile(f"(?:{any_word(headings, 'targets_end')})$"),
    )


def find_role(words: str, rules: Roles, year: int | None) -> Role | None:  # noqa: PLR0911
    """Return the role a heading's words give; None without one, and for a title that has both.

    Of a compound the last word tells (2022年计划完成情况 is a review). Where words tell nothing,
    the time they name does.
    """
    rest: str = words
    found: dict[Role, int] = {}
    for role, pattern in rules.words:
        places = [m.end() for m in pattern.finditer(rest)]
        if places:
            found[role] = max(places)
            rest = pattern.sub(lambda m: "\n" * len(m[0]), rest)
    if not found and len(words) <= _BARE_HEADING_CHARS and rules.ends_targets.search(words):
        return "targets"
    time = _time_of(words, rules, year)
    if {"review", "tasks"} <= found.keys():
        between = words[min(found["review"], found["tasks"]) : max(found.values())]
        if time is None and _JOINED.search(between):
            return None
        return time or ("review" if found["review"] > found["tasks"] else "tasks")
    if "review" in found and time == "tasks":
        return None
    if "tasks" in found and time == "review":
        return "review"
    if found.keys() >= {"review", "targets"} and "tasks" not in found:
        return "review" if found["review"] > found["targets"] else "targets"
    return next((role for role in _FIRST if role in found), time)


def _time_of(words: str, rules: Roles, year: int | None) -> Role | None:
    """Tell whether words name the time gone by or the time to come, and not both."""
    named = {int(y) for y in _YEAR.findall(words)}
    named |= {2000 + 10 * _HAN_DIGIT[a] + _HAN_DIGIT[b] for a, b in _HAN_YEAR.findall(words)}
    past = bool(rules.past.search(words)) or (year is not None and any(y < year for y in named))
    future = bool(rules.future.search(words)) or (year is not None and year in named)
    if past == future:
        return None
    return "review" if past else "tasks"


def _title_end(text: str, start: int, end: int) -> int:
    """Return where the first line ends: a plan's title (工作计划) opens no section."""
    title = re.compile(r"\s*[^\n]+").match(text, start, end)
    return title.end() if title else end


def _heading_words(text: str, start: int, end: int) -> str:
    stop = _HEADING_END.search(text, start, min(end, start + _HEADING_CHARS))
    return text[start : stop.start() if stop else min(end, start + _HEADING_CHARS)].strip()
