"""Results -> the printed table of last year's targets and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from analysis.build.drawing.attaining import choose_judged
from analysis.build.measures.results import Results
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.numbers import head_in_unit, say_number, write_number
from analysis.figures.scale import Scale, choose_unit, stated_amount
from analysis.model import Attainment, Claim
from analysis.stats.attainment import keep_comparable
from analysis.tables.printed import Printed, PrintedColumn

_FEWEST_FIGURES = 2


def print_attainment(results: Results, words: PrintWords) -> Printed | None:
    """Lay out last year's target, its result and this year's target, where most can be judged."""
    corpus, pairs, silent = results.corpus, *find_told(results)
    if not pairs:
        return None
    rows = [row for row, _ in pairs]
    chosen = rows[0].indicator
    scale = choose_unit([a for r in rows for c in _figures(r) if (a := stated_amount(c))])
    earlier = [row.earlier_id for row in rows if row.earlier_id]
    return Printed(
        key="attainment",
        caption=words.caption("caption_attainment", indicator=words.indicators[chosen]),
        columns=(
            PrintedColumn(words.pattern("print_town")),
            *(
                head_in_unit(words, words.pattern(f"key_{k}"), scale)
                for k in ("promised", "achieved", "next")
            ),
            PrintedColumn(words.pattern("print_shortfall"), "numbers"),
            PrintedColumn(words.pattern("print_outcome")),
        ),
        rows=tuple(_say_attainment(row, whole, scale, words) for row, whole in pairs),
        note=words.note(*_note_attainment(rows, silent, words), all_years=True),
        sources=words.sources((*corpus.shown, *earlier)),
    )


def find_told(results: Results) -> tuple[list[tuple[Attainment, Attainment]], list[str]]:
    """Find the towns with figures of two years for the indicator most can be judged of.

    Returns
    -------
    Each row as it can be compared and as it was read, the least lacking first; and why the
    other towns have none.
    """
    corpus = results.corpus
    shown = set(corpus.shown)
    raw = [row for row in results.attaining.attainment if row.plan_id in shown]
    fit = [keep_comparable(row, corpus.lexicon.indicators[row.indicator]) for row in raw]
    chosen = choose_judged(fit)
    told = Counter(r.kind for r in fit if r.indicator == chosen and r.achieved and r.promised)
    if chosen is None or not told:
        return [], []
    kind = max(sorted(told), key=lambda k: (told[k], k == "growth_rate"))
    of_one = [
        (row, whole)
        for row, whole in zip(fit, raw, strict=True)
        if (row.indicator, row.kind) == (chosen, kind)
    ]
    pairs = sorted((pair for pair in of_one if _is_told(pair[0])), key=lambda pair: _best(pair[0]))
    reasons = {row.plan_id: row.reason or "too_few" for row, _ in of_one}
    told_of = {row.plan_id for row, _ in pairs}
    silent: list[str] = [reasons.get(p, "too_few") for p in corpus.shown if p not in told_of]
    return pairs, silent


def _is_told(row: Attainment) -> bool:
    """Tell whether a row has last year's target and one figure more."""
    figures = sum(stated_amount(claim) is not None for claim in _figures(row))
    return row.promised is not None and figures >= _FEWEST_FIGURES


def _say_attainment(
    row: Attainment, whole: Attainment, scale: Scale, words: PrintWords
) -> tuple[str, ...]:
    """Say one row; a figure that cannot be compared stands in words, or not at all."""
    said = []
    for claim, read in zip(_figures(row), _figures(whole), strict=True):
        unlike = claim is None and stated_amount(read) is not None
        said.append(words.nothing if unlike else say_number(claim or read, scale, words))
    lacks = None if row.shortfall is None else write_number(scale.of(row.shortfall))
    return words.towns[row.plan_id], *said, lacks or words.nothing, _say_outcome(row, words)


def _note_attainment(
    rows: Sequence[Attainment], silent: Sequence[str], words: PrintWords
) -> Iterator[str]:
    outcomes = Counter(row.outcome for row in rows)
    counts = {state: outcomes[state] for state in ("kept", "missed", "open")}
    yield words.say("n_attainment", total=len(rows) + len(silent), n=len(rows), **counts)
    yield words.pattern("note_attainment")
    yield words.pattern("note_print_shortfall")
    left = sorted(Counter(silent).items(), key=lambda pair: (-pair[1], pair[0]))
    said = (
        words.say("state_count", state=words.pattern(f"open_{reason}"), n=n) for reason, n in left
    )
    if left:
        yield words.say("note_print_other_towns", reasons=words.list_up(said))


def _figures(row: Attainment) -> tuple[Claim | None, Claim | None, Claim | None]:
    return row.promised, row.achieved, row.target


def _say_outcome(row: Attainment, words: PrintWords) -> str:
    reason = f"open_{row.reason}" if row.reason else f"attainment_{row.outcome}"
    said = [reason]
    if row.stretch_outcome == "missed" and row.outcome == "kept":
        said.append("attainment_stretch_missed")
    if row.is_carried_over:
        said.append("attainment_carried")
    return words.pattern("outcome_mark").join(map(words.pattern, said))


def _best(row: Attainment) -> tuple[bool, float, str]:
    return row.shortfall is None, row.shortfall or 0.0, row.plan_id
