"""Types of towns by a written rule: the lexicon's thresholds on what plans speak of.

No other town has a part in it and nothing is tested: what the rule calls 工业型 is what
``lexicon/typology.toml`` calls so.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.corpus.typology import Typology
from analysis.model import ThemeShares


@dataclass(frozen=True, slots=True)
class RuleType:
    """What the rule calls one plan, and its leading part of the sentences that count."""

    plan_id: str
    type: str
    """Key of a type of the typology, or ``mixed``."""
    leading: str
    """The type whose part is the largest."""
    share: float
    """That part, 0..1."""


def apply_rule(
    shares: ThemeShares, typology: Typology, *, min_sentences: int
) -> tuple[RuleType, ...]:
    """Name a type for every plan that says something of the typology's themes.

    Plans with fewer than `min_sentences` plan sentences, or without any sentence that counts,
    get none.
    """
    columns = [
        [shares.themes.index(theme) for theme in rule.themes if theme in shares.themes]
        for rule in typology.types
    ]
    found: list[RuleType] = []
    for i, plan_id in enumerate(shares.plan_ids):
        parts = [float(shares.shares[i, held].sum()) for held in columns]
        total = sum(parts)
        if int(shares.n_sentences[i]) < min_sentences or not total > 0:
            continue
        order = sorted(range(len(parts)), key=lambda j: (-parts[j], j))
        percent = [100 * parts[j] / total for j in order]
        first = typology.types[order[0]]
        lead = percent[0] - (percent[1] if len(percent) > 1 else 0.0)
        holds = round(percent[0], 9) >= first.least_pct and round(lead, 9) >= typology.lead_pct
        found.append(
            RuleType(plan_id, first.key if holds else "mixed", first.key, percent[0] / 100)
        )
    return tuple(found)
