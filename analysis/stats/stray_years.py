"""A wrong year: what a plan calls its own programme by the year of an older text.

``2022年工作安排`` in the plan part of a plan of 2023 was left in by whoever copied last year's
text, or a neighbour's. The review may speak of the year before; later years are goals of several
years, a range of years is a programme, and ``2022年工作安排完成情况`` is told of and not planned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.model import Reading
from analysis.stats.leaks import Leak
from analysis.stats.reuse import Reuse
from analysis.text.clean import source_span

_RANGE = "至到和及与、—–－~～-"


def find_stray_years(
    reuse: Reuse, readings: Mapping[str, Reading], ahead: Sequence[str], behind: Sequence[str]
) -> tuple[Leak, ...]:
    """Find the years of older programmes in plan sentences.

    Parameters
    ----------
    ahead
        What a plan calls its programme (工作安排, 主要目标 ...), directly behind the year.
    behind
        What tells behind those words that the programme is looked back on (完成情况 ...).
    """
    if not ahead:
        return ()
    wrong = re.compile(
        rf"(?<![\d{_RANGE}])((?:19|20)\d\d)年度?的?(?:全[镇乡年市县省]|我[镇乡市县省])?的?"
        rf"(?:{_any(ahead)})(?!的?(?:{_any(behind) or '(?!)'}))"
    )
    shared = _list_spans(reuse)
    found: list[Leak] = []
    for plan_id, reading in sorted(readings.items()):
        year = reading.plan.stated_year
        if year is None:
            continue
        for sentence in reading.sentences:
            if sentence.role == "review":
                continue
            for cue in wrong.finditer(reading.clean.text, sentence.start, sentence.end):
                if int(cue[1]) >= year:
                    continue
                start, end = source_span(reading.clean, sentence.start, sentence.end)
                others = sorted({o for a, b, o in shared.get(plan_id, ()) if a < end and start < b})
                other = others[0] if others else None
                found.append(
                    Leak(
                        plan_id,
                        other,
                        "wrong_year",
                        cue[0],
                        None,
                        sentence.sentence_id,
                        start,
                        end,
                        other is not None,
                    )
                )
    return tuple(found)


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _list_spans(reuse: Reuse) -> dict[str, list[tuple[int, int, str]]]:
    """Plan id -> its passages and who else holds them."""
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for pair in reuse.pairs:
        for p in pair.passages:
            spans.setdefault(pair.plan_id, []).append((p.start, p.end, pair.other))
            spans.setdefault(pair.other, []).append((p.other_start, p.other_end, pair.plan_id))
    return spans
