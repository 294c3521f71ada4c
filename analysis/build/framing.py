"""What every figure of a study stands in: caption, sources, note, language."""

from __future__ import annotations

from typing import Any

from analysis.build.results import Results
from analysis.errors import StudyError
from analysis.figures.style import current_page, word, words


def frame_picture(results: Results, what: str, **values: str) -> dict[str, Any]:
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


def say(zh: str, en: str) -> str:
    """Return the one in the page's language."""
    return {"zh": zh, "en": en}[current_page().lang]


def check_plan(results: Results, plan_id: str) -> None:
    """Raise StudyError where the study has no such plan."""
    if plan_id not in results.corpus.plans:
        raise StudyError(
            "E-FIG-05",
            f"there is no plan called {plan_id}",
            where="draw()",
            fix="use one of " + ", ".join(results.corpus.plans),
        )
