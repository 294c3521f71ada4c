"""One document -> its plans, repaired, named, dated, cut into sections and sentences."""

from __future__ import annotations

from pathlib import PurePosixPath

from analysis.corpus.lexicon import Lexicon
from analysis.model import (
    Announcement,
    AnnouncementState,
    CleanText,
    Cut,
    Document,
    DocumentReading,
    DocumentWarning,
    Inference,
    Plan,
    Reading,
)
from analysis.text.clean import clean, source_span
from analysis.text.dirt import find_stripped
from analysis.text.headings import find_heading_year
from analysis.text.identity import (
    find_content_year,
    find_stated_year,
    find_title,
    find_town,
    find_unit,
)
from analysis.text.sections import read_sections
from analysis.text.sentences import split_sentences
from analysis.text.split import Body, Split, is_truncated, split_plans

_SHORT_CHARS = 200
_MANY_STRIPPED = 2
_SHOWN = 4


def read_plans(document: Document, lexicon: Lexicon) -> DocumentReading:
    """Read every plan of a document; nothing of the text is left without a place."""
    cleaned = clean(document.text, lexicon.dirt, marks=document.marks)
    split = split_plans(cleaned.text, lexicon.places)
    readings = tuple(_read_body(document, cleaned, body, lexicon) for body in split.bodies)
    announced = _reconcile(split, readings, lexicon)
    return DocumentReading(
        document=document,
        clean=cleaned,
        readings=readings,
        announced=announced,
        unassigned=_unassigned(cleaned, split),
        warnings=_warnings(document, cleaned, readings, announced, lexicon),
    )


def name_plan(county: str | None, town: str, year: int | None) -> str:
    """Return ``<county->town-year``."""
    parts = [county, town, str(year) if year is not None else "年份不详"]
    return "-".join(part for part in parts if part)


def _read_body(document: Document, cleaned: CleanText, body: Body, lexicon: Lexicon) -> Reading:
    text, stem = cleaned.text, PurePosixPath(document.path).stem
    title = body.title or find_title(text, body.start, body.end, lexicon.places)
    town, county = find_town(
        text, body.start, body.end, title, file_stem=stem, places=lexicon.places
    )
    stated = find_stated_year(text, body.start, body.end, title, stem)
    stated_year = int(stated.value) if stated else None
    content = find_content_year(text, body.start, body.end, stated_year, lexicon.year_cues)
    headed = find_heading_year(text, body.start, body.end)
    if headed and headed[0] != stated_year:
        told, *place = headed
        content = Inference("content_year", str(told), text[slice(*place)], *place)
    content_year = int(content.value) if content else None
    town_name = town.value if town else f"未知镇-{document.doc_id}"
    county_name = county.value if county else None
    plan_id = name_plan(county_name, town_name, stated_year or content_year)
    year = headed[0] if headed else stated_year or content_year
    sections = read_sections(text, body.start, body.end, lexicon.headings, year)
    plan = Plan(
        plan_id=plan_id,
        doc_id=document.doc_id,
        number=body.number,
        title=title or stem,
        town=town_name,
        county=county_name,
        stated_year=stated_year,
        content_year=content_year,
        start=body.start,
        end=body.end,
        truncated=is_truncated(text, body.start, body.end),
        inferences=_given(town, county, stated, content),
    )
    return Reading(plan, cleaned, sections, split_sentences(text, sections, plan_id))


def _given(*inferences: Inference | None) -> tuple[Inference, ...]:
    return tuple(inference for inference in inferences if inference is not None)


def _reconcile(
    split: Split, readings: tuple[Reading, ...], lexicon: Lexicon
) -> tuple[Announcement, ...]:
    """Hold the contents list against the bodies."""
    bodies = {reading.plan.number: reading.plan for reading in readings}
    confidence = {body.number: body.confidence for body in split.bodies}
    entries = [*split.announced, *((n, bodies[n].title) for n in split.foreign)]
    announced = []
    towns: set[str] = set()
    for number, title in entries:
        plan = bodies.get(number)
        unit = find_unit(title, lexicon.places)
        town = unit.name if unit else ""
        announced.append(
            Announcement(
                number=number,
                title=title,
                town=town,
                state=_state_of(plan, again=town in towns, foreign=number in split.foreign),
                plan_id=plan.plan_id if plan else None,
                confidence=confidence.get(number),
            )
        )
        towns.add(town)
    return tuple(announced)


def _state_of(plan: Plan | None, *, again: bool, foreign: bool) -> AnnouncementState:
    if plan is None:
        return "duplicate" if again else "missing"
    return "foreign" if foreign else "truncated" if plan.truncated else "found"


def _unassigned(cleaned: CleanText, split: Split) -> tuple[Cut, ...]:
    """Name the received spans that belong to no plan: a contents list, a preface."""
    edges = [0]
    for body in split.bodies:
        edges += [body.start, body.end]
    edges.append(len(cleaned.text))
    gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
    return tuple(Cut(*source_span(cleaned, a, b), "outside_plans") for a, b in gaps)


def _warnings(
    document: Document,
    cleaned: CleanText,
    readings: tuple[Reading, ...],
    announced: tuple[Announcement, ...],
    lexicon: Lexicon,
) -> tuple[DocumentWarning, ...]:
    found: list[DocumentWarning] = []

    def warn(code: str, message: str) -> None:
        found.append(DocumentWarning(document.path, code, message))

    for code, message in document.notes:
        warn(code, message)
    if announced:
        states = [a.state for a in announced]
        told = [f"{states.count(s)} {s}" for s in ("found", "truncated", "missing")]
        told += [f"{n} {s}" for s in ("duplicate", "foreign") if (n := states.count(s))]
        n_listed = len(states) - states.count("foreign")
        warn("W-SPL-01", f"announces {n_listed} plans: {', '.join(told)}")
    old_forms = sum(cut.rule == "traditional" for cut in cleaned.cuts)
    if old_forms * 20 > len(cleaned.text):
        warn("W-ENC-01", "written in traditional characters; read as simplified ones")
    stripped = find_stripped(cleaned.text, lexicon.dirt)
    if len(stripped) >= _MANY_STRIPPED:
        shown = "、".join(dict.fromkeys(stripped[:_SHOWN]))
        warn("W-TXT-03", f"digits seem to be stripped at {len(stripped)} places ({shown})")
    if len(document.text.strip()) < _SHORT_CHARS:
        warn("W-TXT-01", f"only {len(document.text.strip())} characters: not compared with others")
    for plan in (reading.plan for reading in readings):
        if plan.truncated:
            warn("W-TXT-02", f"{plan.plan_id} breaks off in a sentence")
        if plan.town.startswith("未知镇"):
            warn("W-NAM-01", f"no town is named; kept as {plan.town}")
        if plan.stated_year is None:
            warn("W-YEA-01", f"{plan.plan_id} states no year")
        elif plan.content_year is not None and plan.content_year != plan.stated_year:
            cue = next(i.quote for i in plan.inferences if i.name == "content_year")
            warn(
                "W-YEA-02",
                f"{plan.plan_id} is titled {plan.stated_year} but speaks of {cue} "
                f"(about {plan.content_year})",
            )
    return tuple(found)
