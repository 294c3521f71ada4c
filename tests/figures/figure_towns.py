"""Invented towns and values for the figure tests; no town or number here is real."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.model import (
    CellState,
    Claim,
    CoverageCell,
    Evidence,
    Grouping,
    KeywordCount,
    Masked,
    Relative,
    Stated,
    TargetRow,
    ThemeShares,
)

ROOT = Path(__file__).parents[2]
LABELS = tomllib.loads((ROOT / "data/lexicon/labels.toml").read_text(encoding="utf-8"))
CAPTION = {
    "zh": "图1 2023年某县各乡镇地区生产总值增长目标",
    "en": "Figure 1 Growth targets of the towns, 2023",
}
_LONG = ("望湖台街道办事处", "驩城镇", "$甲$镇", "_下划线镇", "龙凤湾经济开发区管理委员会")
_FIRST, _SECOND = "青白云石柳溪山泉", "河坪岭塘湾桥坝"


def names_of(n: int) -> dict[str, str]:
    """Plan id -> name, with a long, a rare, a dollar and an underscore name among the first."""
    made = [a + b + "镇" for b in _SECOND for a in _FIRST]
    made += [a + b + "乡" for b in _SECOND for a in reversed(_FIRST)]
    made += [a + b + "街道" for b in _SECOND for a in _FIRST]
    return {f"p{i:03d}": name for i, name in enumerate([*_LONG, *made][:n])}


def lexicon_words(name: str, lang: str) -> dict[str, str]:
    """Key -> words of all themes or core indicators the project ships, as many as a study has."""
    entries = tomllib.loads((ROOT / f"data/lexicon/{name}.toml").read_text(encoding="utf-8"))
    return {
        key: entry[lang]
        for key, entry in entries.items()
        if entry.get("core", name == "themes") and key != "no_theme"
    }


def claim(plan_id, amount, quote, figure="", *, status="target", relation=None, kind="growth_rate"):
    start = quote.index(figure) if figure else None
    evidence = Evidence(
        "d" * 12,
        100,
        100 + len(quote),
        quote,
        None if start is None else 100 + start,
        None if start is None else 100 + start + len(figure),
    )
    return Claim(
        plan_id,
        "gdp",
        "地区生产总值",
        kind,
        status,
        "plain",
        "whole_town",
        amount,
        relation,
        True,
        0.9,
        "R4",
        evidence,
    )


def stated(plan_id, low, high=None, qualifier="exact", **more):
    high = low if high is None else high
    said = f"{low}%" if low == high else f"{low}%-{high}%"
    said += {"at_least": "以上", "about": "左右", "at_most": "以内"}.get(qualifier, "")
    amount = Stated(low, high, "%", qualifier, low, high, "%")
    return claim(plan_id, amount, f"全镇生产总值增长{said}", said, **more)


def stated_row(plan_id, *args, achieved=None, stretch=None, **more):
    return TargetRow(
        plan_id,
        "stated",
        stated(plan_id, *args, **more),
        None if stretch is None else stated(plan_id, stretch),
        None if achieved is None else stated(plan_id, achieved, status="achieved"),
    )


def masked_row(plan_id):
    hidden = claim(plan_id, Masked("**", "%", "exact"), "全镇生产总值增长**%", "**%")
    return TargetRow(plan_id, "masked", hidden, None, None)


def relative_row(plan_id):
    tied = claim(
        plan_id,
        Relative("in_step_with", "county_average"),
        "与全县平均增速保持同步",
        kind="relative",
    )
    return TargetRow(plan_id, "relative", tied, None, None)


def silent_row(plan_id, state: CellState):
    return TargetRow(plan_id, state, None, None, None)


def target_rows(n: int) -> list[TargetRow]:
    """Five towns give two dots; more towns give every form."""
    rows: list[TargetRow] = []
    for i, plan_id in enumerate(names_of(n)):
        low = 5 + (i * 7 % 11) / 2
        match i % 10:
            case 0:
                rows.append(stated_row(plan_id, low, qualifier="at_least", achieved=low - 1.5))
            case 1:
                rows.append(masked_row(plan_id))
            case 2:
                rows.append(relative_row(plan_id))
            case 3:
                rows.append(stated_row(plan_id, low, achieved=low + 0.8))
            case 4:
                rows.append(silent_row(plan_id, "not_stated"))
            case 5:
                rows.append(stated_row(plan_id, low, qualifier="about"))
            case 6:
                rows.append(stated_row(plan_id, low, low + 1.5, achieved=low))
            case 7:
                rows.append(stated_row(plan_id, low, stretch=low + 2))
            case 8:
                rows.append(stated_row(plan_id, low, qualifier="at_most"))
            case _:
                rest = ("unreadable", "truncated", "no_text", "not_stated")
                rows.append(silent_row(plan_id, rest[i // 10 % 4]))
    return rows


def panel_rows(n: int, i: int) -> list[TargetRow]:
    """Rows of the i-th panel of small multiples; every third is in 万元, large and long."""
    rows = target_rows(n)
    moved = [
        replace(row, plan_id=p) for row, p in zip(rows[i:] + rows[:i], names_of(n), strict=True)
    ]
    return [_in_wan(row) for row in moved] if i % 3 == 2 else moved


def _in_wan(row: TargetRow) -> TargetRow:
    def change(claim: Claim | None) -> Claim | None:
        if claim is None or not isinstance(claim.amount, Stated):
            return claim
        low, high = claim.amount.low * 12_300, claim.amount.high * 12_300
        base = low * 1e4, high * 1e4
        amount = Stated(low, high, "万元", claim.amount.qualifier, *base, "元")
        return replace(claim, amount=amount, kind="level")

    return replace(
        row,
        target=change(row.target),
        stretch=change(row.stretch),
        achieved=change(row.achieved),
    )


KEYWORDS = ("乡村振兴", "招商引资", "共同富裕")


def keyword_counts(n: int) -> list[KeywordCount]:
    counts = []
    for i, plan_id in enumerate(names_of(n)):
        for j, keyword in enumerate(KEYWORDS):
            count = (i * 5 + j * 7) % 13 * (1 if (i + j) % 4 else 0)
            counts.append(
                KeywordCount(
                    plan_id,
                    keyword,
                    count + 3,
                    count,
                    count * 1.37,
                    count / 97,
                    3 + count * 11 if count else None,
                )
            )
    return counts


THEMES = {
    "industry": "产业发展",
    "farming": "现代农业",
    "tourism": "文旅融合",
    "ecology": "生态环境",
    "living": "民生保障",
    "governance": "基层治理",
    "party": "党的建设",
    "invest": "招商与项目建设",
}


def theme_shares(n: int, themes=THEMES) -> ThemeShares:
    draw = np.random.default_rng(7)
    shares = draw.dirichlet(np.arange(1, len(themes) + 2), size=n)[:, :-1]
    return ThemeShares(
        shares, draw.integers(40, 160, n), tuple(names_of(n)), tuple(themes), "invented"
    )


def grouping(n: int, verdict="descriptive") -> Grouping:
    from scipy.cluster.hierarchy import fcluster, leaves_list, linkage  # noqa: PLC0415
    from scipy.spatial.distance import pdist, squareform  # noqa: PLC0415

    plan_ids = tuple(names_of(n))
    points = np.sqrt(theme_shares(n).shares)
    tree = linkage(points, "ward", optimal_ordering=True)
    distances = squareform(pdist(points)) / np.sqrt(2)
    near = np.where(np.eye(n, dtype=bool), np.inf, distances).argmin(1)
    return Grouping(
        plan_ids,
        (),
        distances,
        tree,
        tuple(int(i) for i in leaves_list(tree)),
        tuple(
            (p, plan_ids[j], float(distances[i, j]))
            for i, (p, j) in enumerate(zip(plan_ids, near, strict=True))
        ),
        tuple(int(g) for g in fcluster(tree, 3, "maxclust")) if verdict == "descriptive" else (),
        verdict,
        "invented",
    )


TERMS = (
    "油茶",
    "古街",
    "光伏产业园",
    "河长制",
    "富硒",
    "搬迁安置",
    "竹编",
    "水厂",
    "电商直播",
    "高标准农田",
    "厕所革命",
    "物流园",
    "花木",
    "渡口",
    "非遗工坊",
    "蜜柚",
    "驿站",
    "沼气",
)


def top_terms(n: int, k: int = 10) -> dict[str, list[tuple[str, float]]]:
    return {
        plan_id: [
            (TERMS[(i * 5 + j * 7) % len(TERMS)], round(0.42 / (1 + j * 0.31), 4)) for j in range(k)
        ]
        for i, plan_id in enumerate(names_of(n))
    }


INDICATORS = {
    "gdp": "地区生产总值",
    "budget": "一般公共预算收入",
    "invest": "固定资产投资",
    "industry": "规模以上工业增加值",
    "retail": "社会消费品零售总额",
    "income": "农村居民人均可支配收入",
    "rd": "R&D经费投入",
    "foreign": "实际利用外资",
    "jobs": "城镇新增就业",
    "grain": "粮食总产量",
}
_STATES = (
    "stated",
    "masked",
    "relative",
    "not_stated",
    "stated",
    "truncated",
    "not_stated",
    "unreadable",
    "not_stated",
    "no_text",
    "stated",
)


def coverage_cells(n: int, indicators=INDICATORS) -> list[CoverageCell]:
    return [
        CoverageCell(plan_id, key, _STATES[(i * 3 + j * 5 + i * j) % len(_STATES)])
        for i, plan_id in enumerate(names_of(n))
        for j, key in enumerate(indicators)
    ]
