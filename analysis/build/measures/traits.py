"""What a plan is like apart from its priorities: the traits that groups should not follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from analysis.build.documents.gather import Corpus
from analysis.corpus.register import RegisterRow
from analysis.model import Masked
from analysis.stats.reuse import Reuse

TERCILES = ("short", "middle", "long")


def list_traits(
    corpus: Corpus, reuse: Reuse, plan_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return trait -> its value for each plan; an empty value is unknown or none."""
    templates = choose_templates(reuse)
    lengths = _name_terciles({p: corpus.counts[p].chars_document for p in plan_ids})
    traits = {
        "mask_style": {p: _find_mask(corpus, p) for p in plan_ids},
        "source_kind": {p: _find_source(corpus, p) for p in plan_ids},
        "genre": {p: _find_genre(corpus, p) for p in plan_ids},
        "length": lengths,
        "year": {p: str(corpus.plans[p].stated_year or "") for p in plan_ids},
        "template": {p: str(templates.get(p, "")) for p in plan_ids},
    }
    return {trait: tuple(values[p] for p in plan_ids) for trait, values in traits.items()}


def choose_templates(reuse: Reuse) -> dict[str, int]:
    """Return the template that a plan holds most of, for plans that hold one."""
    held: dict[str, Counter[int]] = {}
    for template in reuse.templates:
        for place in template.places:
            held.setdefault(place.plan_id, Counter())[template.number] += place.letters
    return {plan_id: min(n, key=lambda t: (-n[t], t)) for plan_id, n in held.items()}


def _find_mask(corpus: Corpus, plan_id: str) -> str:
    """Return the sign that most of a plan's hidden numbers are hidden by."""
    amounts = (claim.amount for claim in corpus.claims[plan_id])
    signs = Counter(a.mark[:1].casefold() for a in amounts if isinstance(a, Masked))
    return min(signs, key=lambda sign: (-signs[sign], sign), default="")


def _find_source(corpus: Corpus, plan_id: str) -> str:
    """Return where the register says it is from, else the kind of its file."""
    row = corpus.parts[plan_id].row
    path = corpus.doc_names[corpus.plans[plan_id].doc_id]
    return row.source if row is not None and row.source else PurePosixPath(path).suffix.casefold()


def _find_genre(corpus: Corpus, plan_id: str) -> str:
    title, words = corpus.plans[plan_id].title, corpus.lexicon.places["report"]
    return name_genre(corpus.parts[plan_id].row, title, words)


def name_genre(row: RegisterRow | None, title: str, words: Sequence[str]) -> str:
    """Return the genre that the register names, else the longest of `words` in a title."""
    if row is not None and row.genre:
        return row.genre
    return max((word for word in words if word in title), key=len, default="")


def _name_terciles(lengths: Mapping[str, int]) -> dict[str, str]:
    ordered = sorted(lengths, key=lambda p: (lengths[p], p))
    return {p: TERCILES[3 * i // len(ordered)] for i, p in enumerate(ordered)}
