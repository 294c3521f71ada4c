"""What every figure of a study stands in: caption, sources, note, language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.build.history.baseline import find_other_themes
from analysis.build.measures.results import Results
from analysis.corpus.lexicon import Indicator
from analysis.errors import StudyError
from analysis.figures.style import current_page, word, words

_BY_THEMES = (
    "themes", "groups", "co_assignment", "map", "silhouettes", "before_after", "card",
    "year_on_year",
)  # fmt: skip
"""Figures that change with the words of the themes."""
_OF_TWO_YEARS = ("attainment", "year_on_year")


def frame_picture(results: Results, what: str, **values: str | Mapping[str, str]) -> dict[str, Any]:
    """Caption, sources and note that a figure of the study stands in.

    `values` fill in the caption, the same in both languages or language by language.
    """
    corpus = results.corpus
    year = words("year_of", year=corpus.year) if corpus.year else words("year_unknown")
    caption = {
        lang: words(
            f"caption_{what}",
            year=year[lang],
            scope=scope,
            **{key: v if isinstance(v, str) else v[lang] for key, v in values.items()},
        )[lang]
        for lang, scope in (("zh", corpus.study.name), ("en", corpus.study.name_en))
    }
    others = 0 if what in _OF_TWO_YEARS else len(corpus.plans) - len(corpus.shown)
    said = [word("other_years", n=others)] if others else []
    if what in _BY_THEMES and (former := find_other_themes(corpus.study, corpus.lexicon)):
        said.append(word("other_themes", baseline=former))
    note = word("sentence_mark").join(said)
    return {"caption": caption, "sources": name_sources(results, corpus.shown), "note": note}


def name_sources(results: Results, plan_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the files of plans and of superiors' papers, each once."""
    corpus = results.corpus
    above = {key: part.reading.plan for key, part in corpus.superiors.items()}
    docs = ((corpus.plans.get(key) or above[key]).doc_id for key in plan_ids)
    return tuple(dict.fromkeys(corpus.doc_names[doc_id] for doc_id in docs))


def name_towns(results: Results) -> Mapping[str, str]:
    """Plan id -> what the page's language calls it; towns without a text too."""
    return results.corpus.names_in(current_page().lang)


def name_town(results: Results, plan_id: str) -> dict[str, str]:
    """Return what both languages call one plan's town."""
    return {lang: results.corpus.names_in(lang)[plan_id] for lang in ("zh", "en")}


def name_both(entry: Indicator) -> dict[str, str]:
    """Return an indicator's name in both languages."""
    return {"zh": entry.zh, "en": entry.en}


def say(zh: str, en: str) -> str:
    """Return the one in the page's language."""
    return {"zh": zh, "en": en}[current_page().lang]


def find_indicator(results: Results, key: str | None) -> Indicator:
    """Return an indicator of the study's lexicon; raise StudyError where there is none."""
    found = results.corpus.lexicon.indicators.get(key or "")
    if found is None:
        raise StudyError(
            "E-FIG-06",
            f"there is no indicator called {key}",
            where="draw()",
            fix="use a key of lexicon/indicators.toml",
        )
    return found


def check_plan(results: Results, plan_id: str) -> None:
    """Raise StudyError where the study has no such plan."""
    if plan_id not in results.corpus.plans:
        raise StudyError(
            "E-FIG-05",
            f"there is no plan called {plan_id}",
            where="draw()",
            fix="use one of " + ", ".join(results.corpus.plans),
        )
