"""Results -> the figures of targets."""

from __future__ import annotations

from analysis.build.drawing.framing import (
    find_indicator,
    frame_picture,
    name_both,
    name_sources,
    name_towns,
    say,
)
from analysis.build.measures.attaining import find_asked
from analysis.build.measures.results import Results
from analysis.figures.coverage import draw_coverage
from analysis.figures.layout import Picture
from analysis.figures.rates import draw_target_rates
from analysis.figures.scale import stated_amount
from analysis.figures.style import word
from analysis.figures.target_grid import TargetPanel, draw_target_grid
from analysis.figures.wording import read_wording
from analysis.model import Claim, Kind
from analysis.stats.coverage import MIN_CONFIDENCE, find_targets
from analysis.stats.targets import line_up_targets, middle

PANELS = 6
"""Indicators in the small multiples."""


def compose_coverage(results: Results) -> Picture:
    """Draw towns by core indicators, each with its state."""
    corpus = results.corpus
    shown = set(corpus.shown)
    spoken = {
        cell.indicator
        for cell in results.coverage
        if cell.plan_id in shown and cell.state in ("stated", "relative", "masked", "unreadable")
    }
    named = name_towns(results)
    rows = {plan_id: named[plan_id] for plan_id in (*corpus.shown, *corpus.without_text)}
    indicators = {
        key: say(entry.zh, entry.en)
        for key, entry in corpus.lexicon.indicators.items()
        if key in spoken and key != "other" and entry.core
    }
    return draw_coverage(
        [c for c in results.coverage if c.plan_id in rows and c.indicator in indicators],
        rows,
        indicators,
        **frame_picture(results, "coverage"),
    )


def compose_targets(results: Results, indicator: str | None = None) -> Picture:
    """Draw one indicator's targets side by side, by default the one most towns state."""
    entry = find_indicator(results, indicator or results.indicator)
    rows = results.target_rows if entry.key == results.indicator else results.line_up(entry.key)
    frame = frame_picture(results, "rates", indicator=name_both(entry))
    asked = find_asked(results.attaining, results.corpus, entry.key)
    if asked is not None:
        frame["sources"] += name_sources(results, [asked[0].plan_id])
        frame["note"] = word("sentence_mark").join(filter(None, (_say_asked(asked), frame["note"])))
    superior = middle(asked[0].amount) if asked else None
    return draw_target_rates(rows, name_towns(results), superior=superior, **frame)


def _say_asked(asked: tuple[Claim, int]) -> str:
    claim, towns = asked
    return word("note_superior_said", said=read_wording(claim), n=towns)


def compose_target_grid(results: Results) -> Picture:
    """Draw the targets most towns state as small multiples, core indicators first.

    The towns stand as in the first panel: its highest target first, then those without a number.
    """
    corpus = results.corpus
    panels = []
    for key, kind in choose_panels(results):
        entry = corpus.lexicon.indicators[key]
        plans = [corpus.plans[p] for p in corpus.shown]
        rows = line_up_targets(corpus.claims, plans, key, kind)
        panels.append(TargetPanel(key, kind, say(entry.zh, entry.en), rows))
    order = [row.plan_id for row in panels[0].rows] if panels else list(corpus.shown)
    frame = frame_picture(results, "target_grid", panels=str(len(panels)))
    return draw_target_grid(panels, order, name_towns(results), **frame)


def choose_panels(results: Results, most: int = PANELS) -> list[tuple[str, Kind]]:
    """Choose the indicators most towns state, each in the kind that most of them state.

    Core indicators go first, then those more towns state, then those first in the lexicon.
    """
    corpus = results.corpus
    towns: dict[tuple[str, Kind], set[str]] = {}
    for plan_id in corpus.shown:
        for claim in find_targets(corpus.claims[plan_id]):
            sure = claim.confidence >= MIN_CONFIDENCE and stated_amount(claim) is not None
            if sure and claim.indicator in corpus.lexicon.indicators:
                towns.setdefault((claim.indicator, claim.kind), set()).add(plan_id)
    every = list(corpus.lexicon.indicators.values())
    best: list[tuple[str, Kind]] = []
    for entry in sorted(every, key=lambda entry: not entry.core):
        kinds = [pair for pair in towns if pair[0] == entry.key and entry.key != "other"]
        best += [max(sorted(kinds), key=lambda pair: len(towns[pair]))] if kinds else []
    core = {entry.key for entry in every if entry.core}
    best.sort(key=lambda pair: (pair[0] not in core, -len(towns[pair])))
    return best[:most]
