from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from analysis.corpus.lexicon import Lexicon, Theme
from analysis.model import (
    Claim,
    CleanText,
    Evidence,
    Masked,
    Plan,
    PlanCounts,
    Reading,
    Relative,
    Role,
    Sentence,
    Stated,
    Tokens,
)

MakePlan = Callable[..., Plan]
MakeClaim = Callable[..., Claim]

_PLAN = Plan(
    plan_id="",
    doc_id="0123456789ab",
    number=1,
    title="年度工作计划",
    town="",
    county=None,
    stated_year=2023,
    content_year=None,
    start=0,
    end=10,
    truncated=False,
)
_CLAIM = Claim(
    plan_id="",
    indicator="gdp",
    indicator_text="地区生产总值",
    kind="growth_rate",
    status="target",
    commitment="plain",
    scope="whole_town",
    amount=Masked("**", "%", "exact"),
    relation=None,
    headline=True,
    confidence=1.0,
    rule="G1",
    evidence=Evidence("0123456789ab", 0, 4, "增长**%"),
)


@pytest.fixture
def plan_of() -> MakePlan:
    """A plan by its town; everything else can be said."""

    def make(town: str, **said: Any) -> Plan:
        return replace(_PLAN, **{"plan_id": f"{town}-2023", "town": town, **said})

    return make


@pytest.fixture
def claim_of() -> MakeClaim:
    """A claim of one amount: a number is stated in %, text a relation, None a mask."""

    def make(value: float | str | tuple[float, float] | None, at: int = 0, **said: Any) -> Claim:
        unit = said.pop("unit", "%")
        if value is None:
            amount: Stated | Masked | Relative = Masked("**", unit, "exact")
        elif isinstance(value, str):
            amount = Relative(value, None)
            said.setdefault("kind", "relative")
        else:
            low, high = value if isinstance(value, tuple) else (value, value)
            amount = Stated(low, high, unit, "exact", low, high, unit)
        evidence = Evidence("0123456789ab", at, at + 4, "引文引文", at + 2, at + 4)
        return replace(_CLAIM, **{"amount": amount, "evidence": evidence, **said})

    return make


@pytest.fixture
def lexicon_of() -> Callable[..., Lexicon]:
    """A lexicon of keywords and themes; a theme is a key and its words."""

    def make(keywords: Sequence[str] = (), **themes: Sequence[str]) -> Lexicon:
        said = {
            "keywords": tuple(keywords),
            "themes": tuple(Theme(k, k, k, "为测试而设", tuple(w)) for k, w in themes.items()),
        }
        return Lexicon(**{f.name: said.get(f.name, {}) for f in fields(Lexicon)})

    return make


@pytest.fixture
def reading_of(plan_of: MakePlan) -> Callable[..., Reading]:
    """A plan of sentences, each with its role, behind and before text that is not its own."""

    def make(*sentences: tuple[Role, str]) -> Reading:
        before, after = "第一篇招商引资。", "第三篇招商引资。"
        text, spans = before, []
        for i, (role, words) in enumerate(sentences):
            spans.append(Sentence(f"s{i}", role, len(text), len(text) + len(words)))
            text += words
        plan = plan_of("甲镇", start=len(before), end=len(text))
        text += after
        clean = CleanText(text, np.arange(len(text), dtype=np.int32), ())
        return Reading(plan, clean, (), tuple(spans))

    return make


@pytest.fixture
def tokens_of() -> Callable[..., tuple[tuple[Tokens, ...], tuple[str, ...]]]:
    """Plans cut at blanks; words behind a bar | stand in the review."""

    def make(**plans: str) -> tuple[tuple[Tokens, ...], tuple[str, ...]]:
        words = {k: v.replace("|", " | ").split() for k, v in plans.items()}
        vocabulary = tuple(dict.fromkeys(w for ws in words.values() for w in ws if w != "|"))
        number = {w: i for i, w in enumerate(vocabulary)}
        cut = []
        for plan_id, said in words.items():
            bar = said.index("|") if "|" in said else len(said)
            kept = [w for w in said if w != "|"]
            cut.append(
                Tokens(
                    plan_id,
                    np.array([number[w] for w in kept], dtype=np.int32),
                    np.arange(len(kept), dtype=np.int32),
                    np.arange(len(kept)) < bar,
                )
            )
        return tuple(cut), vocabulary

    return make


@pytest.fixture
def counts_of() -> Callable[..., PlanCounts]:
    """What was counted in one plan: sentences per theme out of n."""

    def make(plan_id: str, themes: Sequence[float], n: int, **said: Any) -> PlanCounts:
        return PlanCounts(
            plan_id=plan_id,
            chars_document=said.get("chars_document", 4000),
            chars_plan=said.get("chars_plan", 2000),
            keywords_document=said.get("keywords_document", ()),
            keywords_plan=said.get("keywords_plan", ()),
            n_plan_sentences=n,
            theme_sentences=tuple(themes),
        )

    return make
