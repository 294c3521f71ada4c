"""A corpus whose towns are called A镇, B镇 …: for tables and figures that go out of the house.

Towns and counties are renamed wherever they stand: names, titles, quotes, words, file names.
Codes of towns and addresses of the web are left out. Villages, firms and persons are not known to
the program and stay.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from string import ascii_uppercase
from typing import Any

import numpy as np

from analysis.build.documents.gather import Corpus
from analysis.corpus.register import RegisterRow
from analysis.model import CleanText, Document

BLANK = "某"
"""Stands for each character of a name in a text."""
_SHORTEST_NAME = 2


def anonymise(corpus: Corpus) -> Corpus:
    """Rename every town and county of a corpus; its outputs go to a folder of their own.

    Names follow the order of the towns' names, so that one set of plans always gets the same.
    In texts a name is blanked character by character, so that offsets still hold.
    """
    above = (part.reading.plan for part in corpus.superiors.values())
    plans = [*corpus.plans.values(), *above, *corpus.left_out]
    towns = {plan.town for plan in plans} | set(corpus.without_text.values())
    towns |= {a.town for d in corpus.documents for a in d.announced if a.town}
    towns |= {town.town for town in corpus.people.frame.towns}
    counties = {plan.county for plan in plans if plan.county} | {corpus.study.county or ""}
    units = corpus.lexicon.places["unit"]
    names = _name(sorted(towns), units) | _name(sorted(counties - {""}), units, prefix="县")
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))

    def rename(text: str) -> str:
        return pattern.sub(lambda found: names[found[0]], text)

    def blank(text: str) -> str:
        return pattern.sub(lambda found: BLANK * len(found[0]), text)

    study = corpus.study
    home = study.derived.parent / "anonymised"
    renamed: Corpus = _rewrite(corpus, rename, blank)
    return dataclasses.replace(
        renamed,
        study=dataclasses.replace(
            study,
            name=rename(study.name),
            name_en="the towns",
            county=rename(study.county) if study.county else None,
            derived=home,
            figures=home / "figures",
        ),
        lexicon=corpus.lexicon,
    )


def _name(places: Iterable[str], units: Iterable[str], prefix: str = "") -> dict[str, str]:
    """Give places letters; a name without its unit stands for the place too."""
    longest_first = sorted(units, key=len, reverse=True)
    names: dict[str, str] = {}
    for number, place in enumerate(places):
        unit = next((u for u in longest_first if place.endswith(u)), "")
        letter = _letter(number) if not prefix else f"{_letter(number)}{_letter(number)}"
        names[place] = letter + (unit or "镇")
        bare = place.removesuffix(unit)
        if len(bare) >= _SHORTEST_NAME:
            names.setdefault(bare, letter)
    return names


def _letter(number: int) -> str:
    more, last = divmod(number, len(ascii_uppercase))
    return (_letter(more - 1) if more else "") + ascii_uppercase[last]


def _rewrite(value: Any, rename: Callable[[str], str], blank: Callable[[str], str]) -> Any:
    """Rewrite every word inside frozen values; texts with offsets keep their length."""
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, Document | CleanText):
        changed: dict[str, Any] = {"text": blank(value.text)}
        if isinstance(value, Document):
            changed["path"] = rename(value.path)
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_rewrite(item, rename, blank) for item in value)
    if isinstance(value, dict):
        return {
            _rewrite(key, rename, blank): _rewrite(item, rename, blank)
            for key, item in value.items()
        }
    if not dataclasses.is_dataclass(value) or isinstance(value, type | np.ndarray):
        return value
    inner = {
        field.name: _rewrite(getattr(value, field.name), rename, blank)
        for field in dataclasses.fields(value)
        if field.init and field.name not in ("study", "lexicon")
    }
    if isinstance(value, RegisterRow):
        inner["code"] = inner["url"] = None
    return dataclasses.replace(value, **inner)
