"""Which figures a study has, under which names and captions: drawn one by one or all to disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.build.progress import track
from analysis.build.results import Results
from analysis.errors import StudyError
from analysis.figures.card_targets import choose_targets, match_achieved
from analysis.figures.coverage import draw_coverage
from analysis.figures.export import export_picture, remove_others
from analysis.figures.groups import draw_groups
from analysis.figures.keywords import draw_keywords
from analysis.figures.layout import Picture
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import current_page, page, word, words
from analysis.figures.terms import draw_cloud, draw_clouds, draw_top_terms
from analysis.figures.themes import draw_themes
from analysis.figures.town_card import draw_town_card, list_doubts

PAGE = "a4_full"
TERMS_SHOWN = 10
"""Terms a town in the small multiples."""
WHOLE = ("png", "svg", "pdf")


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
        keywords, themes, terms, clouds, groups, coverage, targets (with ``indicator``, else the one
        most plans state), or one plan's cloud or card (with ``plan_id``).
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
    return tuple(folder / f"{name}.{kind}" for kind in WHOLE)


def export_pictures(results: Results, *, progress: bool = True) -> tuple[list[Path], int]:
    """Draw every figure of the study that is not current, remove those of plans that left.

    Cards and clouds of single towns are drawn when `save` asks for them.

    Returns
    -------
    The paths written or removed, and the number of figures left as they were.
    """
    corpus = results.corpus
    folder, inputs = corpus.study.figures, _inputs(results)
    changed: list[Path] = []
    names: list[str] = []
    current = 0
    with page(PAGE, corpus.study.language, labels=corpus.lexicon.labels):
        told = list(_list_pictures(results))
        for name, picture in track(told, "绘图 draw", "图", show=progress):
            paths = export_picture(picture, name, folder, inputs=inputs)
            changed += paths
            current += not paths
            names.append(name)
    asked_for = [f"{what}_{plan_id}" for what in ("card", "cloud") for plan_id in corpus.plans]
    changed += remove_others(folder, [*names, *asked_for])
    return changed, current


def _inputs(results: Results) -> dict[str, str]:
    corpus = results.corpus
    files = {d.document.path: d.document.doc_id for d in corpus.documents}
    return files | {f"lexicon/{name}": digest for name, digest in corpus.lexicon.hashes.items()}


def _list_pictures(results: Results) -> Iterator[tuple[str, Picture]]:
    year = results.corpus.year or "年份不详"
    for what in ("keywords", "themes", "terms", "clouds", "groups", "coverage"):
        yield f"{what}_{year}", _PICTURES[what](results)
    if results.indicator is not None:
        yield f"targets_{results.indicator}_{year}", _picture_targets(results)


def _picture_keywords(results: Results) -> Picture:
    corpus = results.corpus
    shown = set(corpus.shown)
    by_use = sorted(
        corpus.shown,
        key=lambda p: (-sum(k.per_10k_chars for k in results.keywords if k.plan_id == p), p),
    )
    return draw_keywords(
        [count for count in results.keywords if count.plan_id in shown],
        by_use,
        corpus.lexicon.keywords,
        corpus.names,
        **_frame(results, "keywords", keywords="、".join(corpus.lexicon.keywords)),
    )


def _picture_themes(results: Results) -> Picture:
    corpus = results.corpus
    return draw_themes(
        results.shown_shares,
        results.grouping,
        corpus.names,
        {theme.key: _say(theme.zh, theme.en) for theme in corpus.lexicon.themes},
        lexicon_hash=corpus.lexicon.hashes["themes.toml"],
        **_frame(results, "themes"),
    )


def _picture_terms(results: Results) -> Picture:
    leading = {p: results.leading_terms[p][:TERMS_SHOWN] for p in results.corpus.shown}
    return draw_top_terms(leading, results.corpus.names, **_frame(results, "terms"))


def _picture_clouds(results: Results) -> Picture:
    leading = {p: results.leading_terms[p] for p in results.corpus.shown}
    return draw_clouds(leading, results.corpus.names, **_frame(results, "clouds"))


def _picture_cloud(results: Results, plan_id: str) -> Picture:
    corpus = results.corpus
    _check_plan(results, plan_id)
    frame = _frame(results, "cloud", town=corpus.names[plan_id])
    frame["sources"] = (corpus.doc_names[corpus.plans[plan_id].doc_id],)
    return draw_cloud(plan_id, results.cloud_terms(plan_id), corpus.names, **frame)


def _picture_card(results: Results, plan_id: str) -> Picture:
    corpus, lexicon = results.corpus, results.corpus.lexicon
    _check_plan(results, plan_id)
    claims = corpus.claims[plan_id]
    targets = choose_targets(claims, {key for key, i in lexicon.indicators.items() if i.core})
    frame = _frame(results, "card", town=corpus.names[plan_id])
    frame["sources"] = (corpus.doc_names[corpus.plans[plan_id].doc_id],)
    cells = (cell for cell in results.coverage if cell.plan_id == plan_id)
    return draw_town_card(
        corpus.plans[plan_id],
        names=corpus.names,
        keywords=results.keywords,
        shares=results.shown_shares,
        themes={theme.key: _say(theme.zh, theme.en) for theme in lexicon.themes},
        terms=results.cloud_terms(plan_id),
        targets=targets,
        achieved=match_achieved(targets, claims),
        indicators={key: _say(entry.zh, entry.en) for key, entry in lexicon.indicators.items()},
        coverage=Counter(cell.state for cell in cells if lexicon.indicators[cell.indicator].core),
        nearest=results.list_nearest(plan_id),
        doubts=list_doubts(corpus.readings[plan_id]),
        least=corpus.study.min_sentences,
        **frame,
    )


def _picture_groups(results: Results) -> Picture:
    frame = _frame(results, "groups")
    note = word("sentence_mark").join(filter(None, (_warn_of_traits(results), frame.pop("note"))))
    return draw_groups(results.grouping, results.corpus.names, note=note, **frame)


def _warn_of_traits(results: Results) -> str:
    """Say which traits the groups follow that they should not; nothing where they follow none."""
    biting = [word(f"trait_{c.trait}") for c in results.controls if c.bites]
    return word("controls_bite", traits=word("list_mark").join(biting)) if biting else ""


def _picture_coverage(results: Results) -> Picture:
    corpus = results.corpus
    shown = set(corpus.shown)
    spoken = {
        cell.indicator
        for cell in results.coverage
        if cell.plan_id in shown and cell.state in ("stated", "relative", "masked", "unreadable")
    }
    rows = {plan_id: corpus.names[plan_id] for plan_id in corpus.shown} | corpus.without_text
    indicators = {
        key: _say(entry.zh, entry.en)
        for key, entry in corpus.lexicon.indicators.items()
        if key in spoken and key != "other" and entry.core
    }
    return draw_coverage(
        [c for c in results.coverage if c.plan_id in rows and c.indicator in indicators],
        rows,
        indicators,
        **_frame(results, "coverage"),
    )


def _picture_targets(results: Results, indicator: str | None = None) -> Picture:
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
    frame = _frame(results, "rates", indicator=_say(entry.zh, entry.en))
    return draw_target_rates(rows, corpus.names, **frame)


def _check_plan(results: Results, plan_id: str) -> None:
    if plan_id not in results.corpus.plans:
        raise StudyError(
            "E-FIG-05",
            f"there is no plan called {plan_id}",
            where="draw()",
            fix="use one of " + ", ".join(results.corpus.plans),
        )


_PICTURES: Mapping[str, Callable[..., Picture]] = {
    "keywords": _picture_keywords,
    "themes": _picture_themes,
    "terms": _picture_terms,
    "clouds": _picture_clouds,
    "cloud": _picture_cloud,
    "card": _picture_card,
    "groups": _picture_groups,
    "coverage": _picture_coverage,
    "targets": _picture_targets,
}


def _frame(results: Results, what: str, **values: str) -> dict[str, Any]:
    """Caption, sources and note that a figure of the study stands in."""
    corpus = results.corpus
    year = words("year_of", year=corpus.year) if corpus.year else words("year_unknown")
    caption = {
        lang: words(f"caption_{what}", year=year[lang], scope=scope, **values)[lang]
        for lang, scope in (("zh", corpus.study.name), ("en", corpus.study.name_en))
    }
    others = len(corpus.plans) - len(corpus.shown)
    note = word("other_years", n=others) if others else ""
    sources = tuple(dict.fromkeys(corpus.doc_names[corpus.plans[p].doc_id] for p in corpus.shown))
    return {"caption": caption, "sources": sources, "note": note}


def _say(zh: str, en: str) -> str:
    return {"zh": zh, "en": en}[current_page().lang]
