"""Do groups follow priorities and nothing else? ``python -m benchmarks.groups [--seeds 20]``.

Texts of known types are invented from the lexicon's words: four profiles over six themes
(Dirichlet, a = 80), 40-150 plan sentences, a third of them without a theme, some about another
one. Independent of the type each text has a way of hiding numbers, a web frame, a template that
0-30 % of its sentences come from, a length, and names its town in every fourth sentence. They
are read and counted as a study's are. Beside stands what a plain notebook does: raw texts, jieba,
TF-IDF, k-means. Then, on shares alone: counties without types, power, and one town added to 30.
"""

from __future__ import annotations

import argparse
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.model import Document, PlanCounts, ThemeShares
from analysis.stats.assignment import assign_plans, keep_groups
from analysis.stats.counts import count_plan
from analysis.stats.groups import GroupRecipe, group_plans
from analysis.stats.planted import plant_types
from analysis.stats.themes import measure_theme_shares
from analysis.text.reading import read_plans

THEMES = (
    "industry", "agriculture", "tourism_culture", "public_services", "ecology", "governance",
)  # fmt: skip
LEAD = 0.45
TIGHTNESS = 80.0
MASKS = ("", "**", "XX", "×")
OPENINGS = ("抓紧把", "年内把", "带着各村把", "由分管同志把", "分两步把")
ENDINGS = ("的事办妥", "这件事做到底", "排进日程", "的账算清", "逐项落下去", "的尾巴收掉")
SILENT = (
    "大家再加一把劲",
    "这件事月月过问",
    "谁的担子谁来挑",
    "说到的都要做到",
    "难处摆到桌面上讲",
)
SLIPS = 0.15
"""Share of sentences that speak with the words of another theme."""
QUICK = GroupRecipe(draws=1)
"""The cut alone is looked at, not its tests."""


@dataclass(frozen=True, slots=True)
class Invented:
    """A corpus: raw texts, the type of each, and what has no part in it."""

    texts: tuple[str, ...]
    types: tuple[int, ...]
    nuisances: Mapping[str, tuple[str, ...]]


def invent_corpus(
    lexicon: Lexicon, n: int, seed: int, *, lead: float = LEAD, n_types: int = 4
) -> Invented:
    """Invent `n` texts; nuisances are dealt independently of the types."""
    rng = np.random.default_rng(seed)
    words = {theme.key: theme.words for theme in lexicon.themes}
    profiles = np.full((n_types, len(THEMES)), (1 - lead) / (len(THEMES) - 1))
    profiles[np.arange(n_types), np.arange(n_types)] = lead
    types = rng.permutation(np.arange(n) % n_types)
    templates = [
        [_write_sentence(rng, words[THEMES[rng.integers(6)]], "", "") for _ in range(45)]
        for _ in "ab"
    ]
    deal = {name: rng.permutation(np.arange(n) % k) for name, k in _KINDS.items()}
    lengths = rng.integers(40, 151, n)
    texts = []
    for i, kind in enumerate(types):
        shares = rng.dirichlet(TIGHTNESS * profiles[kind])
        town = f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'石河岭田桥'[i // 10]}镇"
        mask = MASKS[deal["mask_style"][i]]
        said = []
        for _ in range(lengths[i]):
            theme = THEMES[rng.choice(6, p=shares)]
            if rng.random() < SLIPS:
                theme = str(rng.choice(list(words)))
            held = words[theme] if rng.random() < 0.7 else SILENT
            said.append(_write_sentence(rng, held, town if rng.random() < 0.25 else "", mask))
        copied = templates[deal["template"][i]][: int(rng.uniform(0, 0.3) * lengths[i])]
        texts.append(_frame(town, rng.permutation([*said, *copied]), deal["source"][i]))
    tercile = np.argsort(np.argsort(lengths)) * 3 // n
    traits = {name: tuple(map(str, dealt)) for name, dealt in deal.items()}
    return Invented(
        tuple(texts), tuple(types.tolist()), {**traits, "length": tuple(map(str, tercile))}
    )


_KINDS = {"mask_style": 4, "source": 2, "template": 2}


def _write_sentence(rng: np.random.Generator, held: Sequence[str], town: str, mask: str) -> str:
    said = str(rng.choice(held))
    number = mask or str(rng.integers(10, 900))
    core = said if held is SILENT else f"{rng.choice(OPENINGS)}{said}{rng.choice(ENDINGS)}"
    tail = f"，涉及{number}户" if rng.random() < 0.5 else ""
    return f"{town}{core}{tail}。"


def _frame(town: str, sentences: Sequence[str], source: int) -> str:
    body = f"{town}2023年政府工作报告\n一、2023年工作安排\n" + "\n".join(sentences)
    if source:
        head = "当前位置：首页 > 公文\n发布时间：2023-01-20 来源：某文库网"
        return f"{head}\n{body}\n下一篇：{town}总结\n"
    return f"{body}\n责任编辑：某某\n版权所有 某范文网\n"


def count_corpus(lexicon: Lexicon, corpus: Invented) -> ThemeShares:
    """Read and count the texts as a study does."""
    counts: list[PlanCounts] = []
    for i, text in enumerate(corpus.texts):
        read = read_plans(Document(f"{i:012d}", f"{i:03d}.txt", "utf-8", text), lexicon).readings
        if len(read) != 1:
            raise RuntimeError(f"text {i} was read as {len(read)} plans")
        counts.append(replace(count_plan(read[0], lexicon), plan_id=f"{i:03d}"))
    return measure_theme_shares(counts, [theme.key for theme in lexicon.themes])


def cluster_plainly(texts: Sequence[str], k: int, seed: int) -> list[int]:
    """Do as a plain notebook does: every token of the raw text counts."""
    import jieba  # noqa: PLC0415 - the package has its own cutter
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    jieba.setLogLevel(60)
    weights = TfidfVectorizer(analyzer=jieba.lcut).fit_transform(texts)
    return [int(x) for x in KMeans(k, n_init=10, random_state=seed).fit_predict(weights)]


def compare_recovery(lexicon: Lexicon, n: int, seeds: int, lead: float) -> None:
    """Print mean ARI to the truth and to every nuisance, ours and the plain notebook's."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415

    found: dict[str, dict[str, list[float]]] = {"ours": {}, "plain": {}}
    sizes: Counter[int] = Counter()
    for seed in range(seeds):
        corpus = invent_corpus(lexicon, n, seed, lead=lead)
        cut = group_plans(count_corpus(lexicon, corpus), QUICK).cut
        sizes[max(cut)] += 1
        plain = cluster_plainly(corpus.texts, 4, seed)
        for who, labels in (("ours", cut), ("plain", plain)):
            for what, truth in {"truth": corpus.types, **corpus.nuisances}.items():
                score = float(adjusted_rand_score(truth, labels))
                found[who].setdefault(what, []).append(score)
    for who, scores in found.items():
        told = " ".join(f"{what} {np.mean(values):.3f}" for what, values in scores.items())
        print(f"N={n} {who:5} ARI: {told}")
    print(f"N={n} groups chosen: {dict(sorted(sizes.items()))}")


def count_claims_of_types(n: int, n_types: int, corpora: int) -> int:
    """Count the corpora of which types are claimed."""
    shares = (plant_types(THEMES, n, n_types=n_types, seed=5000 + s)[0] for s in range(corpora))
    return sum(group_plans(s).verdict == "types" for s in shares)


def add_one_town(corpora: int = 6, added: int = 4) -> tuple[int, int, int, int]:
    """Return trials, plans moved frozen, moved after refit, and groups renumbered."""
    frozen = moved = renumbered = 0
    labels = {theme: theme for theme in THEMES}
    for seed in range(corpora):
        shares, _ = plant_types(THEMES, 30 + added, seed=100 + seed)
        base = _take(shares, range(30))
        model = keep_groups(base, group_plans(base, QUICK), labels=labels)
        if model is None:
            raise RuntimeError("thirty towns were not cut")
        for new in range(30, 30 + added):
            now = _take(shares, [*range(30), new])
            grouping = group_plans(now, QUICK)
            told = {a.plan_id: a.group for a in assign_plans(now, grouping.plan_ids, model)}
            again = keep_groups(now, grouping, labels=labels, former=model)
            old = model.members
            frozen += sum(told[p] != old[p] for p in old)
            moved += sum(again is not None and again.members[p] != old[p] for p in old)
            for number in model.numbers:
                stayed = Counter(again.members[p] for p in old if old[p] == number if again)
                renumbered += stayed.most_common(1)[0][0] != number
    return corpora * added, frozen, moved, renumbered


def _take(shares: ThemeShares, rows: Sequence[int]) -> ThemeShares:
    kept = list(rows)
    return replace(
        shares,
        shares=shares.shares[kept],
        n_sentences=shares.n_sentences[kept],
        plan_ids=tuple(shares.plan_ids[i] for i in kept),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--corpora", type=int, default=100)
    parser.add_argument("--lead", type=float, default=LEAD, help="share of a type's own theme")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    lexicon = read_lexicon(Path(__file__).parents[1] / "data" / "lexicon")
    for n in (30, 12):
        compare_recovery(lexicon, n, chosen.seeds, chosen.lead)
    trials, frozen, moved, renumbered = add_one_town()
    print(
        f"one town added to 30, {trials} trials: moved frozen {frozen}, after refit "
        f"{moved} of {30 * trials} ({moved / 30 / trials:.2%}), renumbered {renumbered}"
    )
    for n, n_types in ((30, 1), (50, 1), (50, 4)):
        claimed = count_claims_of_types(n, n_types, chosen.corpora)
        print(f"N={n}, true types {n_types}: types claimed in {claimed} of {chosen.corpora}")


if __name__ == "__main__":
    main()
