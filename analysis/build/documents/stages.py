"""The stages of one document, each kept under exactly the ingredients it is made from.

read -> claims, tokens, counts. A stage is computed only when its key is new: the bytes and
name of the document, the lexicon files it looks into, and the code that makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from analysis.build.documents.store import Store, hash_code, mix_key
from analysis.corpus.lexicon import Lexicon
from analysis.extract.claims import find_claims
from analysis.extract.numbers import Numeral, account_numerals
from analysis.model import (
    Announcement,
    Claim,
    CleanText,
    Cut,
    Document,
    DocumentReading,
    DocumentWarning,
    Plan,
    PlanCounts,
    Reading,
    Section,
    Sentence,
    Tokens,
)
from analysis.stats.counts import count_plan
from analysis.text.reading import read_plans
from analysis.text.tokens import CUTTER_VERSION, Cutter, cut_plan

_READ_WORDS = ("dirt.toml", "places.toml", "years.toml", "headings.toml")
_CLAIM_WORDS = ("indicators.toml", "grammar.toml")
_TOKEN_WORDS = ("themes.toml", "keywords.toml", "user_words.txt", "new_words.csv")
_RECORDS = ("build/documents/packing.py", "build/documents/stages.py")
"""What tells how records are written; every stage is read again where that is another."""
_COUNT_WORDS = ("themes.toml", "keywords.toml")


@dataclass(frozen=True, slots=True)
class CutPlan:
    """One plan's tokens and the words their ids stand for."""

    tokens: Tokens
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What one document gave; the tuples follow ``reading.readings``."""

    reading: DocumentReading
    claims: tuple[tuple[Claim, ...], ...]
    numerals: tuple[tuple[Numeral, ...], ...]
    cut: tuple[CutPlan, ...]
    counts: tuple[PlanCounts, ...]


@dataclass(frozen=True, slots=True)
class _Body:
    plan: Plan
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    clean: CleanText
    bodies: tuple[_Body, ...]
    announced: tuple[Announcement, ...]
    unassigned: tuple[Cut, ...]
    warnings: tuple[DocumentWarning, ...]


_KINDS: Mapping[str, Any] = {
    "read": _Read,
    "claims": tuple[tuple[Claim, ...], ...],
    "numbers": tuple[tuple[Numeral, ...], ...],
    "tokens": tuple[CutPlan, ...],
    "counts": tuple[PlanCounts, ...],
}
"""What the record of each stage holds; but for the first, in the order of the plans."""


class Stages:
    """Runs the stages of documents for one lexicon, against one store."""

    def __init__(self, lexicon: Lexicon, store: Store) -> None:
        self._lexicon = lexicon
        self._store = store
        self._keys = {
            "read": self._ingredients(_READ_WORDS, "model.py", "text", *_RECORDS),
            "claims": self._ingredients(_CLAIM_WORDS, "extract"),
            "tokens": self._ingredients(
                (*_TOKEN_WORDS, *_list_stop_layers(lexicon)), "text/tokens.py"
            )
            + CUTTER_VERSION,
            "counts": self._ingredients(_COUNT_WORDS, "stats/counts.py"),
        }

    @property
    def engine(self) -> str:
        """What cut the plans of this run, empty when the store held all words."""
        cutter = self.__dict__.get("_cutter")
        return "" if cutter is None else cutter.engine

    @cached_property
    def _cutter(self) -> Cutter:
        return make_cutter(self._lexicon)

    def run(self, document: Document) -> DocumentResult:
        """Return everything that one document gives, from the store where it holds."""
        lexicon, doc_id = self._lexicon, document.doc_id
        keys = self._keys_of(document)

        def of_plans(stage: str, make: Callable[[int, Reading], Any]) -> Any:
            held = self._store.load(doc_id, stage, keys[stage], _KINDS[stage])
            if held is None:
                held = tuple(make(i, r) for i, r in enumerate(reading_of.readings))
                self._store.keep(doc_id, stage, keys[stage], held, _KINDS[stage])
            return held

        held = self._store.load(doc_id, "read", keys["read"], _Read)
        if held is None:
            reading_of = read_plans(document, lexicon)
            self._store.keep(doc_id, "read", keys["read"], _pack(reading_of), _Read)
        else:
            reading_of = _unpack(document, held)
        claims: tuple[tuple[Claim, ...], ...] = of_plans(
            "claims", lambda _, r: find_claims(r, doc_id, document.text, lexicon)
        )
        return DocumentResult(
            reading=reading_of,
            claims=claims,
            numerals=of_plans(
                "numbers", lambda i, r: account_numerals(r, claims[i], lexicon, document.text)
            ),
            cut=of_plans("tokens", lambda _, r: CutPlan(*cut_plan(r, self._cutter))),
            counts=of_plans("counts", lambda _, r: count_plan(r, lexicon)),
        )

    def recall(self, document: Document) -> DocumentResult | None:
        """Return everything that one document gave before; None where a stage is new."""
        keys, held = self._keys_of(document), dict[str, Any]()
        for stage, kind in _KINDS.items():
            held[stage] = self._store.load(document.doc_id, stage, keys[stage], kind)
            if held[stage] is None:
                return None
        return DocumentResult(
            reading=_unpack(document, held["read"]),
            claims=held["claims"],
            numerals=held["numbers"],
            cut=held["tokens"],
            counts=held["counts"],
        )

    def _keys_of(self, document: Document) -> dict[str, str]:
        received = _hash_received(document)
        read = mix_key(document.doc_id, document.path, received, self._keys["read"])
        keys = {stage: mix_key(read, mixed) for stage, mixed in self._keys.items()}
        return keys | {"read": read, "numbers": keys["claims"]}

    def _ingredients(self, files: tuple[str, ...], *code: str) -> str:
        return mix_key(*(self._lexicon.hashes[name] for name in files), hash_code(*code))


@lru_cache(maxsize=2_000)
def _hash_received(document: Document) -> str:
    """Return a key of what the reader made of the bytes; readers change, bytes do not."""
    return mix_key(document.encoding, document.text, repr(document.marks), repr(document.notes))


def make_cutter(lexicon: Lexicon) -> Cutter:
    """Make the cutter of a lexicon, or take the one of the last run if it knows the same words."""
    also = frozenset().union(*lexicon.stop_words.values())
    return _make_cutter(frozenset(list_words(lexicon)), also)


@lru_cache(maxsize=2)
def _make_cutter(words: frozenset[str], also: frozenset[str]) -> Cutter:
    return Cutter(words, also)


def _list_stop_layers(lexicon: Lexicon) -> list[str]:
    return sorted(name for name in lexicon.hashes if name.startswith("stop_"))


def list_words(lexicon: Lexicon) -> list[str]:
    """List the words that the cutter must keep whole."""
    themes = (word for theme in lexicon.themes for word in theme.words)
    return [*lexicon.keywords, *themes, *lexicon.user_words, *lexicon.workbench.accepted]


def _pack(reading: DocumentReading) -> _Read:
    bodies = tuple(_Body(r.plan, r.sections, r.sentences) for r in reading.readings)
    return _Read(reading.clean, bodies, reading.announced, reading.unassigned, reading.warnings)


def _unpack(document: Document, read: _Read) -> DocumentReading:
    readings = tuple(
        Reading(body.plan, read.clean, body.sections, body.sentences) for body in read.bodies
    )
    return DocumentReading(
        document, read.clean, readings, read.announced, read.unassigned, read.warnings
    )
