"""Results -> the figures of words, themes, groups and single towns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.build.drawing.framing import check_plan, frame_picture, name_town, name_towns, say
from analysis.build.drawing.groups import tell_group, tell_lasting
from analysis.build.measures.results import Results
from analysis.figures.card_targets import choose_targets, match_achieved
from analysis.figures.keywords import draw_keywords
from analysis.figures.layout import Picture
from analysis.figures.style import current_page, word
from analysis.figures.terms import draw_cloud, draw_clouds, draw_top_terms
from analysis.figures.themes import draw_themes
from analysis.figures.town_card import draw_town_card, list_doubts

TERMS_SHOWN = 10
"""Terms a town in the small multiples."""


def compose_keywords(results: Results) -> Picture:
    """Draw counts and weights of the named keywords, the town that says them most first."""
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
        name_towns(results),
        **frame_picture(results, "keywords", keywords="、".join(corpus.lexicon.keywords)),
    )


def compose_themes(results: Results) -> Picture:
    """Draw theme shares of the plans side by side, with what surely differs and what is weak."""
    corpus = results.corpus
    frame = frame_picture(results, "themes")
    said = (
        warn_of_weak(results),
        _warn_of_followed(results),
        *tell_lasting(results, named=True)[:2],
        frame.pop("note"),
    )
    return draw_themes(
        results.shown_shares,
        results.grouping,
        name_towns(results),
        name_themes(results),
        lexicon_hash=corpus.lexicon.hashes["themes.toml"],
        differs=results.trust.differences.claimed,
        note=word("sentence_mark").join(filter(None, said)),
        **frame,
    )


def name_themes(results: Results) -> dict[str, str]:
    """Name the themes in the page's language, those marked that are not found reliably."""
    names = {theme.key: say(theme.zh, theme.en) for theme in results.corpus.lexicon.themes}
    weak = results.trust.weak
    return {key: word("weak_theme", theme=t) if key in weak else t for key, t in names.items()}


def warn_of_weak(results: Results) -> str:
    """Name the themes that are not found reliably; nothing where there are none."""
    themes = results.corpus.lexicon.themes
    weak = [say(theme.zh, theme.en) for theme in themes if theme.key in results.trust.weak]
    return word("note_weak", themes=word("list_mark").join(weak)) if weak else ""


def _warn_of_followed(results: Results) -> str:
    """Say which traits theme shares follow that they should not, and which themes."""
    biting = [control for control in results.trust.controls if control.bites]
    if not biting:
        return ""
    names = {theme.key: say(theme.zh, theme.en) for theme in results.corpus.lexicon.themes}
    mark = word("list_mark")
    traits = mark.join(dict.fromkeys(word(f"trait_{control.trait}") for control in biting))
    followed = mark.join(dict.fromkeys(names[control.theme] for control in biting))
    return word("theme_controls_bite", traits=traits, themes=followed)


def compose_terms(results: Results) -> Picture:
    """Draw the heaviest terms of each town as small multiples."""
    leading = {p: results.leading_terms[p][:TERMS_SHOWN] for p in results.corpus.shown}
    return draw_top_terms(leading, name_towns(results), **frame_picture(results, "terms"))


def compose_clouds(results: Results) -> Picture:
    """Draw the heaviest terms of each town as word clouds."""
    leading = {p: results.leading_terms[p] for p in results.corpus.shown}
    return draw_clouds(leading, name_towns(results), **frame_picture(results, "clouds"))


def compose_cloud(results: Results, plan_id: str) -> Picture:
    """Draw one town's heaviest terms as a word cloud."""
    corpus = results.corpus
    check_plan(results, plan_id)
    frame = frame_picture(results, "cloud", town=name_town(results, plan_id))
    frame["sources"] = (corpus.doc_names[corpus.plans[plan_id].doc_id],)
    return draw_cloud(plan_id, results.cloud_terms(plan_id), name_towns(results), **frame)


def compose_card(results: Results, plan_id: str) -> Picture:
    """Draw everything about one town on a page."""
    corpus, lexicon = results.corpus, results.corpus.lexicon
    check_plan(results, plan_id)
    claims = corpus.claims[plan_id]
    targets = choose_targets(claims, {key for key, i in lexicon.indicators.items() if i.core})
    frame = frame_picture(results, "card", town=name_town(results, plan_id))
    frame["sources"] = (corpus.doc_names[corpus.plans[plan_id].doc_id],)
    said = (warn_of_weak(results), tell_group(results, plan_id), frame["note"])
    frame["note"] = word("sentence_mark").join(filter(None, said))
    cells = (cell for cell in results.coverage if cell.plan_id == plan_id)
    plan = corpus.plans[plan_id]
    county = corpus.name_place(plan.county, current_page().lang) if plan.county else plan.county
    return draw_town_card(
        replace(plan, county=county),
        names=name_towns(results),
        keywords=results.keywords,
        shares=results.shown_shares,
        themes=name_themes(results),
        terms=results.cloud_terms(plan_id),
        targets=targets,
        achieved=match_achieved(targets, claims),
        indicators={key: say(entry.zh, entry.en) for key, entry in lexicon.indicators.items()},
        coverage=Counter(cell.state for cell in cells if lexicon.indicators[cell.indicator].core),
        nearest=results.list_nearest(plan_id),
        doubts=list_doubts(corpus.readings[plan_id]),
        least=corpus.study.min_sentences,
        **frame,
    )
