"""The nouns of the project: frozen values, no behaviour.

Offsets are counted in characters. *Received* offsets point into the decoded text of the
file as it came, *clean* offsets into ``CleanText.text``; every field says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Role = Literal["review", "targets", "tasks", "other"]
Status = Literal["target", "achieved", "multi_year"]
Kind = Literal["growth_rate", "level", "count", "ratio", "cap", "relative"]
Qualifier = Literal["exact", "at_least", "about", "at_most"]
Commitment = Literal["plain", "ensure", "strive"]
Scope = Literal["whole_town", "part", "per_village", "other_level"]
CellState = Literal[
    "stated", "relative", "masked", "unreadable", "truncated", "not_stated", "no_text"
]
AnnouncementState = Literal["found", "truncated", "missing", "duplicate", "foreign"]
Outcome = Literal["kept", "missed", "open"]
Direction = Literal["above", "equal", "below", "open"]
NoSuperior = Literal["no_superior", "several_superiors", "other_year"]
Unlike = Literal["other_kind", "other_unit", "other_concept", "other_words"]
"""Why two figures of one indicator cannot be held against each other."""
OpenReason = Literal[
    "no_earlier_plan", "several_earlier_plans",
    "no_target", "target_masked", "target_relative", "target_doubtful",
    "no_result", "result_masked", "result_relative", "result_doubtful",
    "several_results", "result_bound",
    Unlike,
]  # fmt: skip
"""Why it is open whether a target was kept."""
GapReason = Literal[
    NoSuperior,
    "superior_silent", "superior_masked", "superior_relative", "superior_doubtful",
    "town_silent", "town_masked", "town_relative", "town_doubtful",
    "not_comparable", "ranges_overlap",
]  # fmt: skip
"""Why a town's target cannot be held against its superior's."""
LeftOut = Literal["few_sentences", "no_theme", "not_drawn"]
Verdict = Literal["too_few", "tree_only", "descriptive", "types"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters ``start:end`` of the received text are replaced by `text` (usually nothing)."""

    start: int
    end: int
    rule: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What a reader made of the bytes of one file."""

    text: str = field(repr=False)
    encoding: str
    """How the text was held: an encoding, or the format and its encoding."""
    marks: tuple[Cut, ...] = ()
    """Received spans that layout shows to be no plan text: page numbers, a web page's frame."""
    notes: tuple[tuple[str, str], ...] = ()
    """Warnings, as code and sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file as received; `text` is its reader's, without BOM, newlines untouched."""

    doc_id: str
    """First 12 hexadecimal digits of the SHA-256 of the file's bytes."""
    path: str
    """Relative to the plans folder, with forward slashes."""
    encoding: str
    text: str = field(repr=False)
    marks: tuple[Cut, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    sha256: str = ""
    """Of the file's bytes, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A repaired text and its way back.

    `origin` has shape ``(len(text),)`` and strictly ascends; ``origin[i]`` is the received
    offset of ``text[i]``.
    """

    text: str = field(repr=False)
    origin: npt.NDArray[np.int32] = field(repr=False)
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Inference:
    """A value read from the document, with the words it was read from (clean offsets)."""

    name: Literal["town", "county", "stated_year", "content_year", "title"]
    value: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan of one town for one year; a document holds none, one or many.

    `start` and `end` are clean offsets of its body. A town that the text does not name is
    ``未知镇-<doc_id>``; an unknown year is None and drawn as 年份不详.
    """

    plan_id: str
    doc_id: str
    number: int
    title: str
    town: str
    county: str | None
    stated_year: int | None
    content_year: int | None
    """The year the content speaks of (five-year-plan and congress cues), None without cues."""
    start: int
    end: int
    truncated: bool
    inferences: tuple[Inference, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a plan with one role; sections of a plan cover it without gap or overlap.

    Clean offsets. ``targets`` is a headline block: what a heading or an opening such as
    主要预期目标是 announces, up to the next heading. `assumed` says that no heading or cue
    told the role.
    """

    role: Role
    start: int
    end: int
    heading: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of labels, themes and reuse (clean offsets).

    `sentence_id` is plan id, hash of the words and occurrence, so that it survives edits
    elsewhere in the plan.
    """

    sentence_id: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One plan as it was read: its repaired document, its sections and its sentences."""

    plan: Plan
    clean: CleanText
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """Everything read from one document; `unassigned` are received spans outside every plan."""

    document: Document
    clean: CleanText
    readings: tuple[Reading, ...]
    announced: tuple[Announcement, ...]
    unassigned: tuple[Cut, ...]
    warnings: tuple[DocumentWarning, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """One entry of a compilation's contents list and what became of it."""

    number: int
    title: str
    town: str
    state: AnnouncementState
    """`duplicate`: announced or held twice; `foreign`: there without being announced."""
    plan_id: str | None
    confidence: float | None
    """Of the place where its body was cut: 1 its very title, less a likeness; None without one."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One plan cut into words: ids into a vocabulary and clean start offsets, both (n,)."""

    plan_id: str
    ids: npt.NDArray[np.int32] = field(repr=False)
    starts: npt.NDArray[np.int32] = field(repr=False)
    in_plan_part: npt.NDArray[np.bool_] = field(repr=False)
    """True where the token stands in a plan sentence (every role but review)."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as written, in `unit`; ``low == high`` unless the plan gives a range.

    The base pair is the same in `base_unit` (元, 亩, % ...), for comparing 亿元 with 万元.
    Decreases are negative. `unit` is None where the unit was lost.
    """

    low: float
    high: float
    unit: str | None
    qualifier: Qualifier
    base_low: float
    base_high: float
    base_unit: str | None


@dataclass(frozen=True, slots=True)
class Masked:
    """A number the publisher hid (``**%``, ``XX亿元``). Never a zero, never a value."""

    mark: str
    unit: str | None
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class Relative:
    """A target tied to something else than a number (与经济增长同步, 完成上级下达任务).

    `benchmark` is an indicator key or ``county_average`` and the like, None where the
    relation needs none. `margin` holds a stated or hidden distance (快于…5个百分点).
    """

    relation: str
    benchmark: str | None
    margin: Stated | Masked | None = None


Amount = Stated | Masked | Relative


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: characters ``start:end`` of the received text.

    `value_start` and `value_end` bound the figure inside it; None for a relation.
    """

    doc_id: str
    start: int
    end: int
    quote: str
    value_start: int | None = None
    value_end: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One plan says one thing about one indicator. No claim without a quote."""

    plan_id: str
    indicator: str
    """Key of ``lexicon/indicators.toml``, ``other`` when none fits."""
    indicator_text: str
    kind: Kind
    status: Status
    commitment: Commitment
    scope: Scope
    amount: Amount
    relation: str | None
    """``increment`` or ``decrease`` of a stated amount; the full relation of a Relative."""
    headline: bool
    confidence: float
    rule: str
    evidence: Evidence
    source: Literal["rule", "human"] = "rule"
    concept: str | None = None
    """What the indicator means here (``net_income``, ``stock`` ...), None where it has one meaning
    or the plan does not tell; figures of unlike concepts are not comparable."""


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What was counted in one plan, by characters and sentences; tuples follow the lexicon."""

    plan_id: str
    chars_document: int
    """Characters of the plan's cleaned body, blanks apart."""
    chars_plan: int
    """The same in plan sentences (every role but review)."""
    keywords_document: tuple[int, ...]
    keywords_plan: tuple[int, ...]
    n_plan_sentences: int
    theme_sentences: tuple[float, ...]
    """Plan sentences per theme; a sentence counts once, split evenly over its themes."""
    theme_sets: tuple[tuple[tuple[int, ...], int], ...] = ()
    """Each set of themes that plan sentences show together, and how many show just these."""
    theme_words: tuple[int, ...] = ()
    """Words of each theme in plan sentences, however many stand in one."""


@dataclass(frozen=True, slots=True)
class KeywordCount:
    """How often one plan says one keyword."""

    plan_id: str
    keyword: str
    count_document: int
    count_plan: int
    """Occurrences in plan sentences (all roles but review)."""
    per_10k_chars: float
    """Occurrences per 10,000 characters of plan sentences."""
    tfidf: float
    rank: int | None
    """Rank of the TF-IDF weight among the plan's terms, 1 is highest; None when absent."""


@dataclass(frozen=True, slots=True)
class TermMatrix:
    """TF-IDF weights: rows are plans, columns are terms, always."""

    weights: csr_matrix = field(repr=False)
    plan_ids: tuple[str, ...]
    terms: tuple[str, ...]
    recipe: str


@dataclass(frozen=True, slots=True)
class ThemeShares:
    """Shares of plan sentences per theme, ``(n_plans, n_themes)``.

    A sentence counts once, split evenly over its themes; a row sums to the share of
    sentences with at least one theme, so that the remainder is what no theme claims.
    """

    shares: npt.NDArray[np.float64] = field(repr=False)
    n_sentences: npt.NDArray[np.int64] = field(repr=False)
    plan_ids: tuple[str, ...]
    themes: tuple[str, ...]
    recipe: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """How plans resemble each other, and what may be said about it.

    `linkage` is a SciPy linkage matrix over `plan_ids`, `order` its optimal leaf order.
    `cut` gives a group number per plan or is empty; it claims types only by the verdict. Numbers
    run from 1 along the leaves, or are those a baseline gave: then with gaps, in any order.
    """

    plan_ids: tuple[str, ...]
    left_out: tuple[tuple[str, LeftOut], ...]
    """Plans that cannot be compared, each with the reason."""
    distances: npt.NDArray[np.float64] = field(repr=False)
    linkage: npt.NDArray[np.float64] = field(repr=False)
    order: tuple[int, ...]
    nearest: tuple[tuple[str, str, float], ...]
    """Each plan, its nearest neighbour and their distance."""
    cut: tuple[int, ...]
    verdict: Verdict
    recipe: str
    null_p: float | None = None
    """Share of corpora without groups that are cut as well; None without a cut."""
    stability: Mapping[int, float] = field(default_factory=dict)
    """Mean bootstrap Jaccard index of each group, by its number."""
    group_names: Mapping[int, str] = field(default_factory=dict)
    """What the groups are called, by number; only where a baseline keeps names."""
    new_groups: frozenset[int] = frozenset()
    """Those of `group_names` that the baseline did not have."""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """The one state of one indicator in one plan."""

    plan_id: str
    indicator: str
    state: CellState


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One town's row in a side-by-side figure of one indicator and kind."""

    plan_id: str
    state: CellState
    target: Claim | None
    """The target as stated, masked or relative; the firm tier where there are two."""
    stretch: Claim | None
    """The 力争 tier beside a firm one."""
    achieved: Claim | None
    """Last year's figure of the same indicator and kind, as the town reports it."""


@dataclass(frozen=True, slots=True)
class Attainment:
    """One town's last target, last result and next target for one indicator and kind.

    At least two of the three are there. Only stated numbers of one measure are kept or missed.
    """

    plan_id: str
    """The plan that reports the result and sets the next target."""
    earlier_id: str | None
    """The same town's plan of the year before."""
    indicator: str
    kind: Kind
    promised: Claim | None
    """The earlier plan's target; the firm tier where there are two."""
    promised_stretch: Claim | None
    achieved: Claim | None
    """What the town itself reports."""
    target: Claim | None
    stretch: Claim | None
    outcome: Outcome
    reason: OpenReason | None
    stretch_outcome: Outcome | None
    """Of the earlier 力争 tier; None where there is none."""
    shortfall: float | None
    """What lacks to the promise in base units, below 0 where it is exceeded; None when open."""
    is_carried_over: bool
    """The next target repeats the promised number and its qualifier."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A level and a growth rate that another level of the same indicator contradicts."""

    plan_id: str
    indicator: str
    check: Literal["target", "achieved"]
    """`target`: this year's target against last year's result; `achieved`: last year's result
    against the result the plan before reported."""
    level: Claim
    growth: Claim
    base: Claim
    """The level one year earlier, as stated."""
    implied: tuple[float, float]
    """The level one year earlier that level and growth imply, in base units."""
    other_prices: bool
    """Growth is usually told in constant prices, levels in current ones."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A town's target beside its superior's of the same year and indicator (层层加码)."""

    plan_id: str
    superior_id: str | None
    indicator: str
    kind: Kind
    superior: Claim | None
    target: Claim | None
    recited: Claim | None
    """The superior's figure as the town's own text tells it; never taken for the superior's."""
    gap: tuple[float, float] | None
    """Town minus superior in base units, least and greatest; None when open."""
    direction: Direction
    """`above`: the town asks more of itself, be it a lower cap or a larger decrease."""
    reason: GapReason | None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not be used, and the sentence that says why and what to do."""

    path: str
    sha256: str
    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """Something a reader must know about a document that was processed all the same."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did; printed and stored apart from results."""

    documents_in: int
    ok: int
    warned: int
    quarantined: int
    recomputed: tuple[str, ...]
    """Documents whose stages were computed in this run; the others came from the store."""
    written: tuple[str, ...]
    unchanged: int
    moved: tuple[str, ...]
    """Sentences: what differs from the last run."""
    seconds: float
    robustness: tuple[str, ...] = ()
    """Sentences: how many statements hold under other choices; empty where nobody asked."""
    engine: str = ""
    """What cut words, with its version; empty when none was cut. It changes no word."""
    notes: tuple[str, ...] = ()
    """Sentences: what was found of a run that ended early, what other processes left undone."""
