"""Results -> ``report.html`` beside the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import __version__
from analysis.build.history.compare import compare
from analysis.build.measures.manifests import list_baselines
from analysis.build.measures.results import Results
from analysis.build.measures.words import make_recipe
from analysis.build.telling.closing import REPORT
from analysis.build.telling.methods import LANGUAGES
from analysis.corpus.files import write_if_changed
from analysis.model import TargetRow, TermMatrix
from analysis.report.compose import compose
from analysis.report.page import to_html
from analysis.report.parts import Both, Material, Report, Row
from analysis.report.sheets_words import TERMS
from analysis.report.words import add_lexicon, read_words
from analysis.stats.groups import choose_counts

_TABLES = (
    "documents", "warnings", "announced", "plans", "keywords", "terms", "themes", "groups",
    "sources",
)  # fmt: skip


def write_report(
    results: Results,
    methods: Both,
    *,
    disguised: bool = False,
    with_texts: bool = False,
) -> tuple[list[Path], int]:
    """Write the report of a study.

    Parameters
    ----------
    methods
        Language -> what `tell_methods` tells.
    disguised
        Towns have other names, which a baseline knows nothing of: no changes are told.
    with_texts
        Embed the received texts, so that a sentence can be read in its document.

    Returns
    -------
    What was written, and how many were the same already.
    """
    study, lexicon = results.corpus.study, results.corpus.lexicon
    words = add_lexicon(read_words(study.lexicon), lexicon)
    report = make_report(results, methods, disguised=disguised, with_texts=with_texts)
    written = write_if_changed(study.derived / REPORT, to_html(report, words))
    return ([study.derived / REPORT], 0) if written else ([], 1)


def make_report(
    results: Results, methods: Both, *, disguised: bool = False, with_texts: bool = False
) -> Report:
    """Lay out the report of a study; nothing is written."""
    corpus = results.corpus
    lexicon, least = corpus.lexicon, corpus.study.min_sentences
    above = {key: part.reading for key, part in corpus.superiors.items()}
    has_baseline = not disguised and bool(list_baselines(corpus.study))
    changes = compare(results) if has_baseline else None
    grouped = choose_counts(corpus.counts, results.boilerplate.own_counts, least)
    material = Material(
        title={"zh": corpus.study.name, "en": corpus.study.name_en},
        version=__version__,
        lexicon=lexicon,
        documents=corpus.documents,
        readings=corpus.readings | above,
        superiors={key: reading.plan.town for key, reading in above.items()},
        names=corpus.names,
        shown=corpus.shown,
        comparable=frozenset(
            p for p in corpus.shown if corpus.counts[p].n_plan_sentences >= max(1, least)
        ),
        claims=corpus.claims,
        counts=corpus.counts,
        grouped={p: grouped[p] for p in corpus.shown},
        grouping=results.grouping,
        coverage=results.coverage,
        without_text=corpus.without_text,
        line_ups=dict(_line_up(results)),
        indicator=results.indicator,
        attainment=results.attaining.attainment,
        escalation=results.attaining.escalation,
        reuse=results.reuse,
        leaks=results.leaks,
        weights=tuple(_list_weights(results)),
        tables={name: to_rows(results.tables[name]) for name in _TABLES},
        changes=to_rows(changes) if changes is not None else None,
        methods=methods,
        with_texts=with_texts,
    )
    return compose(material, _list_notes(results))


def to_rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    """Return a table's rows with None for nothing."""
    plain = frame.astype(object)
    kept = plain.where(frame.notna(), None)
    columns = [kept[name].tolist() for name in kept.columns]
    return tuple(dict(zip(kept.columns, row, strict=True)) for row in zip(*columns, strict=True))


def _line_up(results: Results) -> Iterator[tuple[str, tuple[TargetRow, ...]]]:
    """Line up growth targets of the core indicators that a plan states, the chosen one first."""
    corpus = results.corpus
    grows = {
        claim.indicator
        for plan_id in corpus.shown
        for claim in corpus.claims[plan_id]
        if claim.status == "target" and claim.kind == "growth_rate"
    }
    kept = [k for k, i in corpus.lexicon.indicators.items() if i.core and k in grows]
    for key in sorted(
        {*kept, *([results.indicator] if results.indicator else [])},
        key=lambda k: (k != results.indicator, k),
    ):
        yield key, results.line_up(key)


def _list_weights(results: Results) -> Iterator[Row]:
    """Tell the tokens, the document frequency and the length behind each weight that is shown."""
    corpus, matrix = results.corpus, results.matrix
    recipe = make_recipe(corpus.lexicon, list(corpus.plans.values()), corpus.study)
    background = recipe.background
    terms = {term: j for j, term in enumerate(matrix.terms)}
    if background:
        n, documents = background.n, [background.documents.get(term, 0) for term in matrix.terms]
    else:
        n, documents = (
            len(matrix.plan_ids),
            np.bincount(matrix.weights.indices, minlength=len(terms)).tolist(),
        )
    idf = [float(np.log((1 + n) / (1 + df)) + 1) for df in documents]
    for plan_id in matrix.plan_ids:
        weights = _find_weights(matrix, plan_id)
        cut = corpus.parts[plan_id].cut
        counted = np.bincount(cut.tokens.ids[cut.tokens.in_plan_part], minlength=len(cut.words))
        tokens = dict(zip(cut.words, counted.tolist(), strict=True))
        length = float(np.sqrt(sum((tokens[matrix.terms[j]] * idf[j]) ** 2 for j in weights)))
        leading = [term for term, _ in results.leading_terms[plan_id][:TERMS]]
        for term in dict.fromkeys([*leading, *corpus.lexicon.keywords]):
            column = terms.get(term, -1)
            if column not in weights:
                continue
            yield {
                "plan_id": plan_id,
                "term": term,
                "tokens": tokens[term],
                "plans_with": documents[column],
                "plans_in_all": n,
                "length": round(length, 6),
                "heavier": sum(w > weights[column] for w in weights.values()),
            }


def _find_weights(matrix: TermMatrix, plan_id: str) -> Mapping[int, float]:
    row = matrix.weights[[matrix.plan_ids.index(plan_id)], :]
    held = zip(row.indices.tolist(), row.data.tolist(), strict=True)
    return {column: weight for column, weight in held if weight}


def _list_notes(results: Results) -> dict[str, list[Both]]:
    """Say above themes and groups what must be known to read them."""
    lexicon, grouping = results.corpus.lexicon, results.grouping
    labels, said = lexicon.labels, read_words(results.corpus.study.lexicon)["value"]
    notes: dict[str, list[Both]] = {"groups": [said[f"verdict.{grouping.verdict}"]], "themes": []}
    if weak := [theme for theme in lexicon.themes if theme.key in results.trust.weak]:
        notes["themes"].append(
            {
                "zh": labels["note_weak"]["zh"].format(themes="、".join(t.zh for t in weak)),
                "en": labels["note_weak"]["en"].format(themes=", ".join(t.en for t in weak)),
            }
        )
    if grouping.group_names:
        kept = "note_refit" if results.lasting.drift is None else "note_frozen"
        notes["groups"].append({lang: labels[kept][lang] for lang in LANGUAGES})
    if biting := [control.trait for control in results.controls if control.bites]:
        traits = list(dict.fromkeys(biting))
        notes["groups"].append(
            {
                lang: labels["controls_bite"][lang].format(
                    traits=labels["list_mark"][lang].join(
                        labels[f"trait_{t}"][lang] for t in traits
                    )
                )
                for lang in LANGUAGES
            }
        )
    return notes
