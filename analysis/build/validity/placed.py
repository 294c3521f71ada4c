"""Sentences of real plans that were coded in place: the words come from the reader's own files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analysis.corpus.documents import read_document
from analysis.corpus.gold import CodedPlace, CodedSentence
from analysis.corpus.lexicon import Lexicon
from analysis.errors import StudyError
from analysis.model import CleanText
from analysis.text.clean import clean

Passes = dict[str, tuple[CodedSentence, ...]]


def find_placed(places: Sequence[CodedPlace], folder: Path, lexicon: Lexicon) -> Passes:
    """Find the coded sentences in the documents of a folder, cleaned as a run cleans them.

    Returns
    -------
    ``themes`` (what was decided on), ``first`` and ``second``, the same sentences in each, in
    the order of `places`.

    Raises
    ------
    StudyError
        A document is missing, or too short to be the one that was coded.
    """
    cleaned: dict[str, CleanText] = {}
    for name in dict.fromkeys(place.document for place in places):
        if not (folder / name).is_file():
            raise _miss(folder / name, "the coded document is not there")
        document = read_document(name, folder / name)
        if len(document.text) < max(p.end for p in places if p.document == name):
            raise _miss(folder / name, "this is not the text that was coded: it is too short")
        cleaned[name] = clean(document.text, lexicon.dirt, marks=document.marks)
    words = [_quote(cleaned[place.document], place) for place in places]
    return {
        chosen: tuple(
            CodedSentence(place.document, "", getattr(place, chosen), sentence, locked=True)
            for place, sentence in zip(places, words, strict=True)
        )
        for chosen in ("themes", "first", "second")
    }


def _quote(text: CleanText, place: CodedPlace) -> str:
    start, end = np.searchsorted(text.origin, [place.start, place.end])
    return text.text[start:end]


def _miss(path: Path, what: str) -> StudyError:
    return StudyError(
        "E-GLD-06",
        what,
        where=str(path),
        fix="name the folder that holds the documents listed in gold/themes/five_plans.tsv",
    )
