"""Documents and what people know of them -> one corpus under final names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.build.documents.stages import CutPlan, DocumentResult
from analysis.build.documents.twins import PlanKey, Twin, find_twins
from analysis.corpus.cells import read_register_words
from analysis.corpus.corrections import Correction, read_corrections
from analysis.corpus.frame import Frame, find_missing, find_outsiders, read_frame
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.matching import apply_register, drop_answered, find_rows, find_strays
from analysis.corpus.register import Register, RegisterRow, find_register, read_register
from analysis.corpus.study import Study
from analysis.extract.amend import StaleCorrection, amend_claims, find_orphans
from analysis.extract.numbers import Numeral, account_numerals
from analysis.model import (
    Claim,
    DocumentReading,
    DocumentWarning,
    Plan,
    PlanCounts,
    Quarantined,
    Reading,
    Sentence,
)
from analysis.text.pinyin import Speller, read_speller
from analysis.text.reading import name_plan

_SHOWN_DIGITS = 4
"""How much of a document's id stands in a figure for a town without a name."""


@dataclass(frozen=True)
class People:
    """What people know: the register, the sampling frame and their corrections."""

    register: Register
    frame: Frame
    corrections: tuple[Correction, ...]


def read_people(study: Study) -> People:
    """Read what people wrote beside the plans; what is absent is empty.

    Raises
    ------
    StudyError
        A table is wrong; every bad row is named.
    """
    words = read_register_words(study.lexicon)
    return People(
        register=read_register(find_register(study.root), words),
        frame=read_frame(study.root / "frame.csv", words),
        corrections=read_corrections(study.root / "corrections.csv"),
    )


@dataclass(frozen=True)
class PlanParts:
    """One plan under its final id: what was read, what people made of it, what was counted."""

    reading: Reading
    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    """Claims that a person threw out."""
    numerals: tuple[Numeral, ...]
    cut: CutPlan
    counts: PlanCounts
    row: RegisterRow | None


@dataclass(frozen=True)
class Corpus:
    """All documents of a study under final plan ids; mappings go by plan id, sorted."""

    study: Study
    lexicon: Lexicon
    people: People
    documents: tuple[DocumentReading, ...]
    quarantined: tuple[Quarantined, ...]
    warnings: tuple[DocumentWarning, ...]
    parts: Mapping[str, PlanParts]
    superiors: Mapping[str, PlanParts]
    """Papers of the bodies above the towns, which are no towns; by plan id."""
    left_out: tuple[Plan, ...]
    """Plans that the register takes out of the study, and twins of others."""
    stale: tuple[StaleCorrection, ...]

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Plan id -> reading."""
        return {plan_id: part.reading for plan_id, part in self.parts.items()}

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """Plan id -> plan."""
        return {plan_id: part.reading.plan for plan_id, part in self.parts.items()}

    @cached_property
    def claims(self) -> dict[str, tuple[Claim, ...]]:
        """Plan id -> claims, as people left them."""
        return {plan_id: part.claims for plan_id, part in self.parts.items()}

    @cached_property
    def counts(self) -> dict[str, PlanCounts]:
        """Plan id -> counts."""
        return {plan_id: part.counts for plan_id, part in self.parts.items()}

    @cached_property
    def doc_names(self) -> dict[str, str]:
        """Document id -> file name."""
        return {d.document.doc_id: d.document.path for d in self.documents}

    @cached_property
    def year(self) -> int | None:
        """The study's year: as chosen, else the most frequent stated one, the later of equals."""
        if self.study.year is not None:
            return self.study.year
        years = Counter(p.stated_year for p in self.plans.values() if p.stated_year is not None)
        return max(years, key=lambda year: (years[year], year), default=None)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Plans that stand side by side: those of the study's year and those without a year."""
        return tuple(
            plan_id for plan_id, plan in self.plans.items() if plan.stated_year in (self.year, None)
        )

    @cached_property
    def without_text(self) -> dict[str, str]:
        """Id -> name of the frame's towns that have no plan for the study's year."""
        if self.year is None:
            return {}
        missing = find_missing(self.people.frame, [*self.plans.values(), *self.left_out], self.year)
        return {name_plan(self.study.county, town, self.year): town for town in missing}

    @cached_property
    def names(self) -> dict[str, str]:
        """Plan id -> what figures call it."""
        towns = Counter(self.plans[plan_id].town for plan_id in self.shown)
        return {plan_id: _name(plan, towns[plan.town]) for plan_id, plan in self.plans.items()}

    def names_in(self, lang: str) -> Mapping[str, str]:
        """Plan id -> what figures and tables in a language call it; towns without a text too."""
        return self.names | self.without_text if lang == "zh" else self._names_en

    def name_place(self, name: str, lang: str) -> str:
        """Return what a language calls a county, or a town that no plan stands for."""
        return name if lang == "zh" else self._speller.spell(name)

    @cached_property
    def _speller(self) -> Speller:
        return read_speller(self.study.lexicon)

    @cached_property
    def _names_en(self) -> dict[str, str]:
        """The same as pinyin; names that are spelt alike keep their characters beside it."""
        speller = read_speller(self.study.lexicon)
        towns = Counter(self.plans[plan_id].town for plan_id in self.shown)
        spelt = {key: speller.spell(town) for key, town in self.without_text.items()}
        for plan_id, plan in self.plans.items():
            spelt[plan_id] = _name_en(plan, towns[plan.town], speller)
        named = self.names_in("zh")
        meant: dict[str, set[str]] = {}
        for key, name in spelt.items():
            meant.setdefault(name, set()).add(named[key])
        return {k: n if len(meant[n]) == 1 else f"{n} {named[k]}" for k, n in spelt.items()}


def gather(
    study: Study,
    lexicon: Lexicon,
    people: People,
    results: Sequence[DocumentResult],
    *,
    quarantined: Sequence[Quarantined],
    doubled: Sequence[DocumentWarning],
) -> Corpus:
    """Bring documents together under one id a plan; what people know goes before what was read."""
    ordered = sorted(results, key=lambda r: r.reading.document.path)
    words = read_register_words(study.lexicon)
    twins = find_twins(ordered, people.register, study.county, words)
    namer = _Namer(study, lexicon, people, twins)
    documents = tuple(namer.take_in(result) for result in ordered)
    parts = dict(sorted(namer.parts.items()))
    frame, register = people.frame, people.register
    warnings = [
        *doubled,
        *find_strays(register, [r.reading for r in results], [q.path for q in quarantined]),
        *(
            DocumentWarning(
                frame.name, "W-FRM-01", f"{plan_id} is of a town the frame does not hold"
            )
            for plan_id in find_outsiders(frame, [part.reading.plan for part in parts.values()])
        ),
        *(warning for document in documents for warning in document.warnings),
    ]
    known = parts | namer.superiors
    stale = (*namer.stale, *find_orphans(people.corrections, known))
    warnings += [
        DocumentWarning(
            "corrections.csv",
            "W-COR-01",
            f"row {found.correction.row} for {found.correction.plan_id} is stale: {found.reason}",
        )
        for found in stale
    ]
    return Corpus(
        study=study,
        lexicon=lexicon,
        people=people,
        documents=documents,
        quarantined=tuple(quarantined),
        warnings=tuple(sorted(warnings, key=lambda w: (w.path, w.code, w.message))),
        parts=parts,
        superiors=dict(sorted(namer.superiors.items())),
        left_out=tuple(namer.left_out),
        stale=stale,
    )


class _Namer:
    """Gives plans their final ids, document by document, and lets people's words win."""

    def __init__(
        self, study: Study, lexicon: Lexicon, people: People, twins: Mapping[PlanKey, Twin]
    ) -> None:
        self._study, self._lexicon, self._people = study, lexicon, people
        self._twins = twins
        self._taken: Counter[str] = Counter()
        self.parts: dict[str, PlanParts] = {}
        self.superiors: dict[str, PlanParts] = {}
        self.left_out: list[Plan] = []
        self.stale: list[StaleCorrection] = []

    def take_in(self, result: DocumentResult) -> DocumentReading:
        """Name the plans of one document; return its reading with the names in its words."""
        document, register = result.reading.document, self._people.register
        read = {r.plan.number: r.plan for r in result.reading.readings}
        rows = find_rows(register, document, list(read))
        said = drop_answered(result.reading.warnings, [(read[n], row) for n, row in rows.items()])
        warnings, renamed = list(said), {}
        for i, reading in enumerate(result.reading.readings):
            row = rows.get(reading.plan.number)
            plan = apply_register(reading.plan, row)
            if row is not None and row.use == "no":
                self.left_out.append(plan)
                words = f"{plan.plan_id} is left out by row {row.line} of {register.name}"
                warnings.append(DocumentWarning(document.path, "W-REG-01", words))
                continue
            twin = self._twins.get((plan.doc_id, plan.number))
            if twin is not None:
                self.left_out.append(plan)
                words = f"the same plan as {twin.kept} ({twin.share:.0%} of it); counted once"
                warnings.append(DocumentWarning(document.path, "W-DUP-02", words))
                continue
            named = self._name(plan)
            renamed[reading.plan.plan_id] = named.plan_id
            is_superior = row is not None and row.use == "superior"
            held = self.superiors if is_superior else self.parts
            held[named.plan_id] = self._take_plan(_rename(reading, named), result, i, row)
        return _rename_in(replace(result.reading, warnings=tuple(warnings)), renamed)

    def _name(self, plan: Plan) -> Plan:
        county = plan.county or self._study.county
        place = None if plan.town == county else county
        base = name_plan(place, plan.town, plan.stated_year or plan.content_year)
        self._taken[base] += 1
        turn = self._taken[base]
        return replace(plan, county=county, plan_id=base if turn == 1 else f"{base}-{turn}")

    def _take_plan(
        self, reading: Reading, result: DocumentResult, i: int, row: RegisterRow | None
    ) -> PlanParts:
        plan_id, document = reading.plan.plan_id, result.reading.document
        amended = amend_claims(
            [c if c.plan_id == plan_id else replace(c, plan_id=plan_id) for c in result.claims[i]],
            self._people.corrections,
            reading,
            doc_id=document.doc_id,
            received=document.text,
            lexicon=self._lexicon,
        )
        self.stale += amended.stale
        numerals = result.numerals[i]
        if any(claim.source == "human" for claim in amended.claims) or amended.rejected:
            numerals = account_numerals(reading, amended.claims, self._lexicon, document.text)
        cut = result.cut[i]
        return PlanParts(
            reading=reading,
            claims=amended.claims,
            rejected=amended.rejected,
            numerals=numerals,
            cut=replace(cut, tokens=replace(cut.tokens, plan_id=plan_id)),
            counts=replace(result.counts[i], plan_id=plan_id),
            row=row,
        )


def _name(plan: Plan, namesakes: int) -> str:
    name = plan.town.removesuffix(plan.doc_id[_SHOWN_DIGITS:])
    if namesakes > 1 and plan.county:
        name = plan.county + name
    if plan.stated_year is None:
        return f"{name}（年份不详）"
    if plan.content_year is not None and plan.content_year != plan.stated_year:
        return f"{name}（{plan.stated_year}？）"
    return name


def _name_en(plan: Plan, namesakes: int, speller: Speller) -> str:
    name = speller.spell(plan.town.removesuffix(plan.doc_id[_SHOWN_DIGITS:]))
    if namesakes > 1 and plan.county:
        name = f"{name}, {speller.spell(plan.county)}"
    if plan.stated_year is None:
        return f"{name} (no year)"
    if plan.content_year is not None and plan.content_year != plan.stated_year:
        return f"{name} ({plan.stated_year}?)"
    return name


def _rename(reading: Reading, plan: Plan) -> Reading:
    old, plan_id, sentences = reading.plan.plan_id, plan.plan_id, reading.sentences
    if old != plan_id:
        sentences = tuple(
            Sentence(plan_id + s.sentence_id.removeprefix(old), s.role, s.start, s.end)
            for s in sentences
        )
    return replace(reading, plan=plan, sentences=sentences)


def _rename_in(reading: DocumentReading, renamed: Mapping[str, str]) -> DocumentReading:
    def put(message: str) -> str:
        for old, new in renamed.items():
            message = message.replace(old, new)
        return message

    return replace(
        reading,
        announced=tuple(
            replace(a, plan_id=renamed.get(a.plan_id)) if a.plan_id else a
            for a in reading.announced
        ),
        warnings=tuple(replace(w, message=put(w.message)) for w in reading.warnings),
    )
