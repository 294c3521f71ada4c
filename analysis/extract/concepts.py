"""What an indicator means where it is written: net or disposable income, stock or increment."""

from __future__ import annotations

from analysis.extract.describing import clause_begin
from analysis.extract.grammar import Finding
from analysis.extract.vocabulary import Vocabulary


def find_concept(finding: Finding, text: str, words: Vocabulary) -> str | None:
    """Return the concept of a finding, None where its indicator has one meaning or none is told.

    Figures of one indicator with unlike concepts are not comparable: 纯收入 is not 可支配收入, the
    number of enterprises is not the number that is added.

    Parameters
    ----------
    text
        The sentence the finding stands in.
    """
    concepts = words.concepts.get(finding.name.key)
    if concepts is None:
        return None
    place = finding.figure.start if finding.figure else finding.end
    clause = text[clause_begin(text, place) : finding.end]
    written = clause if finding.name.text in clause else f"{finding.name.text}|{clause}"
    for concept, marks in concepts:
        if any(mark in written for mark in marks):
            return concept
    grows = finding.quantity is not None and finding.quantity.relation == "increment"
    return "increment" if grows and any(c == "increment" for c, _ in concepts) else None
