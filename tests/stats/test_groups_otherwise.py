"""Other ways to group the same plans: the plain view by words, and the checks of the cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import normalize

from analysis.model import TermMatrix
from analysis.stats.group_checks import check_cut
from analysis.stats.groups import GroupRecipe, group_plans
from analysis.stats.kmeans import TermClusters, cluster_terms
from analysis.stats.planted import plant_types

THEMES = tuple("abcdef")
QUICK = GroupRecipe(draws=1)
WORDS = 24


def matrix_of(plan_ids, kinds, seed=3, *, loud=0.8):
    """Plans whose words are mostly those of their kind; six words a kind."""
    draw = np.random.default_rng(seed)
    rows = []
    for kind in kinds:
        chances = np.full(WORDS, (1 - loud) / WORDS)
        chances[6 * kind : 6 * kind + 6] += loud / 6
        rows.append(draw.multinomial(60, chances / chances.sum()))
    weights = csr_matrix(normalize(np.array(rows, dtype=float)))
    return TermMatrix(weights, tuple(plan_ids), tuple(f"词{i:02d}" for i in range(WORDS)), "")


IDS = tuple(f"镇{i:02d}" for i in range(12))


def test_plans_with_words_of_their_own_are_told_apart_and_numbered_by_their_first_plan():
    for first, second, third in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        kinds = [first, second, third, third] * 3
        found = cluster_terms(matrix_of(IDS, kinds), IDS)
        assert found.clusters == (1, 2, 3, 3) * 3
        kind_of = {1: first, 2: second, 3: third}
        for cluster, terms in found.terms.items():
            assert {int(term[1:]) // 6 for term in terms} == {kind_of[cluster]}


def test_the_number_of_clusters_is_the_one_of_the_largest_silhouette():
    matrix = matrix_of(IDS, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2], loud=0.3)
    found = cluster_terms(matrix, IDS)
    by_hand = silhouette_score(matrix.weights.toarray(), found.clusters)
    assert found.silhouettes[found.k] == pytest.approx(by_hand, abs=1e-6)
    assert found.silhouettes[found.k] == max(found.silhouettes.values())
    assert set(found.silhouettes) == {2, 3, 4}


def test_below_eight_plans_there_are_no_clusters():
    assert cluster_terms(matrix_of(IDS, [0] * 12), IDS[:7]) == TermClusters()
    assert cluster_terms(matrix_of(IDS, [0] * 12), ()) == TermClusters()


def test_a_plan_without_a_term_is_in_no_cluster():
    matrix = matrix_of(IDS, [i % 2 for i in range(12)])
    weights = matrix.weights.toarray()
    weights[4] = 0
    found = cluster_terms(replace(matrix, weights=csr_matrix(weights)), IDS)
    assert found.plan_ids == IDS[:4] + IDS[5:]


def test_plans_alike_in_every_word_have_no_clusters():
    matrix = matrix_of(IDS, [0] * 12)
    same = csr_matrix(np.repeat(matrix.weights.toarray()[:1], 12, axis=0))
    assert cluster_terms(replace(matrix, weights=same), IDS) == TermClusters()


def test_the_order_of_the_matrix_changes_no_cluster():
    matrix = matrix_of(IDS, [i % 3 for i in range(12)], loud=0.3)
    turn = np.random.default_rng(1).permutation(12)
    turned = replace(
        matrix, weights=matrix.weights[turn], plan_ids=tuple(IDS[i] for i in turn.tolist())
    )
    assert cluster_terms(turned, IDS) == cluster_terms(matrix, IDS)


# -- checks of the cut -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted():
    shares, types = plant_types(THEMES, 32, seed=4, lead=0.6)
    return shares, types, group_plans(shares, QUICK)


@pytest.mark.parametrize("seed", range(3))
def test_log_ratios_with_two_sentences_a_theme_cut_as_by_hand(seed):
    shares, _ = plant_types(THEMES, 29, seed=seed, lead=0.4, sentences=(20, 40))
    grouping = group_plans(shares, QUICK)
    matrix = matrix_of(shares.plan_ids, [0] * 29)
    found = {c.check: c for c in check_cut(shares, grouping, matrix, TermClusters())}
    logs = np.log(shares.shares * shares.n_sentences[:, None] + 2)
    tree = linkage(logs - logs.mean(axis=1, keepdims=True), "ward")
    by_hand = adjusted_rand_score(
        grouping.cut, fcluster(tree, max(grouping.cut), criterion="maxclust")
    )
    assert found["clr"].ari == pytest.approx(by_hand, abs=1e-6)
    assert found["clr"].groups == max(grouping.cut)


def test_clear_types_come_out_alike_whatever_the_method_and_words_that_say_nothing_do_not(planted):
    shares, types, grouping = planted
    deaf = matrix_of(shares.plan_ids, [i % 4 for i in range(32)], loud=0.0)
    found = {
        c.check: c
        for c in check_cut(shares, grouping, deaf, cluster_terms(deaf, grouping.plan_ids))
    }
    assert list(found) == ["clr", "plain", "average", "words", "kmeans"]
    assert min(found[check].ari for check in ("clr", "plain", "average")) > 0.8
    assert abs(found["kmeans"].ari) < 0.2
    speaking = matrix_of(shares.plan_ids, [t - 1 for t in types])
    clusters = cluster_terms(speaking, grouping.plan_ids)
    heard = {c.check: c for c in check_cut(shares, grouping, speaking, clusters)}
    assert heard["kmeans"].ari == heard["kmeans"].own_ari
    assert heard["kmeans"].ari == pytest.approx(adjusted_rand_score(types, grouping.cut), abs=1e-6)
    assert heard["words"].ari >= found["words"].ari


def test_words_stand_beside_themes_from_thirty_plans_on_and_without_a_cut_nothing_is_checked():
    for n, has_words in ((29, False), (30, True)):
        shares, _ = plant_types(THEMES, n, seed=4, lead=0.6)
        grouping = group_plans(shares, QUICK)
        found = check_cut(shares, grouping, matrix_of(shares.plan_ids, [0] * n), TermClusters())
        assert ("words" in {c.check for c in found}) == has_words
    few, _ = plant_types(THEMES, 7)
    assert check_cut(few, group_plans(few), matrix_of(few.plan_ids, [0] * 7), TermClusters()) == ()
