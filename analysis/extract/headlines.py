"""The headline block of a plan that announces none: the paragraphs where its main figures stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.corpus.lexicon import Indicator

_FEWEST_IN_PLAN = 6
"""Different headline indicators (output, investment, revenue, incomes, jobs, prices ...) that
neighbouring paragraphs must hold together to be taken for the block; ..."""
_FEWEST_IN_PARAGRAPH = 2
"""... and each of them alone. Of 34 labelled reports without an announced block one held six or
more (19), all others at most one; lists of a few figures hold up to four."""


def find_unannounced(
    text: str, targets: Sequence[tuple[int, str]], indicators: Mapping[str, Indicator]
) -> Iterator[tuple[int, int]]:
    """Yield the clean spans of the paragraphs that are a headline block without saying so.

    Parameters
    ----------
    targets
        Clean offset and indicator of each target of the plan.
    """
    held: dict[int, set[str]] = {}
    for at, key in targets:
        if key in indicators and indicators[key].group == "headline":
            held.setdefault(text.rfind("\n", 0, at) + 1, set()).add(key)
    run: list[int] = []
    for start in [*sorted(s for s, keys in held.items() if len(keys) >= _FEWEST_IN_PARAGRAPH), -1]:
        if run and (start < 0 or text[_end(text, run[-1]) : start].strip()):
            if len(set.union(*(held[s] for s in run))) >= _FEWEST_IN_PLAN:
                yield run[0], _end(text, run[-1])
            run = []
        run.append(start)


def _end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
