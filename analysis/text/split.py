"""One file -> the bodies of the plans in it, held against the contents list it announces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.text.identity import Places, find_unit, title_pattern

_ENTRY = re.compile(r"(?<![\d.])(\d{1,3})[.．、][ \t]*(?=(?:20\d\d年|[一-鿿*xX]))")
_LONGEST_ENTRY = 80
_SHORTEST_LIST = 3
_SHORTEST_BODY = 400
_BEFORE_NAME, _TITLE_LINES, _BEFORE_OPENING = 20, 40, 120
"""Characters of a title that fills several lines: before the name, up to its last word, after."""


@dataclass(frozen=True, slots=True)
class Body:
    """Where one plan stands (clean offsets) and what it is called there."""

    number: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Split:
    """The bodies of a file, and the titles its contents list announces (none without a list)."""

    bodies: tuple[Body, ...]
    announced: tuple[tuple[int, str], ...]
    contents: tuple[int, int] | None
    """Clean span of the contents list."""


def split_plans(text: str, places: Places) -> Split:
    """Find the plans in a cleaned text.

    A contents list counts its entries 1, 2, 3 … close together, each called a report or a plan;
    the bodies are then looked for by these titles, and what is announced but absent stays
    announced. Without a list a file is one plan, unless headings name several towns.
    """
    announced, contents = _read_contents(text, places)
    if contents is None:
        return Split(_bodies_by_heading(text, places), (), None)
    starts: list[tuple[int, int, str]] = []
    for number, title in announced:
        at = _find_body(text, title, contents[1], places)
        if at is not None and at not in {start for start, _, _ in starts}:
            starts.append((at, number, title))
    starts.sort()
    ends = [*(start for start, _, _ in starts), len(text)][1:]
    bodies = tuple(
        Body(number, title, start, end)
        for (start, number, title), end in zip(starts, ends, strict=True)
    )
    return Split(bodies, announced, contents)


def is_truncated(text: str, start: int, end: int) -> bool:
    """Tell whether a body breaks off: its last line is a long sentence without an end."""
    last = text[start:end].rstrip().rsplit("\n", 1)[-1].strip()
    tail = re.split(r"[。！？!?]", last)[-1]
    if not tail or tail[-1] in "”’）)》】」":
        return False
    return tail[-1] in "，、,：:" or len(last) > 60


def _read_contents(
    text: str, places: Places
) -> tuple[tuple[tuple[int, str], ...], tuple[int, int] | None]:
    chain: list[re.Match[str]] = []
    for entry in _ENTRY.finditer(text):
        near = chain and entry.start() - chain[-1].end() <= _LONGEST_ENTRY
        if near and int(entry[1]) == len(chain) + 1:
            if any(word in text[chain[-1].end() : entry.start()] for word in places["report"]):
                chain.append(entry)
        elif int(entry[1]) == 1 and len(chain) < _SHORTEST_LIST:
            chain = [entry]
    if len(chain) < _SHORTEST_LIST:
        return (), None
    reports = "|".join(sorted(places["report"], key=len, reverse=True))
    last = re.compile(reports).search(text, chain[-1].end(), chain[-1].end() + _LONGEST_ENTRY)
    end = last.end() if last else chain[-1].end()
    limits = [m.start() for m in chain[1:]] + [end]
    titles = tuple(
        (int(entry[1]), text[entry.end() : limit].strip())
        for entry, limit in zip(chain, limits, strict=True)
    )
    named = [find_unit(title, places) for _, title in titles]
    if sum(unit is not None for unit in named) * 2 < len(named):
        return (), None
    return titles, (chain[0].start(), end)


def _find_body(text: str, title: str, after: int, places: Places) -> int | None:
    """Return where the body of an announced plan opens, or None.

    Its title may differ from the announced one, and fill several lines.
    """
    words = title.split(maxsplit=1)[0]
    at = text.find(words, after)
    if at >= 0:
        return at
    unit = find_unit(title, places)
    if unit is None:
        return None
    reports = "|".join(places["report"])
    openings = "|".join(places["opening"])
    name = re.escape(unit.name)
    in_line = (
        rf"(?:20\d\d年?度?)?{name}[^。\n]{{0,12}}(?:{reports})\s*(?=[^。]{{0,60}}(?:{openings}))"
    )
    on_lines = (
        rf"(?<=\n)[^。\n]{{0,{_BEFORE_NAME}}}?{name}[^。]{{0,{_TITLE_LINES}}}?(?:{reports})"
        rf"(?=[^。]{{0,{_BEFORE_OPENING}}}(?:{openings}))"
    )
    starts = [f.start() for f in (re.search(p, text[after:]) for p in (in_line, on_lines)) if f]
    return after + min(starts) if starts else None


def _bodies_by_heading(text: str, places: Places) -> tuple[Body, ...]:
    """Cut a file at headings that name different towns; one body when they do not."""
    headings: list[tuple[int, str, str]] = []
    for line in re.finditer(r"[^\n]+", text):
        words = line[0].strip()
        if len(words) <= 40 and title_pattern(places).search(words):
            unit = find_unit(words, places)
            if unit is not None and unit.name not in {name for _, name, _ in headings}:
                headings.append((line.start(), unit.name, words))
    ends = [start for start, _, _ in headings[1:]] + [len(text)]
    lengths = [end - start for (start, _, _), end in zip(headings, ends, strict=False)]
    if len(headings) < 2 or min(lengths) < _SHORTEST_BODY:
        return (Body(1, "", 0, len(text)),)
    return tuple(
        Body(number, title, start, end)
        for number, ((start, _, title), end) in enumerate(zip(headings, ends, strict=True), 1)
    )
