"""Key terms, theme shares and what became of the words, as rows of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from analysis.corpus.lexicon import Lexicon
from analysis.corpus.workbench import JudgedWord
from analysis.model import Plan, PlanCounts, Verdict
from analysis.stats.attrition import Attrition
from analysis.stats.boilerplate import Boilerplate
from analysis.stats.influence import WordInfluence
from analysis.stats.keyness import KeyTerm
from analysis.stats.near_terms import NearTerm
from analysis.stats.robustness import ALL_TOWNS, Holding
from analysis.tables.tabulate import Row, pct, who
from analysis.text.concordance import ContextLine
from analysis.text.new_words import NewWord


def tabulate_keyness(
    found: Mapping[str, Sequence[KeyTerm]], plans: Mapping[str, Plan]
) -> list[Row]:
    """One row a plan and rank, the highest z first."""
    return [
        {
            **who(plans[plan_id]),
            "rank": rank,
            "term": key.term,
            "count": key.count,
            "count_rest": key.count_rest,
            "towns": key.n_plans,
            "dispersion": round(key.dispersion, 4),
            "log_odds": round(key.log_odds, 6),
            "se": round(key.error, 6),
            "low": round(key.low, 6),
            "high": round(key.high, 6),
            "z": round(key.z, 6),
            "q": round(key.q, 6),
        }
        for plan_id in sorted(found)
        for rank, key in enumerate(found[plan_id], 1)
    ]


def tabulate_attrition(rows: Iterable[Attrition], plans: Mapping[str, Plan]) -> list[Row]:
    """One row a plan; what was dropped and what was kept add up to the tokens of the plan part."""
    return [
        {
            **who(plans[row.plan_id]),
            "chars": row.chars,
            "plan_chars": row.chars_plan,
            "tokens": row.tokens,
            "plan_tokens": row.tokens_plan,
            "signs": row.fates.get("sign", 0),
            "short": row.fates.get("short", 0),
            "stop_words": row.fates.get("stop_word", 0),
            "names": row.fates.get("name", 0),
            "kept": row.fates.get("kept", 0),
            "kept_pct": pct(row.fates.get("kept", 0) / row.tokens_plan)
            if row.tokens_plan
            else None,
            "terms": row.terms,
        }
        for row in sorted(rows, key=lambda row: row.plan_id)
    ]


def tabulate_boilerplate(
    found: Boilerplate,
    counts: Mapping[str, PlanCounts],
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
) -> list[Row]:
    """One row a plan and theme or keyword, in all plan sentences and in its own ones."""
    rows: list[Row] = []
    for plan_id in sorted(found.sentences):
        said = found.sentences[plan_id]
        kinds = Counter(sentence.kind for sentence in said)
        shares = [sentence.share for sentence in said if sentence.share is not None]
        whole, own = (_list_measures(held[plan_id], lexicon) for held in (counts, found.own_counts))
        rows += [
            {
                **who(plans[plan_id]),
                "sentences": len(said),
                "own": kinds["own"],
                "common": kinds["common"],
                "national": kinds["national"] if found.has_background else None,
                "common_pct": pct(1 - kinds["own"] / len(said)) if said else None,
                "share_elsewhere_pct": pct(sum(shares) / len(shares)) if shares else None,
                "measure": measure,
                "name": name,
                "name_zh": name_zh,
                "unit": unit,
                "with_common": value,
                "own_only": own_value,
            }
            for (measure, name, name_zh, unit, value), (*_, own_value) in zip(
                whole, own, strict=True
            )
        ]
    return rows


def _list_measures(
    counts: PlanCounts, lexicon: Lexicon
) -> list[tuple[str, str, str, str, float | None]]:
    """Kind, name, Chinese name, unit and value of each theme and keyword of one plan."""
    n, chars = counts.n_plan_sentences, counts.chars_plan
    themes = zip(lexicon.themes, counts.theme_sentences, strict=True)
    keywords = zip(lexicon.keywords, counts.keywords_plan, strict=True)
    return [
        *(("theme", t.key, t.zh, "%", pct(held / n) if n else None) for t, held in themes),
        *(
            ("keyword", word, word, "/10k", round(10_000 * uses / chars, 4) if chars else None)
            for word, uses in keywords
        ),
    ]


def tabulate_kwic(
    lines: Iterable[ContextLine], plans: Mapping[str, Plan], doc_names: Mapping[str, str]
) -> list[Row]:
    """One row an occurrence, counted within its plan."""
    turn: Counter[str] = Counter()
    rows: list[Row] = []
    for line in lines:
        plan = plans[line.plan_id]
        turn[line.plan_id] += 1
        rows.append(
            {
                **who(plan),
                "row": turn[line.plan_id],
                "role": line.role,
                "left": line.left,
                "word": line.word,
                "right": line.right,
                "start": line.start,
                "end": line.end,
                "doc": doc_names[plan.doc_id],
                "sentence_id": line.sentence_id,
            }
        )
    return rows


def tabulate_comparison(found: Sequence[KeyTerm], held: Mapping[str, float]) -> list[Row]:
    """One row a term, those that the first set uses more first."""
    return [
        {
            "rank": rank,
            "term": key.term,
            "count_a": key.count,
            "count_b": key.count_rest,
            "towns": key.n_plans,
            "dispersion": round(key.dispersion, 4),
            "log_odds": round(key.log_odds, 6),
            "low": round(key.low, 6),
            "high": round(key.high, 6),
            "z": round(key.z, 6),
            "q": round(key.q, 6),
            "held": round(held[key.term], 3),
        }
        for rank, key in enumerate(found, 1)
    ]


def tabulate_new_words(
    found: Sequence[NewWord],
    judged: Mapping[str, JudgedWord],
    examples: Mapping[str, Sequence[str]],
) -> list[Row]:
    """One row a candidate; `examples` are ids of sentences that hold it."""
    return [
        {
            "word": word.word,
            "count": word.count,
            "towns": word.towns,
            "pmi": round(word.pmi, 3),
            "entropy_left": round(word.entropy_left, 3),
            "entropy_right": round(word.entropy_right, 3),
            "decision": judged[word.word].decision if word.word in judged else None,
            "reason": judged[word.word].reason if word.word in judged else None,
            **{f"example_{n}": s for n, s in enumerate(examples[word.word][:3], 1)},
        }
        for word in found
    ]


def tabulate_theme_words(
    found: Iterable[WordInfluence],
    coded: Mapping[str, tuple[int, int]],
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
) -> list[Row]:
    """One row a word; `coded` are the coded sentences that hold it and those of its theme."""
    rows: list[Row] = []
    for word in found:
        theme, (held, right) = lexicon.themes[word.theme], coded.get(word.word, (0, 0))
        towns = {(plans[p].county, plans[p].town) for p in word.plans}
        rows.append(
            {
                "theme": theme.key,
                "theme_zh": theme.zh,
                "word": word.word,
                "uses": word.uses,
                "sentences": word.sentences,
                "towns": len(towns),
                "alone": word.alone,
                "change_pct": pct(word.mean_change),
                "largest_change_pct": pct(word.largest_change),
                "largest_change_plan": word.largest_plan if word.largest_change else None,
                "leader_stays": word.leaders_stay,
                "coded": held,
                "coded_right": right,
            }
        )
    return rows


def tabulate_near_terms(found: Iterable[NearTerm]) -> list[Row]:
    """One row a term, the highest z first."""
    return [
        {
            "rank": rank,
            "term": key.term,
            "count": key.count,
            "count_rest": key.count_rest,
            "towns": key.towns,
            "unclaimed": key.unclaimed,
            "log_odds": round(key.log_odds, 6),
            "z": round(key.z, 6),
        }
        for rank, key in enumerate(found, 1)
    ]


def tabulate_robustness(
    found: Iterable[Holding], names: Mapping[str, str], lexicon: Lexicon
) -> list[Row]:
    """One row a statement, in the order of `found`; `names` are what figures call the plans."""
    labels = lexicon.labels
    called = {**names, **{theme.key: theme.zh for theme in lexicon.themes}}
    called |= {v: labels[f"verdict_{v}"]["zh"] for v in get_args(Verdict)}
    called[ALL_TOWNS] = labels["statement_all"]["zh"]
    return [
        {
            "kind": held.kind,
            "kind_zh": labels[f"statement_{held.kind}"]["zh"],
            "subject": held.subject,
            "subject_zh": called.get(held.subject, held.subject),
            "said": "; ".join(held.said),
            "said_zh": "、".join(called.get(name, name) for name in held.said),
            "holds": held.holds,
            "variants": held.variants,
            "share": round(held.share, 4),
            "holds_in_grid": held.holds_in_grid,
            "grid": held.grid,
            "overturned_by": "; ".join(held.overturned_by) or None,
            "overturned_by_zh": "、".join(
                name_choice(choice, lexicon)[0] for choice in held.overturned_by
            )
            or None,
            "overturns": held.overturns,
        }
        for held in found
    ]


def name_choice(choice: str, lexicon: Lexicon) -> tuple[str, str]:
    """Name what is done otherwise, in Chinese and English."""
    kind, _, layer = choice.partition(":")
    label = lexicon.labels[f"choice_{kind}"]
    return label["zh"].format(layer=layer), label["en"].format(layer=layer)
