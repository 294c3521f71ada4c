"""Whose plan it is, and of which year, with the words that say so.

Nothing is guessed from afar: a name needs a title, an opening formula, the file's name or a
majority of mentions. A year has two readings, the one the title states and the one the
content speaks of; where they differ both are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.model import Inference
from analysis.text.alternatives import any_of

Places = Mapping[str, tuple[str, ...]]
YearCues = Mapping[str, tuple[tuple[int, int], ...]]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=[ ]*年|年度|[ ]*$|[^\d])")
_HAN_YEAR = re.compile(r"([一二][〇○零Ｏ0九][〇○零Ｏ0一二三四五六七八九]{2})年")
_HAN_DIGIT = {c: str(d) for d, cs in enumerate(["〇○零Ｏ0", *"一二三四五六七八九"]) for c in cs}
_BEFORE_NAME = re.compile(r"^.*(?:关于|印发|转发|中共|代表|的|在|于|市|县|区|旗|州|省)(?=.)")
_DATE_BEFORE = re.compile(r"^(?:年度?|度)")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_COUNTY_BEFORE = re.compile(rf"([{_HAN}]{{2,4}}?(?:县|区|市|旗))$")
_FIRST_YEAR, _LAST_YEAR = 1990, 2040
_OPENING_CHARS = 600
_LONGEST_TOWN = 5
_LONGEST_TITLE_LINE = 24
_SPREAD = re.compile(r"\S(?:[ \t\u3000]+\S){3,}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A named place inside some words: ``words[start:end]``."""

    name: str
    county: str | None
    start: int
    end: int


def title_pattern(places: Places) -> re.Pattern[str]:
    """Match a title up to the word that says what kind of plan it is."""
    return _title_pattern(places["report"])


@lru_cache(maxsize=8)
def _title_pattern(reports: tuple[str, ...]) -> re.Pattern[str]:
    words = any_of(reports)
    return re.compile(rf"[^。！？\n]{{0,60}}?(?:{words})[^。！？，\n]{{0,20}}")


def find_unit(words: str, places: Places) -> Unit | None:
    """Find the place a title or an opening names; the lowest unit wins (镇 before 县)."""
    named_report = re.search(
        rf"(?:年度?)?([{_HAN}]{{2,8}}?)(?:人民)?政府(?:\d{{4}}年)?工作报告", words
    )
    for unit in places["unit"]:
        for found in re.finditer(re.escape(unit), words):
            run = re.search(rf"[{_HAN}]*$", words[: found.start()])
            before = run[0] if run else ""
            name = _BEFORE_NAME.sub("", _DATE_BEFORE.sub("", before))
            full = name + unit
            generic = name in places["not_a_name"] and full not in places["always_a_name"]
            if not name or generic or len(name) > _LONGEST_TOWN + 3:
                continue
            county = _COUNTY_BEFORE.search(before[: len(before) - len(name)])
            return Unit(full, county[1] if county else None, found.start() - len(name), found.end())
    if named_report and not _is_generic(named_report[1], places):
        return Unit(named_report[1], None, named_report.start(1), named_report.end(1))
    return None


def _is_generic(name: str, places: Places) -> bool:
    """Tell 乡镇, 全镇, 某某镇: words that stand where a name would."""
    if name in places["always_a_name"]:
        return False
    generic = (*places["unit"], *places["not_a_name"], "乡镇")
    return name in generic or _bare(name, places) in places["not_a_name"]


def find_town(
    text: str, start: int, end: int, title: str, *, file_stem: str, places: Places
) -> tuple[Inference | None, Inference | None]:
    """Return the town and the county a plan belongs to, each with its words, or None.

    Tried in order: title, opening formula, file name, majority of mentions in the body.
    """
    title_at = max(text.find(title, start, end), start) if title else start
    opening = re.search(
        rf"代表([{_HAN}]{{2,14}}?)(?:人民政府|党委|人大|政府)",
        text[start : start + _OPENING_CHARS],
    )
    sources = [(title, title_at)]
    if opening:
        sources.append((opening[1], start + opening.start(1)))
    sources.append((file_stem, -1))
    for words, at in sources:
        unit = find_unit(words, places)
        if unit is not None:
            place = (at + unit.start, at + unit.end) if at >= 0 else (start, start)
            town = Inference("town", unit.name, words.strip()[:40], *place)
            if unit.county:
                return town, Inference("county", unit.county, words.strip()[:40], *place)
            return town, _county_by_majority(text, start, end, unit.name, places)
    named = _town_by_majority(text, start, end, places)
    return named, _county_by_majority(text, start, end, named.value, places) if named else None


def _town_by_majority(text: str, start: int, end: int, places: Places) -> Inference | None:
    """Return the name with most mentions, with and without its unit.

    A name stands at least twice with its unit, or once as a title opens with it (《某某镇…》).
    """
    body = text[start:end]
    units = any_of(places["town_unit"])
    votes: Counter[str] = Counter()
    opens_title = set(re.findall(rf"[《“(（]([{_HAN}]{{2,3}}?(?:{units}))", body))
    for found in re.finditer(rf"(?:{units})", body):
        run = re.search(rf"[{_HAN}]*$", body[max(0, found.start() - 4) : found.start()])
        before = run[0] if run else ""
        for length in (2, 3):
            name = before[-length:]
            inner = any(word in name for word in ("的", "全", "我", "各", "本", "该"))
            if len(name) == length and not inner and not name.endswith(places["not_a_name"]):
                votes[name + found[0]] += 1
    scores = {
        full: count + body.count(_bare(full, places))
        for full, count in votes.items()
        if count > 1 or full in opens_title
    }
    best = max(scores, key=lambda name: (scores[name], -len(name), name), default=None)
    if best is None or scores[best] < 4:
        return None
    at = start + body.index(best)
    return Inference("town", best, f"{best} ×{votes[best]}", at, at + len(best))


def _bare(name: str, places: Places) -> str:
    for unit in places["town_unit"]:
        name = name.removesuffix(unit)
    return name


def _county_by_majority(
    text: str, start: int, end: int, town: str, places: Places
) -> Inference | None:
    """Return the county a township's body names more often than any other; two are needed."""
    if not town.endswith(places["town_unit"]):
        return None
    body = text[start:end]
    votes: Counter[str] = Counter()
    for found in re.finditer(rf"([{_HAN}]{{2}})县", body):
        if not any(word in found[1] for word in places["not_a_county"]):
            votes[found[0]] += 1
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    name = ranked[0][0]
    at = start + body.index(name)
    return Inference("county", name, f"{name} ×{votes[name]}", at, at + len(name))


def find_title(text: str, start: int, end: int, places: Places) -> str:
    """Return the plan's heading: the first short line that is called a report or a plan.

    Without one, the first line if it is short and no sentence; else nothing.
    """
    lines = [_close_up(line) for line in text[start : min(end, start + 800)].split("\n")]
    lines = [line for line in lines if line][:8]
    for before, line in pairwise(["", *lines]):
        if len(line) <= 60 and title_pattern(places).fullmatch(line):
            named = find_unit(line, places) is not None or len(before) > _LONGEST_TITLE_LINE
            whole = line + _title_going_on(lines, line)
            return whole if named or find_unit(before, places) is None else before + whole
    for line in lines:
        found = title_pattern(places).match(line)
        if found and len(found[0]) <= 60 and line.startswith(found[0]):
            opening = min(
                (found[0].find(w) for w in places["opening"] if w in found[0]), default=-1
            )
            return (found[0][:opening] if opening > 0 else found[0]).strip()
    first = lines[0] if lines else ""
    return first if len(first) <= 40 and not re.search("[，。；]", first) else ""


def _title_going_on(lines: list[str], line: str) -> str:
    """Return the line below that joins a title of two (2021年工作总结⏎暨2022年工作计划)."""
    following = next((b for a, b in pairwise(lines) if a == line), "")
    joins = following.startswith(("暨", "及", "和", "与")) and len(following) <= _LONGEST_TITLE_LINE
    return following if joins else ""


def _close_up(line: str) -> str:
    """Drop the blanks of a title that is spread over its line (``松 岭 镇``)."""
    words = line.strip()
    return "".join(words.split()) if _SPREAD.fullmatch(words) else words


def find_stated_year(
    text: str, start: int, end: int, title: str, file_stem: str
) -> Inference | None:
    """Return the year the plan says it is for: title, first headings, file name, first date."""
    title_at = max(text.find(title, start, end), start) if title else start
    for words, at in ((title, title_at), (file_stem, -1)):
        years = [(int(m[1]), m) for m in _YEAR.finditer(words)] if words else []
        years += [
            (int("".join(map(_HAN_DIGIT.__getitem__, m[1]))), m) for m in _HAN_YEAR.finditer(words)
        ]
        years = [pair for pair in years if _FIRST_YEAR <= pair[0] <= _LAST_YEAR]
        if years:
            year, match = max(years, key=lambda pair: pair[0])
            place = (at + match.start(), at + match.end()) if at >= 0 else (start, start)
            return Inference("stated_year", str(year), words[:40], *place)
    heading = re.compile(
        r"((?:19|20)\d\d)年(?:度)?[^。，\n\t\d]{0,10}(?:目标|安排|思路|打算|计划|任务|重点)"
    )
    dated = re.compile(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日")
    for pattern, until in ((heading, end), (dated, min(end, start + _OPENING_CHARS))):
        found = pattern.search(text, start, until)
        if found:
            return Inference("stated_year", found[1], found[0], found.start(), found.end())
    return None


def find_content_year(
    text: str, start: int, end: int, stated: int | None, cues: YearCues
) -> Inference | None:
    """Return the year the content speaks of, by words that date a text (``lexicon/years.toml``).

    The years that agree with most of the cues are kept. If the stated year is among them, it is
    the content year; if one year is left, it is that; otherwise the one nearest to the stated
    year, or none when no year is stated.
    """
    found = {cue: text.find(cue, start, end) for cue in cues}
    found = {cue: at for cue, at in found.items() if at >= 0}
    if not found:
        return None
    fits = {
        year: sum(any(a <= year <= b for a, b in cues[cue]) for cue in found)
        for year in range(_FIRST_YEAR, _LAST_YEAR)
    }
    best = [year for year, n in fits.items() if n == max(fits.values())]
    if stated in best:
        year = stated
    elif len(best) == 1:
        year = best[0]
    elif stated is None:
        return None
    else:
        year = min(best, key=lambda y: abs(y - stated))
    agreeing = [c for c in found if any(a <= year <= b for a, b in cues[c])]
    first = min(agreeing, key=lambda cue: found[cue])
    return Inference(
        "content_year", str(year), "、".join(agreeing), found[first], found[first] + len(first)
    )
