"""The plans grouped in other ways than by the tree, and what those groups follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.build.documents.gather import Corpus
from analysis.build.measures.traits import list_traits
from analysis.corpus.lexicon import Lexicon
from analysis.model import Grouping, Plan, TermMatrix, ThemeShares
from analysis.stats.controls import Control, hold_against
from analysis.stats.group_checks import GroupCheck, check_cut
from analysis.stats.kmeans import TermClusters, cluster_terms
from analysis.stats.reuse import Reuse
from analysis.tables.tabulate import Row, who


@dataclass(frozen=True, slots=True)
class SecondViews:
    """What stands beside the tree."""

    checks: tuple[GroupCheck, ...]
    clusters: TermClusters
    """By words: TF-IDF and k-means."""
    controls: tuple[Control, ...]
    """What these clusters were held against."""
    note: str
    """Where the clusters follow what they should not; empty where they follow nothing."""


def measure_second_views(
    corpus: Corpus, reuse: Reuse, shares: ThemeShares, grouping: Grouping, matrix: TermMatrix
) -> SecondViews:
    """Group the plans of the tree in other ways."""
    clusters = cluster_terms(matrix, grouping.plan_ids)
    controls = hold_against(clusters.clusters, list_traits(corpus, reuse, clusters.plan_ids))
    return SecondViews(
        check_cut(shares, grouping, matrix, clusters),
        clusters,
        controls,
        _warn(controls, corpus.lexicon),
    )


def tabulate_checks(
    checks: Sequence[GroupCheck], labels: Mapping[str, Mapping[str, str]]
) -> list[Row]:
    """Return the rows of table ``group_checks``."""
    return [
        {
            "check": check.check,
            "check_zh": labels[f"check_{check.check}"]["zh"],
            "plans": check.plans,
            "groups": check.groups,
            "ari": check.ari,
            "own_groups": check.own_groups,
            "own_ari": check.own_ari,
        }
        for check in checks
    ]


def tabulate_clusters(
    clusters: TermClusters, grouping: Grouping, plans: Mapping[str, Plan]
) -> list[Row]:
    """Return the rows of table ``kmeans``."""
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=False))
    return [
        {
            **who(plans[plan_id]),
            "cluster": cluster,
            "terms": "、".join(clusters.terms[cluster]),
            "cut": cut.get(plan_id),
            "k": clusters.k,
            "silhouette": clusters.silhouettes[clusters.k],
        }
        for plan_id, cluster in zip(clusters.plan_ids, clusters.clusters, strict=True)
    ]


def _warn(controls: Sequence[Control], lexicon: Lexicon) -> str:
    labels = lexicon.labels
    traits = [labels[f"trait_{c.trait}"] for c in controls if c.bites]
    if not traits:
        return ""
    said = labels["kmeans_bite"]
    zh = said["zh"].format(traits="、".join(t["zh"] for t in traits))
    return f"{zh} {said['en'].format(traits=', '.join(t['en'] for t in traits))}"
