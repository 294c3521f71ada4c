"""What a run did, in sentences for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from analysis.build.history.baseline import find_other_themes
from analysis.build.measures.results import Results
from analysis.build.telling.closing import tell_places, tell_work
from analysis.model import RunSummary

OK, NONE_USABLE, SOME_QUARANTINED, WRONG_USAGE = 0, 1, 2, 64


def exit_code(summary: RunSummary) -> int:
    """Return 0 when every document was used, 2 when some were quarantined, 1 when none was."""
    if summary.ok + summary.warned == 0:
        return NONE_USABLE
    return SOME_QUARANTINED if summary.quarantined else OK


def describe(results: Results) -> str:
    """Tell what came in, what became of it, what was written and what moved."""
    summary, study = _summary_of(results), results.corpus.study
    work = tell_work(
        len(summary.recomputed),
        len(summary.written),
        summary.unchanged,
        summary.seconds,
        summary.engine,
    )
    moved = [*_moves(summary), *summary.robustness]
    places = tell_places(study.derived, study.figures)
    return "\n".join([*_found(results), work, *summary.notes, *moved, *places])


def describe_again(results: Results) -> tuple[list[str], list[str]]:
    """Return what a run of the same inputs would say, before the line on work and after it."""
    again = replace(_summary_of(results), recomputed=(), written=(), moved=())
    return _found(results), [*_moves(again), *again.robustness]


def _summary_of(results: Results) -> RunSummary:
    if results.summary is None:
        raise ValueError("these results were not made by a run")
    return results.summary


def _found(results: Results) -> list[str]:
    """Tell what came in and what became of it."""
    summary, corpus = _summary_of(results), results.corpus
    lines = [
        f"文件 documents in {summary.documents_in} = 正常 ok {summary.ok} + 提示 warned "
        f"{summary.warned} + 隔离 quarantined {summary.quarantined}",
        f"计划 plans {len(corpus.plans)} · 年份 year {corpus.year or '不详 unknown'} · "
        f"并列 side by side {len(corpus.shown)}",
        *_announcements(results),
        *_superiors(results),
        *_states(results),
    ]
    former = find_other_themes(corpus.study, corpus.lexicon)
    if former:
        lines.append(
            f"  探索性 exploratory: themes.toml 与基线 {former} 的不同，看过结果后改的词表只供探索 "
            f"differs from baseline {former}"
        )
    compared = results.grouping.plan_ids
    effective = results.reuse.count_effective(compared)
    lines.append(
        f"  比较 compared N={len(compared)} · 扣除照抄后 reuse-discounted N={effective:.1f}"
    )
    if results.lasting.note:
        lines.append(f"  分组 groups: {results.lasting.note}")
    lines += [f"  提示 {w.code} {w.path}: {w.message}" for w in corpus.warnings]
    lines += [f"  隔离 {q.code} {q.path}: {q.message}; {q.fix}" for q in corpus.quarantined]
    return lines


def _announcements(results: Results) -> Iterable[str]:
    for document in results.corpus.documents:
        if document.announced:
            states: Counter[str] = Counter(a.state for a in document.announced)
            listed = len(document.announced) - states["foreign"]
            marks = sum(cut.rule == "page_marks" for cut in document.clean.cuts)
            yield (
                f"  汇编 {document.document.path}: 目录 announces {listed} · "
                f"有 contains {states['found'] + states['truncated']}"
                f"（残缺 truncated {states['truncated']}）· 缺 missing {states['missing']} · "
                f"{_rarer(states)}"
                f"页码 page marks removed {marks}"
            )


def _superiors(results: Results) -> Iterable[str]:
    for part in results.corpus.superiors.values():
        plan = part.reading.plan
        name = results.corpus.doc_names[plan.doc_id]
        said = f"{plan.town} {plan.stated_year or '年份不详'}"
        yield f"  上级 superior {name}: {said} · 不作乡镇计 counted as no town"


def _rarer(states: Counter[str]) -> str:
    """Tell of titles listed twice and of plans that no list announced, where there are any."""
    told = (("重列 listed twice", "duplicate"), ("目录未列 unlisted", "foreign"))
    return "".join(f"{words} {states[state]} · " for words, state in told if states[state])


def _states(results: Results) -> Iterable[str]:
    if results.indicator is None:
        yield "增长目标 growth targets: 没有一镇写出数字 no plan states a number"
        return
    name = results.corpus.lexicon.indicators[results.indicator]
    states = Counter(row.state for row in results.target_rows)
    told = " · ".join(f"{state} {n}" for state, n in states.items())
    yield f"增长目标 growth targets, {name.zh} {name.en}: {told}"


def _moves(summary: RunSummary) -> Iterable[str]:
    if summary.moved:
        yield "与上次运行相比 moved since the last run:"
        yield from (f"  {sentence}" for sentence in summary.moved)
    elif summary.written:
        yield "与上次运行相比 moved since the last run: 首次运行或仅改格式 first run or layout only"
    else:
        yield "与上次运行相比 moved since the last run: 无 nothing"
