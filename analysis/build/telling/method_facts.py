"""Results -> the numbers and names that the methods paragraphs are filled with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from analysis import __version__
from analysis.build.documents.gather import Corpus
from analysis.build.documents.stages import list_words
from analysis.build.documents.store import mix_key
from analysis.build.history.baseline import find_other_themes
from analysis.build.measures.results import Results
from analysis.build.measures.stop_layers import list_stop_layers
from analysis.build.measures.words import make_recipe
from analysis.build.telling.method_quality import share, tell_quality
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.prose import Facts, Lang
from analysis.corpus.workbench import INDICATORS
from analysis.model import CellState
from analysis.stats.correction import DRAWS, LEVEL
from analysis.stats.coverage import MIN_CONFIDENCE
from analysis.stats.cutting import EVEN
from analysis.stats.differences import LARGEST_P
from analysis.stats.groups import GroupRecipe, count_not_drawn
from analysis.stats.reuse import ReuseRecipe
from analysis.stats.terms import FEW_PLANS
from analysis.stats.trust import FEW_CODED, WEAK_F1
from analysis.text.tokens import CUTTER_VERSION

_LIST_MARK: Mapping[Lang, str] = {"zh": "、", "en": ", "}
_STATES: Mapping[CellState, str] = {
    "stated": "stated", "relative": "relative", "masked": "masked", "unreadable": "unreadable",
    "truncated": "truncated_cells", "not_stated": "not_stated", "no_text": "no_text",
}  # fmt: skip
_HASH_DIGITS = 12


def list_facts(results: Results, lang: Lang) -> Facts:
    """Return slot -> value; None for what was not computed."""
    return list_counts(results, lang) | tell_quality(results)


def list_counts(results: Results, lang: Lang) -> Facts:
    """Return the same without what is known of the quality."""
    corpus = results.corpus
    return {
        "version": __version__,
        "level": 100 * LEVEL,
        "largest_p": LARGEST_P,
        "min_confidence": MIN_CONFIDENCE,
        "min_sentences": corpus.study.min_sentences,
        **_tell_corpus(corpus, lang),
        **_tell_cleaning(corpus),
        **_tell_words(results, lang),
        **_tell_themes(results, lang),
        **_tell_groups(results, lang),
        **_tell_targets(results),
        **_tell_reuse(results),
    }


def _tell_corpus(corpus: Corpus, lang: Lang) -> Facts:
    plans, counts = corpus.plans.values(), corpus.counts.values()
    said = Counter(warning.code for warning in corpus.warnings)
    states = Counter(entry.state for held in corpus.documents for entry in held.announced)
    unused, doubled = said["W-REG-01"], said["W-DUP-01"]
    years = [str(year) for year in sorted({p.stated_year for p in plans if p.stated_year})]
    if any(plan.stated_year is None for plan in plans):
        years.append(corpus.lexicon.labels["card_year_none"][lang])
    return {
        "study": {"zh": corpus.study.name, "en": corpus.study.name_en}[lang],
        "documents": len(corpus.documents) + doubled + len(corpus.quarantined),
        "quarantined": len(corpus.quarantined),
        "compilations": sum(bool(held.announced) for held in corpus.documents),
        "announced_missing": states["missing"],
        "plans": len(plans),
        "towns": len({(plan.county, plan.town) for plan in plans}),
        "years": _LIST_MARK[lang].join(years),
        "year": str(corpus.year) if corpus.year else None,
        "shown": len(corpus.shown),
        "others": len(plans) - len(corpus.shown),
        "left_out": unused,
        "copies": len(corpus.left_out) - unused + doubled,
        "superiors": len(corpus.superiors),
        "truncated": sum(plan.truncated for plan in plans),
        "without_text": len(corpus.without_text),
        "chars": sum(held.chars_document for held in counts),
        "plan_chars": sum(held.chars_plan for held in counts),
        "plan_sentences": sum(held.n_plan_sentences for held in counts),
    }


def _tell_cleaning(corpus: Corpus) -> Facts:
    received = sum(len(held.document.text) for held in corpus.documents)
    every = [
        (cut.end - cut.start, len(cut.text)) for held in corpus.documents for cut in held.clean.cuts
    ]
    cuts = [(before, after) for before, after in every if before != after]
    gone = sum(before - after for before, after in cuts)
    return {
        "cuts": len(cuts),
        "cut_chars": gone,
        "cut_pct": share(gone, received),
        "turned": len(every) - len(cuts),
    }


def _tell_words(results: Results, lang: Lang) -> Facts:
    corpus, lexicon = results.corpus, results.corpus.lexicon
    recipe = make_recipe(lexicon, list(corpus.plans.values()), corpus.study)
    layers = list_stop_layers(lexicon, indicator_names=corpus.study.drop_indicator_names)
    background = recipe.background
    tokens = sum(row.tokens_plan for row in results.attrition)
    kept = sum(row.fates.get("kept", 0) for row in results.attrition)
    return {
        "cutter": CUTTER_VERSION,
        "dictionary": len(set(list_words(lexicon))),
        "stop_words": len(recipe.stop_words),
        "stop_layers": _LIST_MARK[lang].join(
            f"{layer} {len(words):,}" for layer, words in sorted(layers.items())
        ),
        "indicator_words": len(layers.get(INDICATORS, ())) or None,
        "min_chars": recipe.min_chars,
        "min_plans": recipe.min_plans,
        "tokens": tokens,
        "kept": kept,
        "kept_pct": share(kept, tokens),
        "terms": len(results.matrix.terms),
        "keywords": _LIST_MARK[lang].join(lexicon.keywords),
        "background": background.name if background else None,
        "background_hash": background.hash if background else None,
        "background_n": background.n if background else None,
        "few": int(background is None and len(corpus.plans) < FEW_PLANS),
        "few_plans": FEW_PLANS,
        "keyness": sum(bool(found) for found in results.key_terms.values()),
    }


def _tell_themes(results: Results, lang: Lang) -> Facts:
    corpus, lexicon, trust = results.corpus, results.corpus.lexicon, results.trust
    mark = _LIST_MARK[lang]
    names = {t.key: {"zh": t.zh, "en": t.en}[lang] for t in lexicon.themes}
    sentences = sum(held.n_plan_sentences for held in corpus.counts.values())
    claimed = sum(sum(held.theme_sentences) for held in corpus.counts.values())
    tested = [control for control in trust.controls if control.p is not None]
    biting = [control for control in tested if control.bites]
    return {
        "themes": len(lexicon.themes),
        "theme_words": sum(len(theme.words) for theme in lexicon.themes),
        "no_theme_words": len(lexicon.no_theme_words),
        "alone_names": len(lexicon.alone) or None,
        "passing": lexicon.passing or None,
        "themes_hash": lexicon.hashes["themes.toml"],
        "lexicon_hash": _hash_lexicon(lexicon),
        "unclaimed_pct": share(sentences - claimed, sentences),
        "former": find_other_themes(corpus.study, lexicon),
        "coded": results.intervals.n_coded,
        "draws": DRAWS,
        "weak_themes": mark.join(name for key, name in names.items() if key in trust.weak) or None,
        "weak_f1": WEAK_F1,
        "few_coded": FEW_CODED,
        "difference_tests": int((~np.isnan(trust.differences.p_holm)).sum()),
        "differences": int((trust.differences.claimed != 0).sum()),
        "theme_tests": len(tested),
        "theme_bites": len(biting),
        "theme_traits": _name_traits((c.trait for c in tested), lexicon, lang),
        "theme_biting": _name_traits((c.trait for c in biting), lexicon, lang),
    }


def _tell_groups(results: Results, lang: Lang) -> Facts:
    grouping, recipe, lexicon = results.grouping, GroupRecipe(), results.corpus.lexicon
    tested = [control for control in results.controls if control.p is not None]
    biting = [control for control in tested if control.bites]
    limits, counts = lexicon.workbench.boilerplate, results.corpus.counts
    whole = sum(counts[p].n_plan_sentences for p in results.grouped_shares.plan_ids)
    verdicts = ("too_few", "tree_only", "descriptive", "types")
    return {
        **{verdict: int(grouping.verdict == verdict) for verdict in verdicts},
        "compared": len(grouping.plan_ids),
        "not_compared": len(grouping.left_out) - count_not_drawn(grouping.left_out),
        "not_drawn": count_not_drawn(grouping.left_out),
        "even": EVEN,
        "set_aside": whole - int(results.grouped_shares.n_sentences.sum()),
        "sentence_towns": limits.common_towns,
        "sentence_chars": limits.shingle_chars,
        "likeness": limits.likeness,
        "groups": len(set(grouping.cut)),
        "cut_today": int(bool(grouping.cut) and not grouping.group_names),
        "groups_frozen": int(bool(grouping.group_names) and results.lasting.drift is not None),
        "groups_refit": int(bool(grouping.group_names) and results.lasting.drift is None),
        "newcomers": sum(a.standing != "member" for a in results.lasting.assigned),
        "baseline": results.lasting.baseline,
        "null_p": grouping.null_p,
        "jaccard_low": min(grouping.stability.values(), default=None),
        "jaccard_high": max(grouping.stability.values(), default=None),
        "group_draws": recipe.draws,
        "min_plans_cut": recipe.min_plans_cut,
        "min_plans_types": recipe.min_plans_types,
        "group_p": recipe.largest_p,
        "least_jaccard": recipe.least_jaccard,
        "group_tests": len(tested),
        "group_bites": len(biting),
        "group_traits": _name_traits((c.trait for c in tested), lexicon, lang),
        "group_biting": _name_traits((c.trait for c in biting), lexicon, lang),
    }


def _tell_targets(results: Results) -> Facts:
    corpus = results.corpus
    claims = [claim for held in corpus.claims.values() for claim in held]
    states = Counter(cell.state for cell in results.coverage)
    return {
        "indicators": len(corpus.lexicon.indicators),
        "claims": len(claims),
        "targets": sum(claim.status == "target" for claim in claims),
        "corrections": len(corpus.people.corrections) - len(corpus.stale),
        "cells": len(results.coverage),
        **{slot: states[state] for state, slot in _STATES.items()},
    }


def _tell_reuse(results: Results) -> Facts:
    reuse, recipe = results.reuse, ReuseRecipe()
    letters = sum(part.letters for part in reuse.parts)
    return {
        "passage_letters": recipe.letters,
        "common_towns": recipe.common_towns,
        "pairs": sum(not pair.same_town for pair in reuse.pairs),
        "templates": len(reuse.templates),
        "own_pct": share(sum(part.own for part in reuse.parts), letters),
        "copied_pct": share(sum(part.copied for part in reuse.parts), letters),
        "common_pct": share(sum(part.common for part in reuse.parts), letters),
        "effective": reuse.count_effective(results.grouping.plan_ids),
    }


def _name_traits(traits: Iterable[str], lexicon: Lexicon, lang: Lang) -> str:
    names = (lexicon.labels[f"trait_{trait}"][lang] for trait in traits)
    return _LIST_MARK[lang].join(dict.fromkeys(names))


def _hash_lexicon(lexicon: Lexicon) -> str:
    files = (f"{name} {digest}" for name, digest in sorted(lexicon.hashes.items()))
    return mix_key(*files)[:_HASH_DIGITS]
