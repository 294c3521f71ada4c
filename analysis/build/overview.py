"""What a folder of plans gives, on one Markdown page of numbers and short names.

``python -m analysis.build.overview ../shared/plans`` writes ``docs/five_plans.md`` and its
pictures; no sentence of a plan is carried over.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analysis.build.gallery import paint_pictures
from analysis.build.measures.results import Results
from analysis.build.run import run_study
from analysis.corpus.files import write_if_changed
from analysis.corpus.study import find_bundled, make_study
from analysis.model import Stated
from analysis.stats.coverage import find_targets

PICTURES = {"five_targets": "targets", "five_keywords": "keywords", "five_themes": "themes"}
_SPOKEN = ("stated", "relative", "masked", "unreadable")


def write_overview(results: Results) -> str:
    """Return the page, Chinese and English side by side."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Results) -> Iterator[str]:
    corpus = results.corpus
    yield "# 五份真实计划给出了什么 · What the five real plans give"
    yield ""
    yield (
        "由 `python -m analysis.build.overview` 生成，测试保证一致；只有数字和简称，没有原文。"
        "Written by that command and held true by a test; numbers and short names only."
    )
    yield from _documents(results)
    yield from _targets(results)
    yield from _states(results)
    yield from _keywords(results)
    yield "\n## 相近程度 Likeness\n"
    yield f"结论 verdict: `{results.grouping.verdict}`。{results.grouping.recipe}\n"
    yield from _table(
        ("计划 plan", "最相近 nearest", "Hellinger"),
        (
            (corpus.names[one], corpus.names[other], f"{distance:.2f}")
            for one, other, distance in results.grouping.nearest
        ),
    )
    yield "\n![themes](../figures/gallery/five_themes.png)"


def _documents(results: Results) -> Iterator[str]:
    corpus = results.corpus
    yield "\n## 文件 Documents\n"
    rows = []
    for document in corpus.documents:
        rules = Counter(cut.rule for cut in document.clean.cuts)
        states = Counter(a.state for a in document.announced)
        rows.append(
            (
                document.document.path[:3],
                "、".join(corpus.names[r.plan.plan_id] for r in document.readings),
                "、".join(f"{rule} {n}" for rule, n in sorted(rules.items())) or "–",
                f"{len(document.announced)} = {dict(sorted(states.items()))}"
                if document.announced
                else "–",
                "、".join(sorted({w.code for w in document.warnings})) or "–",
            )
        )
    yield from _table(
        ("文件 file", "计划 plan", "修复 repaired", "目录 announced", "提示 warnings"), rows
    )
    yield "\n提示代码见 codes in [errors.md](errors.md)。"


def _targets(results: Results) -> Iterator[str]:
    corpus = results.corpus
    yield "\n## 写明的增长目标 Growth targets stated\n"
    rows = []
    for plan_id in corpus.shown:
        for claim in find_targets(corpus.claims[plan_id]):
            if claim.headline and claim.kind == "growth_rate" and isinstance(claim.amount, Stated):
                amount = claim.amount
                number = f"{amount.low:g}" + (
                    f"–{amount.high:g}" if amount.high != amount.low else ""
                )
                name = corpus.lexicon.indicators[claim.indicator]
                rows.append(
                    (corpus.names[plan_id], name.zh, f"{number}{amount.unit}", amount.qualifier)
                )
    yield from _table(("计划 plan", "指标 indicator", "目标 target", "限定 qualifier"), rows)
    yield "\n![targets](../figures/gallery/five_targets.png)"


def _states(results: Results) -> Iterator[str]:
    corpus = results.corpus
    yield "\n## 每项指标的状态 States of the indicators\n"
    spoken = {c.indicator for c in results.coverage if c.state in _SPOKEN}
    state = {(c.plan_id, c.indicator): c.state for c in results.coverage}
    yield from _table(
        ("指标 indicator", *(corpus.names[p] for p in corpus.shown)),
        (
            (entry.zh, *(state[p, key] for p in corpus.shown))
            for key, entry in corpus.lexicon.indicators.items()
            if key in spoken and key != "other"
        ),
    )
    counts = Counter(c.state for c in results.coverage)
    told = " + ".join(f"{name} {counts[name]}" for name in sorted(counts))
    yield f"\n{told} = {len(results.coverage)}（计划 × 指标 plans x indicators）"


def _keywords(results: Results) -> Iterator[str]:
    corpus = results.corpus
    yield "\n## 关键词 Keywords\n"
    yield from _table(
        ("计划 plan", "词 word", "全文 whole", "部署 plan part", "每万字", "TF-IDF", "名次 rank"),
        (
            (
                corpus.names[k.plan_id],
                k.keyword,
                str(k.count_document),
                str(k.count_plan),
                f"{k.per_10k_chars:.1f}",
                f"{k.tfidf:.3f}",
                str(k.rank or "–"),
            )
            for k in results.keywords
        ),
    )
    yield "\n![keywords](../figures/gallery/five_keywords.png)"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    project = find_bundled().parent
    with tempfile.TemporaryDirectory() as folder:
        study = make_study(Path(sys.argv[1]), Path(folder))
        found = run_study(study, progress=False, draw=False)
        write_if_changed(project / "docs" / "five_plans.md", write_overview(found).encode())
        for name, png in paint_pictures(found, PICTURES).items():
            write_if_changed(project / "figures" / "gallery" / name, png)
