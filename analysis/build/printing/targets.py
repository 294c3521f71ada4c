"""Results -> printed tables of targets: side by side, and how they are put."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.build.measures.results import Results
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.numbers import head_in_unit, say_number, write_number
from analysis.figures.scale import FEWEST_FOR_MEDIAN, Scale, choose_scale, stated_amount
from analysis.model import TargetRow
from analysis.stats.coverage import PRECEDENCE
from analysis.stats.targets import median_stated
from analysis.tables.printed import Printed, PrintedColumn

MOST_INDICATORS = 6
"""As many as stand side by side on a page."""
_SPEAKING = ("stated", "relative", "masked", "unreadable")


def print_growth(results: Results, words: PrintWords) -> Printed | None:
    """Lay out the growth targets most towns state, a column an indicator."""
    corpus = results.corpus
    lined_up = choose_headline(results)
    if not lined_up:
        return None
    scales = {key: choose_scale(rows) for key, rows in lined_up.items()}
    cells = {
        key: {row.plan_id: _say_target(row, scales[key], words) for row in rows}
        for key, rows in lined_up.items()
    }
    first = next(iter(lined_up.values()))
    rows = [
        (words.towns[plan_id], *(cells[key][plan_id] for key in lined_up))
        for plan_id in (row.plan_id for row in first)
    ]
    rows += [
        (
            words.pattern("grid_median"),
            *(_say_median(lined_up[k], scales[k], words) for k in cells),
        ),
        (
            words.pattern("state_stated"),
            *(f"{_count_stated(r)}/{len(r)}" for r in lined_up.values()),
        ),
    ]
    return Printed(
        key="growth",
        caption=words.caption("caption_print_growth"),
        columns=(
            PrintedColumn(words.pattern("print_town")),
            *(head_in_unit(words, words.indicators[key], scales[key]) for key in lined_up),
        ),
        rows=tuple(rows),
        note=words.note(words.pattern("note_print_growth"), words.pattern("note_median")),
        sources=words.sources(corpus.shown),
    )


def choose_headline(results: Results) -> dict[str, tuple[TargetRow, ...]]:
    """Choose the core indicators for which most towns state a growth rate, most stated first."""
    corpus = results.corpus
    grows = {
        claim.indicator
        for plan_id in corpus.shown
        for claim in corpus.claims[plan_id]
        if claim.status == "target" and claim.kind == "growth_rate"
    }
    rows = {
        key: results.line_up(key)
        for key, entry in corpus.lexicon.indicators.items()
        if key in grows and (entry.core or key == results.indicator)
    }
    stated = {key: _count_stated(held) for key, held in rows.items()}
    order = sorted((key for key in rows if stated[key]), key=lambda key: -stated[key])
    return {key: rows[key] for key in order[:MOST_INDICATORS]}


def print_coverage(results: Results, words: PrintWords) -> Printed | None:
    """Lay out in how many towns each core indicator has a target of which kind."""
    corpus = results.corpus
    rows = {*corpus.shown, *corpus.without_text}
    counted: dict[str, Counter[str]] = {}
    for cell in results.coverage:
        if cell.plan_id in rows and corpus.lexicon.indicators[cell.indicator].core:
            counted.setdefault(cell.indicator, Counter())[cell.state] += 1
    told = [key for key, states in counted.items() if any(states[s] for s in _SPEAKING)]
    if not told:
        return None
    told.sort(key=lambda key: -counted[key]["stated"])
    return Printed(
        key="coverage",
        caption=words.caption("caption_print_coverage"),
        columns=(
            PrintedColumn(words.pattern("card_column_indicator")),
            *(PrintedColumn(words.pattern(f"state_{s}"), "numbers") for s in PRECEDENCE),
            PrintedColumn(words.pattern("print_total"), "numbers"),
        ),
        rows=tuple(
            (
                words.indicators[key],
                *(str(counted[key][state]) for state in PRECEDENCE),
                str(counted[key].total()),
            )
            for key in told
        ),
        note=words.note(words.pattern("note_print_coverage")),
        sources=words.sources(corpus.shown),
    )


def _count_stated(rows: Sequence[TargetRow]) -> int:
    return sum(stated_amount(row.target) is not None for row in rows if row.state == "stated")


def _say_median(rows: Sequence[TargetRow], scale: Scale, words: PrintWords) -> str:
    middle = median_stated(rows)
    if middle is None or _count_stated(rows) < FEWEST_FOR_MEDIAN:
        return words.nothing
    return write_number(scale.of(middle))


def _say_target(row: TargetRow, scale: Scale, words: PrintWords) -> str:
    """Say a target as a number with its qualifier, or the state that stands for it."""
    if row.state != "stated":
        return words.pattern(f"state_{row.state}")
    said = say_number(row.target, scale, words)
    if row.stretch is not None and stated_amount(row.stretch) is not None:
        tier = say_number(row.stretch, scale, words, strives=False)
        said += words.say("stretch_wording", wording=tier)
    return said
