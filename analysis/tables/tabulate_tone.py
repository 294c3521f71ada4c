"""Targets with their tone, how firmly plans promise, and targets as researchers exchange them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite

from analysis.corpus.lexicon import Lexicon
from analysis.corpus.tone import ToneCoding
from analysis.model import Claim, Masked, Plan, Reading, Stated
from analysis.stats.commitment import ToneAgreement, ToneCount, ToneScore, tell_tone
from analysis.tables.tabulate import Row, who
from analysis.tables.tabulate_claims import tabulate_claims
from analysis.text.clean import source_span

PER_CENT = "%"
_RATES = ("growth_rate", "ratio", "cap")


def tabulate_targets(
    claims: Mapping[str, Sequence[Claim]],
    plans: Mapping[str, Plan],
    docs: Mapping[str, str],
    codings: Sequence[ToneCoding],
) -> list[Row]:
    """One row a target, in the order of the text, with its class in the first two codings."""
    rows = tabulate_claims(claims, plans, docs, only_targets=True)
    targets = [
        claim for plan_id in sorted(claims) for claim in claims[plan_id] if claim.status == "target"
    ]
    for row, claim in zip(rows, targets, strict=True):
        tone, *others = (tell_tone(claim, coding) for coding in codings[:2])
        row |= {
            "tone": tone.key,
            "tone_zh": tone.zh,
            "tone_score": tone.score,
            "tone_b": others[0].key if others else None,
        }
    return rows


def tabulate_commitment(counts: Iterable[ToneCount], plans: Mapping[str, Plan]) -> list[Row]:
    """One row a plan, coding and class, from hard to soft."""
    return [
        {
            **who(plans[count.plan_id]),
            "coding": count.coding,
            "tone": count.tone.key,
            "tone_zh": count.tone.zh,
            "tone_score": count.tone.score,
            "n": count.n,
            "per_10k_chars": None if count.per_10k_chars is None else round(count.per_10k_chars, 3),
        }
        for count in counts
    ]


def tabulate_tone_scores(scores: Iterable[ToneScore], plans: Mapping[str, Plan]) -> list[Row]:
    """One row a plan, coding and scope."""
    return [
        {
            **who(plans[score.plan_id]),
            "coding": score.coding,
            "over": score.over,
            "n": score.n,
            "mean_score": None if score.mean is None else round(score.mean, 4),
        }
        for score in scores
    ]


def tabulate_tone_agreement(found: Iterable[ToneAgreement]) -> list[Row]:
    """One row a pair of codings and scope."""
    return [
        {
            "coding": pair.first,
            "other_coding": pair.second,
            "over": pair.over,
            "n": pair.n,
            "rho": None if pair.rho is None else round(pair.rho, 4),
        }
        for pair in found
    ]


def tabulate_exchange(
    claims: Mapping[str, Sequence[Claim]],
    readings: Mapping[str, Reading],
    docs: Mapping[str, str],
    codes: Mapping[str, str | None],
    lexicon: Lexicon,
) -> list[Row]:
    """One row a target of the whole town, as growth-target data sets lay them out.

    A hidden or relative target has neither `rate` nor `level`.

    Parameters
    ----------
    docs
        Document id -> file name.
    codes
        Plan id -> code of the town by the register.
    """
    rows: list[Row] = []
    for plan_id in sorted(claims):
        plan, quote = readings[plan_id].plan, _quote_sentences(readings[plan_id])
        for number, claim in enumerate(claims[plan_id], 1):
            if claim.status == "target" and claim.scope == "whole_town":
                known = lexicon.indicators.get(claim.indicator)
                place = {
                    "sentence": quote(claim),
                    "county": plan.county,
                    "town": plan.town,
                    "code": codes.get(plan_id),
                    "year": plan.stated_year,
                    "indicator_zh": known.zh if known else None,
                    "plan_id": plan_id,
                    "row": number,
                    "doc": docs[plan.doc_id],
                }
                rows.append(place | _lay_out(claim, lexicon.tone[0]))
    return rows


def _lay_out(claim: Claim, coding: ToneCoding) -> Row:
    amount = claim.amount
    number = amount if isinstance(amount, Stated) else None
    is_rate = number is not None and number.unit == PER_CENT and claim.kind in _RATES
    low = number.low if number and isfinite(number.low) else None
    is_range = number is not None and number.high != number.low and isfinite(number.high)
    return {
        "indicator": claim.indicator,
        "rate": low if is_rate else None,
        "tone": tell_tone(claim, coding).key,
        "level": None if is_rate else low,
        "high": number.high if number and is_range else None,
        "unit": amount.unit if isinstance(amount, Stated | Masked) else None,
        "kind": claim.kind,
        "qualifier": amount.qualifier if isinstance(amount, Stated | Masked) else None,
        "masked": isinstance(amount, Masked),
        "relation": claim.relation,
        "indicator_text": claim.indicator_text,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "confidence": claim.confidence,
    }


def _quote_sentences(reading: Reading) -> Callable[[Claim], str]:
    """Return what finds the sentence of a claim, repaired and without line breaks."""
    spans = [(s, *source_span(reading.clean, s.start, s.end)) for s in reading.sentences]
    starts = [start for _, start, _ in spans]

    def quote(claim: Claim) -> str:
        evidence = claim.evidence
        at = evidence.start if evidence.value_start is None else evidence.value_start
        place = bisect_right(starts, at) - 1
        words = evidence.quote
        if place >= 0 and at < spans[place][2]:
            sentence = spans[place][0]
            words = reading.clean.text[sentence.start : sentence.end]
        return " ".join(words.split())

    return quote
