"""One plan -> its claims: every figure it states, with evidence, status and confidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from analysis.corpus.doubts import DoubtRules
from analysis.corpus.lexicon import Lexicon
from analysis.extract.concepts import find_concept
from analysis.extract.describing import describes_place, describes_something
from analysis.extract.doubts import is_impossible, is_told_by_wording, weigh_doubts
from analysis.extract.evidence import Spoken, find_evidence
from analysis.extract.grammar import Finding, read_sentence
from analysis.extract.headlines import find_unannounced, goes_on
from analysis.extract.lexer import read_if_stated
from analysis.extract.stocks import mark_stocks
from analysis.extract.stream import Stream
from analysis.extract.tables import is_table_line, read_table
from analysis.extract.tense import (
    heading_status,
    paragraph_status,
    resume,
    section_status,
    status_at,
)
from analysis.extract.values import Figure, to_base
from analysis.extract.vocabulary import Vocabulary, vocabulary
from analysis.extract.voices import Setting, is_foreign, read_setting
from analysis.model import (
    Amount,
    Claim,
    CleanText,
    Evidence,
    Masked,
    Reading,
    Relative,
    Scope,
    Section,
    Stated,
    Status,
)

# 7。5% and %。以内 are damaged figures, not ends of sentences.
_SENTENCE = re.compile(r"(?:[^。！？!?\n]+|(?<=\d)。(?=\d{1,2}[%‰])|(?<=%)。(?=以内|以下))+")
_PER_VILLAGE = re.compile(r"每村|村均|户均|各村|每个村|村村|个村(?:都|均|全)")
_NO_POINTS = "。·"
"""Marks that stand for a decimal point in a damaged number."""
_RANKS = ("rank_top", "rank_front")
_LONGEST_SENTENCE, _PIECE = 1500, 150


def find_claims(
    reading: Reading, doc_id: str, received: str, lexicon: Lexicon
) -> tuple[Claim, ...]:
    """Return one plan's claims in order of position.

    Parameters
    ----------
    reading
        The plan with its repaired text and sections (`analysis.text.reading`).
    doc_id
        Id of the document.
    received
        The document's text as received; evidence offsets count its characters.
    lexicon
        Indicators and word classes.

    Notes
    -----
    A hidden number is `Masked`, a tie to something else `Relative`; neither is ever a value.
    Figures that describe a project or belong to another level are no claims of the plan.

    Confidence starts at 0.99; each doubt takes off its weight (`data/lexicon/doubts.toml`, with
    the rows it was learnt from; docs/claims.md tells how well it holds). A reading that is itself
    unsure takes off more: the name was left out 0.03, it stands in a table 0.05, the number was
    put together from damaged parts 0.2, names and figures do not match in number 0.5.
    """
    words = vocabulary(lexicon)
    plan, text = reading.plan, reading.clean.text
    setting = read_setting(plan, text[plan.start : plan.end], words)
    spoken = list(_speak(reading, setting, words, lexicon))
    said = list(_with_block(spoken, reading, lexicon))
    is_town = setting.level == "level_town"
    evidence = find_evidence(said, text, lexicon.doubts, words.keys, is_town=is_town)
    found = [
        _claim(spoken, reading, doc_id, received, words, rules=lexicon.doubts, evidence=against)
        for spoken, against in zip(said, evidence, strict=True)
    ]
    return tuple(sorted(found, key=lambda c: (_order(c), c.evidence.start)))


def _order(claim: Claim) -> int:
    value = claim.evidence.value_start
    return claim.evidence.end if value is None else value


def _with_block(said: list[Spoken], reading: Reading, lexicon: Lexicon) -> Iterator[Spoken]:
    """Yield what was said, the headline block marked where the plan announces none or part."""
    text, indicators = reading.clean.text, lexicon.indicators
    targets = [(s.base + s.finding.start, s.finding.name.key) for s in said if s.status == "target"]
    announced = [section.end for section in reading.sections if section.role == "targets"]
    blocks: list[tuple[int, int]] = []
    if announced:
        blocks = [goes_on(text, end, targets, indicators) for end in announced]
    elif not any(spoken.headline for spoken in said):
        blocks = list(find_unannounced(text, targets, indicators))
    for spoken in said:
        at = spoken.base + spoken.finding.start
        inside = not spoken.headline and any(start <= at < end for start, end in blocks)
        yield replace(spoken, headline=True) if inside else spoken


def _speak(
    reading: Reading, setting: Setting, words: Vocabulary, lexicon: Lexicon
) -> Iterator[Spoken]:
    text = reading.clean.text
    status: Status = "target"
    has_block = any(section.role == "targets" for section in reading.sections)
    for before, section in pairwise((None, *reading.sections)):
        assert section is not None
        by_wording = is_told_by_wording(before, section, text, words, lexicon.headings)
        organises = section.role == "other" and bool(section.heading)
        status = section_status(
            section, status if status == "multi_year" else "target", setting, words
        )
        default = status
        last = section.start
        for base, sentence in _sentences(text, section.start, section.end):
            if base == section.start or "\n" in text[last:base]:
                status = heading_status(sentence, status, setting)
                default = paragraph_status(sentence, status, setting, words)
            last = base
            here, default = default, resume(sentence, default, status, setting, words)
            if section.role == "tasks" and words.patterns["estimate"].search(sentence):
                default = "achieved"  # what follows goes on about the running year
            if not words.trigger.search(sentence):
                continue
            stream = None if is_table_line(sentence) else read_if_stated(sentence, words)
            if stream is None:
                continue
            for finding in mark_stocks(read_sentence(stream, words), stream.text, words):
                if organises and not finding.name.is_listed:
                    continue  # points, fines and deadlines
                if spoken := _place(
                    finding, stream, base, section, default=here, setting=setting, words=words,
                    by_wording=by_wording,
                ):  # fmt: skip
                    yield spoken
        rows = read_table(text, section, setting.year, words, elsewhere=has_block)
        for row in () if organises else rows:
            scope: Scope = "part" if row.finding.is_part else "whole_town"
            concept = find_concept(row.finding, row.finding.name.text, words)
            yield Spoken(
                row.finding, row.base, row.status, scope, section, concept=concept,
                headline=row.is_headed or section.role == "targets",
            )  # fmt: skip


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield sentences with their offsets; an endless one is cut at semicolons, then by length."""
    for match in _SENTENCE.finditer(text, start, end):
        base, stop = match.span()
        while stop - base > _LONGEST_SENTENCE:
            near, far = base + _PIECE, base + _LONGEST_SENTENCE
            ends = [text.rfind(mark, base, far) for mark in "；;"]
            cut = 1 + max(*ends, *(text.rfind(mark, base, near) for mark in "，,、"))
            cut = cut if cut > base else base + _PIECE
            yield base, text[base:cut]
            base = cut
        yield base, text[base:stop]


def _place(
    finding: Finding, stream: Stream, base: int, section: Section, *, default: Status,
    setting: Setting, words: Vocabulary, by_wording: bool,
) -> Spoken | None:  # fmt: skip
    """Give a finding its status and scope; None where it is no claim of this plan."""
    position = finding.figure.start if finding.figure else finding.end
    ranks = finding.relation is not None and finding.relation.relation in _RANKS
    if finding.relation and (ranks or finding.relation.benchmark == "last_year"):
        position = finding.relation.start  # 进入全县10个乡镇前三 is the town's own
    ranked = finding.relation is not None and finding.name.key == "ranking"
    if not ranked and is_foreign(stream, max(finding.start, position - 1), setting):
        return None
    relation = finding.relation
    if (
        relation
        and section.role != "targets"
        and not (relation.is_firm or _is_to_fall(finding, words))
    ):
        return None
    status = status_at(stream, position, default, section, setting=setting, words=words)
    if finding.describes and status != "achieved":
        return None
    if status == "target" and describes_place(stream, words):
        return None
    if finding.figure and describes_something(
        finding.name, finding.figure, stream, words,
        is_part=finding.is_part, told=status == "achieved",
        grows=finding.quantity is not None and finding.quantity.kind == "growth_rate",
    ):  # fmt: skip
        return None
    scope = _scope(finding, stream, words)
    concept = find_concept(finding, stream.text, words)
    return Spoken(
        finding, base, status, scope, section, stream.mended, concept,
        by_wording=by_wording, headline=section.role == "targets",
    )  # fmt: skip


def _is_to_fall(finding: Finding, words: Vocabulary) -> bool:
    """Tell a fall of what is meant to fall (能耗持续下降), a target wherever it stands."""
    listed = words.indicators.get(finding.name.key)
    falls = finding.relation is not None and finding.relation.relation == "decrease"
    return falls and listed is not None and listed.direction in ("down", "cap")


def _scope(finding: Finding, stream: Stream, words: Vocabulary) -> Scope:
    name = finding.name
    if _PER_VILLAGE.search(stream.text[max(0, name.start - 4) : finding.end]):
        return "per_village"
    if finding.is_part:
        return "part"
    modifier = name.modifier
    modifier = words.patterns["no_part"].sub("", modifier)
    if not name.is_listed:
        return "whole_town"
    if len(modifier) >= 2 and not modifier.endswith(("镇", "乡", "街道", "县", "市", "省", "区")):
        return "part"
    return "whole_town"


def _claim(
    spoken: Spoken, reading: Reading, doc_id: str, received: str, words: Vocabulary,
    *, rules: DoubtRules, evidence: Collection[str],
) -> Claim:  # fmt: skip
    finding, base, section = spoken.finding, spoken.base, spoken.section
    figure, quantity, relation = finding.figure, finding.quantity, finding.relation
    start, end, repaired = _received(reading.clean, base + finding.start, base + finding.end)
    value: tuple[int | None, int | None] = (None, None)
    broken = False
    if figure is not None:
        first, last, broken = _received(reading.clean, base + figure.start, base + figure.end)
        broken = broken or any(mark in received[first:last] for mark in _NO_POINTS)
        value = (first, last)
    quote = (
        reading.clean.text[base + finding.start : base + finding.end]
        if repaired
        else received[start:end]
    )
    amount: Amount
    if relation is not None:
        amount = Relative(relation.relation, relation.benchmark, _margin(relation.margin, words))
    else:
        assert quantity is not None
        amount = quantity.amount
    return Claim(
        plan_id=reading.plan.plan_id,
        indicator=finding.name.key,
        indicator_text=finding.name.text.replace("\u3000", ""),
        concept=spoken.concept,
        kind="relative" if relation is not None or quantity is None else quantity.kind,
        status=spoken.status,
        commitment=finding.commitment,
        scope=spoken.scope,
        amount=amount,
        relation=relation.full if relation else quantity.relation if quantity else None,
        headline=spoken.headline,
        confidence=weigh_doubts(
            finding, section, rules, evidence,
            repaired=broken, by_wording=spoken.by_wording,
            impossible=is_impossible(quantity, spoken.status, words),
            slipped=any(finding.start <= i < finding.end for i in spoken.mended),
        ),
        rule=finding.rule,
        evidence=Evidence(doc_id, start, end, quote, *value),
    )  # fmt: skip


def _received(clean: CleanText, start: int, end: int) -> tuple[int, int, bool]:
    """Return received offsets of a clean span, and whether a repair removed characters inside."""
    first, last = int(clean.origin[start]), int(clean.origin[end - 1]) + 1
    return first, last, last - first != end - start


def _margin(figure: Figure | None, words: Vocabulary) -> Stated | Masked | None:
    if figure is None:
        return None
    if figure.low is None or figure.high is None:
        return Masked(figure.mark or "", figure.unit, figure.qualifier)
    low, unit = to_base(words.figures, figure.low, figure.unit)
    high, _ = to_base(words.figures, figure.high, figure.unit)
    return Stated(figure.low, figure.high, figure.unit, figure.qualifier, low, high, unit)
