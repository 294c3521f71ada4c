"""Results -> the figures of two sets of towns by their words, and of where words stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.build.drawing.framing import frame_picture, name_sources, name_towns, say
from analysis.build.drawing.words import name_themes, warn_of_weak
from analysis.build.measures.kwic import choose_theme, list_hiding
from analysis.build.measures.results import Results
from analysis.build.measures.workbench import FEW_TOWNS, hold_sets
from analysis.figures.dispersion import LanePanel, draw_dispersion
from analysis.figures.layout import Picture
from analysis.figures.style import word, words
from analysis.figures.word_shift import Side, draw_word_shift
from analysis.figures.word_shift_rows import choose_terms
from analysis.stats.dispersion import Lane, find_lane, measure_spread

_FEWEST_OF_KIND = 2
_NAMED = 3
"""A side of more towns than this is called by the first of them."""
_BETWEEN_NAMES = re.compile(r"[、，,;；\s]+")


def compose_word_shift(results: Results, a: str = "", b: str = "") -> Picture:
    """Draw the words of two sets of towns against each other.

    `a` and `b` name towns or plan ids with 、 between them; without `b` it is all other towns.
    Without both they are the two kinds of place that most towns are (乡 and 镇 ...), or where all
    are of one kind, the town of the longest plan and the others.
    """
    plans_a, plans_b, kinds = split_names(a), split_names(b), ("", "")
    if not plans_a:
        plans_a, plans_b, kinds = choose_sides(results)
    held = hold_sets(results, plans_a, plans_b) if plans_a else None
    if held is None:
        frame = frame_picture(results, "word_shift", a="–", b="–")
        return draw_word_shift((), (Side("–", 0), Side("–", 0)), **frame)
    name_a = _name_side(results, held.a, kinds[0])
    name_b = _name_side(results, held.b, kinds[1]) if plans_b else words("side_others")
    frame = frame_picture(results, "word_shift", a="", b="")
    frame["sources"] = name_sources(results, (*held.a, *held.b))
    frame["caption"] = {
        lang: frame_picture(results, "word_shift", a=name_a[lang], b=name_b[lang])["caption"][lang]
        for lang in ("zh", "en")
    }
    if not set(held.a + held.b) <= set(results.corpus.shown):
        frame["note"] = ""  # of other years, and asked for
    said = (
        word("note_few_towns", n=held.n_towns) if held.n_towns < FEW_TOWNS else "",
        word("note_least_towns", least=held.least) if held.least > 1 else "",
        frame["note"],
    )
    frame["note"] = word("sentence_mark").join(filter(None, said))
    sides = (
        Side(say(name_a["zh"], name_a["en"]), len(held.a)),
        Side(say(name_b["zh"], name_b["en"]), len(held.b)),
    )
    return draw_word_shift(choose_terms(held.found, held.held), sides, **frame)


def choose_sides(results: Results) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, str]]:
    """Choose the two sets of plans that a run holds against each other.

    Returns
    -------
    The plans of the lexicon's two kinds of place that most towns have in their name, the rarer
    first, and these kinds; where fewer than two kinds have two towns, the longest plan, no second
    set (all others) and no kinds. No words are looked at, so that their q means what it says.
    """
    corpus = results.corpus
    known = sorted(corpus.lexicon.places["unit"], key=lambda unit: (-len(unit), unit))
    plans: dict[str, list[str]] = {}
    for plan_id in corpus.shown:
        town = corpus.plans[plan_id].town
        plans.setdefault(next((k for k in known if town.endswith(k)), ""), []).append(plan_id)
    plans.pop("", None)
    kinds = sorted(plans, key=lambda kind: (-len(plans[kind]), kind))[:2]
    if len(kinds) == 2 and len(plans[kinds[1]]) >= _FEWEST_OF_KIND:
        more, fewer = kinds
        return tuple(plans[fewer]), tuple(plans[more]), (fewer, more)
    length = {p: corpus.counts[p].chars_plan for p in corpus.shown}
    return tuple(sorted(length, key=lambda p: (-length[p], p))[:1]), (), ("", "")


def split_names(names: str) -> tuple[str, ...]:
    """Split names that stand with 、, a comma or a blank between them."""
    return tuple(name for name in _BETWEEN_NAMES.split(names) if name)


def _name_side(results: Results, plan_ids: Sequence[str], kind: str) -> dict[str, str]:
    if kind:
        return words("side_kind", kind=kind)
    said = {}
    for lang, mark in words("list_mark").items():
        names = [results.corpus.names_in(lang)[plan_id] for plan_id in plan_ids]
        said[lang] = mark.join(names)
        if len(names) > _NAMED:
            said[lang] = words("side_many", listed=mark.join(names[:2]), n=len(names))[lang]
    return said


def compose_dispersion(results: Results, theme: str = "", words: str = "") -> Picture:
    """Draw where in the plans the named keywords stand, the town that says them most first.

    `theme` names a theme by key or Chinese name, all of whose words are drawn on one panel;
    `words` names other words, with 、 between them.
    """
    corpus, lexicon = results.corpus, results.corpus.lexicon
    panels = []
    if theme:
        chosen = choose_theme(lexicon.themes, theme)
        hiding = list_hiding(lexicon.themes, chosen, lexicon.no_theme_words)
        name = name_themes(results)[chosen.key]
        panels.append(_lay_lanes(results, chosen.key, name, chosen.words, hiding))
    for said in split_names(words) or (() if theme else lexicon.keywords):
        panels.append(_lay_lanes(results, said, said, (said,)))
    frame = frame_picture(
        results, "dispersion", words="、".join(dict.fromkeys(panel.name for panel in panels))
    )
    cut_off = sum(corpus.plans[p].truncated for p in corpus.shown)
    said_too = (
        warn_of_weak(results) if results.trust.weak.intersection(p.subject for p in panels) else "",
        word("note_cut_off", n=cut_off) if cut_off else "",
        frame.pop("note"),
    )
    return draw_dispersion(
        panels,
        _order_by_use(results, [panel.lanes for panel in panels]),
        name_towns(results),
        note=word("sentence_mark").join(filter(None, said_too)),
        **frame,
    )


def _lay_lanes(
    results: Results, subject: str, name: str, said: Sequence[str], hiding: Sequence[str] = ()
) -> LanePanel:
    corpus = results.corpus
    lanes = {p: find_lane(corpus.readings[p], said, hiding=hiding) for p in corpus.shown}
    sizes = [corpus.counts[p].chars_plan for p in corpus.shown]
    return LanePanel(subject, name, lanes, measure_spread(list(lanes.values()), sizes))


def _order_by_use(results: Results, panels: Sequence[Mapping[str, Lane]]) -> list[str]:
    """Order plans by uses per character of plan sentences, as the figure of keywords does."""
    chars = {p: max(1, results.corpus.counts[p].chars_plan) for p in results.corpus.shown}
    uses = {p: sum(len(lanes[p].places) for lanes in panels) for p in chars}
    return sorted(chars, key=lambda p: (-uses[p] / chars[p], p))
