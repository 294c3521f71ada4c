"""Which figures a study has, under which names and captions: drawn one by one or all to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from analysis.build.drawing import attaining, groups, targets, word_sets, words, years
from analysis.build.drawing.index import write_index
from analysis.build.drawing.painters import paint_together
from analysis.build.measures.results import Results
from analysis.build.progress import track
from analysis.errors import StudyError
from analysis.figures.export import export_each, export_picture, name_parts, remove_others
from analysis.figures.layout import Picture
from analysis.figures.style import page

PAGE = "a4_full"
WHOLE = ("png", "svg", "pdf")
_OF_WORDS = (
    "keywords", "dispersion", "themes", "terms", "clouds", "word_shift", "groups", "coverage",
)  # fmt: skip
_OF_GROUPS = ("co_assignment", "map", "silhouettes", "reuse_matrix", "text_parts")


def draw(
    results: Results,
    what: str,
    *,
    page_name: str = "notebook",
    lang: str | None = None,
    **choices: str,
) -> Picture:
    """Compose one figure of a study; a notebook shows it by naming it.

    Parameters
    ----------
    what
        keywords, dispersion (with ``theme`` or ``words``, else the keywords), themes, year_on_year
        (likewise, else the themes that changed most), terms, clouds, word_shift (with ``a`` and
        ``b``, towns with 、 between them, else one kind of place against the others), groups,
        co_assignment, map, silhouettes, reuse_matrix, text_parts, before_after (against the latest
        baseline), coverage, targets (with ``indicator``, else the one most plans state),
        target_grid (the targets most plans state, as small multiples),
        attainment and escalation (with ``indicator``, else the one most can be judged of;
        attainment with ``years="1"`` for last year's results against this year's targets), or one
        plan's cloud or card (with ``plan_id``).
    page_name
        a4_column, a4_full, notebook or slide.

    Raises
    ------
    StudyError
        There is no such figure, plan or indicator.
    """
    if what not in _PICTURES:
        raise StudyError(
            "E-FIG-08",
            f"there is no figure called {what}",
            where="draw()",
            fix="use one of " + ", ".join(_PICTURES),
        )
    language: Any = lang or results.corpus.study.language
    with page(page_name, language, labels=results.corpus.lexicon.labels):
        return _PICTURES[what](results, **choices)


def save(results: Results, what: str, **choices: str) -> tuple[Path, ...]:
    """Write one figure to the study's figures folder, as `draw` composes it for an A4 page.

    Returns
    -------
    The paths of the pictures, whether they were drawn now or stood there already.
    """
    picture = draw(results, what, page_name=PAGE, **choices)
    name = "_".join([what, *choices.values()])
    folder = results.corpus.study.figures
    export_picture(picture, name, folder, inputs=_inputs(results))
    write_index(results, tuple(_PICTURES))
    pages = name_parts(name, len(picture.parts))
    return tuple(folder / f"{page}.{kind}" for page in pages for kind in WHOLE)


def export_pictures(
    results: Results, *, progress: bool = True, workers: int | None = None
) -> tuple[list[Path], int]:
    """Draw every figure of the study that is not current, remove those of plans that left.

    Cards and clouds of single towns are drawn when `save` asks for them. Many pages are drawn by
    at most `workers` processes, without it one a core.

    Returns
    -------
    The paths written or removed, and the number of figures left as they were.
    """
    corpus = results.corpus
    folder, inputs = corpus.study.figures, _inputs(results)
    changed: list[Path] = []
    current = 0
    with page(PAGE, corpus.study.language, labels=corpus.lexicon.labels):
        told = list(_list_pictures(results))
    names = [name for name, _ in told]
    together = partial(paint_together, workers=workers)
    drawn = export_each(told, folder, inputs=inputs, paint_all=together)
    for paths in track(drawn, "绘图 draw", "图", show=progress, total=len(told)):
        changed += paths
        current += not paths
    asked_for = [f"{what}_{plan_id}" for what in ("card", "cloud") for plan_id in corpus.plans]
    changed += remove_others(folder, [*names, *asked_for])
    changed += write_index(results, tuple(_PICTURES))
    return changed, current


def _inputs(results: Results) -> dict[str, str]:
    corpus = results.corpus
    files = {d.document.path: d.document.doc_id for d in corpus.documents}
    return files | {f"lexicon/{name}": digest for name, digest in corpus.lexicon.hashes.items()}


def _list_pictures(results: Results) -> Iterator[tuple[str, Picture]]:
    year = results.corpus.year or "年份不详"
    for what in _OF_WORDS:
        yield f"{what}_{year}", _PICTURES[what](results)
    for what in _OF_GROUPS:
        yield f"{what}_{year}", _PICTURES[what](results)
    if groups.has_groups_before(results):
        yield f"before_after_{year}", groups.compose_before_after(results)
    if years.can_draw_years(results):
        yield f"year_on_year_{year}", years.compose_year_on_year(results)
    if results.indicator is not None:
        yield f"targets_{results.indicator}_{year}", targets.compose_targets(results)
        yield f"target_grid_{year}", targets.compose_target_grid(results)
    if attaining.can_draw_attainment(results):
        yield f"attainment_{year}", attaining.compose_attainment(results)
    if attaining.can_draw_escalation(results):
        yield f"escalation_{year}", attaining.compose_escalation(results)


_PICTURES: Mapping[str, Callable[..., Picture]] = {
    "keywords": words.compose_keywords,
    "themes": words.compose_themes,
    "terms": words.compose_terms,
    "clouds": words.compose_clouds,
    "cloud": words.compose_cloud,
    "card": words.compose_card,
    "groups": groups.compose_groups,
    "co_assignment": groups.compose_co_assignment,
    "map": groups.compose_map,
    "silhouettes": groups.compose_silhouettes,
    "reuse_matrix": groups.compose_reuse_matrix,
    "text_parts": groups.compose_text_parts,
    "before_after": groups.compose_before_after,
    "word_shift": word_sets.compose_word_shift,
    "dispersion": word_sets.compose_dispersion,
    "year_on_year": years.compose_year_on_year,
    "coverage": targets.compose_coverage,
    "targets": targets.compose_targets,
    "target_grid": targets.compose_target_grid,
    "attainment": attaining.compose_attainment,
    "escalation": attaining.compose_escalation,
}
