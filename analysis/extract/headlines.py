"""The headline block of a plan that announces none: the paragraphs where its main figures stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.corpus.lexicon import Indicator

_FEWEST_IN_PLAN = 6
"""Different headline indicators (output, investment, revenue, incomes, jobs, prices ...) that
neighbouring paragraphs must hold together to be taken for the block. Of 209 labelled texts that
have no block none holds more than five; a report whose block nothing announced held 19."""
_FEWEST_IN_PARAGRAPH = 2
"""How many each of these paragraphs must hold alone."""


def find_unannounced(
    text: str, targets: Sequence[tuple[int, str]], indicators: Mapping[str, Indicator]
) -> Iterator[tuple[int, int]]:
    """Yield the clean spans of the paragraphs that are a headline block without saying so.

    Parameters
    ----------
    targets
        Clean offset and indicator of each target of the plan.
    """
    held = _by_paragraph(text, targets, indicators)
    run: list[int] = []
    for start in [*sorted(s for s, keys in held.items() if len(keys) >= _FEWEST_IN_PARAGRAPH), -1]:
        if run and (start < 0 or text[_end(text, run[-1]) : start].strip()):
            if len(set.union(*(held[s] for s in run))) >= _FEWEST_IN_PLAN:
                yield run[0], _end(text, run[-1])
            run = []
        run.append(start)


def goes_on(
    text: str, end: int, targets: Sequence[tuple[int, str]], indicators: Mapping[str, Indicator]
) -> tuple[int, int]:
    """Return the clean span of the paragraphs below `end` that go on with an announced block."""
    held = _by_paragraph(text, targets, indicators)
    at = end
    while at < len(text) and len(held.get(at, ())) >= _FEWEST_IN_PARAGRAPH:
        at = _end(text, at) + 1
    return end, at


def _by_paragraph(
    text: str, targets: Sequence[tuple[int, str]], indicators: Mapping[str, Indicator]
) -> dict[int, set[str]]:
    """Return the headline indicators of each paragraph that has some, by its first offset."""
    held: dict[int, set[str]] = {}
    for at, key in targets:
        if key in indicators and indicators[key].group == "headline":
            held.setdefault(text.rfind("\n", 0, at) + 1, set()).add(key)
    return held


def _end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
