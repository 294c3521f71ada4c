"""One file -> the bodies of the plans in it, held against the contents list it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.text.alternatives import any_of
from analysis.text.identity import Places, find_unit, title_pattern

_ENTRY = re.compile(r"(\d(?<![\d.]\d)\d{0,2})[.．、][ \t]*(?=(?:20\d\d年|[一-鿿*xX]))")
_LONGEST_ENTRY = 80
_SHORTEST_LIST = 3
_SHORTEST_BODY = 400
_LONGEST_TITLE = 40
_BY_LIKENESS = 0.8
_BEFORE_NAME, _TITLE_LINES, _BEFORE_OPENING = 20, 40, 120
"""Characters of a title that fills several lines: before the name, up to its last word, after."""


@dataclass(frozen=True, slots=True)
class Body:
    """Where one plan stands (clean offsets) and what it is called there."""

    number: int
    title: str
    start: int
    end: int
    confidence: float = 1.0
    """1 where its very title stands, less where a heading like it does."""


@dataclass(frozen=True, slots=True)
class Split:
    """The bodies of a file, and the titles its contents list announces (none without a list)."""

    bodies: tuple[Body, ...]
    announced: tuple[tuple[int, str], ...]
    foreign: tuple[int, ...]
    """Numbers of bodies that the contents list does not announce."""
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
        return Split(_bodies_by_heading(text, places), (), (), None)
    starts: list[tuple[int, int, str, float]] = []
    for number, title in announced:
        place = _find_body(text, title, contents[1], places)
        if place is not None and place[0] not in {start for start, *_ in starts}:
            starts.append((place[0], number, title, place[1]))
    foreign = tuple(_find_foreign(text, contents[1], starts, announced, places))
    starts = sorted([*starts, *foreign])
    ends = [*(start for start, *_ in starts), len(text)][1:]
    bodies = tuple(
        Body(number, title, start, end, confidence)
        for (start, number, title, confidence), end in zip(starts, ends, strict=True)
    )
    return Split(bodies, announced, tuple(number for _, number, _, _ in foreign), contents)


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
    reports = re.compile(any_of(places["report"]))
    closes = [reports.search(text, m.end(), m.end() + _LONGEST_ENTRY) for m in chain[-2:]]
    if closes and closes[-1] is None:  # a number that no title follows
        del chain[-1], closes[-1]
    if len(chain) < _SHORTEST_LIST or closes[-1] is None:
        return (), None
    end = closes[-1].end()
    limits = [m.start() for m in chain[1:]] + [end]
    titles = tuple(
        (int(entry[1]), text[entry.end() : limit].strip())
        for entry, limit in zip(chain, limits, strict=True)
    )
    named = [find_unit(title, places) for _, title in titles]
    if sum(unit is not None for unit in named) * 2 < len(named):
        return (), None
    return titles, (chain[0].start(), end)


def _find_body(text: str, title: str, after: int, places: Places) -> tuple[int, float] | None:
    """Return where the body of an announced plan opens and how sure that is, or None.

    Its title may differ from the announced one, and fill several lines.
    """
    words = title.split(maxsplit=1)[0]
    at = text.find(words, after)
    if at >= 0:
        return at, 1.0
    unit = find_unit(title, places)
    if unit is None:
        return None
    reports, openings = any_of(places["report"]), any_of(places["opening"])
    name = re.escape(unit.name)
    in_line = (
        rf"(?:20\d\d年?度?)?{name}[^。\n]{{0,12}}(?:{reports})\s*(?=[^。]{{0,60}}(?:{openings}))"
    )
    on_lines = (
        rf"(?<=\n)[^。\n]{{0,{_BEFORE_NAME}}}?{name}[^。]{{0,{_TITLE_LINES}}}?(?:{reports})"
        rf"(?=[^。]{{0,{_BEFORE_OPENING}}}(?:{openings}))"
    )
    starts = [f.start() for f in (re.search(p, text[after:]) for p in (in_line, on_lines)) if f]
    return (after + min(starts), _BY_LIKENESS) if starts else None


def _find_foreign(
    text: str,
    after: int,
    starts: Sequence[tuple[int, int, str, float]],
    announced: Sequence[tuple[int, str]],
    places: Places,
) -> Iterator[tuple[int, int, str, float]]:
    """Yield bodies under a title of their own whose town the contents list does not name."""
    known = {unit.name for _, title in announced if (unit := find_unit(title, places))}
    number = max(n for n, _ in announced)
    for line in re.finditer(r"[^\n]+", text[after:]):
        words, at = line[0].strip(), after + line.start()
        if len(words) > _LONGEST_TITLE or not title_pattern(places).search(words):
            continue
        unit = find_unit(words, places)
        later = [start for start, *_ in starts if start > at]
        length = min([*later, len(text)]) - at
        if unit is None or unit.name in known or length < _SHORTEST_BODY:
            continue
        known.add(unit.name)
        number += 1
        yield at, number, words, _BY_LIKENESS


def _bodies_by_heading(text: str, places: Places) -> tuple[Body, ...]:
    """Cut a file at headings that name different towns; one body when they do not."""
    headings: list[tuple[int, str, str]] = []
    for line in re.finditer(r"[^\n]+", text):
        words = line[0].strip()
        if len(words) <= _LONGEST_TITLE and title_pattern(places).search(words):
            unit = find_unit(words, places)
            if unit is not None and unit.name not in {name for _, name, _ in headings}:
                headings.append((line.start(), unit.name, words))
    ends = [start for start, _, _ in headings[1:]] + [len(text)]
    lengths = [end - start for (start, _, _), end in zip(headings, ends, strict=False)]
    if len(headings) < 2 or min(lengths) < _SHORTEST_BODY:
        return (Body(1, "", 0, len(text)),)
    return tuple(
        Body(number, title, start, end, _BY_LIKENESS)
        for number, ((start, _, title), end) in enumerate(zip(headings, ends, strict=True), 1)
    )
