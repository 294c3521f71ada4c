"""Key terms, theme shares and what became of the words, as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.corpus.lexicon import Lexicon
from analysis.model import Plan, ThemeShares
from analysis.stats.attrition import Attrition
from analysis.stats.correction import ShareIntervals
from analysis.stats.keyness import KeyTerm
from analysis.tables.tabulate import Row, pct, who


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


def tabulate_themes(
    shares: ThemeShares,
    intervals: ShareIntervals,
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
) -> list[Row]:
    """One row a plan and theme; both tables of shares have the same plans and themes."""
    names = {theme.key: theme.zh for theme in lexicon.themes}
    return [
        {
            **who(plans[plan_id]),
            "theme": theme,
            "theme_zh": names[theme],
            "share_pct": pct(shares.shares[i, j]),
            "share_low_pct": pct(intervals.raw_low[i, j]),
            "share_high_pct": pct(intervals.raw_high[i, j]),
            "corrected_pct": pct(intervals.corrected[i, j]),
            "corrected_low_pct": pct(intervals.low[i, j]),
            "corrected_high_pct": pct(intervals.high[i, j]),
            "plan_sentences": int(shares.n_sentences[i]),
        }
        for i, plan_id in enumerate(shares.plan_ids)
        for j, theme in enumerate(shares.themes)
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
