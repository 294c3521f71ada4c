"""How far stated figures can be believed: what the grammar reads against what people marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from analysis.corpus.documents import decode_document
from analysis.corpus.gold_claims import GoldClaim, list_gold_texts, read_gold_claims
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.listing import hash_bytes
from analysis.errors import PlanError
from analysis.extract.claims import find_claims
from analysis.extract.forms import FigureRules
from analysis.extract.values import to_base
from analysis.extract.vocabulary import vocabulary
from analysis.model import Claim, Masked, Relative, Stated
from analysis.stats.coverage import MIN_CONFIDENCE
from analysis.stats.scoring import BINS, Mark, TextScore, add_up, bin_confidence, score_text
from analysis.stats.validity import Found, wilson_interval
from analysis.text.reading import read_plans

_BIN_NAMES = ("0.98–1.00", "0.93–0.97", "0.80–0.92", "0.70–0.79", "< 0.70")


def score_gold(folder: Path, lexicon: Lexicon, *, locked: bool) -> tuple[TextScore, ...]:
    """Read the marked texts of one split anew and score every target.

    Parameters
    ----------
    folder
        Holds ``claims/`` and ``texts/``.
    locked
        The split that no rule may be mended by, or the open one.

    Raises
    ------
    StudyError
        A sheet is wrong.
    """
    rules = vocabulary(lexicon).figures
    return tuple(
        _score(folder, name, lexicon, rules) for name in list_gold_texts(folder, locked=locked)
    )


@dataclass(frozen=True)
class TargetQuality:
    """How well targets are found in the locked texts, and how many of the sure ones are right."""

    texts: int
    found: Found
    right: int
    judged: int
    """Targets stated with at least the confidence that charts take; `right` ones of these."""


def judge_targets(folder: Path, lexicon: Lexicon) -> TargetQuality | None:
    """Judge the targets of the locked texts.

    None without such texts, and where they cannot be judged by this lexicon, as when it lacks
    their indicators; `validate` tells what is wrong with a sheet. The same texts and lexicon are
    judged once as long as Python runs.

    Parameters
    ----------
    folder
        Holds ``claims/`` and ``texts/``.
    """
    names = list_gold_texts(folder, locked=True)
    files = [folder / place for n in names for place in (f"claims/{n}.tsv", f"texts/{n}.txt")]
    try:
        texts = tuple(hash_bytes(path.read_bytes()) for path in files)
        asked = _Asked(folder, texts, tuple(sorted(lexicon.hashes.items())), lexicon)
        return _judge_once(asked) if names else None
    except (OSError, PlanError):
        return None


@dataclass(frozen=True)
class _Asked:
    folder: Path
    texts: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...]
    lexicon: Lexicon = field(compare=False)


@lru_cache(maxsize=4)
def _judge_once(asked: _Asked) -> TargetQuality:
    scores = score_gold(asked.folder, asked.lexicon, locked=True)
    sure = [mark for s in scores for mark in s.judged if mark.confidence >= MIN_CONFIDENCE]
    right = sum(mark.right for mark in sure)
    return TargetQuality(len(scores), add_up(scores)[0], right, len(sure))


def describe_scores(scores: Sequence[TextScore]) -> Iterator[str]:
    """Tell quality and calibration of one split, in counts and shares only."""
    yield "目标 targets\t找对 right\t找错 wrong\t漏掉 missed\t准 P\t全 R\tF1"
    for name, found in zip(("全部 all", "主要目标段 headline"), add_up(scores), strict=True):
        yield "\t".join((name, *_quality(found)))
    yield "可信度 confidence\t行 rows\t对 right\t比例 share\t90%区间 90 % interval"
    for words, (_, right, n) in zip(_BIN_NAMES, bin_confidence(scores), strict=True):
        low, high = wilson_interval(right, n)
        told = (f"{right / n:.3f}", f"{low:.3f}–{high:.3f}") if n else ("–", "–")
        yield "\t".join((words, str(n), str(right), *told))


def _quality(found: Found) -> tuple[str, ...]:
    counts = (found.hits, found.false, found.missed)
    shares = (found.precision, found.recall, found.f1)
    return (*map(str, counts), *(f"{share:.3f}" for share in shares))


def _score(folder: Path, name: str, lexicon: Lexicon, rules: FigureRules) -> TextScore:
    rows = read_gold_claims(folder, name, lexicon.indicators)
    raw = (folder / "texts" / f"{name}.txt").read_bytes()
    document = decode_document(f"{name}.txt", raw)
    read = read_plans(document, lexicon)
    turned = {
        ord(document.text[cut.start]): cut.text
        for cut in read.clean.cuts
        if cut.end - cut.start == len(cut.text) == 1
    }
    found = [
        _mark_found(claim)
        for reading in read.readings
        for claim in find_claims(reading, document.doc_id, document.text, lexicon)
    ]
    return score_text(found, [_mark_gold(row, rules, turned) for row in rows])


def _mark_found(claim: Claim) -> Mark:
    amount, evidence = claim.amount, claim.evidence
    number = amount.margin if isinstance(amount, Relative) else amount
    stated = number if isinstance(number, Stated) else None
    value = None
    if evidence.value_start is not None and evidence.value_end is not None:
        value = (evidence.value_start, evidence.value_end)
    return Mark(
        status=claim.status,
        kind=claim.kind,
        indicator=claim.indicator,
        wording=claim.indicator_text,
        masked=isinstance(number, Masked),
        low=stated.base_low if stated else None,
        high=stated.base_high if stated else None,
        unit=stated.base_unit if stated else number.unit if number else None,
        relation=claim.relation,
        headline=claim.headline,
        span=(evidence.start, evidence.end),
        value_span=value,
        confidence=claim.confidence,
    )


def _mark_gold(row: GoldClaim, rules: FigureRules, turned: dict[int, str]) -> Mark:
    """Lay out a marked figure; `turned` are the letters that cleaning turned to simplified ones."""
    unit = row.unit.translate(turned) or None
    low, high = (
        None if value is None else to_base(rules, value, unit)[0]
        for value in (row.value_low, row.value_high)
    )
    value = None
    if row.value_start is not None and row.value_end is not None:
        value = (row.value_start, row.value_end)
    return Mark(
        status=row.status,
        kind=row.kind,
        indicator=row.indicator,
        wording=row.indicator_text.translate(turned),
        masked=row.masked,
        low=low,
        high=high,
        unit=unit if row.masked else to_base(rules, 0.0, unit)[1],
        relation=row.relation,
        headline=row.headline,
        span=(row.start, row.end),
        value_span=value,
        optional=row.optional,
    )


assert len(_BIN_NAMES) == len(BINS)
