"""Results -> the figures of targets."""

from __future__ import annotations

from analysis.build.framing import frame_picture, say
from analysis.build.results import Results
from analysis.errors import StudyError
from analysis.figures.coverage import draw_coverage
from analysis.figures.layout import Picture
from analysis.figures.rates import draw_target_rates


def compose_coverage(results: Results) -> Picture:
    """Draw towns by core indicators, each with its state."""
    corpus = results.corpus
    shown = set(corpus.shown)
    spoken = {
        cell.indicator
        for cell in results.coverage
        if cell.plan_id in shown and cell.state in ("stated", "relative", "masked", "unreadable")
    }
    rows = {plan_id: corpus.names[plan_id] for plan_id in corpus.shown} | corpus.without_text
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
    corpus = results.corpus
    key = indicator or results.indicator
    if key is None or key not in corpus.lexicon.indicators:
        raise StudyError(
            "E-FIG-06",
            f"there is no indicator called {key}",
            where="draw()",
            fix="use a key of lexicon/indicators.toml",
        )
    entry = corpus.lexicon.indicators[key]
    rows = results.target_rows if key == results.indicator else results.line_up(key)
    frame = frame_picture(results, "rates", indicator=say(entry.zh, entry.en))
    return draw_target_rates(rows, corpus.names, **frame)
